/** The records to publish, in the words of the customer's provider: to copy field by field, as a zone file, or as a task for an agent. */
import { useState } from 'preact/hooks';
import { can } from '~/api/session';
import { Badge, type Tone } from '~/parts/badge';
import { Button } from '~/parts/button';
import { Card } from '~/parts/card';
import { Code } from '~/parts/code';
import { CopyButton } from '~/parts/copy';
import type { IconName } from '~/parts/icon';
import { Link } from '~/parts/link';
import { ProviderLogo } from '~/parts/provider-logo';
import { Segments } from '~/parts/tabs';
import type { Acts, Connection } from './acts';
import { type Notation, type Row, markdown, rowsOf, typedName, typedValue, zoneFile } from './notation';
import { useReport } from './report';

type Form = 'table' | 'zone' | 'agent';
const forms = [{ value: 'table' as const, label: 'Fields' }, { value: 'zone' as const, label: 'Zone file' }, { value: 'agent' as const, label: 'For an agent' }];

export const looks: Record<Row['status'], { label: string; tone: Tone; icon: IconName }> = {
  found: { label: 'Found', tone: 'good', icon: 'check' },
  missing: { label: 'Not there yet', tone: 'plain', icon: 'clock' },
  differs: { label: 'Another value', tone: 'warn', icon: 'warning' },
  unknown: { label: 'No answer', tone: 'warn', icon: 'offline' },
};

export function Records({ connection, acts }: { connection: Connection; acts: Acts }) {
  const [form, setForm] = useState<Form>('table');
  const isEnded = connection.state === 'archived' || connection.state === 'failed';
  const { report, notation } = useReport(connection, !isEnded);
  const rows = rowsOf(connection);
  const key = report.data?.provider.key;
  const isDone = rows.every(({ status }) => status === 'found');
  return (
    <Card
      title={isDone || isEnded ? 'Records' : 'Records to publish'}
      lead={
        <span class="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span class="inline-flex gap-2">{key && <ProviderLogo provider={key} size={16} />}<span>{notation.provider ? <>The DNS of {notation.zone} is at <b class="font-medium text-fg">{notation.provider}</b></> : <>In the zone {notation.zone}</>}</span></span>
          {notation.recordsUrl && <Link to={notation.recordsUrl}>Open its records</Link>}
        </span>
      }
      actions={<Segments label="Form" options={forms} value={form} choose={setForm} />}
    >
      {form === 'table' && (
        <ul class="grid divide-y divide-line">
          {rows.map((row) => <One key={`${row.name} ${row.type} ${row.value}`} row={row} notation={notation} />)}
        </ul>
      )}
      {form === 'zone' && <Code title={`Zone file of ${connection.hostname}`} text={zoneFile(rows)} />}
      {form === 'agent' && (
        <div class="grid gap-2">
          <p class="text-soft text-pretty">The whole task in one text, for whoever or whatever has the login: records, what to leave alone, how to check, and when it is done. It holds no secret.</p>
          <Code title="Task in Markdown" text={markdown(connection, rows, notation, location.origin)} maxLines={24} />
        </div>
      )}
      {!isEnded && can('connections:write') && (
        <p class="flex flex-wrap items-center justify-between gap-3 mt-4 pt-3 border-t border-line text-sm text-soft">
          <span>They are looked for all the time, at the zone's own servers; this page follows.</span>
          <Button isSmall icon="refresh" isBusy={acts.isBusy('check')} onClick={() => acts.run('check')}>Check now</Button>
        </p>
      )}
    </Card>
  );
}

const purposes = { ownership: 'Proves ownership', traffic: 'Leads visitors' };

function One({ row, notation }: { row: Row; notation: Notation }) {
  const name = typedName(row.name, notation);
  const { label, tone, icon } = looks[row.status];
  return (
    <li class="grid gap-2 py-3 first:pt-0 last:pb-0" data-record={row.type} data-status={row.status}>
      <p class="flex flex-wrap items-center gap-2">
        <b class="font-mono text-sm font-semibold">{row.type}</b><span class="text-soft">{purposes[row.purpose]}</span>
        <span class="ms-auto"><Badge tone={tone} icon={icon}>{label}</Badge></span>
      </p>
      <dl class="grid gap-2 sm:grid-cols-[minmax(0,2fr)_minmax(0,3fr)_5rem]">
        <Field label={notation.fields.host} text={name} what={`${notation.fields.host} of ${row.type} ${row.name}`} title={row.name} empty="leave it empty" />
        <Field label={notation.fields.value} text={typedValue(row, notation)} what={`${notation.fields.value} of ${row.type} ${row.name}`} />
        <div class="grid content-start"><dt class="text-xs text-soft">TTL</dt><dd class="py-1 tabular-nums">{row.ttl}{row.priority !== null && <span class="block text-sm text-soft">priority {row.priority}</span>}</dd></div>
      </dl>
      {row.observed && <p class="text-sm text-warn wrap-anywhere">There is <code>{row.observed}</code> instead.</p>}
      {row.problem && row.status !== 'found' && <p class="text-sm text-soft text-pretty wrap-anywhere">{row.problem}</p>}
    </li>
  );
}

function Field({ label, text, what, title, empty }: { label: string; text: string; what: string; title?: string; empty?: string }) {
  return (
    <div class="grid content-start min-w-0">
      <dt class="text-xs text-soft">{label}</dt>
      <dd class="flex items-start justify-between gap-1 rounded-md bg-sunk border border-line ps-2 min-w-0">
        {text ? <code class="py-1 wrap-anywhere" title={title}>{text}</code> : <span class="py-1 text-soft">{empty}</span>}
        {text && <CopyButton text={text} what={what} />}
      </dd>
    </div>
  );
}
