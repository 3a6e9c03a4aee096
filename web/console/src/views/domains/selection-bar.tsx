/** What can be done to those that are marked. */
import { api, ask } from '~/api/client';
import { can } from '~/api/session';
import { Button, IconButton } from '~/parts/button';
import { archive } from './archive';
import { csvOf, download } from './csv';
import { type Connection, type Deed, begin, isAtWork } from './job';

const check: Deed = { doing: 'Checking', done: 'checked', act: ({ id }) => ask(api.POST('/v1/connections/{id}/records:check', { params: { path: { id } } })) };
const verify: Deed = { doing: 'Verifying', done: 'looked at', act: ({ id }) => ask(api.POST('/v1/connections/{id}/verify', { params: { path: { id } } })) };

interface SelectionBarProps {
  rows: readonly Connection[];
  nameOf: (application: string) => string;
  /** All that fit, where more fit than are marked and read. */
  more: { count: number; chooseAll: () => void; isChoosing: boolean } | null;
  clear: () => void;
}

export function SelectionBar({ rows, nameOf, more, clear }: SelectionBarProps) {
  const standing = rows.filter(({ state }) => state !== 'archived');
  const isBusy = isAtWork();
  const isOff = standing.length === 0 || isBusy;
  const takeAway = (): void => {
    archive(standing);
    clear();
  };
  return (
    <div role="toolbar" aria-label="Marked domains" class="card sticky top-15 z-10 mb-3 px-3 py-1.5 flex flex-wrap items-center gap-2 bg-accent-wash! border-transparent!">
      <p class="font-medium tabular-nums" role="status">{rows.length.toLocaleString('en')} marked</p>
      {more && <Button look="quiet" isSmall class="text-link!" isBusy={more.isChoosing} onClick={more.chooseAll}>Mark all {more.count.toLocaleString('en')}</Button>}
      <span class="grow" />
      {can('connections:write') && (
        <>
          <Button isSmall icon="refresh" disabled={isOff} onClick={() => void begin(check, standing)}>Check now</Button>
          <Button isSmall icon="check" disabled={isOff} onClick={() => void begin(verify, standing)}>Verify</Button>
          <Button isSmall icon="archive" disabled={isOff} onClick={takeAway}>Archive</Button>
        </>
      )}
      <Button isSmall icon="arrow-down" onClick={() => download('domains.csv', csvOf(columns(nameOf), rows))}>Export CSV</Button>
      <IconButton isSmall label="Unmark all" icon="close" onClick={clear} />
    </div>
  );
}

const columns = (nameOf: (application: string) => string) => [
  { name: 'hostname', value: (row: Connection) => row.hostname },
  { name: 'hostname_unicode', value: (row: Connection) => row.hostname_unicode },
  { name: 'state', value: (row: Connection) => row.state },
  { name: 'state_since', value: (row: Connection) => row.state_since },
  { name: 'waiting_for', value: (row: Connection) => row.explanation.waiting_for },
  { name: 'explanation', value: (row: Connection) => row.explanation.sentence },
  { name: 'application', value: (row: Connection) => nameOf(row.application_id) },
  { name: 'setup_type', value: (row: Connection) => row.setup_type },
  { name: 'batch_id', value: (row: Connection) => row.batch_id },
  { name: 'created_at', value: (row: Connection) => row.created_at },
  { name: 'checked_at', value: (row: Connection) => row.checked_at },
  { name: 'id', value: (row: Connection) => row.id },
];
