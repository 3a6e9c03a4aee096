/** Every write to the customer's zone, with what stood there before and after; each can be undone. */
import { useState } from 'preact/hooks';
import { type Schema, api, ask } from '~/api/client';
import { cache, usePages, useQuery } from '~/api/query';
import { can } from '~/api/session';
import { Badge, type Tone } from '~/parts/badge';
import { Button } from '~/parts/button';
import { Card } from '~/parts/card';
import { Dialog } from '~/parts/dialog';
import { Diff } from '~/parts/diff';
import { ErrorNote } from '~/parts/error-note';
import { ProviderLogo } from '~/parts/provider-logo';
import { Skeleton } from '~/parts/skeleton';
import { Time } from '~/parts/time';
import { toast, toastFailure } from '~/parts/toast';
import { type Connection, refresh } from './acts';

type ChangeSet = Schema<'ChangeSet'>;

const purposes: Record<string, string> = { challenge: 'Ownership record', records: 'Records for visitors', email: 'Records for mail', undo: 'Undoing a write', cleanup: 'Removal of what was written' };
const statuses: Record<string, { label: string; tone: Tone }> = {
  applying: { label: 'Being written', tone: 'accent' },
  applied: { label: 'Written', tone: 'good' },
  failed: { label: 'Failed', tone: 'bad' },
  undone: { label: 'Undone', tone: 'plain' },
};

/** Puts back what stood there before, and says so. */
export async function undo(set: Pick<ChangeSet, 'id'>, connectionId: string): Promise<void> {
  try {
    await ask(api.POST('/v1/change-sets/{id}/undo', { params: { path: { id: set.id } }, body: {} }));
    toast({ text: 'What stood there before stands there again.', tone: 'good' });
  } catch (thrown) {
    toastFailure(thrown);
  } finally {
    cache.invalidate(['zone-plan', connectionId]);
    refresh(connectionId);
  }
}

export function ChangeSets({ connection: { id } }: { connection: Connection }) {
  const { rows, failure, isLoading, refetch, hasMore, more, isFetchingMore } = usePages(['connection', id, 'change-sets'], (cursor) =>
    ask(api.GET('/v1/connections/{id}/change-sets', { params: { path: { id }, query: { limit: 20, ...(cursor ? { cursor } : {}) } } })));
  return (
    <Card title="Change sets" lead="A receipt for every write to the zone: what stood there before, what after.">
      {failure && <ErrorNote failure={failure} retry={refetch} />}
      {isLoading && <Skeleton />}
      {rows?.length === 0 && <p class="text-soft">Nothing was written here by Nameplate.</p>}
      {rows && rows.length > 0 && <ul class="grid divide-y divide-line">{rows.map((set) => <One key={set.id} set={set} connectionId={id} />)}</ul>}
      {hasMore && <Button class="mt-3" isBusy={isFetchingMore} onClick={more}>Show older</Button>}
    </Card>
  );
}

function One({ set, connectionId }: { set: ChangeSet; connectionId: string }) {
  const [isUndoing, setUndoing] = useState(false);
  const { label, tone } = statuses[set.status] ?? { label: set.status, tone: 'plain' as const };
  return (
    <li class="py-3 first:pt-0 last:pb-0" data-change-set={set.status}>
      <details>
        <summary class="hit flex flex-wrap items-center gap-x-3 gap-y-1 rounded-md">
          <ProviderLogo provider={set.provider} />
          <span class="font-medium">{purposes[set.purpose] ?? set.purpose}</span>
          <Badge tone={tone}>{label}</Badge>
          <span class="text-sm text-soft">{set.changes.length === 1 ? '1 set of records' : `${set.changes.length} sets of records`}</span>
          <span class="text-sm text-soft ms-auto"><Time at={set.created_at} /></span>
        </summary>
        <div class="grid gap-3 pt-2">
          {set.problem && <p class="text-bad text-pretty wrap-anywhere">{set.problem.message}</p>}
          <Diff changes={set.changes} />
          {set.status === 'applied' && set.purpose !== 'undo' && can('connections:write') && <div><Button isSmall icon="undo" onClick={() => setUndoing(true)}>Undo</Button></div>}
        </div>
      </details>
      {isUndoing && <Undoing set={set} connectionId={connectionId} close={() => setUndoing(false)} />}
    </li>
  );
}

/** What would change is shown before it is changed back: the zone may have moved on since. */
function Undoing({ set, connectionId, close }: { set: ChangeSet; connectionId: string; close: () => void }) {
  const plan = useQuery(['undo-plan', set.id], () => ask(api.POST('/v1/change-sets/{id}/undo', { params: { path: { id: set.id } }, body: { dry_run: true } })));
  const [isBusy, setBusy] = useState(false);
  const run = async (): Promise<void> => {
    setBusy(true);
    await undo(set, connectionId);
    close();
  };
  return (
    <Dialog title="Undo this write" isOpen isWide close={close} actions={<><Button onClick={close}>Cancel</Button>{plan.data && <Button look="main" icon="undo" isBusy={isBusy} onClick={run}>Undo in {set.zone}</Button>}</>}>
      {plan.failure ? <ErrorNote failure={plan.failure} retry={plan.refetch} /> : plan.data ? <div class="grid gap-3"><p class="text-soft">This would change in {set.zone}:</p><Diff changes={plan.data.changes} /></div> : <Skeleton />}
    </Dialog>
  );
}
