/**
 * Whether the server may know us by its cookie, which scripts cannot see. Without the mark nobody is asked, since an answer of 401 is an
 * error in the browser's log. It says nothing about whom, and opens nothing.
 */
const NAME = 'nameplate-known';

export const isExpected = (): boolean => {
  try {
    return localStorage.getItem(NAME) !== null;
  } catch {
    return true;
  }
};

/** The server puts it into the address that a sign-in elsewhere leads back to. */
const RETURNED = 'signed-in';

/** Whoever comes back from the provider of sign-ins has a cookie now, wherever they set out from. */
export function noticeReturn(): void {
  const here = new URL(location.href);
  if (!here.searchParams.has(RETURNED)) return;
  here.searchParams.delete(RETURNED);
  history.replaceState(history.state, '', here);
  expectSession();
}

/** Once a cookie is set. */
export function expectSession(): void {
  try {
    localStorage.setItem(NAME, '1');
  } catch {
    // Storage is closed to us: then everybody is asked.
  }
}

export function forgetSession(): void {
  try {
    localStorage.removeItem(NAME);
  } catch {
    // As above.
  }
}
