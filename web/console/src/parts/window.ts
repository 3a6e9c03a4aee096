/** Which rows of a long list are drawn, and how a selection grows. Pure. */
export interface Span {
  first: number;
  /** Not itself drawn. */
  end: number;
}

/** What is seen, and some rows beyond, so that fast scrolling finds them there. */
export function span(top: number, height: number, rowHeight: number, count: number, beyond = 10): Span {
  const first = Math.max(0, Math.floor(top / rowHeight) - beyond);
  return { first, end: Math.min(count, Math.ceil((top + height) / rowHeight) + beyond) };
}

/** Where a key leads to; `null` when it leads nowhere. */
export function moved(key: string, at: number, count: number, page: number): number | null {
  const to = { ArrowDown: at + 1, j: at + 1, ArrowUp: at - 1, k: at - 1, PageDown: at + page, PageUp: at - page, Home: 0, End: count - 1 }[key];
  return to === undefined || count === 0 ? null : Math.min(count - 1, Math.max(0, to));
}

/** Turns one, or with `from` everything between, to what the first of them becomes. */
export function selected(now: ReadonlySet<string>, ids: readonly string[], index: number, from: number | null): Set<string> {
  const next = new Set(now);
  const isOn = !now.has(ids[index]!);
  const [low, high] = from === null ? [index, index] : [Math.min(from, index), Math.max(from, index)];
  for (const id of ids.slice(low, high + 1)) {
    if (isOn) next.add(id);
    else next.delete(id);
  }
  return next;
}
