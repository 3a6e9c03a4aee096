/** Who is told of what happens, and what was sent. */
import { useState } from 'preact/hooks';
import { type Schema, api, ask } from '~/api/client';
import { usePages } from '~/api/query';
import { Badge } from '~/parts/badge';
import { Button } from '~/parts/button';
import { Empty } from '~/parts/empty';
import { ErrorNote } from '~/parts/error-note';
import { NoPart } from '~/parts/missing';
import { Page } from '~/parts/page';
import { Skeleton } from '~/parts/skeleton';
import { Table } from '~/parts/table';
import { Tabs } from '~/parts/tabs';
import { Time } from '~/parts/time';
import { useActions } from '~/shell/actions';
import type { ViewProps } from '~/shell/lazy';
import { Create } from './create';
import { Deliveries } from './deliveries';
import { health } from './events';

type Endpoint = Schema<'WebhookEndpoint'>;

export default function Webhooks({ params }: ViewProps) {
  const tab = params.tab ?? '';
  const [isOpen, setOpen] = useState(false);
  const { rows, failure, isLoading, hasMore, isFetchingMore, more, refetch } = usePages<Endpoint>(['webhook-endpoints'], (cursor) =>
    ask(api.GET('/v1/webhook-endpoints', { params: { query: { limit: 100, ...(cursor && { cursor }) } } })), { everyMs: 10_000 });
  useActions([{ label: 'Add a webhook endpoint', icon: 'plus', run: () => setOpen(true) }]);
  return (
    <Page title="Webhooks" lead="Your servers are told what happens, signed, at least once, and again until they have heard." actions={<Button look="main" icon="plus" onClick={() => setOpen(true)}>Add endpoint</Button>}>
      <Tabs label="Webhooks" base="/webhooks" now={tab} tabs={[{ key: '', label: 'Endpoints' }, { key: 'deliveries', label: 'Deliveries' }]} />
      {failure && <ErrorNote failure={failure} retry={refetch} />}
      {isLoading && <Skeleton />}
      {tab !== '' && tab !== 'deliveries' && <NoPart to="/webhooks" />}
      {tab === 'deliveries' && rows && <Deliveries endpoints={rows} />}
      {tab === '' && rows?.length === 0 && (
        <Empty
          icon="webhook"
          title="Nobody is told yet"
          action={<Button icon="plus" onClick={() => setOpen(true)}>Add the first endpoint</Button>}
          snippet={{ title: 'What comes', text: '{"type":"domain.flow.completed","jobId":"<connection id>","data":{"hostname":"shop.customer.com"},"sent_at":"…","id":"…"}' }}
        >
          <p>Add a URL of yours, and it hears when a domain goes live, when its records drift, when a certificate fails.</p>
        </Empty>
      )}
      {tab === '' && rows && rows.length > 0 && (
        <Table<Endpoint>
          caption="Webhook endpoints"
          rows={rows}
          keyOf={(row) => row.id}
          to={(row) => `/webhooks/endpoints/${row.id}`}
          columns={[
            { key: 'url', label: 'URL', class: 'wrap-anywhere', cell: (row) => row.url },
            { key: 'state', label: 'State', cell: (row) => <Badge tone={health(row).tone}>{health(row).text}</Badge> },
            { key: 'events', label: 'Events', isExtra: true, cell: (row) => (row.events.length === 0 ? 'all' : row.events.length === 1 ? row.events[0] : `${row.events.length} kinds`) },
            { key: 'description', label: 'Description', isExtra: true, class: 'wrap-anywhere', cell: (row) => row.description ?? <span class="text-soft">–</span> },
            { key: 'created', label: 'Added', isExtra: true, cell: (row) => <Time at={row.created_at} /> },
          ]}
        />
      )}
      {tab === '' && hasMore && <div class="mt-4 grid justify-items-center"><Button isBusy={isFetchingMore} onClick={more}>Show more</Button></div>}
      <Create isOpen={isOpen} close={() => setOpen(false)} />
    </Page>
  );
}
