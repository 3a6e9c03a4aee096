/** What was sent to whom, and what came back. */
import { type Schema, api, ask } from '~/api/client';
import { usePages } from '~/api/query';
import { Badge } from '~/parts/badge';
import { Button } from '~/parts/button';
import { Empty } from '~/parts/empty';
import { ErrorNote } from '~/parts/error-note';
import { Select } from '~/parts/field';
import { Skeleton } from '~/parts/skeleton';
import { type Column, Table } from '~/parts/table';
import { Segments } from '~/parts/tabs';
import { Time } from '~/parts/time';
import { setQuery, useQueryState } from '~/shell/router';
import { Delivery } from './delivery';
import { deliveryStates } from './delivery-states';
import { events } from './events';

export type DeliveryRow = Schema<'WebhookDelivery'>;
type Status = Schema<'WebhookDeliveryStatus'>;

const statuses = [{ value: '' as const, label: 'All' }, ...(Object.keys(deliveryStates) as Status[]).map((value) => ({ value, label: deliveryStates[value].label }))];

/** Of one endpoint, or of all. */
export function Deliveries({ endpoints, only }: { endpoints: readonly Schema<'WebhookEndpoint'>[]; only?: string }) {
  const [status, setStatus] = useQueryState('status');
  const [type, setType] = useQueryState('type');
  const [open] = useQueryState('delivery');
  const filter = {
    ...(only && { endpoint_id: only }),
    ...(statuses.some(({ value }) => value === status) && status && { status: status as Status }),
    ...(type && { type: type as DeliveryRow['type'] }),
  };
  const { rows, failure, isLoading, hasMore, isFetchingMore, more, refetch } = usePages<DeliveryRow>(['webhook-deliveries', filter], (cursor) =>
    ask(api.GET('/v1/webhook-deliveries', { params: { query: { ...filter, limit: 50, ...(cursor && { cursor }) } } })), { everyMs: 10_000 });
  const urlOf = (id: string): string => endpoints.find((endpoint) => endpoint.id === id)?.url ?? 'a former endpoint';
  const show = ({ id }: DeliveryRow): void => setQuery({ delivery: id });
  const columns: Column<DeliveryRow>[] = [
    { key: 'type', label: 'Event', cell: (row) => <button type="button" class="font-medium hover:underline rounded-sm text-start" onClick={() => show(row)}>{row.type}<span class="sm:hidden block text-sm text-soft font-normal"><Time at={row.created_at} /></span></button> },
    { key: 'status', label: 'State', cell: (row) => <Badge tone={deliveryStates[row.status].tone}>{deliveryStates[row.status].label}</Badge> },
    ...(only ? [] : [{ key: 'endpoint', label: 'To', isExtra: true, class: 'max-w-72 truncate', cell: (row: DeliveryRow) => urlOf(row.endpoint_id) }]),
    { key: 'answer', label: 'Last answer', isExtra: true, cell: (row) => row.last_status ?? (row.last_problem ? <span class="text-bad">{row.last_problem}</span> : '–') },
    { key: 'attempts', label: 'Attempts', isNumber: true, isExtra: true, cell: (row) => row.attempts },
    { key: 'next', label: 'Next', isExtra: true, cell: (row) => <Time at={row.next_retry_at} /> },
    { key: 'at', label: 'When', isExtra: true, cell: (row) => <Time at={row.created_at} /> },
  ];
  const isFiltered = status !== '' || type !== '';
  return (
    <div class="grid gap-4">
      <div class="flex flex-wrap items-end gap-3">
        <Segments label="State" options={statuses} value={statuses.find(({ value }) => value === status)?.value ?? ''} choose={setStatus} />
        <Select name="type" label="Event" isLabelHidden class="w-56 max-w-full" value={type} options={[{ value: '', label: 'Every event' }, ...events.map((event) => ({ value: event.type, label: event.type })), { value: 'webhook.test', label: 'webhook.test' }]} onChange={(event) => setType(event.currentTarget.value)} />
      </div>
      {failure && <ErrorNote failure={failure} retry={refetch} />}
      {isLoading && <Skeleton />}
      {rows?.length === 0 && (
        <Empty icon="webhook" title={isFiltered ? 'Nothing like that was sent' : 'Nothing was sent yet'}>
          <p>{isFiltered ? 'No delivery of the last 30 days is like this.' : 'The first event comes as soon as something happens to a domain. Or send a test from the page of an endpoint.'}</p>
        </Empty>
      )}
      {rows && rows.length > 0 && <Table<DeliveryRow> caption="Deliveries, newest first" rows={rows} keyOf={(row) => row.id} open={show} columns={columns} />}
      {hasMore && <div class="grid justify-items-center"><Button isBusy={isFetchingMore} onClick={more}>Show older ones</Button></div>}
      <Delivery id={open} urlOf={urlOf} close={() => setQuery({ delivery: null })} />
    </div>
  );
}
