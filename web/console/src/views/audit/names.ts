/** Host names of connections that the audit log knows by their ids. */
import { useRef } from 'preact/hooks';
import { api, ask } from '~/api/client';
import { useQuery } from '~/api/query';
import { can } from '~/api/session';

/** Those that changed lately are had in one go; so many others one by one. */
const LATELY = 100;
const ONE_BY_ONE = 50;

export function useNames(ids: readonly string[]): ReadonlyMap<string, string> {
  const known = useRef(new Map<string, string>());
  useQuery(['connections', 'names', ids], async () => {
    const unknown = () => ids.filter((id) => !known.current.has(id));
    if (unknown().length > 0) {
      const { data } = await ask(api.GET('/v1/connections', { params: { query: { sort: '-state_since', limit: LATELY } } }));
      for (const { id, hostname_unicode } of data) known.current.set(id, hostname_unicode);
    }
    const asked = unknown().slice(0, ONE_BY_ONE).map((id) => ask(api.GET('/v1/connections/{id}', { params: { path: { id } } })));
    for (const one of await Promise.allSettled(asked)) if (one.status === 'fulfilled') known.current.set(one.value.id, one.value.hostname_unicode);
    return known.current.size;
  }, { isOn: ids.length > 0 && can('connections:read') });
  return known.current;
}
