/** Beginning to connect: one name with a look at it first, or many at once. */
import { NoPart } from '~/parts/missing';
import { Page } from '~/parts/page';
import { Tabs } from '~/parts/tabs';
import type { ViewProps } from '~/shell/lazy';
import { ConnectMany } from './connect-many';
import { ConnectOne } from './connect-one';

const tabs = [{ key: '', label: 'One domain' }, { key: 'many', label: 'Many at once' }];

export default function Connect({ params }: ViewProps) {
  const tab = params.tab ?? '';
  const isMany = tab === 'many';
  return (
    <Page title={isMany ? 'Connect many domains' : 'Connect a domain'} crumbs={[{ label: 'Domains', to: '/domains' }]}>
      <Tabs label="How many" base="/domains/connect" tabs={tabs} now={tab} />
      <div class="max-w-3xl">{isMany ? <ConnectMany /> : tab ? <NoPart to="/domains/connect" /> : <ConnectOne />}</div>
    </Page>
  );
}
