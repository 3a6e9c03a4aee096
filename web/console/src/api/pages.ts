/** Lists that the API gives page by page. */
export interface Page<Row> {
  data: Row[];
  next_cursor?: string | null;
}
export type Pages<Row> = Page<Row>[];

/** So many pages are read anew when a list changes; what lies deeper stays as it was seen. */
const REREAD = 3;

export async function reread<Row extends { id: string }>(before: Pages<Row> | undefined, read: (cursor: string | undefined) => Promise<Page<Row>>): Promise<Pages<Row>> {
  const wanted = Math.min(Math.max(before?.length ?? 1, 1), REREAD);
  const fresh: Pages<Row> = [];
  let cursor: string | undefined;
  while (fresh.length < wanted) {
    const page = await read(cursor);
    fresh.push(page);
    if (!page.next_cursor) return fresh;
    cursor = page.next_cursor;
  }
  const deeper = before?.slice(wanted) ?? [];
  if (deeper.length === 0) return fresh;
  // Rows that moved between what is new and what is old appear once, and none is lost: the old page at the seam stays whole.
  const seam = before![wanted - 1]!;
  const known = new Set(rowsOf(fresh).map(({ id }) => id));
  const lost = seam.data.filter(({ id }) => !known.has(id) && !isGone(id, before!, fresh));
  const last = fresh[fresh.length - 1]!;
  fresh[fresh.length - 1] = { data: [...last.data, ...lost], next_cursor: seam.next_cursor };
  return [...fresh, ...deeper];
}

/** It stood before a row that is still there: had it not gone, it would have been read. */
function isGone<Row extends { id: string }>(id: string, before: Pages<Row>, fresh: Pages<Row>): boolean {
  const order = rowsOf(before).map((row) => row.id);
  const lastSeen = order.lastIndexOf(rowsOf(fresh).at(-1)?.id ?? '');
  return lastSeen >= 0 && order.indexOf(id) < lastSeen;
}

export async function another<Row>(pages: Pages<Row>, read: (cursor: string | undefined) => Promise<Page<Row>>): Promise<Pages<Row>> {
  const cursor = pages.at(-1)?.next_cursor;
  return cursor ? [...pages, await read(cursor)] : pages;
}

/** Each row once, in order. */
export function rowsOf<Row>(pages: Pages<Row>): Row[] {
  const seen = new Set<unknown>();
  return pages.flatMap(({ data }) => data).filter((row) => {
    const { id } = row as { id?: string };
    if (id === undefined) return true;
    return seen.has(id) ? false : seen.add(id);
  });
}
