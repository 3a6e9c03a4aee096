/** The way to a provider that asks for consent. */
import { h, type JSX } from 'preact';
import type { ConsentFlow } from '../api';
import type { View } from '../view';
import { Out } from '../parts/basic';

/** A window of the size that the provider likes; without one, the link itself opens. */
export function ToProvider({ flow, view, kind }: { flow: ConsentFlow; view: View; kind: 'main' | 'plain' }): JSX.Element {
  const go = (event: MouseEvent): void => {
    const opened = window.open(flow.url, '_blank', `popup,width=${flow.width || 750},height=${flow.height || 750}`);
    if (opened) {
      opened.opener = null;
      event.preventDefault();
    }
    view.actions.published();
  };
  return <Out kind={kind} href={flow.url} view={view} onClick={go}>{view.say(T.consentGo, { provider: flow.provider_name })}</Out>;
}
