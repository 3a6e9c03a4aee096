/** The views that can be gone to, in the order of the navigation. */
import { can, isPlatform } from '~/api/session';
import type { IconName } from '~/parts/icon';

export interface Destination {
  path: string;
  label: string;
  icon: IconName;
  keys: string;
  /** Whether this session has it at all. */
  isOn: () => boolean;
}

const always = (): boolean => true;

export const places: readonly (Destination & { group: 'domains' | 'account' | 'platform' })[] = [
  { group: 'domains', path: '/', label: 'Overview', icon: 'overview', keys: 'g o', isOn: always },
  { group: 'domains', path: '/domains', label: 'Domains', icon: 'domain', keys: 'g d', isOn: () => can('connections:read') },
  { group: 'domains', path: '/applications', label: 'Applications', icon: 'application', keys: 'g a', isOn: () => can('connections:read') || can('apps:admin') },
  { group: 'domains', path: '/certificates', label: 'Certificates', icon: 'certificate', keys: 'g c', isOn: () => can('connections:read') },
  { group: 'domains', path: '/embed', label: 'Embed', icon: 'embed', keys: 'g e', isOn: () => can('connections:write') },
  { group: 'domains', path: '/providers', label: 'Providers', icon: 'provider', keys: 'g p', isOn: always },
  { group: 'account', path: '/webhooks', label: 'Webhooks', icon: 'webhook', keys: 'g w', isOn: () => can('webhooks:write') },
  { group: 'account', path: '/usage', label: 'Usage and billing', icon: 'usage', keys: 'g u', isOn: () => can('usage:read') },
  { group: 'account', path: '/audit', label: 'Audit', icon: 'audit', keys: 'g l', isOn: () => can('apps:admin') },
  { group: 'account', path: '/settings', label: 'Settings', icon: 'settings', keys: 'g s', isOn: always },
  { group: 'platform', path: '/platform', label: 'Overview', icon: 'overview', keys: 'g o', isOn: always },
  { group: 'platform', path: '/platform/tenants', label: 'Tenants', icon: 'tenant', keys: 'g t', isOn: always },
  { group: 'platform', path: '/platform/edges', label: 'Edges', icon: 'edge', keys: 'g e', isOn: always },
  { group: 'platform', path: '/platform/queues', label: 'Queues', icon: 'queue', keys: 'g q', isOn: always },
  { group: 'platform', path: '/platform/authorities', label: 'Authorities', icon: 'authority', keys: 'g c', isOn: always },
  { group: 'platform', path: '/platform/metrics', label: 'Metrics', icon: 'metrics', keys: 'g m', isOn: always },
];

/** The place that a view lies in. */
export const homeOf = (path: string): Destination | undefined => places.find((each) => path === each.path || path.startsWith(`${each.path}/`));

/** Those of this session: the operator's, or the tenant's. */
export const openPlaces = () => places.filter((each) => (each.group === 'platform') === isPlatform.value && each.isOn());
