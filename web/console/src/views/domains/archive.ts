/** Archiving, one or many: gone from the lists at once, sent after six seconds, and until then taken back by a press. */
import { signal } from '@preact/signals';
import { api, ask } from '~/api/client';
import { cache, dropRows } from '~/api/query';
import type { State } from '~/parts/state-badge';
import { later } from '~/parts/undo';
import { type Connection, type Deed, begin } from './job';

/** Those that go, with the state that they leave. Lists leave them out, whatever is read meanwhile. */
export const leaving = signal<ReadonlyMap<string, State>>(new Map());

const deed: Deed = {
  doing: 'Archiving',
  done: 'archived',
  act: ({ id }) => ask(api.DELETE('/v1/connections/{id}', { params: { path: { id } } })),
};

export function archive(rows: readonly Connection[]): void {
  const stay = (): void => {
    const left = new Map(leaving.value);
    for (const { id } of rows) left.delete(id);
    leaving.value = left;
  };
  later({
    text: rows.length === 1 ? `${rows[0]!.hostname_unicode} was archived.` : `${rows.length.toLocaleString('en')} domains were archived.`,
    apply() {
      leaving.value = new Map([...leaving.value, ...rows.map((row) => [row.id, row.state] as const)]);
      return stay;
    },
    async send() {
      const gone = await begin(deed, rows);
      dropRows(['connections'], gone.map(({ id }) => id));
      stay();
    },
    after: () => cache.invalidate(['connections']),
  });
}
