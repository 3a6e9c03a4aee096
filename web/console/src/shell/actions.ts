/** What the palette offers beyond places: the open view adds its own. */
import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { IconName } from '~/parts/icon';

export interface Action {
  label: string;
  icon?: IconName;
  /** Words by which it is found too. */
  words?: string;
  keys?: string;
  run: () => void;
}

export const actions = signal<readonly Action[]>([]);

/** While the view is open. `dependencies` as of `useEffect`. */
export function useActions(given: readonly Action[], dependencies: readonly unknown[] = []): void {
  useEffect(() => {
    actions.value = [...given, ...actions.value];
    return () => void (actions.value = actions.value.filter((each) => !given.includes(each)));
  }, [...dependencies]);
}
