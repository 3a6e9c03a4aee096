/** Small parts that every screen uses. */
import { type ComponentChildren, h, type JSX } from 'preact';
import type { View } from '../view';

const SHAPES = {
  close: 'M6 6l12 12M18 6L6 18',
  back: 'M15 5l-7 7 7 7',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  copy: 'M9 9h10v10H9zM5 15V5h10',
  out: 'M14 5h5v5M19 5l-9 9M11 6H6v12h12v-5',
  alert: 'M12 8v5M12 16.5v.01M12 3l9.5 17h-19z',
  info: 'M12 11v6M12 7.5v.01M12 3a9 9 0 100 18 9 9 0 000-18z',
  lock: 'M7 11V8a5 5 0 0110 0v3M5 11h14v9H5z',
  link: 'M10 14a4 4 0 006 0l3-3a4 4 0 00-6-6l-1 1M14 10a4 4 0 00-6 0l-3 3a4 4 0 006 6l1-1',
};

export function Icon({ of }: { of: keyof typeof SHAPES }): JSX.Element {
  return <svg class={`icon i-${of}`} viewBox="0 0 24 24" aria-hidden="true"><path d={SHAPES[of]} /></svg>;
}

export const Heading = ({ children }: { children: ComponentChildren }): JSX.Element =>
  <h2 id="cd-title" tabindex={-1}>{children}</h2>;

/** A host name, in the direction it is read. */
export const Name = ({ of }: { of: string }): JSX.Element => <bdi class="name" dir="ltr">{of}</bdi>;

export function Button({ kind = 'plain', children, ...rest }: JSX.IntrinsicElements['button'] & { kind?: 'main' | 'plain' | 'quiet' }): JSX.Element {
  return <button type="button" {...rest} class={`button ${kind}`}>{children}</button>;
}

export function Out({ href, kind = 'plain', view, children, ...rest }: { href: string; kind?: string; view: View; children: ComponentChildren; onClick?: (event: MouseEvent) => void }): JSX.Element {
  return (
    <a {...rest} class={`button ${kind}`} href={href} target="_blank" rel="noopener noreferrer">
      {children}<Icon of="out" /><span class="unseen"> ({view.say(T.newWindow)})</span>
    </a>
  );
}

/** Copies `text`; `label` says of what, for those who hear it. */
export function Copy({ view, what, text, label, children }: { view: View; what: string; text: string; label: string; children?: ComponentChildren }): JSX.Element {
  const isCopied = view.state.copied === what;
  return (
    <button type="button" class={`copy${children ? ' wide' : ''}${isCopied ? ' is-copied' : ''}`} aria-label={children ? undefined : view.say(T.copyOf, { label })} onClick={() => view.actions.copy(what, text)}>
      <Icon of={isCopied ? 'check' : 'copy'} />{children ? <span>{isCopied ? view.say(T.copied) : children}</span> : null}
    </button>
  );
}

/** The host name as people write it, and as DNS does where that differs. */
export const Both = ({ report }: { report: { domain: string; hostname_unicode: string } }): JSX.Element | null =>
  report.domain === report.hostname_unicode ? null : <p class="soft"><Name of={report.domain} /></p>;
