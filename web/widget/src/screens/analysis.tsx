import { h, type JSX } from 'preact';
import { type Way, ways } from '../flow';
import { Both, Button, Heading, Icon, Name } from '../parts/basic';
import { Findings } from '../parts/finding';
import type { Key } from '../strings';
import type { View } from '../view';

const WORDS: Record<Way, [Key, Key]> = {
  automatic: [T.wayAutomatic, T.wayAutomaticNote],
  domain_connect: [T.wayConsent, T.wayConsentNote],
  manual: [T.wayManual, T.wayManualNote],
};

export function Analysis(view: View): JSX.Element | null {
  const { state, actions, say, brand } = view;
  const host = state.hosts[0];
  if (!host) return null;
  const { report } = host;
  const zone = <Name of={report.zone ?? report.apex} />;
  const provider = report.provider.name;
  const offered = ways(state);
  const chosen = offered.includes(state.way) ? state.way : (offered[0] ?? 'manual');
  const conflicts = [...report.conflicts, ...(state.withCompanion ? state.companion?.report.conflicts ?? [] : [])]
    .filter((finding, index, all) => all.findIndex(({ message }) => message === finding.message) === index);
  const mustFix = conflicts.filter(({ severity }) => severity === 'blocking');
  const isTaken = !report.available && !host.connection;
  const submit = (event: Event): void => {
    event.preventDefault();
    actions.choose(chosen);
  };
  return (
    <form class="screen" onSubmit={submit}>
      <div class="body">
        <Heading>{say.rich(T.foundTitle, { host: <Name of={report.hostname_unicode} /> })}</Heading>
        <Both report={report} />
        {isTaken ? <p class="alert" role="alert"><Icon of="alert" /><span>{say(T.taken, { host: report.hostname_unicode, brand })}</span></p> : null}
        <p class="provider">
          <span class="tile" aria-hidden="true">{provider ? provider[0] : <Icon of="info" />}</span>
          <span>{provider ? say.rich(T.managedAt, { zone, provider: <b>{provider}</b> }) : say.rich(T.managedUnknown, { zone })}</span>
        </p>
        {mustFix.length ? <h3>{say(T.mustFix)}</h3> : null}
        <Findings list={mustFix} view={view} />
        {isTaken || offered.length < 2 ? null : (
          <fieldset>
            <legend class="unseen">{say(T.chooseWay)}</legend>
            {offered.map((way, index) => (
              <label class={`choice${way === chosen ? ' is-chosen' : ''}`}>
                <input type="radio" name="way" value={way} checked={way === chosen} onChange={() => actions.tell({ type: 'way', way })} />
                <span><b>{say(WORDS[way][0], { provider: provider ?? '' })}{index ? null : <span class="badge">{say(T.recommended)}</span>}</b><small>{say(WORDS[way][1])}</small></span>
              </label>
            ))}
          </fieldset>
        )}
        {isTaken || !state.companion || view.options.www === true ? null : (
          <label class="choice">
            <input type="checkbox" checked={state.withCompanion} onChange={(event) => actions.tell({ type: 'companion', wanted: event.currentTarget.checked })} />
            <span><b>{say.rich(T.alsoConnect, { host: <Name of={state.companion.report.hostname_unicode} /> })}</b><small>{say(T.alsoNote)}</small></span>
          </label>
        )}
        {conflicts.length > mustFix.length ? <h3>{say(T.goodToKnow)}</h3> : null}
        <Findings list={conflicts.filter(({ severity }) => severity !== 'blocking')} view={view} />
      </div>
      <div class="foot">
        {isTaken || mustFix.length ? <Button onClick={actions.submit}>{say(T.retry)}</Button> : null}
        {isTaken ? null : <Button kind="main" type="submit">{say(T.next)}</Button>}
      </div>
    </form>
  );
}
