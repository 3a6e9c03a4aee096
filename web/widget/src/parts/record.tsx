/** One record to publish, as it is typed in at the provider, and where it stands. */
import { h, type JSX } from 'preact';
import type { DomainReport } from '../api';
import type { Row } from '../progress';
import type { Key } from '../strings';
import type { View } from '../view';
import { Copy, Icon } from './basic';

const PURPOSES: Record<Row['purpose'], Key> = { ownership: T.purposeOwnership, traffic: T.purposeTraffic, certificate: T.purposeCertificate };

export function Status({ row, view }: { row: Row; view: View }): JSX.Element {
  const { say } = view;
  if (row.status === 'found') return <span class="status good"><Icon of="check" />{say(T.found)}</span>;
  if (row.status === 'differs') return <span class="status bad"><Icon of="alert" />{say(T.differs)}</span>;
  return <span class="status wait"><i class="pulse" />{say(T.missing)}</span>;
}

export function Observed({ row, view }: { row: Row; view: View }): JSX.Element | null {
  if (row.status === 'found' || !(row.observed || row.problem)) return null;
  return (
    <p class="observed">
      {row.observed ? view.say.rich(T.foundInstead, { value: <code dir="ltr">{row.observed}</code> }) : null}
      {row.problem ? <span lang="en"> {row.problem}</span> : null}
    </p>
  );
}

export function RecordCard({ row, report, view, id, isFirst }: { row: Row; report: DomainReport; view: View; id: string; isFirst: boolean }): JSX.Element {
  const { say } = view;
  const zone = report.zone ?? report.apex;
  const labels = report.instructions;
  const field = (label: string, key: string, text: string): JSX.Element => (
    <div class="field">
      <dt>{label}</dt>
      <dd><code dir="ltr">{text}</code><Copy view={view} what={`${id}-${key}`} text={text} label={`${label}, ${row.type} ${row.name}`} /></dd>
    </div>
  );
  return (
    <li class={`record ${row.status}`}>
      <div class="head"><h3><span class="tag" dir="ltr">{row.type}</span>{say(PURPOSES[row.purpose], { brand: view.brand })}</h3><Status row={row} view={view} /></div>
      <dl>
        {field(labels?.host_label ?? say(T.name), 'name', row.host || '@')}
        {field(labels?.value_label ?? say(T.value), 'value', row.value)}
        {row.priority == null ? null : field(say(T.priority), 'priority', String(row.priority))}
      </dl>
      {isFirst && row.host !== row.name && row.status !== 'found'
        ? <p class="hint">{say.rich(labels ? T.doubled : T.doubledMaybe, { host: <b dir="ltr">{row.host}</b>, name: <b dir="ltr">{row.name}</b>, zone })}</p>
        : null}
      <Observed row={row} view={view} />
    </li>
  );
}
