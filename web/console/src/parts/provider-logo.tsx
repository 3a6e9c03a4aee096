/** The mark of a DNS provider: its own in the colour of the text where we have it, else the initials that the program draws. The name stands beside it; alone it says so itself. */
import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

/** Loaded when one is first shown: they weigh more than the view around them. */
const marks = signal<Readonly<Record<string, string>> | null>(null);
let isWanted = false;

const sizes = { 16: 'size-4', 20: 'size-5', 32: 'size-8' };

export function ProviderLogo({ provider, name, size = 20 }: { provider: string; name?: string; size?: 16 | 20 | 32 }) {
  useEffect(() => {
    if (isWanted) return;
    isWanted = true;
    import('./provider-marks').then((found) => (marks.value = found.marks), () => (marks.value = {}));
  }, []);
  const place = `shrink-0 ${sizes[size]}`;
  if (marks.value === null) return <span class={place} />;
  const path = marks.value[provider];
  if (!path) return <img src={`/logos/${encodeURIComponent(provider)}.svg`} alt={name ?? ''} width={size} height={size} loading="lazy" class={`rounded-sm ${place}`} />;
  const label = name ? { role: 'img' as const, 'aria-label': name } : { 'aria-hidden': true as const };
  return <svg viewBox="0 0 24 24" fill="currentColor" {...label} class={place}><path d={path} /></svg>;
}
