import { expect, it } from 'vitest';
import { type Pages, another, reread, rowsOf } from '../src/api/pages';

interface Row { id: string; text?: string }

/** A server that gives `size` rows at once and whose cursors are the next row's place. */
const server = (rows: Row[], size = 2) => async (cursor: string | undefined) => {
  const from = Number(cursor ?? 0);
  const data = rows.slice(from, from + size);
  return { data, next_cursor: from + size < rows.length ? String(from + size) : null };
};
const rows = (...ids: string[]): Row[] => ids.map((id) => ({ id }));
const ids = (pages: Pages<Row>) => rowsOf(pages).map(({ id }) => id).join('');

async function read(all: Row[], count: number): Promise<Pages<Row>> {
  let pages = await reread<Row>(undefined, server(all));
  while (pages.length < count) pages = await another(pages, server(all));
  return pages;
}

it('begins with one page and goes on by its cursor, to the end', async () => {
  const all = rows('a', 'b', 'c', 'd', 'e');
  expect(ids(await read(all, 1))).toBe('ab');
  const pages = await read(all, 3);
  expect(ids(pages)).toBe('abcde');
  expect(await another(pages, server(all))).toBe(pages);
});

it('reads anew as far as it had read, when that is not far', async () => {
  const before = await read(rows('a', 'b', 'c', 'd', 'e'), 2);
  expect(ids(await reread(before, server(rows('n', 'a', 'b', 'c', 'd', 'e'))))).toBe('nabc');
});

it('leaves deep pages as they are, each row once and none lost at the seam', async () => {
  const before = await read(rows(...'abcdefghij'), 5);
  expect(ids(await reread(before, server(rows(...'nabcdefghij'))))).toBe('nabcdefghij');
});

it('does not bring back what has gone from among what was read anew', async () => {
  const before = await read(rows(...'abcdefghij'), 5);
  expect(ids(await reread(before, server(rows(...'acdefghij'))))).toBe('acdefghij');
});

it('takes the newer of two of the same row', async () => {
  const before = await read(rows(...'abcdefghij'), 5);
  const changed = rows(...'hbcdefgaij').map((row) => ({ ...row, text: 'new' }));
  const after = rowsOf(await reread(before, server(changed)));
  expect(after.filter(({ id }) => id === 'h')).toEqual([{ id: 'h', text: 'new' }]);
});
