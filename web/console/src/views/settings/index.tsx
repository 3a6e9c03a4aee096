/** The account: who is signed in, who else belongs to it, its keys, and how the console looks. */
import { canAdminister, isPlatform } from '~/api/session';
import { NoPart } from '~/parts/missing';
import { Page } from '~/parts/page';
import { type Tab, Tabs } from '~/parts/tabs';
import type { ViewProps } from '~/shell/lazy';
import { Keys } from './keys';
import { Members } from './members';
import { You } from './you';

const open = (): Tab[] => [
  { key: '', label: 'You' },
  ...(canAdminister() && !isPlatform.value ? [{ key: 'members', label: 'Members' }, { key: 'keys', label: 'API keys' }] : []),
];

export default function Settings({ params }: ViewProps) {
  const tabs = open();
  const wanted = params.tab ?? '';
  const tab = tabs.find(({ key }) => key === wanted)?.key;
  return (
    <Page title="Settings">
      <Tabs label="Settings" base="/settings" tabs={tabs} now={wanted} />
      {tab === '' && <You />}
      {tab === 'members' && <Members />}
      {tab === 'keys' && <Keys />}
      {tab === undefined && <NoPart to="/settings" />}
    </Page>
  );
}
