/** Undo instead of "are you sure": it is seen at once, sent after six seconds or when the page goes, and until then taken back by a press. */
import { Undoable } from './undoable';
import { toast, toastFailure } from './toast';

const WAIT_MS = 6_000;
const waiting = new Set<Undoable>();

export interface Later {
  /** What was done, as a sentence: "shop.customer.com was archived." */
  text: string;
  /** Shows the effect; gives how to take it back (`cache.change`, `changeRow`, `withhold` do). */
  apply: () => () => void;
  send: () => Promise<unknown>;
  /** After it was sent, well or not: invalidate what it touched. */
  after?: () => void;
}

export function later({ text, apply, send, after }: Later): void {
  const action = new Undoable(apply(), send, WAIT_MS, (failure) => {
    waiting.delete(action);
    hide();
    after?.();
    if (failure) toastFailure(failure);
  });
  waiting.add(action);
  const hide = toast({ text, ms: WAIT_MS, action: { label: 'Undo', run: () => { waiting.delete(action); action.undo(); } } });
}

/** Sends at once what waits: before signing out, and when the page goes. */
export const flush = (): Promise<unknown> => Promise.all([...waiting].map((action) => action.send()));

addEventListener('pagehide', () => void flush());
