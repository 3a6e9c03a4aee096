import { Fragment, h, type JSX } from 'preact';
import { Button, Heading, Icon, Name } from '../parts/basic';
import type { View } from '../view';

export function Success(view: View): JSX.Element {
  const { state, actions, say, brand } = view;
  const host = state.hosts[0];
  const name = host?.report.hostname_unicode ?? state.domain;
  const answer = host?.answer && host.answer !== 'unknown' ? host.answer : null;
  const isReached = !answer || answer.reached;
  const certificate = answer?.certificate ?? host?.connection?.certificate;
  const isEmailPossible = view.options.email && host?.report.kind !== 'wildcard';
  return (
    <>
      <div class="body calm">
        <span class="seal"><Icon of="check" /></span>
        <Heading>{say.rich(T.successTitle, { host: <Name of={name} /> })}</Heading>
        <p class="lead">{isReached ? say(T.successNote, { brand }) : say(T.successLater)}</p>
        {host?.report.kind === 'wildcard' ? null : state.hosts.map(({ report }) => (
          <a class="visit" href={`https://${report.domain}/`} target="_blank" rel="noopener noreferrer"><Icon of="lock" /><bdi dir="ltr">https://{report.hostname_unicode}</bdi><span class="unseen"> ({say(T.newWindow)})</span></a>
        ))}
        {certificate || answer?.took_ms ? (
          <dl class="receipt">
            {certificate?.issuer ? <div><dt>{say(T.issuer)}</dt><dd><bdi>{issuer(certificate.issuer)}</bdi></dd></div> : null}
            {certificate?.not_after ? <div><dt>{say(T.validUntil)}</dt><dd>{say.date(certificate.not_after)}</dd></div> : null}
            {isReached && answer?.took_ms ? <div><dt>{say(T.answeredIn)}</dt><dd dir="ltr">{answer.took_ms} ms</dd></div> : null}
          </dl>
        ) : null}
        {!isReached && answer?.problem ? <details><summary>{say(T.details)}</summary><p lang="en">{answer.problem.message}</p></details> : null}
        <p class="soft">{say(T.keepRecords)}</p>
      </div>
      <div class="foot">
        {isEmailPossible ? <Button onClick={actions.email}>{say(T.emailOffer)}</Button> : null}
        <Button kind="main" onClick={() => actions.close('completed')}>{say(T.done)}</Button>
      </div>
    </>
  );
}

/** The organisation of a distinguished name (RFC 4514), else all of it. */
export function issuer(name: string): string {
  return /(?:^|,\s*)O=((?:\\.|[^,])+)/.exec(name)?.[1]?.replace(/\\/g, '') ?? /CN=((?:\\.|[^,])+)/.exec(name)?.[1] ?? name;
}
