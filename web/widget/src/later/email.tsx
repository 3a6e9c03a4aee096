import { Fragment, h, type JSX } from 'preact';
import type { AppliedEmail, DnsRecord, DomainReport, EmailRecords, ZoneChange } from '../api';
import { Failure, isFailure } from '../client';
import { Button, Copy, Heading, Icon, Name } from '../parts/basic';
import { Changes } from './changes';
import { typedName } from '../progress';
import type { View } from '../view';

const PROVIDERS = { google_workspace: 'Google Workspace', microsoft365: 'Microsoft 365', zoho: 'Zoho Mail' };
/** Then records are added by hand. */
const CANNOT_WRITE = ['no_credential', 'not_proven', 'dns_conflict'];
type Mailbox = keyof typeof PROVIDERS;

interface EmailState {
  at: 'choice' | 'review' | 'done';
  mailbox: Mailbox;
  key: string;
  tenant: string;
  isBusy: boolean;
  hasConsent: boolean;
  changes: ZoneChange[];
  /** What a person adds. */
  byHand: DnsRecord[];
  notes: string[];
  /** Whether the rest can be written for them. */
  isWritten: boolean;
  problem: Failure | null;
}

/** What was chosen and answered, for as long as the widget is open. */
const kept = new WeakMap<View['actions'], EmailState>();
const fresh = (): EmailState => ({ at: 'choice', mailbox: 'google_workspace', key: '', tenant: '', isBusy: false, hasConsent: false, changes: [], byHand: [], notes: [], isWritten: false, problem: null });

/** The email step: which mailboxes, what that changes, and what is left for people. */
export function Email(view: View): JSX.Element | null {
  const { say, actions } = view;
  const report = view.state.hosts[0]?.report;
  if (!report) return null;
  const mail = kept.get(actions) ?? fresh();
  const { at, mailbox, isBusy, hasConsent, changes, byHand, notes, isWritten, problem } = mail;
  const change = (what: Partial<EmailState>): void => {
    kept.set(actions, { ...(kept.get(actions) ?? mail), ...what });
    actions.redraw();
    // What is new begins at the heading.
    if (what.at) document.activeElement?.shadowRoot?.getElementById('cd-title')?.focus();
  };
  const replaces = changes.some(({ action }) => action !== 'create');
  const isDone = at === 'done' || (at === 'review' && !isWritten);
  return (
    <>
      <div class="body">
        <Heading>{at === 'done' ? say(T.emailDone) : say.rich(T.emailTitle, { host: <Name of={report.apex} /> })}</Heading>
        {problem ? <p class="alert" role="alert"><Icon of="alert" /><span lang="en">{problem.message}</span></p> : null}
        {at === 'choice' ? (
          <fieldset>
            <legend class="lead">{say(T.emailIntro)}</legend>
            {(Object.keys(PROVIDERS) as Mailbox[]).map((key) => (
              <label class={`choice${key === mailbox ? ' is-chosen' : ''}`}>
                <input type="radio" name="mailbox" checked={key === mailbox} onChange={() => change({ mailbox: key })} />
                <span><b dir="ltr">{PROVIDERS[key]}</b></span>
              </label>
            ))}
          </fieldset>
        ) : null}
        {at === 'choice' ? (
          <div class="labelled">
            <label for="cd-mail">{say(mailbox === 'microsoft365' ? T.emailTenant : T.emailKey)}</label>
            <input
              id="cd-mail" dir="ltr" autoComplete="off" spellcheck={false} value={mailbox === 'microsoft365' ? mail.tenant : mail.key}
              onInput={({ currentTarget: { value } }) => change(mailbox === 'microsoft365' ? { tenant: value.trim() } : { key: value.trim() })}
            />
          </div>
        ) : null}
        {at === 'review' && isWritten ? (
          <>
            <p class="lead">{changes.length ? say.rich(T.reviewIntro, { provider: <b>{report.provider.name}</b> }) : say(T.reviewNothing)}</p>
            <Changes list={changes} view={view} />
            <p class="assurance"><Icon of="lock" /><span>{say(T.emailUntouched)}</span></p>
              {replaces ? (
                <label class="choice">
                  <input type="checkbox" checked={hasConsent} onChange={(event) => change({ hasConsent: event.currentTarget.checked })} />
                  <span><b>{say(T.consent)}</b></span>
                </label>
              ) : null}
          </>
        ) : null}
        {at !== 'choice' && byHand.length ? (
          <>
            <p class="lead">{say(isWritten ? T.emailSpf : T.emailHand)}</p>
            <ul class="records">{byHand.map((record, index) => <MailRecord record={record} report={report} view={view} id={`m${index}`} />)}</ul>
            <p class="hint">{say(T.emailOneSpf)}</p>
          </>
        ) : null}
        {at !== 'choice' && notes.length ? <><h3>{say(T.emailNotes)}</h3><ul class="notes" lang="en">{notes.map((note) => <li>{note}</li>)}</ul></> : null}
      </div>
      <div class="foot">
        {isDone
          ? <Button kind="main" onClick={() => actions.close('completed')}>{say(T.done)}</Button>
          : <Button kind="main" disabled={isBusy || (at === 'review' && replaces && !hasConsent)} onClick={() => void ask(view, mail, change)}>{isBusy ? <i class="spinner" /> : null}{say(at === 'choice' ? T.next : T.apply)}</Button>}
      </div>
    </>
  );
}

