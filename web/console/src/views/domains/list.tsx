/** The rows of a filter: read page by page, followed live, marked and worked on. */
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { api, ask } from '~/api/client';
import { usePages } from '~/api/query';
import { ErrorNote } from '~/parts/error-note';
import { PHONE, useMedia } from '~/parts/media';
import { Skeleton } from '~/parts/skeleton';
import type { State } from '~/parts/state-badge';
import { VirtualRows } from '~/parts/virtual-rows';
import { useApplications } from './applications';
import { leaving } from './archive';
import { useChanged, useDeepNews } from './changed';
import { columnsOf } from './columns';
import type { Order } from './filter';
import { JobPanel } from './job-panel';
import { SelectionBar } from './selection-bar';

export interface Asked {
  state?: State[];
  sort?: Order;
  application_id?: string;
  search?: string;
  batch_id?: string;
}

interface DomainListProps {
  asked: Asked;
  /** How many there are; unknown where nobody counts what is searched for. */
  total?: number | undefined;
  /** How often it is read again by itself: not every step is an event. */
  everyMs?: number;
  /** Instead of rows, where there are none. */
  nothing: ComponentChildren;
}

const PAGE = 100;
const AGAIN_MS = 20_000;

export function DomainList({ asked, total, everyMs = AGAIN_MS, nothing }: DomainListProps) {
  const { rows: read, hasMore, more, isLoading, isFetchingMore, failure, refetch } = usePages(
    ['connections', 'list', asked],
    (cursor) => ask(api.GET('/v1/connections', { params: { query: { ...asked, limit: PAGE, ...(cursor ? { cursor } : {}) } } })),
    { everyMs },
  );
  const [chosen, choose] = useState<ReadonlySet<string>>(new Set());
  const [isChoosing, setChoosing] = useState(false);
  const isPhone = useMedia(PHONE);
  const applications = useApplications().data ?? [];
  const names = new Map(applications.map(({ id, name }) => [id, name]));
  const changed = useChanged(read);
  useDeepNews(read);

  const gone = leaving.value;
  const rows = gone.size === 0 || asked.state?.includes('archived') ? read : read?.filter(({ id }) => !gone.has(id));
  const marked = rows?.filter(({ id }) => chosen.has(id)) ?? [];
  useEffect(() => {
    if (!isChoosing || !rows) return;
    if (hasMore && !failure) return more();
    setChoosing(false);
    choose(new Set(rows.map(({ id }) => id)));
  }, [isChoosing, rows?.length, hasMore, isFetchingMore]);

  return (
    <>
      <JobPanel />
      {failure && <div class="mb-3"><ErrorNote failure={failure} retry={refetch} /></div>}
      {marked.length > 0 && (
        <SelectionBar
          rows={marked} nameOf={(id) => names.get(id) ?? ''} clear={() => choose(new Set())}
          more={hasMore && total !== undefined && total > marked.length ? { count: total, chooseAll: () => setChoosing(true), isChoosing } : null}
        />
      )}
      {isLoading && <div class="card p-4"><Skeleton lines={8} /></div>}
      {rows?.length === 0 && !hasMore && nothing}
      {rows && rows.length > 0 && (
        <div onKeyDown={(event) => event.key === 'Escape' && choose(new Set())}>
          <VirtualRows
            caption="Domains" columns={columnsOf({ isPhone, applications: names.size > 1 ? names : null, changed })}
            rows={rows} keyOf={({ id }) => id} to={({ id }) => `/domains/${id}`} total={total} onEnd={more} isFetchingMore={isFetchingMore}
            selection={{ chosen, choose }}
          />
          <p class="mt-2 text-sm text-soft tabular-nums" role="status">{counted(rows.length, hasMore, total)}</p>
        </div>
      )}
    </>
  );
}

function counted(read: number, hasMore: boolean, total: number | undefined): string {
  const shown = `${read.toLocaleString('en')} ${read === 1 ? 'domain' : 'domains'}`;
  if (!hasMore) return shown;
  return total === undefined ? `The first ${shown}; scroll for more` : `The first ${read.toLocaleString('en')} of ${total.toLocaleString('en')} domains; scroll for more`;
}
