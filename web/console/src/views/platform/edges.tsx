/** The fleet of edges. */
import { api, ask } from '~/api/client';
import { useQuery } from '~/api/query';
import { Badge } from '~/parts/badge';
import { Empty } from '~/parts/empty';
import { ErrorNote } from '~/parts/error-note';
import { Page } from '~/parts/page';
import { Skeleton } from '~/parts/skeleton';
import { Table } from '~/parts/table';
import { Time } from '~/parts/time';
import { type Edge, hitRate } from './worries';

const number = (value: number | null | undefined) => (value == null ? <span class="text-soft">–</span> : value.toLocaleString('en'));

export default function Edges() {
  const { data, failure, isLoading, refetch } = useQuery(['platform', 'edges'], () => ask(api.GET('/v1/platform/edges')), { everyMs: 5_000 });
  return (
    <Page title="Edges" lead="Where visitors arrive. Counters are since each edge started.">
      {failure && <ErrorNote failure={failure} retry={refetch} />}
      {isLoading && <Skeleton />}
      {data?.data.length === 0 && (
        <Empty icon="edge" title="No edge has been heard of" snippet={{ title: 'Start one', text: 'CONTROLPLANE_URL=http://control:9090 EDGE_TOKEN=… EDGE_TLS_PORT=443 EDGE_HTTP_PORT=80 nameplate edge' }}>
          <p>An edge says that it is there every few seconds. Without one, somebody else has to terminate TLS for your customers' domains.</p>
        </Empty>
      )}
      {data && data.data.length > 0 && (
        <Table<Edge>
          caption="Edges"
          rows={data.data}
          keyOf={(edge) => edge.id}
          columns={[
            { key: 'id', label: 'Edge', class: 'wrap-anywhere min-w-28', cell: (edge) => <><code>{edge.id}</code><span class="sm:hidden block text-sm text-soft">{edge.version}</span></> },
            { key: 'state', label: 'State', cell: (edge) => <Badge tone={edge.attached ? 'good' : 'bad'}>{edge.attached ? 'attached' : 'silent'}</Badge> },
            { key: 'version', label: 'Version', isExtra: true, cell: (edge) => edge.version ?? <span class="text-soft">–</span> },
            { key: 'certificates', label: 'Certificates', isNumber: true, isExtra: true, cell: (edge) => number(edge.certificates) },
            { key: 'hits', label: 'Ask hit rate', isNumber: true, cell: (edge) => { const rate = hitRate(edge); return rate === null ? '–' : <span title={`${edge.ask_hits?.toLocaleString('en')} of ${edge.asks?.toLocaleString('en')}`}>{rate} %</span>; } },
            { key: 'handshakes', label: 'Handshakes', isNumber: true, isExtra: true, cell: (edge) => number(edge.handshakes) },
            { key: 'streams', label: 'Open streams', isNumber: true, isExtra: true, cell: (edge) => number(edge.streams) },
            { key: 'started', label: 'Up since', isExtra: true, cell: (edge) => <Time at={edge.started_at} /> },
            { key: 'seen', label: 'Heard of', isExtra: true, cell: (edge) => <Time at={edge.seen_at} /> },
          ]}
        />
      )}
    </Page>
  );
}
