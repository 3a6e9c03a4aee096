/** All applications, for names and choices. */
import { type Schema, api, ask } from '~/api/client';
import { useQuery } from '~/api/query';

export type Application = Schema<'Application'>;

/** Nobody chooses among more. */
const MOST = 1_000;

async function all(): Promise<Application[]> {
  const found: Application[] = [];
  let cursor: string | null | undefined;
  do {
    const page = await ask(api.GET('/v1/applications', { params: { query: { limit: 100, ...(cursor ? { cursor } : {}) } } }));
    found.push(...page.data);
    cursor = page.next_cursor;
  } while (cursor && found.length < MOST);
  return found;
}

/** A key of its own: below `['applications', 'all']` stands the first page, as the API gives it. */
export const useApplications = (isOn = true) => useQuery(['applications', 'every'], all, { isOn });

/** The one that is meant where none was chosen: the first that was made, which stays the same while others come. */
export const defaultOf = (applications: readonly Application[]): Application | undefined => applications.at(-1);
