/** The accounts of the platform. */
import { useState } from 'preact/hooks';
import { type Schema, api, ask } from '~/api/client';
import { cache, usePages } from '~/api/query';
import { Badge } from '~/parts/badge';
import { Button } from '~/parts/button';
import { Dialog } from '~/parts/dialog';
import { Empty } from '~/parts/empty';
import { ErrorNote } from '~/parts/error-note';
import { Input } from '~/parts/field';
import { Form, Submit } from '~/parts/form';
import { Page } from '~/parts/page';
import { Skeleton } from '~/parts/skeleton';
import { Table } from '~/parts/table';
import { Time } from '~/parts/time';
import { useQueryState } from '~/shell/router';
import { Secret } from '~/views/keys/create';

type Tenant = Schema<'PlatformTenant'>;

export default function Tenants() {
  const [search, setSearch] = useQueryState('search');
  const [isOpen, setOpen] = useState(false);
  const { rows, failure, isLoading, hasMore, isFetchingMore, more, refetch } = usePages<Tenant>(['platform', 'tenants', search], (cursor) =>
    ask(api.GET('/v1/platform/tenants', { params: { query: { limit: 50, ...(search && { search }), ...(cursor && { cursor }) } } })));
  return (
    <Page title="Tenants" lead="Each is a company whose customers connect domains." actions={<Button look="main" icon="plus" onClick={() => setOpen(true)}>Create tenant</Button>}>
      <form role="search" class="mb-4 max-w-sm" onSubmit={(event) => event.preventDefault()}>
        <Input name="search" label="Search by name or id" isLabelHidden type="search" placeholder="Search by name or id" value={search} onChange={(event) => setSearch(event.currentTarget.value.trim())} />
      </form>
      {failure && <ErrorNote failure={failure} retry={refetch} />}
      {isLoading && <Skeleton />}
      {rows?.length === 0 && <Empty icon="tenant" title={search ? 'No tenant is called that' : 'No tenants yet'}><p>{search ? 'Search for a part of a name, or a whole id.' : 'Create one: its first key is shown to you, this once.'}</p></Empty>}
      {rows && rows.length > 0 && (
        <Table<Tenant>
          caption="Tenants"
          rows={rows}
          keyOf={(tenant) => tenant.id}
          to={(tenant) => `/platform/tenants/${tenant.id}`}
          columns={[
            { key: 'name', label: 'Name', class: 'wrap-anywhere min-w-32', cell: (tenant) => tenant.name },
            { key: 'plan', label: 'Plan', isExtra: true, cell: (tenant) => <span class="capitalize">{tenant.plan}</span> },
            { key: 'state', label: 'State', cell: (tenant) => (tenant.suspended_at ? <Badge tone="bad">suspended</Badge> : <Badge tone="good">active</Badge>) },
            { key: 'applications', label: 'Applications', isNumber: true, isExtra: true, cell: (tenant) => tenant.applications.toLocaleString('en') },
            { key: 'connections', label: 'Domains', isNumber: true, cell: (tenant) => tenant.connections.toLocaleString('en') },
            { key: 'live', label: 'Live', isNumber: true, isExtra: true, cell: (tenant) => tenant.live.toLocaleString('en') },
            { key: 'created', label: 'Since', isExtra: true, cell: (tenant) => <Time at={tenant.created_at} /> },
          ]}
        />
      )}
      {hasMore && <div class="mt-4 grid justify-items-center"><Button isBusy={isFetchingMore} onClick={more}>Show more</Button></div>}
      <Create isOpen={isOpen} close={() => setOpen(false)} />
    </Page>
  );
}

function Create({ isOpen, close }: { isOpen: boolean; close: () => void }) {
  const [secret, setSecret] = useState<string | null>(null);
  const submit = async ({ name }: Record<string, string>): Promise<void> => {
    const made = await ask(api.POST('/v1/platform/tenants', { body: { name: name!.trim() } }));
    setSecret(made.key.secret ?? '');
    cache.invalidate(['platform', 'tenants']);
  };
  return (
    <>
      <Dialog title="Create a tenant" isOpen={isOpen && secret === null} close={close}>
        <Form submit={submit}>
          <Input name="name" label="Name" required autofocus />
          <div class="flex justify-end gap-2"><Button onClick={close}>Cancel</Button><Submit>Create tenant</Submit></div>
        </Form>
      </Dialog>
      <Secret title="The tenant's first key" text={secret} isOpen={secret !== null} close={() => (setSecret(null), close())}>Hand it to them: with it they make applications and further keys.</Secret>
    </>
  );
}
