/** Everything that happened to the domain, newest first, day by day. */
import { type Schema, api, ask } from '~/api/client';
import { usePages } from '~/api/query';
import { can } from '~/api/session';
import { Button } from '~/parts/button';
import { Json } from '~/parts/code';
import { Empty } from '~/parts/empty';
import { ErrorNote } from '~/parts/error-note';
import type { IconName } from '~/parts/icon';
import { Link } from '~/parts/link';
import { ActorName } from '~/parts/person';
import { Skeleton } from '~/parts/skeleton';
import { Segments } from '~/parts/tabs';
import { type Moment, Timeline } from '~/parts/timeline';
import { useQueryState } from '~/shell/router';
import type { Connection } from './acts';
import { Sentence } from './said';
import { type Kind, byDay, fits, kinds, toneOf } from './story-kinds';
import { Delivery } from './delivery';

type Entry = Schema<'TimelineEntry'>;

const icons: Record<Kind, IconName> = { transition: 'arrow-right', action: 'member', event: 'bolt', observation: 'search', change_set: 'write', delivery: 'webhook', certificate: 'certificate' };

export function Story({ connection: { id } }: { connection: Connection }) {
  const [kind, setKind] = useQueryState('kind');
  const { rows, failure, isLoading, refetch, hasMore, more, isFetchingMore } = usePages(['connection', id, 'timeline'], (cursor) =>
    ask(api.GET('/v1/connections/{id}/timeline', { params: { path: { id }, query: { limit: 50, ...(cursor ? { cursor } : {}) } } })));
  const shown = (rows ?? []).filter((entry) => fits(entry, kind));
  return (
    <div class="grid gap-5">
      <div class="overflow-x-auto"><Segments label="Kind" options={kinds} value={kind} choose={setKind} /></div>
      {failure && <ErrorNote failure={failure} retry={refetch} />}
      {isLoading && <Skeleton lines={6} />}
      {rows && shown.length === 0 && <Empty icon="clock" title="Nothing of this kind yet" action={kind ? <Button onClick={() => setKind('')}>Show everything</Button> : undefined}><p>What happens to the domain appears here by itself, as it happens.</p></Empty>}
      {byDay(shown).map(({ day, entries }) => (
        <section key={day} class="card px-4 py-4" aria-label={day}>
          <h2 class="text-sm text-soft font-medium mb-4">{day}</h2>
          <Timeline label={day} moments={entries.map((entry) => moment(entry, id))} />
        </section>
      ))}
      {hasMore && <div><Button isBusy={isFetchingMore} onClick={more}>Show older</Button></div>}
    </div>
  );
}

const moment = (entry: Entry, connectionId: string): Moment => ({
  id: entry.id,
  at: entry.at,
  title: <span data-kind={entry.kind}><Sentence text={entry.title} /></span>,
  icon: icons[entry.kind],
  tone: toneOf(entry),
  detail: <Detail entry={entry} connectionId={connectionId} />,
});

function Detail({ entry, connectionId }: { entry: Entry; connectionId: string }) {
  const { kind, actor, ref_id, data } = entry;
  return (
    <div class="flex flex-wrap items-center gap-x-4 gap-y-1">
      {actor && <ActorName actor={actor} />}
      {kind === 'change_set' && <Link to={`/domains/${connectionId}/dns`}>See what was written</Link>}
      {kind === 'delivery' && ref_id && can('webhooks:write') && <Delivery id={ref_id} connectionId={connectionId} status={String(data.status ?? '')} />}
      {Object.keys(data).length > 0 && (
        <details class="open:basis-full min-w-0">
          <summary class="hit-small inline-flex items-center rounded-md hover:text-fg hover:underline">Details</summary>
          <div class="pt-1"><Json title="Details" value={data} /></div>
        </details>
      )}
    </div>
  );
}
