/** Reading from the API in a view: what is there is shown at once, and read anew behind it. */
import { signal } from '@preact/signals';
import { useEffect, useMemo, useReducer, useRef } from 'preact/hooks';
import { type Failure, failureFrom } from './failure';
import { type Page, type Pages, another, reread, rowsOf } from './pages';
import { type Key, QueryCache } from './query-cache';

export const cache = new QueryCache();
/** What is younger than this is not read again when a view opens. */
const FRESH_MS = 5_000;
/** A page that could not be had is asked for again after this. */
const AGAIN_MS = 2_000;

export interface Query<Data> {
  data: Data | undefined;
  /** Of the last reading; `data` may be there all the same, and older. */
  failure: Failure | null;
  /** Nothing is there yet: show a skeleton. */
  isLoading: boolean;
  isFetching: boolean;
  refetch: () => void;
}

export interface QueryOptions {
  /** False while it is not known what to ask for. */
  isOn?: boolean;
  /** Reads anew every so often, in milliseconds, while the page is seen. */
  everyMs?: number;
}

export function useQuery<Data>(key: Key, read: (before: Data | undefined) => Promise<Data>, options: QueryOptions = {}): Query<Data> {
  const { isOn = true, everyMs } = options;
  const name = JSON.stringify(key);
  const reader = useRef(read);
  reader.current = read;
  const [, redraw] = useReducer((count: number) => count + 1, 0);

  useEffect(() => {
    if (!isOn) return;
    const unwatch = cache.watch(key, () => redraw(undefined));
    void cache.fetch<Data>(key, (before) => reader.current(before), FRESH_MS);
    redraw(undefined);
    return unwatch;
  }, [name, isOn]);

  useEffect(() => {
    if (!isOn || !everyMs) return;
    const timer = setInterval(() => document.visibilityState === 'visible' && cache.invalidate(key), everyMs);
    return () => clearInterval(timer);
  }, [name, isOn, everyMs]);

  const entry = cache.read<Data>(key);
  return {
    data: isOn ? entry.data : undefined,
    failure: isOn && entry.error ? failureFrom(entry.error) : null,
    isLoading: isOn && entry.data === undefined && !entry.error,
    isFetching: entry.isFetching,
    refetch: () => cache.invalidate(key),
  };
}

export interface PagedQuery<Row> extends Omit<Query<never>, 'data'> {
  rows: Row[] | undefined;
  hasMore: boolean;
  isFetchingMore: boolean;
  more: () => void;
}

/** A list that goes on: `read(cursor)` gives one page of it. */
export function usePages<Row extends { id: string }>(key: Key, read: (cursor: string | undefined) => Promise<Page<Row>>, options: QueryOptions = {}): PagedQuery<Row> {
  const query = useQuery<Pages<Row>>(key, (before) => reread(before, read), options);
  const going = useRef(false);
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const next = query.data?.at(-1)?.next_cursor ?? null;

  const more = (): void => {
    if (!query.data || !next || going.current) return;
    going.current = true;
    redraw(undefined);
    another(query.data, read)
      .then((pages) => cache.put(key, pages), () => new Promise((resolve) => setTimeout(resolve, AGAIN_MS)))
      .finally(() => {
        going.current = false;
        redraw(undefined);
      });
  };
  const { data, ...rest } = query;
  const rows = useMemo(() => data && rowsOf(data).filter(({ id }) => !withheld.value.has(id)), [data, withheld.value]);
  return { ...rest, rows, hasMore: next !== null, isFetchingMore: going.current, more };
}

/** Changes one row wherever it is listed, below every key that begins so. */
export const changeRow = <Row extends { id: string }>(prefix: Key, id: string, alter: (row: Row) => Row): (() => void) =>
  cache.change<Pages<Row>>(prefix, inPages((rows) => rows.map((row) => (row.id === id ? alter(row) : row))));

/** Rows that are on their way out, by id. */
const withheld = signal<ReadonlySet<string>>(new Set());

/** Leaves rows out of every list, also of those that are read later; gives how to show them again. For what `later` removes for good. */
export function withhold(ids: readonly string[]): () => void {
  withheld.value = new Set([...withheld.value, ...ids]);
  return () => void (withheld.value = new Set([...withheld.value].filter((id) => !ids.includes(id))));
}

/** Takes rows out wherever they are listed now. */
export const dropRows = <Row extends { id: string }>(prefix: Key, ids: readonly string[]): (() => void) =>
  cache.change<Pages<Row>>(prefix, inPages((rows) => rows.filter((row) => !ids.includes(row.id))));

/** Below the same key stand other answers too; they stay as they are. */
const inPages = <Row>(alter: (rows: Row[]) => Row[]) => (pages: Pages<Row>): Pages<Row> =>
  Array.isArray(pages) ? pages.map((page) => ({ ...page, data: alter(page.data) })) : pages;

export interface Change<Data, Answer> {
  /** What is seen at once is changed below this key … */
  key?: Key;
  /** … so; taken back when the server refuses. */
  alter?: (data: Data) => Data;
  send: () => Promise<Answer>;
  /** What is read anew afterwards. */
  invalidate?: readonly Key[];
}

/** Does it now and lets the server follow; what it refuses is undone, and thrown. */
export async function change<Data, Answer>({ key, alter, send, invalidate = [] }: Change<Data, Answer>): Promise<Answer> {
  const takeBack = key && alter ? cache.change(key, alter) : () => undefined;
  try {
    const answer = await send();
    for (const each of invalidate) cache.invalidate(each);
    return answer;
  } catch (thrown) {
    takeBack();
    throw thrown;
  }
}
