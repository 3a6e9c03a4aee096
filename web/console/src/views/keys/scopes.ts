/** What keys may do, in words. */
import type { Scope } from '~/api/session';

export const scopes: readonly { scope: Scope; meaning: string }[] = [
  { scope: 'connections:read', meaning: 'See domains, records and usage.' },
  { scope: 'connections:write', meaning: 'Connect domains, check them, make widget tokens.' },
  { scope: 'apps:admin', meaning: 'Look after applications, keys, DNS credentials, webhooks and the plan.' },
  { scope: 'webhooks:write', meaning: 'Look after webhook endpoints and their deliveries.' },
  { scope: 'usage:read', meaning: 'See usage.' },
];
