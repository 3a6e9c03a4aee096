/** Taking a connection away: seen at once, sent after the time to undo it, and then what is left at the customer's provider. */
import { signal } from '@preact/signals';
import { type Schema, api, ask } from '~/api/client';
import { cache, changeRow } from '~/api/query';
import { later } from '~/parts/undo';
import { type Connection, refresh } from './acts';

export type Parting = Schema<'OffboardedConnection'>;

/** Those that wait to be archived, and since when: whatever the server says meanwhile, they are shown as gone. */
const leaving = signal<ReadonlyMap<string, string>>(new Map());
/** What was answered, as long as this page lives: it is said once. */
const partings = signal<Readonly<Record<string, Parting>>>({});

/** Since when it waits to be archived; absent when it does not. */
export const leavingSince = (id: string): string | undefined => leaving.value.get(id);
export const partingOf = (id: string): Parting | undefined => partings.value[id];

export function archive({ id, hostname_unicode }: Connection, cleanup: boolean): void {
  later({
    text: `${hostname_unicode} is archived in a moment.`,
    apply: () => {
      leaving.value = new Map([...leaving.value, [id, new Date().toISOString()]]);
      const takeBack = changeRow<Connection>(['connections'], id, (row) => ({ ...row, state: 'archived' }));
      return () => {
        stay(id);
        takeBack();
      };
    },
    send: async () => {
      const parting = await ask(api.DELETE('/v1/connections/{id}', { params: { path: { id }, query: cleanup ? { cleanup } : {} } }));
      partings.value = { ...partings.value, [id]: parting };
      cache.put(['connection', id], parting);
    },
    after: () => {
      stay(id);
      refresh(id);
    },
  });
}

const stay = (id: string): void => void (leaving.value = new Map([...leaving.value].filter(([each]) => each !== id)));
