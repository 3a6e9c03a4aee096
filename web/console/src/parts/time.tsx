/** When something was or will be, as people say it, with the exact time behind it. */
import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { exact, relative } from './instants';

export { exact } from './instants';

/** The time of this page, which goes on while somebody looks at a time. */
export const now = signal(Date.now());
let watchers = 0;
let timer = 0;

export function useNow(): number {
  useEffect(() => {
    if (++watchers === 1) {
      now.value = Date.now();
      timer = window.setInterval(() => (now.value = Date.now()), 5_000);
    }
    return () => {
      if (--watchers === 0) clearInterval(timer);
    };
  }, []);
  return now.value;
}

/** `none` is shown where there is no time. */
export function Time({ at, none = '–', isExact = false }: { at: string | number | null | undefined; none?: string; isExact?: boolean }) {
  const present = useNow();
  if (at === null || at === undefined) return <span class="text-soft">{none}</span>;
  const ms = new Date(at).getTime();
  return <time dateTime={new Date(ms).toISOString()} title={exact(ms)} class="whitespace-nowrap">{isExact ? exact(ms) : relative(ms, present)}</time>;
}
