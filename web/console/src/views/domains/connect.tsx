/** Beginning to connect: one name with a look at it first, or many at once. */
import { Page } from '~/parts/page';
import { Tabs } from '~/parts/tabs';
import type { ViewProps } from '~/shell/lazy';
import { ConnectMany } from './connect-many';
import { ConnectOne } from './connect-one';

const tabs = [{ key: '', label: 'One domain' }, { key: 'many', label: 'Many at once' }];

export default function Connect({ params }: ViewProps) {
  const tab = params.tab === 'many' ? 'many' : '';
  return (
    <Page title={tab ? 'Connect many domains' : 'Connect a domain'} crumbs={[{ label: 'Domains', to: '/domains' }]}>
      <Tabs label="How many" base="/domains/connect" tabs={tabs} now={tab} />
      <div class="max-w-3xl">{tab ? <ConnectMany /> : <ConnectOne />}</div>
    </Page>
  );
}
