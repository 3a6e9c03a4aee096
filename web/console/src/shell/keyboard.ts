/** Shortcuts of the whole console and of the view that is open. `?` lists them. */
import { signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { Keys } from './keys';

export interface Shortcut {
  keys: string;
  label: string;
  run: () => void;
}

export const shortcuts = signal<readonly Shortcut[]>([]);
const keys = new Keys();

export function addShortcut(shortcut: Shortcut): () => void {
  shortcuts.value = [...shortcuts.value, shortcut];
  return () => void (shortcuts.value = shortcuts.value.filter((each) => each !== shortcut));
}

/** While the view is open: `useShortcut('c', 'Create an application', open)`. */
export function useShortcut(keys: string, label: string, run: () => void): void {
  const latest = useRef(run);
  latest.current = run;
  useEffect(() => addShortcut({ keys, label, run: () => latest.current() }), [keys, label]);
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) && !(target instanceof HTMLInputElement && /^(checkbox|radio|button)$/.test(target.type));

export function startKeyboard(): void {
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.repeat) return;
    const hasModifier = event.ctrlKey || event.metaKey;
    if (!hasModifier && (isTyping(event.target) || document.querySelector('dialog[open]'))) return;
    const pressed = keys.press(event, shortcuts.value.map((each) => each.keys), Date.now());
    if (!pressed) return;
    event.preventDefault();
    // The last that was added wins: a view's before the shell's.
    shortcuts.value.findLast((each) => each.keys === pressed)?.run();
  });
}
