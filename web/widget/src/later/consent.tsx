import { Fragment, h, type JSX } from 'preact';
import { Button, Heading } from '../parts/basic';
import { ToProvider } from './to-provider';
import type { View } from '../view';

export function Consent(view: View): JSX.Element {
  const { state, actions, say } = view;
  const flow = state.consent;
  const provider = flow?.provider_name ?? state.hosts[0]?.report.provider.name ?? '';
  return (
    <>
      <div class="body">
        <Heading>{say(T.wayConsent, { provider })}</Heading>
        <p class="lead">{say(T.wayConsentNote)}</p>
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
