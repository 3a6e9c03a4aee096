/** Which rows have come into another state while one looks at them: for a quiet mark that fades. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { onEvent } from '~/api/live';
import { api, ask } from '~/api/client';
import { changeRow } from '~/api/query';
import type { Connection } from './job';

const SHOWN_MS = 6_000;

export function useChanged(rows: readonly Connection[] | undefined): ReadonlySet<string> {
  const known = useRef(new Map<string, string>());
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set());
  const timers = useRef(new Set<number>());
  useEffect(() => () => timers.current.forEach(clearTimeout), []);
  useEffect(() => {
    if (!rows) return;
    const before = known.current;
    const moved = rows.filter(({ id, state }) => before.has(id) && before.get(id) !== state).map(({ id }) => id);
    known.current = new Map(rows.map(({ id, state }) => [id, state]));
    if (moved.length === 0) return;
    setMarked((now) => new Set([...now, ...moved]));
    const timer = window.setTimeout(() => {
      timers.current.delete(timer);
      setMarked((now) => new Set([...now].filter((id) => !moved.includes(id))));
    }, SHOWN_MS);
    timers.current.add(timer);
  }, [rows]);
  return marked;
}

/** The head of a list is read anew after an event; what lies deeper is asked for by itself. */
const HEAD = 250;
const GATHER_MS = 400;
/** Beyond that, scrolling there again will do. */
const MOST = 20;

export function useDeepNews(rows: readonly Connection[] | undefined): void {
  const latest = useRef(rows);
  latest.current = rows;
  useEffect(() => {
    const waiting = new Set<string>();
    let timer = 0;
    const read = (): void => {
      const deep = new Set(latest.current?.slice(HEAD).map(({ id }) => id));
      const wanted = [...waiting].filter((id) => deep.has(id)).slice(0, MOST);
      waiting.clear();
      for (const id of wanted) {
        ask(api.GET('/v1/connections/{id}', { params: { path: { id } } })).then(
          (news) => changeRow<Connection>(['connections'], id, () => news),
          () => undefined,
        );
      }
    };
    const stop = onEvent(({ jobId }) => {
      if (!jobId) return;
      waiting.add(jobId);
      clearTimeout(timer);
      timer = window.setTimeout(read, GATHER_MS);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, []);
}
