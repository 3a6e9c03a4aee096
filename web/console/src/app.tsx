/** Which view an address shows. One line per view; its script is loaded when it is first wanted. */
import { isPlatform, sessionState } from './api/session';
import { isExpected } from './api/session-mark';
import { Layout } from './shell/layout';
import { type LazyView, lazy } from './shell/lazy';
import { find } from './shell/match';
import { homeOf } from './shell/places';
import { navigate, place } from './shell/router';
import { Starting } from './shell/starting';

export const routes: readonly { path: string; view: LazyView }[] = [
  { path: '/', view: lazy(() => import('./views/overview')) },
  { path: '/domains', view: lazy(() => import('./views/domains')) },
  { path: '/domains/connect/:tab?', view: lazy(() => import('./views/domains/connect')) },
  { path: '/domains/batches/:id', view: lazy(() => import('./views/domains/batch')) },
  { path: '/domains/:id/:tab?', view: lazy(() => import('./views/domain')) },
  { path: '/certificates', view: lazy(() => import('./views/certificates')) },
  { path: '/applications', view: lazy(() => import('./views/applications')) },
  { path: '/applications/:id/:tab?', view: lazy(() => import('./views/applications/detail')) },
  { path: '/embed', view: lazy(() => import('./views/embed')) },
  { path: '/providers', view: lazy(() => import('./views/providers')) },
  { path: '/providers/:key', view: lazy(() => import('./views/providers/detail')) },
  { path: '/webhooks/endpoints/:id/:tab?', view: lazy(() => import('./views/webhooks/detail')) },
  { path: '/webhooks/:tab?', view: lazy(() => import('./views/webhooks')) },
  { path: '/usage/:tab?', view: lazy(() => import('./views/usage')) },
  { path: '/audit', view: lazy(() => import('./views/audit')) },
  { path: '/settings/:tab?', view: lazy(() => import('./views/settings')) },
  { path: '/platform', view: lazy(() => import('./views/platform')) },
  { path: '/platform/tenants', view: lazy(() => import('./views/platform/tenants')) },
  { path: '/platform/tenants/:id', view: lazy(() => import('./views/platform/tenant')) },
  { path: '/platform/edges', view: lazy(() => import('./views/platform/edges')) },
  { path: '/platform/queues', view: lazy(() => import('./views/platform/queues')) },
  { path: '/platform/authorities', view: lazy(() => import('./views/platform/authorities')) },
  { path: '/platform/metrics', view: lazy(() => import('./views/platform/metrics')) },
];

const NotFound = lazy(() => import('./shell/not-found'));
const Offline = lazy(() => import('./shell/offline'));
const SignIn = lazy(() => import('./shell/sign-in'));

/** Fetches what will most likely be seen while it is still asked who we are. */
export function bringFirst(): void {
  const view = isExpected() ? find(routes, place.value.path)?.route.view : SignIn;
  view?.load().catch(() => undefined);
}

export function App() {
  const { path, query } = place.value;
  switch (sessionState.value) {
    case 'unknown':
      return <Starting />;
    case 'unreachable':
      return <Layout><Offline params={{}} /></Layout>;
    case 'out':
      return <SignIn params={{}} waiting={<Starting />} />;
    case 'in':
  }
  if (path === '/sign-in') return navigateSoon(query.return_to ?? '/'), null;
  // The operator's home is the platform.
  const found = find(routes, path === '/' && isPlatform.value ? '/platform' : path);
  if (!found || !isTheirs(found.route.path)) return <Layout><NotFound params={{}} /></Layout>;
  if (!(homeOf(found.route.path)?.isOn() ?? true)) return <Layout><NotFound params={{ isClosed: 'true' }} /></Layout>;
  const { tab, rest, ...params } = found.params;
  const View = found.route.view;
  // A view stays as it is while only its tab changes.
  return <Layout><View key={`${found.route.path} ${JSON.stringify(params)}`} params={found.params} /></Layout>;
}

/** The operator has views of their own; only the settings are everybody's. */
const isTheirs = (path: string): boolean => path.startsWith('/settings') || path.startsWith('/platform') === isPlatform.value;

/** Drawing decides nothing: one goes after it. Only to our own pages. */
const navigateSoon = (to: string): void => queueMicrotask(() => navigate(/^\/(?!\/)/.test(to) ? to.replace(/^\/console(?=\/|$)/, '') || '/' : '/', { replace: true }));
