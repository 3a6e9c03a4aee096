import { h, type JSX } from 'preact';
import type { Finding } from '../api';
import { blocking, type Way, ways } from '../flow';
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
  const reports = state.withCompanion && state.companion ? [report, state.companion.report] : [report];
  const once = (finding: Finding, index: number, all: Finding[]): boolean => all.findIndex(({ message }) => message === finding.message) === index;
  const mustFix = reports.flatMap((each) => blocking(each, chosen)).filter(once);
  const worthKnowing = reports.flatMap(({ conflicts }) => conflicts.filter(({ severity }) => severity !== 'blocking')).filter(once);
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
        {mustFix.length ? <div class="titled"><h3>{say(T.mustFix)}</h3><button type="button" class="copy wide" onClick={actions.submit}>{say(T.retry)}</button></div> : null}
        <Findings list={mustFix} view={view} />
        {isTaken ? null : offered.length < 2 ? <p>{say(T.wayManualNote)}</p> : (
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
        {worthKnowing.length ? <h3>{say(T.goodToKnow)}</h3> : null}
        <Findings list={worthKnowing} view={view} />
      </div>
      <div class="foot">
        {isTaken ? <Button kind="main" onClick={actions.submit}>{say(T.retry)}</Button> : <Button kind="main" type="submit">{say(T.next)}</Button>}
      </div>
    </form>
  );
}
