/** Certification authorities: whether they rest, and what their limits leave. */
import { type Schema, api, ask } from '~/api/client';
import { useQuery } from '~/api/query';
import { Badge } from '~/parts/badge';
import { Card } from '~/parts/card';
import { Empty } from '~/parts/empty';
import { ErrorNote } from '~/parts/error-note';
import { Page } from '~/parts/page';
import { Skeleton } from '~/parts/skeleton';
import { Time } from '~/parts/time';
import { titled } from '~/parts/titles';

type Budget = Schema<'AuthorityBudget'>;

export default function Authorities() {
  const { data, failure, isLoading, refetch } = useQuery(['platform', 'authorities'], () => ask(api.GET('/v1/platform/authorities')), { everyMs: 10_000 });
  return (
    <Page title="Certification authorities" lead="Who certificates are ordered from, and how much of their limits is left, as the edges last said.">
      {failure && <ErrorNote failure={failure} retry={refetch} />}
      {isLoading && <Skeleton />}
      {data?.data.length === 0 && <Empty icon="authority" title="No edge has said yet"><p>Edges tell which authorities they order from every few seconds.</p></Empty>}
      <div class="grid gap-5">
        {data?.data.map(({ name, resting_until, budgets }) => (
          <Card key={name} title={name} actions={resting_until ? <Badge tone="warn">resting</Badge> : <Badge tone="good">in use</Badge>}>
            {resting_until && <p class="mb-3">An edge could not use it. Tried again <Time at={resting_until} />.</p>}
            {budgets.length === 0 ? <p class="text-soft">Without limits.</p> : <ul class="grid gap-4">{budgets.map((budget) => <Left key={budget.limit} budget={budget} />)}</ul>}
          </Card>
        ))}
      </div>
    </Page>
  );
}

function Left({ budget: { limit, capacity, available, refills_per_hour, closed_until } }: { budget: Budget }) {
  const left = Math.max(0, Math.floor(available));
  const share = Math.min(1, left / Math.max(1, capacity));
  return (
    <li class="grid gap-1">
      <p class="flex flex-wrap justify-between gap-x-3">
        <span>{titled(limit)}</span>
        <span class="tabular-nums">{left.toLocaleString('en')} <span class="text-soft">of {capacity.toLocaleString('en')} left, {refills_per_hour.toLocaleString('en', { maximumFractionDigits: 1 })} come back an hour</span></span>
      </p>
      <div role="meter" aria-label={titled(limit)} aria-valuenow={left} aria-valuemin={0} aria-valuemax={capacity} class="h-2 rounded-full bg-wash border border-line overflow-hidden">
        <div class={`h-full ${share < 0.1 ? 'bg-bad' : share < 0.3 ? 'bg-warn' : 'bg-good'}`} style={{ inlineSize: `${share * 100}%` }} />
      </div>
      {closed_until && <p class="text-sm text-warn">Closed by the authority until <Time at={closed_until} isExact />.</p>}
    </li>
  );
}
