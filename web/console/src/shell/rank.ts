/** What fits to what was typed: the beginning before a word's beginning, before any place, before scattered letters. Pure. */
export function ranked<Item>(text: string, items: readonly Item[], nameOf: (item: Item) => string): Item[] {
  return merged(text, items, [], nameOf);
}

/** The same with what was found for this text elsewhere: that stays, however little it looks like it, and before scattered letters. */
export function merged<Item>(text: string, items: readonly Item[], found: readonly Item[], nameOf: (item: Item) => string): Item[] {
  const wanted = text.trim().toLowerCase();
  const score = (item: Item): number => scoreOf(wanted, nameOf(item).toLowerCase());
  return [...items.map((item) => ({ item, score: score(item) })), ...found.map((item) => ({ item, score: Math.max(ANYWHERE, score(item)) }))]
    .filter(({ score: each }) => each > 0)
    .sort((one, other) => other.score - one.score)
    .map(({ item }) => item);
}

/** Nothing comes before it. */
export const isBeginning = (text: string, name: string): boolean => name.toLowerCase().startsWith(text.trim().toLowerCase());

const ANYWHERE = 2;

function scoreOf(wanted: string, name: string): number {
  if (name.startsWith(wanted)) return 4;
  if (name.split(/[^\p{L}\p{N}]+/u).some((word) => word.startsWith(wanted))) return 3;
  if (name.includes(wanted)) return ANYWHERE;
  let at = -1;
  for (const letter of wanted) if ((at = name.indexOf(letter, at + 1)) < 0) return 0;
  return 1;
}
