/** What opens above every view; loaded when first wanted. */
import { signal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { leaving } from './unsaved';

const open = signal<'palette' | 'help' | null>(null);
export const openPalette = (): void => void (open.value = 'palette');
export const openHelp = (): void => void (open.value = 'help');
const close = (): void => void (open.value = null);

type Overlay = ComponentType<{ close: () => void }>;
type Name = 'palette' | 'help' | 'leave';
const bring: Record<Name, () => Promise<{ default: Overlay }>> = {
  palette: () => import('./palette'),
  help: () => import('./help'),
  leave: () => import('./leave'),
};

export function Overlays() {
  const [loaded, setLoaded] = useState<Partial<Record<Name, Overlay>>>({});
  const wanted = leaving.value ? 'leave' : open.value;
  // Whoever presses ⌘K types on at once: it has to be there by then.
  useEffect(() => {
    const timer = setTimeout(() => void bring.palette().catch(() => undefined), 1_500);
    return () => clearTimeout(timer);
  }, []);
  useEffect(() => {
    if (wanted && !loaded[wanted]) bring[wanted]().then(({ default: overlay }) => setLoaded((before) => ({ ...before, [wanted]: overlay })), close);
  }, [wanted]);
  const Shown = wanted ? loaded[wanted] : undefined;
  return Shown ? <Shown close={close} /> : null;
}
