/** What was used of the plan, day by day, and the plan itself. */
import { api, ask } from '~/api/client';
import { useQuery } from '~/api/query';
import { ErrorNote } from '~/parts/error-note';
import { NoPart } from '~/parts/missing';
import { Page } from '~/parts/page';
import { Skeleton } from '~/parts/skeleton';
import { Tabs } from '~/parts/tabs';
import type { ViewProps } from '~/shell/lazy';
import { place } from '~/shell/router';
import { Counts } from './counts';
import { History } from './history';
import { Plans } from './plans';

export default function Usage({ params }: ViewProps) {
  const tab = params.tab ?? '';
  const { data, failure, isLoading, refetch } = useQuery(['subscription'], () => ask(api.GET('/v1/subscription')), place.value.query.purchase ? { everyMs: 4_000 } : {});
  return (
    <Page title="Usage and billing" lead="What this account used since the month began, and what its plan allows.">
      <Tabs label="Usage and billing" base="/usage" now={tab} tabs={[{ key: '', label: 'Usage' }, { key: 'plan', label: 'Plan' }]} />
      {failure && <ErrorNote failure={failure} retry={refetch} />}
      {isLoading && <Skeleton />}
      {data && tab === '' && <div class="grid gap-5"><Counts subscription={data} /><History /></div>}
      {data && tab === 'plan' && <Plans subscription={data} />}
      {tab !== '' && tab !== 'plan' && <NoPart to="/usage" />}
    </Page>
  );
}
