/** What comes below what counts: loaded after it. */
import { api, ask } from '~/api/client';
import { useQuery } from '~/api/query';
import { can } from '~/api/session';
import { ErrorNote } from '~/parts/error-note';
import { Skeleton } from '~/parts/skeleton';
import { ByState } from './by-state';
import { latest, ofAudit, ofConnection } from './happenings';
import { HappeningsCard } from './happenings-card';
import { useSummary } from './summary';
import { UsageCard } from './usage-card';

const AGAIN_MS = 60_000;
const LATELY = 8;

export default function Below() {
  const summary = useSummary();
  const moved = useQuery(['connections', 'moved'], () => ask(api.GET('/v1/connections', { params: { query: { sort: '-state_since', limit: 12 } } })), { isOn: can('connections:read'), everyMs: AGAIN_MS });
  const audit = useQuery(['audit', 'overview'], () => ask(api.GET('/v1/audit', { params: { query: { limit: 50 } } })), { isOn: can('apps:admin'), everyMs: AGAIN_MS });
  const history = useQuery(['usage', 'history'], () => ask(api.GET('/v1/usage/history')));
  const failed = [moved, audit, history].find(({ failure }) => failure);
  const happenings = latest([...(moved.data?.data ?? []).map(ofConnection), ...(audit.data?.data ?? []).map(ofAudit)], LATELY);
  return (
    <>
      {failed?.failure && <ErrorNote failure={failed.failure} retry={failed.refetch} />}
      <div class="grid grid-cols-1 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)] gap-4 items-start">
        {moved.isLoading || audit.isLoading ? <div class="card p-4"><Skeleton lines={6} /></div> : <HappeningsCard happenings={happenings} />}
        <div class="grid grid-cols-1 gap-4">
          {summary.data && summary.data.total > 0 && <ByState counts={summary.data.by_state} />}
          {history.data && <UsageCard days={history.data.data} />}
        </div>
      </div>
    </>
  );
}
