/** Every key of the account, whatever application it belongs to. */
import { api, ask } from '~/api/client';
import { cache, usePages, useQuery } from '~/api/query';
import { Button } from '~/parts/button';
import { Empty } from '~/parts/empty';
import { ErrorNote } from '~/parts/error-note';
import { Link, LinkButton } from '~/parts/link';
import { Skeleton } from '~/parts/skeleton';
import { type ApiKey, KeyList } from '~/views/keys/list';

export function Keys() {
  const { rows, failure, isLoading, hasMore, isFetchingMore, more, refetch } = usePages(['keys'], (cursor) =>
    ask(api.GET('/v1/keys', { params: { query: { limit: 100, ...(cursor && { cursor }) } } })));
  const applications = useQuery(['applications', 'all'], () => ask(api.GET('/v1/applications', { params: { query: { limit: 100 } } })));
  const nameOf = (id: string): string => applications.data?.data.find((application) => application.id === id)?.name ?? id;
  return (
    <div class="grid gap-4">
      <p class="text-soft">Keys are made under an application, and act for it alone. Those of the whole account are made by whoever runs the platform.</p>
      {failure && <ErrorNote failure={failure} retry={refetch} />}
      {isLoading && <Skeleton />}
      {rows?.length === 0 && <Empty icon="key" title="No keys" action={<LinkButton to="/applications">Go to applications</LinkButton>}><p>A key is made under an application.</p></Empty>}
      {rows && rows.length > 0 && (
        <KeyList
          rows={rows}
          revoke={(key) => ask(api.DELETE('/v1/keys/{id}', { params: { path: { id: key.id } } })).then(() => cache.invalidate(['keys']))}
          more={[{ key: 'application', label: 'Of', cell: (key: ApiKey) => (key.application_id ? <Link to={`/applications/${key.application_id}/keys`}>{nameOf(key.application_id)}</Link> : 'the whole account') }]}
        />
      )}
      {hasMore && <div class="grid justify-items-center"><Button isBusy={isFetchingMore} onClick={more}>Show more</Button></div>}
    </div>
  );
}
