/** An entry of the audit log in words, and what it changed. */
import type { Schema } from '~/api/client';
import type { State } from '~/parts/state-badge';
import { titled, worded } from '~/parts/titles';
import { became } from '../overview/happenings';

export type Entry = Schema<'AuditEntry'>;

/** Those that no rule makes words of. */
const others: Record<string, string> = {
  'connection.bulk_create': 'Domains connected in bulk',
  'connection.begin_domain_connect': 'Connection: Domain Connect begun',
  'connection.cleanup': 'Connection: records taken back',
  'tenant.limits': 'Limits of the tenant set',
  'subscription.portal': 'Billing portal opened',
  'subscription.customer': 'Billing customer made',
  'subscription.checkout': 'Checkout begun',
};
const participles: Record<string, string> = { undo: 'undone', write: 'written' };
const participle = (verb: string): string =>
  participles[verb] ?? (verb.endsWith('ed') ? verb : verb.endsWith('e') ? `${verb}d` : verb.endsWith('y') ? `${verb.slice(0, -1)}ied` : `${verb}ed`);

/** `application.update` → "Application updated"; `webhook_endpoint.rotate_secret` → "Webhook endpoint: secret rotated". */
export function sentence(action: string): string {
  const [noun = '', verb] = action.split('.');
  if (others[action] || !verb) return others[action] ?? titled(noun);
  if (noun === 'connection' && Object.hasOwn(became, verb)) return `Connection ${became[verb as State]}`;
  const [first = '', ...rest] = verb.split('_');
  return rest.length > 0 ? `${titled(noun)}: ${worded(rest.join('_'))} ${participle(first)}` : `${titled(noun)} ${participle(first)}`;
}

/** What it is called that the entry is about, where the entry says so. */
export function subject({ before, after }: { before: object | null; after: object | null }): string | null {
  const known = { ...before, ...after } as Record<string, unknown>;
  const name = ['hostname', 'name', 'email', 'url', 'plan'].map((field) => known[field]).find((value) => typeof value === 'string');
  return (name as string | undefined) ?? null;
}

/** Connections that entries are about without saying their names: of a change of state only the states are kept. */
export const namelessIn = (entries: readonly { target: Entry['target']; before: object | null; after: object | null }[]): string[] =>
  [...new Set(entries.filter((entry) => entry.target.kind === 'connection' && subject(entry) === null).map(({ target }) => target.id))].sort();

export interface Changed {
  field: string;
  before: string | null;
  after: string | null;
}

const text = (value: unknown): string | null => (value === undefined || value === null ? null : typeof value === 'string' ? value : JSON.stringify(value));

/** Field by field what is another one afterwards; what stayed is left out. */
export function changed({ before, after }: { before: object | null; after: object | null }): Changed[] {
  const [old, fresh] = [before ?? {}, after ?? {}] as [Record<string, unknown>, Record<string, unknown>];
  const fields = [...new Set([...Object.keys(old), ...Object.keys(fresh)])];
  return fields.map((field) => ({ field, before: text(old[field]), after: text(fresh[field]) })).filter((each) => each.before !== each.after);
}

/** Where the console shows what an entry is about; `null` where it has no page of its own. */
export function pageOf({ kind, id }: Entry['target']): string | null {
  const pages: Record<string, string> = { connection: `/domains/${id}`, application: `/applications/${id}`, webhook_endpoint: `/webhooks/endpoints/${id}`, subscription: '/usage/plan', key: '/settings/keys', member: '/settings/members', invitation: '/settings/members' };
  return pages[kind] ?? null;
}
