/** An entry of the audit log in words, and what it changed. */
import type { Schema } from '~/api/client';

export type Entry = Schema<'AuditEntry'>;

/** `connection.archived` → "connection archived". */
export const sentence = (action: string): string => {
  const [noun = '', verb = ''] = action.split('.');
  return `${noun} ${verb}`.replaceAll('_', ' ').trim();
};

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
  const pages: Record<string, string> = { connection: `/domains/${id}`, application: `/applications/${id}`, webhook_endpoint: `/webhooks/endpoints/${id}`, subscription: '/usage/plan', member: '/settings/members', invitation: '/settings/members' };
  return pages[kind] ?? null;
}
