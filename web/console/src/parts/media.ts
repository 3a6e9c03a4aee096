/** Whether a media query holds, and news of that: for what CSS alone cannot lay out. */
import { useEffect, useState } from 'preact/hooks';

export const PHONE = '(width < 40rem)';

export function useMedia(query: string): boolean {
  const [is, setIs] = useState(() => matchMedia(query).matches);
  useEffect(() => {
    const list = matchMedia(query);
    const tell = (): void => setIs(list.matches);
    tell();
    list.addEventListener('change', tell);
    return () => list.removeEventListener('change', tell);
  }, [query]);
  return is;
}
