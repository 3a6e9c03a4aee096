/** Which domains are listed and in which order, as it stands in the address. Pure. */
import type { State } from '~/parts/state-badge';
import { type Counts, type GroupName, groups } from './groups';

export const orders = {
  '-created_at': 'Newest first',
  created_at: 'Oldest first',
  '-state_since': 'Changed last',
  state_since: 'Longest unchanged',
  hostname: 'Name, A to Z',
  '-hostname': 'Name, Z to A',
  state: 'Needs attention first',
} as const;
export type Order = keyof typeof orders;

export interface Filter {
  show: GroupName;
  /** One state of the group. */
  state: State | null;
  application: string | null;
  search: string;
  sort: Order;
}

type Query = Record<string, string | undefined>;

/** What the address says; what it says wrongly counts as not said. */
export function filterOf(query: Query): Filter {
  const show = query.show && Object.hasOwn(groups, query.show) ? (query.show as GroupName) : 'all';
  const states: readonly string[] = groups[show].states;
  return {
    show,
    state: query.state && states.includes(query.state) ? (query.state as State) : null,
    application: query.application && /^[\da-f-]{36}$/i.test(query.application) ? query.application : null,
    search: query.search ?? '',
    sort: query.sort && Object.hasOwn(orders, query.sort) ? (query.sort as Order) : '-created_at',
  };
}

/** Whether more than the group narrows the list. */
export const isNarrowed = ({ state, application, search }: Filter): boolean => state !== null || application !== null || nameIn(search) !== '';

/** What to search for: people paste addresses of pages as well. */
export const nameIn = (text: string): string => text.trim().replace(/^[a-z][a-z\d+.-]*:\/\//i, '').replace(/[/?#].*$/, '').slice(0, 253);

/** The same as the API takes it. */
export function askedOf({ show, state, application, search, sort }: Filter) {
  const name = nameIn(search);
  return { state: state ? [state] : [...groups[show].states], sort, ...(application ? { application_id: application } : {}), ...(name ? { search: name } : {}) };
}

/** The counts once these are archived. */
export function without(byState: Counts, leaving: Iterable<State>): Counts {
  const counts: Record<string, number> = { ...byState };
  for (const state of leaving) {
    counts[state] = (counts[state] ?? 0) - 1;
    counts.archived = (counts.archived ?? 0) + 1;
  }
  return counts;
}
