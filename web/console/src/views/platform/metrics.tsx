/** How things went lately, drawn. */
import { api, ask } from '~/api/client';
import { useQuery } from '~/api/query';
import { Card } from '~/parts/card';
import { Empty } from '~/parts/empty';
import { ErrorNote } from '~/parts/error-note';
import { Page } from '~/parts/page';
import { Plot } from '~/parts/plot';
import { Skeleton } from '~/parts/skeleton';
import { Segments } from '~/parts/tabs';
import { titled, worded } from '~/parts/titles';
import { useQueryState } from '~/shell/router';
import { pointsOf } from './points';

/** Names that say by themselves what is counted; the others are read as they are. */
const names: Record<string, string> = {
  errors: 'Requests that failed',
  request_p99: 'Answer time of 99 in 100 requests',
  asks: 'Questions of edges',
  checks: 'DNS checks',
  deliveries: 'Webhooks delivered',
  deliveries_failed: 'Webhooks given up',
  connections_live: 'Live connections',
  connections_drifted: 'Drifted connections',
  connections_stalled: 'Stalled connections',
  connections_due_oldest: 'Longest wait for a DNS check',
  events_oldest: 'Longest wait of an event',
  deliveries_oldest: 'Longest wait of a webhook',
  certificates_wanted: 'Certificates waited for',
  certificates_expiring_soon: 'Certificates overdue',
  edges_attached: 'Edges attached',
};
const nameOf = (name: string): string => names[name] ?? titled(name);

const stretches = [{ value: '15', label: '15 min' }, { value: '60', label: '1 hour' }, { value: '360', label: '6 hours' }] as const;

export default function Metrics() {
  const [minutes, setMinutes] = useQueryState('minutes', '60');
  const stretch = stretches.find(({ value }) => value === minutes)?.value ?? '60';
  const { data, failure, isLoading, refetch } = useQuery(['platform', 'metrics', stretch], () => ask(api.GET('/v1/platform/metrics', { params: { query: { minutes: Number(stretch) } } })), { everyMs: 15_000 });
  const hasPoints = data?.series.some(({ points }) => points.length > 0);
  return (
    <Page title="Metrics" lead="Of the server that answers, since it started; for more, let Prometheus read /metrics." actions={<Segments label="How far back" options={stretches} value={stretch} choose={setMinutes} />}>
      {failure && <ErrorNote failure={failure} retry={refetch} />}
      {isLoading && <Skeleton />}
      {data && !hasPoints && <Empty icon="metrics" title="The first point comes soon"><p>A sample is taken every {data.interval_s} seconds.</p></Empty>}
      {hasPoints && (
        <div class="grid lg:grid-cols-2 2xl:grid-cols-3 gap-5">
          {data!.series.map(({ name, unit, meaning, points }) => (
            <Card key={name}>
              <Plot title={nameOf(name)} lead={meaning} unit={worded(unit)} series={[{ name: nameOf(name), points: pointsOf(points) }]} />
            </Card>
          ))}
        </div>
      )}
    </Page>
  );
}
