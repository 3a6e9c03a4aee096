import { type ComponentChildren, Fragment, h, type JSX } from 'preact';
import { Button, Heading, Icon, Name } from '../parts/basic';
import { Observed, Status } from '../parts/record';
import { ToProvider } from './to-provider';
import { type Host, rows } from '../progress';
import { type StepState, steps } from './steps';
import type { View } from '../view';

export function Progress(view: View): JSX.Element {
  const { state, actions, say } = view;
  const main = state.hosts[0];
  const consent = state.consents[state.approving];
  const isLooking = state.hosts.some((host) => steps(host).records === 'now');
  const checkedAt = main?.connection?.checked_at;
  const wait = Math.max(0, ...state.hosts.map(({ report }) => report.wait_seconds ?? 0));
  return (
    <>
      <div class="body" tabIndex={0} role="group" aria-labelledby="cd-title">
        <Heading>{say.rich(T.progressTitle, { host: <Name of={main?.report.hostname_unicode ?? state.domain} /> })}</Heading>
        <p class="lead">{say(T.safeToClose)}</p>
        {state.notice?.host ? <p class="alert"><Icon of="alert" /><span>{say(T.alsoFailed, { host: state.notice.host, why: state.notice.message })}</span></p> : null}
        {state.hosts.map((host) => (
          <section>
            {state.hosts.length > 1 ? <h3 class="group"><Name of={host.report.hostname_unicode} /></h3> : null}
            <Steps host={host} view={view} />
          </section>
        ))}
        {state.isStalled && isLooking ? <p class="alert calm"><Icon of="info" /><span>{say(T.stall)} {wait > 60 ? say(T.waitOld, { time: say.duration(wait) }) : null}</span></p> : null}
        {checkedAt && isLooking ? <p class="soft" aria-live="off">{say(T.checkedAgo, { time: say.when(checkedAt) })}</p> : null}
      </div>
      <div class="foot">
        {state.way === 'domain_connect' && consent && isLooking
          ? <ToProvider kind="plain" flow={consent} view={view} /> : null}
        {state.way !== 'automatic' && isLooking && !state.isBusy
          ? <Button kind="quiet" onClick={() => (state.way === 'manual' ? actions.tell({ type: 'back' }) : actions.choose('manual'))}>{say(T.showRecords)}</Button> : null}
        <Button onClick={() => actions.close('user_closed')}>{say(T.close)}</Button>
      </div>
    </>
  );
}

function Steps({ host, view }: { host: Host; view: View }): JSX.Element {
  const { state, say } = view;
  const at = steps(host);
  const provider = host.report.provider.name ?? '';
  const trouble = host.connection?.certificate?.last_problem;
  const looking = state.way === 'automatic' ? say(T.writing, { provider }) : state.way === 'domain_connect' ? say(T.waitingConsent) : say(T.waitingRecords);
  const list = host.connection ? rows(host) : [];
  return (
    <ol class="steps">
      <Line at={at.records} title={say(T.stepRecords)} note={at.records === 'now' ? looking : say(T.done)}>
        {at.records === 'now' ? list.map((row) => (
          <div class="seen"><span><span class="tag" dir="ltr">{row.type}</span><Name of={row.name} /></span><Status row={row} view={view} /><Observed row={row} view={view} /></div>
        )) : null}
      </Line>
      <Line at={at.certificate} title={say(T.stepCertificate)} note={at.certificate === 'now' ? say(T.waitingCertificate) : at.certificate === 'done' ? say(T.done) : ''}>
        {at.certificate === 'trouble' && trouble ? <p class="observed"><span lang="en">{trouble.message}</span> {trouble.retry_at ? say(T.triedAgain, { time: say.when(trouble.retry_at) }) : null}</p> : null}
      </Line>
      <Line at={at.answer} title={say(T.stepAnswer)} note={at.answer === 'now' ? say(T.waitingAnswer, { host: host.report.hostname_unicode }) : at.answer === 'done' ? say(T.done) : ''} />
    </ol>
  );
}

function Line({ at, title, note, children }: { at: StepState; title: string; note: string; children?: ComponentChildren }): JSX.Element {
  return (
    <li class={at} aria-current={at === 'now' ? 'step' : undefined}>
      <span class="dot">{at === 'done' ? <Icon of="check" /> : at === 'trouble' ? <Icon of="alert" /> : at === 'now' ? <i class="spinner" /> : null}</span>
      <div><b>{title}</b>{note ? <span class="note">{note}</span> : null}{children}</div>
    </li>
  );
}
