import { useState } from 'preact/hooks';
import { type Schema, api, ask } from '~/api/client';
import { cache, usePages } from '~/api/query';
import { Button } from '~/parts/button';
import { Empty } from '~/parts/empty';
import { ErrorNote } from '~/parts/error-note';
import { Skeleton } from '~/parts/skeleton';
import { CreateKey } from '~/views/keys/create';
import { type ApiKey, KeyList } from '~/views/keys/list';

export function Keys({ application: { id, environment } }: { application: Schema<'Application'> }) {
  const [isOpen, setOpen] = useState(false);
  const path = { id };
  const { rows, failure, isLoading, hasMore, isFetchingMore, more, refetch } = usePages<ApiKey>(['application', id, 'keys'], (cursor) =>
    ask(api.GET('/v1/applications/{id}/keys', { params: { path, query: { limit: 100, ...(cursor && { cursor }) } } })));
  const renew = (): void => {
    cache.invalidate(['application', id, 'keys']);
    cache.invalidate(['keys']);
  };
  return (
    <div class="grid gap-4">
      <div class="flex flex-wrap items-center gap-3">
        <p class="text-soft grow basis-80">Keys of this application begin with <code>sk_{environment}_</code> and act for it alone. They belong on servers, never in a browser.</p>
        <Button look="main" icon="plus" onClick={() => setOpen(true)}>Create key</Button>
      </div>
      {failure && <ErrorNote failure={failure} retry={refetch} />}
      {isLoading && <Skeleton />}
      {rows?.length === 0 && (
        <Empty icon="key" title="No keys of its own" action={<Button icon="plus" onClick={() => setOpen(true)}>Create the first key</Button>}>
          <p>Your server shows a key with every request. One key per server makes it easy to revoke just that one.</p>
        </Empty>
      )}
      {rows && rows.length > 0 && (
        <KeyList rows={rows} revoke={(key) => ask(api.DELETE('/v1/applications/{id}/keys/{keyId}', { params: { path: { id, keyId: key.id } } })).then(renew)} />
      )}
      {hasMore && <div class="grid justify-items-center"><Button isBusy={isFetchingMore} onClick={more}>Show more</Button></div>}
      <CreateKey isOpen={isOpen} close={() => setOpen(false)} make={(body) => ask(api.POST('/v1/applications/{id}/keys', { params: { path }, body })).then((made) => (renew(), made))} />
    </div>
  );
}
