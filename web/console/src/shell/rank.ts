/** What fits to what was typed: the beginning before a word's beginning, before any place, before scattered letters. Pure. */
export function ranked<Item>(text: string, items: readonly Item[], nameOf: (item: Item) => string): Item[] {
  const wanted = text.trim().toLowerCase();
  if (!wanted) return [...items];
  return items
    .map((item, order) => ({ item, order, score: score(wanted, nameOf(item).toLowerCase()) }))
    .filter(({ score: each }) => each > 0)
    .sort((one, other) => other.score - one.score || one.order - other.order)
    .map(({ item }) => item);
}

function score(wanted: string, name: string): number {
  if (name.startsWith(wanted)) return 4;
  if (name.split(/[^\p{L}\p{N}]+/u).some((word) => word.startsWith(wanted))) return 3;
  if (name.includes(wanted)) return 2;
  let at = -1;
  for (const letter of wanted) if ((at = name.indexOf(letter, at + 1)) < 0) return 0;
  return 1;
}
