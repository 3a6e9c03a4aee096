import { Fragment, h, type JSX } from 'preact';
import { Button, Heading, Icon, Name } from '../parts/basic';
import { ToProvider } from './to-provider';
import type { View } from '../view';

export function Consent(view: View): JSX.Element {
  const { state, actions, say } = view;
  const flow = state.consents[state.approving];
  const host = state.hosts[state.approving];
  const provider = flow?.provider_name ?? state.hosts[0]?.report.provider.name ?? '';
  return (
    <>
      <div class="body">
        <Heading>{say(T.wayConsent, { provider })}</Heading>
        <p class="lead">{say(T.wayConsentNote)}</p>
        {state.hosts.length > 1 && host ? <p class="provider"><Icon of="link" /><b><Name of={host.report.hostname_unicode} /></b></p> : null}
        <ol class="numbered">
          <li>{say(T.consentStep1, { provider })}</li>
          <li>{say(T.consentStep2)}</li>
          <li>{say(T.consentStep3)}</li>
        </ol>
      </div>
      <div class="foot">
        <Button kind="quiet" onClick={() => actions.choose('manual')}>{say(T.wayManual)}</Button>
        {flow
          ? <ToProvider kind="main" flow={flow} view={view} />
          : <Button kind="main" disabled><i class="spinner" />{say(T.consentGo, { provider })}</Button>}
      </div>
    </>
  );
}
