/** Host names out of what people paste: lines, lists, tables from a spreadsheet. Pure. */
export interface Names {
  names: string[];
  /** How many stood there twice. */
  repeated: number;
  /** Lines in which no name was found. */
  odd: string[];
}

const NAME = /^(\*\.)?([\p{L}\p{N}\p{M}_-]+\.)+[\p{L}\p{N}\p{M}-]{2,}$/u;
const HEADING = /^(host|host ?names?|domains?|domain ?names?|names?|url)$/i;

export function namesIn(text: string): Names {
  const found: string[] = [];
  const odd: string[] = [];
  for (const line of text.split(/\r\n|\n|\r/)) {
    const cells = line.split(/[,;\t]|\s+/).map(bare).filter(Boolean);
    if (cells.length === 0) continue;
    const names = cells.filter((cell) => NAME.test(cell));
    // A list on one line gives all of them; a line of a table its first.
    if (names.length === cells.length) found.push(...names);
    else if (names[0]) found.push(names[0]);
    else if (!(found.length === 0 && cells.some((cell) => HEADING.test(cell)))) odd.push(line.trim());
  }
  const names = [...new Set(found)];
  return { names, repeated: found.length - names.length, odd };
}

/** Without quotes, scheme, path and the dot at the end. */
const bare = (cell: string): string => cell.trim().replace(/^["']+|["']+$/g, '').replace(/^https?:\/\//i, '').replace(/[/?#:].*$/, '').replace(/\.$/, '').toLowerCase();

export const inChunks = <Item>(items: readonly Item[], size: number): Item[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));
