/** Usage day by day. */
import { api, ask } from '~/api/client';
import { useQuery } from '~/api/query';
import { Card } from '~/parts/card';
import { ErrorNote } from '~/parts/error-note';
import { Plot } from '~/parts/plot';
import { Skeleton } from '~/parts/skeleton';
import { Segments } from '~/parts/tabs';
import { now } from '~/parts/time';
import { useQueryState } from '~/shell/router';
import { type UsageKind, firstDay, kinds, pointsOf } from './kinds';

const stretches = [{ value: '7', label: '7 days' }, { value: '30', label: '30 days' }, { value: '90', label: '90 days' }, { value: '365', label: '1 year' }] as const;
type Stretch = (typeof stretches)[number]['value'];
const shown = Object.keys(kinds) as UsageKind[];

export function History() {
  const [days, setDays] = useQueryState('days', '30');
  const stretch = stretches.find(({ value }) => value === days)?.value ?? '30';
  const from = firstDay(Number(stretch), now.peek());
  const { data, failure, isLoading, refetch } = useQuery(['usage', 'history', from], () => ask(api.GET('/v1/usage/history', { params: { query: { from } } })));
  return (
    <Card title="Day by day" lead="Days begin at midnight, UTC." actions={<Segments<Stretch> label="How far back" options={stretches} value={stretch} choose={setDays} />}>
      {failure && <ErrorNote failure={failure} retry={refetch} />}
      {isLoading && <Skeleton />}
      {data && (
        <div class="grid lg:grid-cols-2 gap-x-8 gap-y-6">
          {shown.map((kind) => <Plot key={kind} title={kinds[kind].name} kind="bars" series={[{ name: kinds[kind].name, points: pointsOf(data.data, kind) }]} />)}
        </div>
      )}
    </Card>
  );
}
