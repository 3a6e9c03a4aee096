/** Who did what. */
import { api, ask } from '~/api/client';
import { usePages } from '~/api/query';
import { Button } from '~/parts/button';
import { Difference } from './difference';
import { Empty } from '~/parts/empty';
import { ErrorNote } from '~/parts/error-note';
import { Facts } from '~/parts/facts';
import { Input } from '~/parts/field';
import { Link } from '~/parts/link';
import { Page } from '~/parts/page';
import { ActorName } from '~/parts/person';
import { Skeleton } from '~/parts/skeleton';
import { Time } from '~/parts/time';
import { useQueryState } from '~/shell/router';
import { type Entry, changed, namelessIn, pageOf, sentence, subject } from './entry';
import { useNames } from './names';

const PAGE = 50;
/** Those that were seen are offered to filter by. */
const actions = new Set<string>();

export default function Audit() {
  const [action, setAction] = useQueryState('action');
  const [target, setTarget] = useQueryState('target');
  const filter = { ...(action && { action }), ...(target && { target_id: target }) };
  const { rows, failure, isLoading, hasMore, isFetchingMore, more, refetch } = usePages(['audit', filter], (cursor) =>
    ask(api.GET('/v1/audit', { params: { query: { ...filter, limit: PAGE, ...(cursor && { cursor }) } } })));
  for (const entry of rows ?? []) actions.add(entry.action);
  const names = useNames(namelessIn(rows ?? []));
  const isFiltered = action !== '' || target !== '';
  return (
    <Page title="Audit" lead="Every change, by whomever: people, keys, customers in the widget, the operator, and Nameplate by itself. Kept for 400 days.">
      <form role="search" class="flex flex-wrap items-end gap-3 mb-4" onSubmit={(event) => event.preventDefault()}>
        <Input name="action" label="Action" list="audit-actions" value={action} placeholder="connection.create" class="w-full sm:w-60" onChange={(event) => setAction(event.currentTarget.value.trim())} />
        <Input name="target" label="About (an id)" value={target} class="w-full sm:w-80" onChange={(event) => setTarget(event.currentTarget.value.trim())} />
        <datalist id="audit-actions">{[...actions].sort().map((each) => <option key={each} value={each} />)}</datalist>
        {isFiltered && <Button look="quiet" onClick={() => (setAction(''), setTarget(''))}>Show everything</Button>}
      </form>
      {failure && <ErrorNote failure={failure} retry={refetch} />}
      {isLoading && <Skeleton />}
      {rows?.length === 0 && (
        <Empty icon="audit" title={isFiltered ? 'Nothing like that happened' : 'Nothing has been changed yet'}>
          <p>{isFiltered ? 'No entry has this action and is about this.' : 'As soon as somebody changes something, who it was, from where and what stood there before is written down here.'}</p>
        </Empty>
      )}
      {rows && rows.length > 0 && (
        <ol class="card divide-y divide-line" aria-label="Audit entries, newest first">
          {rows.map((entry) => <Line key={entry.id} entry={entry} name={names.get(entry.target.id)} choose={setAction} />)}
        </ol>
      )}
      {hasMore && <div class="mt-4 grid justify-items-center"><Button isBusy={isFetchingMore} onClick={more}>Show older ones</Button></div>}
    </Page>
  );
}

function Line({ entry, name, choose }: { entry: Entry; name: string | undefined; choose: (action: string) => void }) {
  const page = pageOf(entry.target);
  const changes = changed(entry);
  const about = name ?? subject(entry);
  return (
    <li>
      <details class="group">
        <summary class="hit grid grid-cols-[1fr_auto] sm:grid-cols-[minmax(0,2fr)_minmax(10rem,1fr)_8rem] gap-x-4 gap-y-0.5 items-center px-4 py-2 hover:bg-wash -outline-offset-2!">
          <span class="min-w-0 wrap-anywhere max-sm:col-span-2"><span class="font-medium">{sentence(entry.action)}</span>{about && <span class="text-soft"> {about}</span>}</span>
          <span class="text-sm min-w-0"><ActorName actor={entry.actor} /></span>
          <span class="text-sm text-soft sm:text-end"><Time at={entry.at} /></span>
        </summary>
        <div class="px-4 pb-4 pt-1 grid gap-4">
          <Facts facts={[
            ['When', <Time at={entry.at} isExact />],
            ['Action', <button type="button" class="link" onClick={() => choose(entry.action)}>{entry.action}</button>],
            ['About', page ? <Link to={page}>{entry.target.kind.replaceAll('_', ' ')} {entry.target.id}</Link> : `${entry.target.kind.replaceAll('_', ' ')} ${entry.target.id}`],
            ['From', entry.address],
            ['Ref', entry.request_id && <code>{entry.request_id}</code>],
          ]} />
          {changes.length > 0 && <Difference changes={changes} />}
        </div>
      </details>
    </li>
  );
}
