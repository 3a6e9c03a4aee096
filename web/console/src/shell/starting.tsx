import { useEffect, useState } from 'preact/hooks';
import { Mark } from './mark';

/** While it is asked who we are. Quick answers show nothing. */
export function Starting() {
  const [isSlow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), 300);
    return () => clearTimeout(timer);
  }, []);
  return <main class="min-h-dvh grid place-items-center" aria-busy="true"><h1 class="unseen">Nameplate</h1>{isSlow && <Mark class="size-9 animate-[pulse_1.6s_infinite]" />}</main>;
}
