/** Where we are. Addresses within the console are written without `/console`: `navigate('/domains?state=stalled')`. */
import { signal } from '@preact/signals';
import { queryString } from './match';
import { mayLeave } from './unsaved';

export const BASE = '/console';

export interface Place {
  path: string;
  query: Record<string, string>;
}

const here = (): Place => ({
  path: location.pathname.slice(BASE.length).replace(/\/+$/, '') || '/',
  query: Object.fromEntries(new URLSearchParams(location.search)),
});

export const place = signal<Place>(here());
/** Counts navigations of the person, so that the first screen does not steal the focus. */
export const navigations = signal(0);

/** Where in the history we are: it tells how far back a way is that was taken too early. */
let at = 0;
const stepOf = (state: unknown): number | undefined => (state as { at?: number } | null)?.at;

export const hrefOf = (to: string): string => (to.startsWith('/') ? BASE + (to === '/' ? '/' : to) : to);

export function navigate(to: string, { replace = false } = {}): void {
  const url = hrefOf(to);
  if (url === location.pathname + location.search) return;
  const isElsewhere = new URL(url, location.href).pathname !== location.pathname;
  if (replace) history.replaceState(history.state, '', url);
  else if (isElsewhere && !mayLeave(() => navigate(to))) return;
  else {
    history.replaceState({ ...history.state, top: scrollY }, '');
    history.pushState({ at: ++at }, '', url);
  }
  if (isElsewhere) navigations.value += 1;
  place.value = here();
  if (isElsewhere && !replace) scrollTo({ top: 0 });
}

/** Changes part of the query and nothing else; `null` takes a name away. History is kept clean: a filter is no step back. */
export function setQuery(change: Record<string, string | null | undefined>): void {
  navigate(place.value.path + queryString({ ...place.value.query, ...change }), { replace: true });
}

/** One name of the query as state: `const [state, setState] = useQueryState('state')`. */
export function useQueryState(name: string, fallback = ''): [string, (value: string) => void] {
  return [place.value.query[name] ?? fallback, (value) => setQuery({ [name]: value === fallback ? null : value })];
}

export function startRouter(): void {
  at = stepOf(history.state) ?? 0;
  history.replaceState({ ...history.state, at }, '');
  addEventListener('popstate', (event) => {
    const next = stepOf(event.state) ?? at + 1;
    const steps = next - at;
    // Back from where one may not go yet.
    if (steps === 0) return;
    if (here().path !== place.value.path && !mayLeave(() => history.go(steps))) return history.go(-steps);
    at = next;
    navigations.value += 1;
    place.value = here();
    const top = (event.state as { top?: number } | null)?.top;
    if (top !== undefined) requestAnimationFrame(() => scrollTo({ top }));
  });
  // Where refusals for want of a plan, and purchases, lead to.
  const lead = (): void => {
    if (location.hash === '#billing') navigate(`/usage/plan${location.search}`, { replace: true });
  };
  lead();
  addEventListener('hashchange', lead);
  // Every plain link to one of our pages is a navigation; what asks for a new tab gets one.
  document.addEventListener('click', (event) => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = (event.target as Element).closest?.('a');
    if (!link || link.target || link.hasAttribute('download') || link.origin !== location.origin) return;
    const isOurs = link.pathname === BASE || link.pathname.startsWith(`${BASE}/`);
    if (!isOurs || link.pathname.startsWith(`${BASE}/sign-in/oidc`) || (link.hash && link.pathname === location.pathname)) return;
    event.preventDefault();
    navigate(link.pathname.slice(BASE.length) + link.search || '/');
  });
}
