import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Button, IconButton } from './button';

/** Copies, and says so where one looks and to screen readers. `what` names it: "Copy the value of www". */
export function CopyButton({ text, what, children, isSmall = true }: { text: string; what: string; children?: ComponentChildren; isSmall?: boolean }) {
  const [state, setState] = useState<'' | 'Copied' | 'Select and copy by hand'>('');
  const timer = useRef(0);
  useEffect(() => () => clearTimeout(timer.current), []);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      setState('Copied');
    } catch {
      setState('Select and copy by hand');
    }
    clearTimeout(timer.current);
    timer.current = window.setTimeout(() => setState(''), 2_000);
  };
  const icon = state === 'Copied' ? 'check' : 'copy';
  return (
    <>
      {children ? <Button isSmall={isSmall} icon={icon} onClick={copy}>{state || children}<span class="unseen"> {what}</span></Button> : <IconButton isSmall={isSmall} label={`Copy ${what}`} icon={icon} onClick={copy} />}
      <span class="unseen" role="status">{state}</span>
    </>
  );
}

/** A value that people carry elsewhere, with its button. */
export function Copyable({ text, what, isCode = true }: { text: string; what: string; isCode?: boolean }) {
  return (
    <span class="inline-flex items-center gap-1 max-w-full">
      <span class={`wrap-anywhere ${isCode ? 'font-mono text-sm' : ''}`}>{text}</span>
      <CopyButton text={text} what={what} />
    </span>
  );
}
