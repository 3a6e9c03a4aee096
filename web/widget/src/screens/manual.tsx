import { Fragment, h, type JSX } from 'preact';
import { blocking } from '../flow';
import { Button, Copy, Heading, Icon, Name, Out } from '../parts/basic';
import { Findings } from '../parts/finding';
import { RecordCard } from '../parts/record';
import { rows } from '../progress';
import type { View } from '../view';

export function Manual(view: View): JSX.Element {
  const { state, actions, say } = view;
  const provider = state.hosts[0]?.report.provider.name;
  const url = state.hosts[0]?.report.instructions?.records_url;
  const isReady = state.hosts.some((host) => host.connection) && !state.isBusy;
  const wait = Math.max(0, ...state.hosts.map(({ report }) => report.wait_seconds ?? 0));
  return (
    <>
      <div class="body">
        <Heading>{provider ? say(T.manualTitleAt, { provider }) : say(T.manualTitle)}</Heading>
        <p class="lead">{say(T.manualIntro)}</p>
        {state.notice ? <p class="alert"><Icon of="alert" /><span>{state.notice.host ? say(T.alsoFailed, { host: state.notice.host, why: state.notice.message }) : <>{say(T.fellBack)} <small lang="en">{state.notice.message}</small></>}</span></p> : null}
        {isReady ? (
          <div class="row">
            {url ? <Out href={url} view={view}>{say(T.openSettings, { provider: provider ?? '' })}</Out> : null}
            <Copy view={view} what="all" text={view.later?.zoneLines(state.hosts.flatMap(rows)) ?? ''} label="">{say(T.copyAll)}</Copy>
            {view.options.shareable === false ? null : <button type="button" class="copy wide" onClick={actions.share}><Icon of="link" /><span>{say(T.share)}</span></button>}
          </div>
        ) : <i class="spinner" />}
        <Findings list={state.hosts.flatMap(({ report }) => blocking(report, 'manual').filter(({ code }) => code !== 'dns_unreachable'))} view={view} />
        {isReady ? state.hosts.map((host, index) => (
          <section>
            {state.hosts.length > 1 ? <h3 class="group"><Name of={host.report.hostname_unicode} /></h3> : null}
            <ul class="records">
              {rows(host).map((row, at) => <RecordCard key={row.purpose + row.name + row.value} id={`r${index}-${at}`} row={row} report={host.report} view={view} isFirst={at === 0} />)}
            </ul>
          </section>
        )) : null}
        {wait > 60 ? <p class="soft">{say(T.waitOld, { time: say.duration(wait) })}</p> : null}
      </div>
      <div class="foot"><Button kind="main" disabled={!isReady} onClick={actions.published}>{say(T.markAdded)}</Button></div>
    </>
  );
}
