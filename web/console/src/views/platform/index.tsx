/** The platform at a glance: what is wrong first, then how much there is. */
import { api, ask } from '~/api/client';
import { useQuery } from '~/api/query';
import { Card, Stat } from '~/parts/card';
import { ErrorNote } from '~/parts/error-note';
import { Facts } from '~/parts/facts';
import { Icon } from '~/parts/icon';
import { hrefOf } from '~/shell/router';
import { Page } from '~/parts/page';
import { Skeleton } from '~/parts/skeleton';
import { states } from '~/parts/state-badge';
import { Time } from '~/parts/time';
import { deliveryStates } from '~/views/webhooks/delivery-states';
import { type Overview, worries } from './worries';

export default function Platform() {
  const overview = useQuery(['platform', 'overview'], () => ask(api.GET('/v1/platform/overview')), { everyMs: 15_000 });
  const queues = useQuery(['platform', 'queues'], () => ask(api.GET('/v1/platform/queues')), { everyMs: 15_000 });
  const edges = useQuery(['platform', 'edges'], () => ask(api.GET('/v1/platform/edges')), { everyMs: 15_000 });
  const { data, failure, isLoading, refetch } = overview;
  const found = data ? worries(data, queues.data?.data ?? [], edges.data?.data ?? []) : [];
  return (
    <Page title="Platform" lead="All tenants, all edges.">
      {failure && <ErrorNote failure={failure} retry={refetch} />}
      {isLoading && <Skeleton />}
      {data && (
        <div class="grid gap-5">
          <Card title="Needs attention">
            {found.length === 0 ? <p class="flex items-center gap-2"><Icon name="good" class="text-good" />Nothing at present.</p> : (
              <ul class="grid gap-1">
                {found.map(({ text, to, isBad }) => (
                  <li key={text}><a href={hrefOf(to)} class="hit flex items-center gap-2 rounded-md px-2 -mx-2 hover:bg-wash"><Icon name={isBad ? 'error' : 'warning'} class={isBad ? 'text-bad' : 'text-warn'} />{text}</a></li>
                ))}
              </ul>
            )}
          </Card>
          <div class="grid grid-cols-2 lg:grid-cols-4 gap-4">
            <Stat label="Tenants" value={data.tenants.toLocaleString('en')} to="/platform/tenants" />
            <Stat label="Live domains" value={count(data.connections, 'live')} hint={inAll(data.connections)} />
            <Stat label="Certificates" value={count(data.certificates, 'issued')} hint={data.expiring_soon > 0 ? `${data.expiring_soon.toLocaleString('en')} should have been renewed` : 'all renewed in time'} />
            <Stat label="Edges attached" value={data.edges_attached.toLocaleString('en')} to="/platform/edges" />
          </div>
          <div class="grid lg:grid-cols-2 gap-5 items-start">
            <Card title="Connections by state"><Counts none="Nobody has connected a domain yet." counts={Object.entries(states).map(([state, { label }]) => [label, data.connections[state] ?? 0])} /></Card>
            <div class="grid gap-5">
              <Card title="Webhook deliveries"><Counts none="Nothing was sent yet." counts={Object.entries(deliveryStates).map(([status, { label }]) => [label, data.deliveries[status] ?? 0])} /></Card>
              <Card title="This server">
                <Facts facts={[['Version', data.version], ['Database', databases[data.engine] ?? data.engine], ['Up since', <Time at={data.started_at} />]]} />
              </Card>
            </div>
          </div>
        </div>
      )}
    </Page>
  );
}

const databases: Record<string, string> = { sqlite: 'SQLite', postgres: 'PostgreSQL' };
const count = (counts: Overview['connections'], name: string): string => (counts[name] ?? 0).toLocaleString('en');
const inAll = (counts: Overview['connections']): string => {
  const sum = Object.values(counts).reduce((all, each) => all + each, 0);
  return `${sum.toLocaleString('en')} ${sum === 1 ? 'connection' : 'connections'} in all`;
};

/** Those that are there, each with its share of the most. */
function Counts({ counts, none }: { counts: (readonly [string, number])[]; none: string }) {
  const most = Math.max(...counts.map(([, number]) => number));
  if (most <= 0) return <p class="text-soft">{none}</p>;
  return (
    <ul class="grid gap-2">
      {counts.filter(([, number]) => number > 0).map(([name, number]) => (
        <li key={name} class="grid grid-cols-[8.5rem_1fr_4.5rem] items-center gap-3">
          <span>{name}</span>
          <span class="h-2 rounded-full bg-wash overflow-hidden" aria-hidden="true"><span class="block h-full bg-accent rounded-full" style={{ inlineSize: `${(number / most) * 100}%` }} /></span>
          <span class="tabular-nums text-end">{number.toLocaleString('en')}</span>
        </li>
      ))}
    </ul>
  );
}
