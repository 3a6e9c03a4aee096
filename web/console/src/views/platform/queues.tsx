/** What waits, and for how long. */
import { api, ask } from '~/api/client';
import { useQuery } from '~/api/query';
import { Badge } from '~/parts/badge';
import { ErrorNote } from '~/parts/error-note';
import { duration } from '~/parts/instants';
import { Page } from '~/parts/page';
import { Skeleton } from '~/parts/skeleton';
import { Table } from '~/parts/table';
import { titled } from '~/parts/titles';
import { type Queue, isBehind } from './worries';

export default function Queues() {
  const { data, failure, isLoading, refetch } = useQuery(['platform', 'queues'], () => ask(api.GET('/v1/platform/queues')), { everyMs: 5_000 });
  return (
    <Page title="Queues" lead="Work that was committed and is not done yet. Numbers are up to fifteen seconds old.">
      {failure && <ErrorNote failure={failure} retry={refetch} />}
      {isLoading && <Skeleton />}
      {data && (
        <Table<Queue>
          caption="Queues"
          rows={data.data}
          keyOf={(queue) => queue.name}
          columns={[
            { key: 'name', label: 'Queue', class: 'min-w-36', cell: (queue) => <span class="grid"><span class="font-medium">{titled(queue.name)}</span><span class="text-sm text-soft text-pretty">{queue.meaning}</span></span> },
            { key: 'waiting', label: 'Waiting', isNumber: true, cell: (queue) => queue.waiting.toLocaleString('en') },
            { key: 'oldest', label: 'Oldest', isNumber: true, class: 'whitespace-nowrap', cell: (queue) => (queue.waiting > 0 ? <span class={isBehind(queue) ? 'text-warn font-medium' : ''}>{duration(queue.oldest_ms)}</span> : '–') },
            { key: 'state', label: 'State', isExtra: true, cell: (queue) => (isBehind(queue) ? <Badge tone="warn">behind</Badge> : <Badge tone="good">keeping up</Badge>) },
          ]}
        />
      )}
    </Page>
  );
}
