import { h, type JSX } from 'preact';
import { Button, Copy } from '../parts/basic';
import { Sheet } from '../screens/overlays';
import type { View } from '../view';
import { qr, qrPath } from './qr';

/** A link for whoever holds the DNS login, to send or to scan. */
export function Share(view: View): JSX.Element {
  const { state, actions, say } = view;
  const link = state.share;
  const code = link ? qr(link.url) : [];
  return (
    <Sheet view={view} title={say(T.share)} note={say(T.shareNote)} role="dialog">
      {link ? (
        <div class="share">
          <label for="cd-link">{say(T.shareLink)}</label>
          <div class="linked">
            <input id="cd-link" readOnly dir="ltr" value={link.url} onFocus={(event) => event.currentTarget.select()} />
            <Copy view={view} what="link" text={link.url} label={say(T.shareLink)}>{say(T.copy)}</Copy>
          </div>
          <p class="soft">{say(T.shareUntil, { time: say.date(link.expires_at) })} {say(T.shareScan)}</p>
          <svg class="qr" viewBox={`-4 -4 ${code.length + 8} ${code.length + 8}`} role="img" aria-label={say(T.shareScan)}><path d={qrPath(code)} /></svg>
        </div>
      ) : <i class="spinner" />}
      <div class="foot"><Button kind="main" onClick={() => actions.tell({ type: 'dismissed' })}>{say(T.done)}</Button></div>
    </Sheet>
  );
}
