/** Short news at the edge of the window. They wait while one looks at them, and screen readers hear them. */
import { signal } from '@preact/signals';
import { useEffect, useRef, useState } from 'preact/hooks';
import { failureFrom } from '~/api/failure';
import { Button, IconButton } from './button';
import { Icon, type IconName } from './icon';

export interface Toast {
  text: string;
  tone?: 'plain' | 'good' | 'bad';
  action?: { label: string; run: () => void };
  /** How long it stays; 6 seconds when absent, and until closed with `Infinity`. */
  ms?: number;
}

const toasts = signal<(Toast & { id: number })[]>([]);
let count = 0;

/** Shows it; gives how to take it away. */
export function toast(given: Toast): () => void {
  const id = ++count;
  toasts.value = [...toasts.value.slice(-3), { ...given, id }];
  return () => void (toasts.value = toasts.value.filter((each) => each.id !== id));
}

/** Something failed behind what one sees. */
export function toastFailure(thrown: unknown): void {
  const { message, ref } = failureFrom(thrown);
  toast({ text: ref ? `${message} (ref ${ref})` : message, tone: 'bad', ms: 12_000 });
}

const icons: Record<NonNullable<Toast['tone']>, IconName> = { plain: 'info', good: 'good', bad: 'error' };

/** Where they can be shown, the uppermost last: what lies behind a modal dialog can be neither seen nor pressed. */
const places = signal<readonly object[]>([]);

/** Stands once around the views, and in every modal dialog: on a phone above it, for its buttons are below. */
export function Toasts({ isInDialog = false }: { isInDialog?: boolean }) {
  const [place] = useState({});
  useEffect(() => {
    places.value = isInDialog ? [...places.value, place] : [place, ...places.value];
    return () => void (places.value = places.value.filter((each) => each !== place));
  }, []);
  const shown = places.value.at(-1) === place ? toasts.value : [];
  return (
    <div role={isInDialog ? undefined : 'region'} aria-label={isInDialog ? undefined : 'Notifications'} aria-live="polite" aria-relevant="additions" class={`fixed z-50 end-4 max-sm:start-4 grid gap-2 justify-items-end pointer-events-none ${isInDialog ? 'max-sm:top-4 sm:bottom-4' : 'bottom-4'}`}>
      {shown.map((each) => <One key={each.id} {...each} />)}
    </div>
  );
}

function One({ id, text, tone = 'plain', action, ms = 6_000 }: Toast & { id: number }) {
  const timer = useRef(0);
  const close = (): void => void (toasts.value = toasts.value.filter((each) => each.id !== id));
  const start = (): void => {
    if (Number.isFinite(ms)) timer.current = window.setTimeout(close, ms);
  };
  const stay = (): void => clearTimeout(timer.current);
  useEffect(() => (start(), stay), []);
  const colour = { plain: 'text-soft', good: 'text-good', bad: 'text-bad' }[tone];
  return (
    <div onPointerEnter={stay} onPointerLeave={start} onFocusIn={stay} onFocusOut={start} class="dialog-toast pointer-events-auto flex items-center gap-2 ps-3 pe-1 py-1 bg-raised shadow-float rounded-lg max-w-md w-fit">
      <Icon name={icons[tone]} class={colour} />
      <p class="grow py-1 wrap-anywhere">{text}</p>
      {action && <Button look="quiet" isSmall class="text-link!" onClick={() => { close(); action.run(); }}>{action.label}</Button>}
      <IconButton isSmall label="Dismiss" icon="close" onClick={close} />
    </div>
  );
}