/** Plans from the choice, writes from the review; where nothing can be written, the records are shown instead. */
async function ask({ api, state }: View, { at, mailbox, key, tenant }: EmailState, change: (what: Partial<EmailState>) => void): Promise<void> {
  const host = state.hosts[0];
  if (!host?.connection) return;
  const isDryRun = at === 'choice';
  const options = { provider: mailbox, ...(key ? { dkim_value: key } : {}), ...(tenant ? { m365_tenant: tenant } : {}) };
  change({ isBusy: true, problem: null });
  try {
    const answer = await api.call<AppliedEmail>('POST', `/v1/connections/${host.connection.id}/email:apply`, { ...options, dry_run: isDryRun });
    change({ at: isDryRun ? 'review' : 'done', changes: answer.write.changes, byHand: answer.manual_records, notes: answer.notes, isWritten: true, isBusy: false });
  } catch (error) {
    if (!isFailure(error)) throw error;
    if (!CANNOT_WRITE.includes(error.code)) return change({ isBusy: false, problem: error.code === 'session' ? null : error });
    try {
      const answer = await api.call<EmailRecords>('POST', '/v1/email/records', { ...options, domain: host.report.apex });
      change({ at: 'review', changes: [], byHand: answer.records, notes: answer.notes, isWritten: false, isBusy: false });
    } catch (failure) {
      change({ isBusy: false, problem: failure as Failure });
    }
  }
}

function MailRecord({ record, report, view, id }: { record: DnsRecord; report: DomainReport; view: View; id: string }): JSX.Element {
  const { say } = view;
  const host = typedName(record.host, report);
  const field = (label: string, key: string, text: string): JSX.Element => (
    <div class="field"><dt>{label}</dt><dd><code dir="ltr">{text}</code><Copy view={view} what={`${id}-${key}`} text={text} label={`${label}, ${record.type} ${record.host}`} /></dd></div>
  );
  return (
    <li class="record">
      <div class="head"><h3><span class="tag" dir="ltr">{record.type}</span><Name of={record.host} /></h3></div>
      <dl>
        {field(report.instructions?.host_label ?? say(T.name), 'name', host)}
        {field(report.instructions?.value_label ?? say(T.value), 'value', record.value)}
        {record.priority == null ? null : field(say(T.priority), 'priority', String(record.priority))}
      </dl>
    </li>
  );
}
