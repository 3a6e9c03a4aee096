import { Fragment, h, type JSX } from 'preact';
import type { DnsRecord, DomainReport, RecordSet, ZoneChange } from '../api';
import { Button, Heading, Icon } from '../parts/basic';
import { Changes } from './changes';
import type { View } from '../view';

export function Review(view: View): JSX.Element {
  const { state, actions, say } = view;
  const list = state.hosts.flatMap(({ report }) => planned(report));
  const replaces = list.some(({ action }) => action !== 'create');
  const provider = state.hosts[0]?.report.provider.name ?? '';
  return (
    <>
      <div class="body">
        <Heading>{say(T.reviewTitle)}</Heading>
        <p class="lead">{list.length ? say.rich(T.reviewIntro, { provider: <b>{provider}</b> }) : say(T.reviewNothing)}</p>
        <Changes list={list} view={view} />
        <p class="assurance"><Icon of="lock" /><span>{say(T.untouched)}</span></p>
        {replaces ? (
          <label class="choice">
            <input type="checkbox" checked={state.hasConsent} onChange={(event) => actions.tell({ type: 'consented', wanted: event.currentTarget.checked })} />
            <span><b>{say(T.consent)}</b></span>
          </label>
        ) : null}
      </div>
      <div class="foot">
        <Button kind="quiet" onClick={() => actions.choose('manual')}>{say(T.wayManual)}</Button>
        <Button kind="main" disabled={replaces && !state.hasConsent} onClick={actions.applyPlan}>{say(T.apply)}</Button>
      </div>
    </>
  );
}

/** The server's plan, or, from one that gives none, what follows from the records that are there. */
export function planned(report: DomainReport): ZoneChange[] {
  if (report.plan) return report.plan.changes;
  const leads = ['A', 'AAAA', 'CNAME'];
  const wanted = new Set(report.desired_records.map(({ type, value }) => `${type} ${value}`));
  const names = new Set(report.desired_records.map(({ host }) => host));
  const gone = report.existing_records.filter(({ host, type, value }) => names.has(host) && leads.includes(type) && !wanted.has(`${type} ${value}`));
  const there = new Set(report.existing_records.map(({ host, type, value }) => `${host} ${type} ${value}`));
  const come = report.desired_records.filter(({ host, type, value }) => !there.has(`${host} ${type} ${value}`));
  const sets = new Set([...gone, ...come].map(({ host, type }) => `${host} ${type}`));
  return [...sets].map((set): ZoneChange => {
    const [name = '', type = ''] = set.split(' ');
    const of = (list: DnsRecord[]): RecordSet | null => {
      const own = list.filter((record) => record.host === name && record.type === type);
      return own.length ? { ttl: own[0]?.ttl ?? 0, values: own.map(({ value }) => value) } : null;
    };
    const [before, after] = [of(gone), of(come)];
    return { action: !before ? 'create' : after ? 'update' : 'delete', name, type, before, after };
  });
}
