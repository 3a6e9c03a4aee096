import { useEffect } from 'preact/hooks';
import { session } from '~/api/session';
import { addShortcut } from './keyboard';
import { openHelp, openPalette } from './overlays';
import { openPlaces } from './places';
import { navigate } from './router';

/** Those that hold everywhere. */
export function ShellShortcuts() {
  const who = session.value;
  useEffect(() => {
    const search = (): void => {
      const field = document.querySelector<HTMLInputElement>('main input[type=search]');
      if (field) field.focus();
      else openPalette();
    };
    const removals = [
      ...openPlaces().map(({ keys, label, path }) => addShortcut({ keys, label: `Go to ${label.toLowerCase()}`, run: () => navigate(path) })),
      addShortcut({ keys: 'mod+k', label: 'Search and commands', run: openPalette }),
      addShortcut({ keys: '/', label: 'Search', run: search }),
      addShortcut({ keys: '?', label: 'Keyboard shortcuts', run: openHelp }),
    ];
    return () => removals.forEach((remove) => remove());
  }, [who]);
  return null;
}
