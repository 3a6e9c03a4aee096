/** What was changed and not saved: who leaves it is asked first. */
import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

const unsaved = new Set<object>();
/** Where one was going, while it is asked. */
export const leaving = signal<(() => void) | null>(null);

/** While it is true, leaving the view (or the page) asks. */
export function useUnsaved(isUnsaved: boolean): void {
  useEffect(() => {
    if (!isUnsaved) return;
    const mark = {};
    const ask = (event: Event): void => event.preventDefault();
    unsaved.add(mark);
    addEventListener('beforeunload', ask);
    return () => {
      unsaved.delete(mark);
      removeEventListener('beforeunload', ask);
    };
  }, [isUnsaved]);
}

/** Whether one may go at once; otherwise it is asked, and `go` called when the answer is yes. */
export function mayLeave(go: () => void): boolean {
  if (unsaved.size === 0) return true;
  leaving.value = () => (unsaved.clear(), go());
  return false;
}
