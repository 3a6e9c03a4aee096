// Waiting for what is expected to happen.
import { setTimeout as pause } from 'node:timers/promises';

/** Longest wait for anything, in milliseconds. */
export const PATIENCE_MS = 20_000;

/** Asks `what` until it gives something true, and gives that. `name` says what was awaited when it never came. */
export async function until(name, what, patience = PATIENCE_MS) {
  const end = Date.now() + patience;
  for (let last; ; await pause(25)) {
    try {
      const found = await what();
      if (found) return found;
      last = undefined;
    } catch (error) {
      last = error;
    }
    if (Date.now() > end) throw new Error(`never came: ${name}`, { cause: last });
  }
}
