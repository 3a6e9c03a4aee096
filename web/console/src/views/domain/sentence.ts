/** The server's sentences name instants exactly; people read them as a distance. Pure: the present is given. */
import { dateOf, relative } from '~/parts/instants';

export type Piece = string | { text: string; at: string };

const instants = /\b(at|until|since) (\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) UTC/g;
const SOON_MS = 10_000;
const DAY_MS = 86_400_000;
const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short' });

export function pieces(sentence: string, present: number): Piece[] {
  const all: Piece[] = [];
  let from = 0;
  for (const match of sentence.matchAll(instants)) {
    const [whole, word, date, time] = match;
    const at = `${date}T${time}Z`;
    const before = sentence.slice(from, match.index);
    all.push(before, { text: said(word!, Date.parse(at), present, /(next|again) $/.test(before)), at });
    from = match.index + whole.length;
  }
  return [...all, sentence.slice(from)].filter((piece) => piece !== '');
}

/** `isAhead`: it is still to come, whatever the clocks say. */
function said(word: string, ms: number, present: number, isAhead: boolean): string {
  if (word === 'at') return isAhead && ms - present < SOON_MS ? 'in a moment' : relative(ms, present);
  return `${word} ${Math.abs(ms - present) < DAY_MS ? clock.format(ms) : dateOf(ms)}`;
}
