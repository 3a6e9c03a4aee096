/** What stands in a row of a domain. */
import { Icon } from '~/parts/icon';
import { Spinner } from '~/parts/button';
import { StateBadge, states } from '~/parts/state-badge';
import type { Column } from '~/parts/table';
import { Time } from '~/parts/time';
import { brief } from './brief';
import { type Connection, job } from './job';

type Wide = Column<Connection> & { width: string; from?: number };

interface Look {
  isPhone: boolean;
  /** By id; absent where there is but one application. */
  applications: ReadonlyMap<string, string> | null;
  changed: ReadonlySet<string>;
}

export function columnsOf({ isPhone, applications, changed }: Look): Wide[] {
  const state: Wide = { key: 'state', label: 'State', width: '10.5rem', cell: (row) => <span class="inline-flex items-center gap-2"><StateBadge state={row.state} />{changed.has(row.id) && <Fresh />}</span> };
  if (isPhone) {
    return [{ key: 'name', label: 'Domain', width: '1fr', cell: (row) => <><Name row={row} /><Below row={row} isFresh={changed.has(row.id)} /></> }];
  }
  const application: Wide = { key: 'application', label: 'Application', width: '1.1fr', from: 840, class: 'text-soft', cell: (row) => <span title={applications?.get(row.application_id)}>{applications?.get(row.application_id) ?? '–'}</span> };
  // Where there is little room, names and what goes on come before the rest.
  return [
    { key: 'name', label: 'Domain', width: '2.1fr', cell: (row) => <Name row={row} /> },
    state,
    { key: 'explanation', label: 'What goes on', width: '3fr', class: 'text-soft', cell: (row) => <span title={row.explanation.sentence}>{said(row)}</span> },
    ...(applications ? [application] : []),
    { key: 'since', label: 'Since', width: '8.5rem', from: 760, class: 'text-soft', cell: (row) => <Time at={row.state_since} /> },
  ];
}

const said = ({ explanation, hostname_unicode }: Connection): string => brief(explanation.sentence, hostname_unicode);

const Name = ({ row }: { row: Connection }) => <><Mark id={row.id} /><span title={row.hostname}>{row.hostname_unicode}</span></>;

/** On a phone: the state in words, and what goes on as far as there is room. */
const tones = { plain: 'text-soft', accent: 'text-link', good: 'text-good', warn: 'text-warn', bad: 'text-bad' };
function Below({ row, isFresh }: { row: Connection; isFresh: boolean }) {
  const { label, icon, tone } = states[row.state];
  return (
    <span class="flex items-center gap-1.5 text-xs font-normal min-w-0">
      <span class={`inline-flex items-center gap-1 font-medium shrink-0 ${tones[tone]}`}><Icon name={icon} class="size-3" />{label}</span>
      {isFresh && <Fresh />}<span class="truncate text-soft">{said(row)}</span>
    </span>
  );
}

const Fresh = () => <span class="size-2 rounded-full bg-accent animate-[pulse_1.6s_3]"><span class="unseen">changed just now</span></span>;

/** How it went for this row in what is being done to many. */
function Mark({ id }: { id: string }) {
  const outcome = job.value?.outcomes.get(id);
  if (!outcome) return null;
  const [mark, word] =
    outcome === 'running' ? [<Spinner key="r" />, 'at work'] as const
    : outcome === 'done' ? [<Icon key="d" name="check" class="text-good" />, job.value!.deed.done] as const
    : [<Icon key="f" name="error" class="text-bad" />, `failed: ${outcome.message}`] as const;
  return <span class="inline-flex align-[-0.15em] me-1.5" title={word}>{mark}<span class="unseen">{word}: </span></span>;
}
