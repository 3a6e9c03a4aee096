/** How far the names of a batch have come. */
import { api, ask } from '~/api/client';
import { useQuery } from '~/api/query';
import { Empty } from '~/parts/empty';
import { ErrorNote } from '~/parts/error-note';
import { LinkButton } from '~/parts/link';
import { Page } from '~/parts/page';
import { Progress } from '~/parts/progress';
import { Skeleton } from '~/parts/skeleton';
import { type State, StateBadge } from '~/parts/state-badge';
import { Time } from '~/parts/time';
import type { ViewProps } from '~/shell/lazy';
import { DomainList } from './list';
import { refusals } from './refused';
import { RefusalList } from './refusal-list';

const AGAIN_MS = 4_000;
const number = (value: number): string => value.toLocaleString('en');

export default function BatchView({ params }: ViewProps) {
  const id = params.id!;
  const { data: batch, failure, isLoading, refetch } = useQuery(['connections', 'batch', id], () => ask(api.GET('/v1/batches/{batch_id}', { params: { path: { batch_id: id } } })), { everyMs: AGAIN_MS });
  const refused = refusals.value.get(id) ?? [];
  const isMissing = failure?.status === 404;
  return (
    <Page
      title={`Batch ${id}`} crumbs={[{ label: 'Domains', to: '/domains' }]} actions={<LinkButton to="/domains/connect/many">Connect more</LinkButton>}
      lead={batch && <>Begun <Time at={batch.first_created_at} />, last change <Time at={batch.last_change_at} /></>}
    >
      {isMissing && <Empty icon="search" title="There is no such batch" action={<LinkButton to="/domains" look="main">Go to domains</LinkButton>}><p>No domain was created under this name.</p></Empty>}
      {failure && !isMissing && <ErrorNote failure={failure} retry={refetch} />}
      {isLoading && <div class="card p-4"><Skeleton /></div>}
      {batch && (
        <div class="grid gap-4">
          <section class="card p-4 grid gap-3" aria-label="Progress of the batch">
            <div class="flex flex-wrap items-baseline gap-x-3">
              <p class="text-xl font-semibold tabular-nums" role="status">{number(batch.done)} of {number(batch.total)} done</p>
              <p class="text-soft">{batch.done === batch.total ? 'Each has come to an end.' : 'The others go on by themselves as records appear; nobody has to wait here.'}</p>
            </div>
            <Progress label="Done" value={batch.done} max={batch.total} />
            <ul class="flex flex-wrap gap-x-4 gap-y-1.5" aria-label="By state">
              {Object.entries(batch.by_state as Partial<Record<State, number>>).map(([state, count]) => (
                <li key={state} class="inline-flex items-center gap-1.5 tabular-nums"><StateBadge state={state as State} />{number(count)}</li>
              ))}
            </ul>
          </section>
          {refused.length > 0 && <RefusalList refused={refused} />}
          <div class="min-w-0"><DomainList asked={{ batch_id: id, sort: 'state' }} total={batch.total} everyMs={AGAIN_MS} nothing={null} /></div>
        </div>
      )}
    </Page>
  );
}
