/** What happened lately, in words. Pure. */
import type { Schema } from '~/api/client';
import type { IconName } from '~/parts/icon';
import { type State, states } from '~/parts/state-badge';

export interface Happening {
  id: string;
  at: string;
  /** What it is about, and where that is. */
  name: string;
  to: string | null;
  what: string;
  icon: IconName;
  tone: 'plain' | 'good' | 'warn' | 'bad';
  actor: Schema<'AuditActor'> | null;
}

/** What a connection did when it came into a state: "shop.customer.com went live". */
export const became: Record<State, string> = {
  created: 'was begun',
  pending_ownership: 'waits for its proof',
  verifying: 'is being verified',
  verified: 'was proven',
  dns_writing: 'has its records written',
  propagating: 'waits for its records',
  stalled: 'stalled',
  issuing_cert: 'gets its certificate',
  live: 'went live',
  drifted: 'drifted',
  failed: 'was given up',
  archived: 'was archived',
};

const nouns: Record<string, { name: string; icon: IconName; to: (id: string) => string | null }> = {
  application: { name: 'Application', icon: 'application', to: (id) => `/applications/${id}` },
  key: { name: 'API key', icon: 'key', to: () => '/settings' },
  credential: { name: 'DNS credential', icon: 'key', to: () => null },
  webhook_endpoint: { name: 'Webhook endpoint', icon: 'webhook', to: (id) => `/webhooks/endpoints/${id}` },
  webhook_delivery: { name: 'Webhook delivery', icon: 'webhook', to: () => '/webhooks' },
  change_set: { name: 'DNS change', icon: 'write', to: () => null },
  share_link: { name: 'Link to share', icon: 'share', to: () => null },
  subscription: { name: 'Plan', icon: 'billing', to: () => '/usage' },
  tenant: { name: 'Account', icon: 'tenant', to: () => null },
  member: { name: 'Member', icon: 'member', to: () => '/settings' },
  invitation: { name: 'Invitation', icon: 'member', to: () => '/settings' },
};

const verbs: Record<string, string> = {
  create: 'was created', update: 'was changed', delete: 'was taken away', revoke: 'was revoked', check: 'was checked', disable: 'was switched off', rotate_secret: 'has a new secret', test: 'was tried',
  replay: 'was sent again', undo: 'was undone', write: 'was written', change: 'was changed', checkout: 'is being bought', suspend: 'was suspended', resume: 'was resumed', accept: 'was accepted', remove: 'was taken away',
};
/** Said by the domain itself, or too often to be news. */
const SILENT = /^(connection\.|widget_token\.|.*\.reseal$|subscription\.(portal|customer)$|session\.)/;

export function ofConnection(row: Schema<'Connection'>): Happening {
  const { tone, icon } = states[row.state];
  return {
    id: `${row.id} ${row.state}`, at: row.state_since, name: row.hostname_unicode, to: `/domains/${row.id}`, what: became[row.state], icon,
    tone: tone === 'accent' ? 'plain' : tone, actor: null,
  };
}

export function ofAudit(entry: Schema<'AuditEntry'>): Happening | null {
  if (SILENT.test(entry.action)) return null;
  const [kind = '', verb = ''] = entry.action.split('.');
  const noun = nouns[kind];
  const called = (entry.after ?? entry.before) as { name?: unknown } | null;
  const own = typeof called?.name === 'string' ? ` ${called.name}` : '';
  return {
    id: entry.id, at: entry.at, name: `${noun?.name ?? plain(kind)}${own}`, to: noun?.to(entry.target.id) ?? null, what: verbs[verb] ?? plain(verb).toLowerCase(),
    icon: noun?.icon ?? 'info', tone: 'plain', actor: entry.actor,
  };
}

const plain = (word: string): string => (word.charAt(0).toUpperCase() + word.slice(1)).replaceAll('_', ' ');

export const latest = (happenings: readonly (Happening | null)[], count: number): Happening[] =>
  happenings.filter((each) => each !== null).sort((one, other) => other.at.localeCompare(one.at)).slice(0, count);
