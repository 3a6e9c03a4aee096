/** What can be done with a connection, with the word on how it went. */
import { useState } from 'preact/hooks';
import { type Schema, api, ask } from '~/api/client';
import { cache } from '~/api/query';
import { toast, toastFailure } from '~/parts/toast';
import { navigate } from '~/shell/router';
import type { Act } from './next';

export type Connection = Schema<'Connection'>;

/** Whatever it was, the lists and the page say it anew. */
export function refresh(id: string): void {
  cache.invalidate(['connection', id]);
  cache.invalidate(['connections']);
}

const byId = (id: string) => ({ params: { path: { id } } });

const runs: Record<Act, (connection: Connection) => Promise<string | null>> = {
  async verify({ id }) {
    await ask(api.POST('/v1/connections/{id}/verify', byId(id)));
    return 'Ownership is proven.';
  },
  async check({ id }) {
    const { problem, state } = await ask(api.POST('/v1/connections/{id}/records:check', byId(id)));
    return problem?.message ?? (state === 'live' ? 'Every record is in place, and it is live.' : 'Every record is in place.');
  },
  /** Not at once: what would change is shown first. */
  async write({ id }) {
    navigate(`/domains/${id}/dns`);
    return null;
  },
  async renew({ id }) {
    await ask(api.POST('/v1/connections/{id}/certificate:renew', byId(id)));
    return 'The edges are asked for another certificate.';
  },
  async https({ id }) {
    cache.invalidate(['https', id]);
    navigate(`/domains/${id}/route`);
    return null;
  },
  async again({ application_id, hostname, setup_type }) {
    const { id } = await ask(api.POST('/v1/connections', { body: { application_id, hostname, setup_type } }));
    cache.invalidate(['connections']);
    navigate(`/domains/${id}`);
    return null;
  },
};

/** One at a time: `isBusy(act)` is true while it runs. */
export function useActs(connection: Connection | undefined) {
  const [busy, setBusy] = useState<Act | null>(null);
  const run = async (act: Act): Promise<void> => {
    if (!connection || busy) return;
    setBusy(act);
    try {
      const said = await runs[act](connection);
      if (said) toast({ text: said });
    } catch (thrown) {
      toastFailure(thrown);
    } finally {
      setBusy(null);
      refresh(connection.id);
    }
  };
  return { run: (act: Act): void => void run(act), isBusy: (act: Act): boolean => busy === act };
}
export type Acts = ReturnType<typeof useActs>;
