import { Fragment, h, type JSX } from 'preact';
import { Button, Heading, Icon } from '../parts/basic';
import type { Key } from '../strings';
import type { View } from '../view';

const PLAIN: Record<string, Key> = {
  network: T.errorNetwork, rate_limited: T.errorBusy, busy: T.errorBusy, unavailable: T.errorBusy, provider_unavailable: T.errorBusy,
  QuotaExceeded: T.errorQuota, origin_not_allowed: T.errorSetup, suspended: T.errorSetup, connection_ended: T.errorEnded, HostnameConflict: T.taken,
};

export function Trouble({ state, actions, say, brand }: View): JSX.Element {
  const { failure } = state;
  const plain = PLAIN[failure?.code ?? ''];
  const isSetUp = state.hosts.length > 0 && state.way !== 'manual';
  return (
    <>
      <div class="body calm">
        <span class="seal bad"><Icon of="alert" /></span>
        <Heading>{say(T.errorTitle)}</Heading>
        <p class="lead" role="alert">{plain !== undefined ? say(plain, { brand, host: state.domain }) : <span lang="en">{failure?.message}</span>}</p>
        {failure?.ref ? <p class="soft"><code dir="ltr">{say(T.reference, { ref: failure.ref })}</code></p> : null}
      </div>
      <div class="foot">
        {isSetUp ? <Button kind="quiet" onClick={() => actions.choose('manual')}>{say(T.wayManual)}</Button> : null}
        <Button kind="main" onClick={actions.retry}>{say(T.retry)}</Button>
      </div>
    </>
  );
}
