/** The tenant's applications. */
import { useState } from 'preact/hooks';
import { type Schema, api, ask } from '~/api/client';
import { usePages } from '~/api/query';
import { can } from '~/api/session';
import { Badge } from '~/parts/badge';
import { Button } from '~/parts/button';
import { Empty } from '~/parts/empty';
import { ErrorNote } from '~/parts/error-note';
import { Page } from '~/parts/page';
import { Skeleton } from '~/parts/skeleton';
import { Table } from '~/parts/table';
import { Time } from '~/parts/time';
import { useActions } from '~/shell/actions';
import { useShortcut } from '~/shell/keyboard';
import { setQuery, useQueryState } from '~/shell/router';
import { Create } from './create';

type Application = Schema<'Application'>;

export default function Applications() {
  const [wish] = useQueryState('create');
  const [isOpen, setOpen] = useState(wish !== '' && can('apps:admin'));
  const { rows, failure, isLoading, hasMore, isFetchingMore, more, refetch } = usePages<Application>(['applications'], (cursor) =>
    ask(api.GET('/v1/applications', { params: { query: { limit: 100, ...(cursor && { cursor }) } } })));
  const open = (): void => {
    if (can('apps:admin')) setOpen(true);
  };
  useShortcut('c', 'Create an application', open);
  useActions(can('apps:admin') ? [{ label: 'Create an application', icon: 'plus', keys: 'c', run: open }] : []);
  const close = (): void => {
    setOpen(false);
    if (wish) setQuery({ create: null });
  };

  return (
    <Page
      title="Applications"
      lead="Each is one product of yours: where its customers' domains lead to, what they publish, and which keys may act for it."
      actions={can('apps:admin') && <Button look="main" icon="plus" onClick={open}>Create application</Button>}
    >
      {failure && <ErrorNote failure={failure} retry={refetch} />}
      {isLoading && <Skeleton />}
      {rows?.length === 0 && (
        <Empty
          icon="application"
          title="No applications yet"
          action={can('apps:admin') && <Button look="main" icon="plus" onClick={open}>Create the first one</Button>}
          snippet={{ title: 'Or by the API', text: `curl ${location.origin}/v1/applications \\\n  -H 'Authorization: Bearer <YOUR_KEY>' -H 'Content-Type: application/json' \\\n  -d '{"name":"My product","environment":"test"}'` }}
        >
          <p>Customers connect their domains to an application. Most people have two: one to try things out, and the real one.</p>
        </Empty>
      )}
      {rows && rows.length > 0 && (
        <Table<Application>
          caption="Applications"
          rows={rows}
          keyOf={(row) => row.id}
          to={(row) => `/applications/${row.id}`}
          columns={[
            { key: 'name', label: 'Name', cell: (row) => row.name },
            { key: 'environment', label: 'Environment', cell: (row) => <Badge tone={row.environment === 'live' ? 'good' : 'plain'}>{row.environment}</Badge> },
            { key: 'origin', label: 'Leads to', isExtra: true, class: 'max-w-80 truncate', cell: (row) => row.default_origin ?? <span class="text-soft">the platform's default</span> },
            { key: 'id', label: 'Id', isExtra: true, cell: (row) => <code class="text-soft text-sm">{row.id}</code> },
            { key: 'created', label: 'Created', isExtra: true, cell: (row) => <Time at={row.created_at} /> },
          ]}
        />
      )}
      {hasMore && <div class="mt-4 grid justify-items-center"><Button isBusy={isFetchingMore} onClick={more}>Show more</Button></div>}
      <Create isOpen={isOpen} close={close} />
    </Page>
  );
}
