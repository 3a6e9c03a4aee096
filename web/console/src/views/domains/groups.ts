/** The groups in which people look for domains, and how many are in each. Pure. */
import type { State } from '~/parts/state-badge';

interface Group {
  label: string;
  states: readonly State[];
}

/** What people look for most. `all` leaves out what was taken away: it has a place of its own. */
export const groups = {
  all: { label: 'All but archived', states: ['stalled', 'drifted', 'failed', 'created', 'pending_ownership', 'verifying', 'verified', 'dns_writing', 'propagating', 'issuing_cert', 'live'] },
  attention: { label: 'Needs attention', states: ['stalled', 'drifted', 'failed'] },
  waiting: { label: 'Waiting for the customer', states: ['pending_ownership', 'propagating'] },
  live: { label: 'Live', states: ['live'] },
  archived: { label: 'Archived', states: ['archived'] },
} as const satisfies Record<string, Group>;
export type GroupName = keyof typeof groups;

/** How many there are in each state. */
export type Counts = Readonly<Record<string, number>>;

export const countOf = (byState: Counts, states: readonly State[]): number => states.reduce((sum, state) => sum + (byState[state] ?? 0), 0);
