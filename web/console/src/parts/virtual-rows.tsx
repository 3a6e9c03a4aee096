/**
 * Ten thousand rows and more, of which only those are drawn that are seen. Arrow keys or j and k move, Enter opens, x marks, Shift with x
 * or a click marks a range, End goes on until everything is read. The head stays; the frame scrolls, and is where it was on coming back.
 */
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { hrefOf, navigate } from '~/shell/router';
import { Skeleton } from './skeleton';
import type { Column } from './table';
import { moved, selected, span } from './window';

interface VirtualRowsProps<Row> {
  caption: string;
  columns: readonly (Column<Row> & { /** Part of the width, as in CSS grid: `2fr`, `8rem`. */ width: string; /** Only where the frame is that wide, in pixels. */ from?: number })[];
  rows: readonly Row[];
  keyOf: (row: Row) => string;
  to: (row: Row) => string;
  /** All there are, also those not yet read; for screen readers. */
  total?: number | undefined;
  /** Told when the end is near. */
  onEnd?: () => void;
  isFetchingMore?: boolean;
  selection?: { chosen: ReadonlySet<string>; choose: (chosen: Set<string>) => void };
}

const ROW = 44;
/** So many rows before the end the next are asked for. */
const AHEAD = 120;

/** Kept with the place in the history that is left. */
interface Kept {
  rows?: { top: number; at: number };
}
export function VirtualRows<Row>({ caption, columns: all, rows, keyOf, to, total, onEnd, isFetchingMore, selection }: VirtualRowsProps<Row>) {
  const frame = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 640, width: 1_000 });
  const columns = all.filter(({ from = 0 }) => view.width >= from);
  const [at, setAt] = useState(0);
  const from = useRef<number | null>(null);
  const isToEnd = useRef(false);
  const wanted = useRef<number | null>(null);
  const count = rows.length;
  const here = Math.min(at, Math.max(0, count - 1));
  const { first, end } = span(view.top, view.height, ROW, count);
  const template = `${selection ? '2.75rem ' : ''}${columns.map(({ width }) => (width.endsWith('fr') ? `minmax(10rem, ${width})` : width)).join(' ')}`;
  const ids = rows.map(keyOf);
  // One row can be reached by Tab, also when the one we were at is scrolled away.
  const stop = Math.min(Math.max(here, first), end - 1);

  useLayoutEffect(() => {
    const kept = (history.state as Kept | null)?.rows;
    if (!kept) return;
    history.replaceState({ ...history.state, rows: undefined }, '');
    frame.current!.scrollTop = kept.top;
    setAt(kept.at);
  }, []);
  useEffect(() => {
    const element = frame.current!;
    const observer = new ResizeObserver(() => setView({ top: element.scrollTop, height: element.clientHeight, width: element.clientWidth }));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    if (end >= count - AHEAD && !isFetchingMore) onEnd?.();
  }, [end, count, isFetchingMore]);
  useEffect(() => {
    if (isToEnd.current && count > 0) go(count - 1);
  }, [count]);
  useEffect(() => {
    // From the page itself j and k lead into the list.
    const enter = (event: KeyboardEvent): void => {
      const isFree = event.target === document.body || (event.target as Element).matches('main, h1');
      if (!isFree || event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey || !/^[jk]$/.test(event.key) || document.querySelector('dialog[open]')) return;
      event.preventDefault();
      latest.current();
    };
    document.addEventListener('keydown', enter);
    return () => document.removeEventListener('keydown', enter);
  }, []);

  // The row we go to may be drawn only after the frame has scrolled there.
  const focusWanted = (): void => {
    const row = wanted.current === null ? null : frame.current?.querySelector<HTMLElement>(`[data-row="${wanted.current}"]`);
    if (!row) return;
    wanted.current = null;
    row.focus({ preventScroll: true });
  };
  useLayoutEffect(focusWanted);
  const go = (index: number): void => {
    setAt(index);
    const element = frame.current!;
    const top = index * ROW;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + 2 * ROW > element.scrollTop + element.clientHeight) element.scrollTop = top + 2 * ROW - element.clientHeight;
    wanted.current = index;
    requestAnimationFrame(focusWanted);
  };
  const latest = useRef(() => go(here));
  latest.current = () => count > 0 && go(here);
  const keep = (): void => history.replaceState({ ...history.state, rows: { top: frame.current!.scrollTop, at: here } } satisfies Kept, '');
  const open = (row: Row): void => {
    keep();
    navigate(to(row));
  };
  const mark = (index: number, isRange: boolean): void => {
    selection?.choose(selected(selection.chosen, ids, index, isRange ? from.current : null));
    from.current = index;
    setAt(index);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.metaKey || event.ctrlKey || event.altKey || (event.target as Element).closest('input:not([type=checkbox]), [role=menu]')) return;
    const next = moved(event.key, here, count, Math.max(1, Math.floor(view.height / ROW) - 1));
    const row = rows[here];
    isToEnd.current = event.key === 'End';
    if (next !== null) go(next);
    else if (event.key.toLowerCase() === 'x' && selection && row) mark(here, event.shiftKey);
    else if (event.key === 'Enter' && row && (event.target as HTMLElement).dataset.row) open(row);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const isAll = count > 0 && selection !== undefined && ids.every((id) => selection.chosen.has(id));

  return (
    <div
      ref={frame}
      role="grid"
      aria-label={caption}
      aria-rowcount={(total ?? count) + 1}
      aria-multiselectable={selection ? true : undefined}
      onKeyDown={onKeyDown}
      onClickCapture={(event) => (event.target as Element).closest('a') && keep()}
      onWheel={() => (isToEnd.current = false)}
      onScroll={(event) => setView({ ...view, top: event.currentTarget.scrollTop })}
      class="card overflow-auto max-h-[max(24rem,calc(100dvh-18rem))] overscroll-contain"
    >
      <div role="rowgroup" class="sticky top-0 z-10 bg-sunk border-b border-line min-w-fit">
        <div role="row" aria-rowindex={1} class="grid items-center text-xs font-medium text-soft h-9" style={{ gridTemplateColumns: template }}>
          {selection && (
            <div role="columnheader" class="grid place-items-center">
              <input type="checkbox" aria-label="Mark all that are read" checked={isAll} indeterminate={!isAll && selection.chosen.size > 0} onChange={() => selection.choose(isAll ? new Set() : new Set(ids))} class="size-4" />
            </div>
          )}
          {columns.map((column) => <div key={column.key} role="columnheader" class={`px-3 truncate ${column.isNumber ? 'text-end' : ''} ${column.class ?? ''}`}>{column.label}</div>)}
        </div>
      </div>
      <div role="rowgroup" class="relative min-w-fit" style={{ height: `${count * ROW}px` }}>
        {rows.slice(first, end).map((row, offset) => {
          const index = first + offset;
          const id = ids[index]!;
          const isChosen = selection?.chosen.has(id);
          return (
            <div
              key={id}
              role="row"
              aria-rowindex={index + 2}
              aria-selected={selection ? isChosen : undefined}
              data-row={index}
              tabIndex={index === stop ? 0 : -1}
              onFocus={() => setAt(index)}
              onClick={(event) => !(event.target as Element).closest('a, button, input, label, [popover]') && (event.shiftKey && selection ? mark(index, true) : open(row))}
              class="grid items-center absolute inset-x-0 h-11 border-b border-line hover:bg-wash focus-visible:bg-wash aria-selected:bg-accent-wash cursor-pointer -outline-offset-2!"
              style={{ gridTemplateColumns: template, top: `${index * ROW}px` }}
            >
              {selection && (
                <div role="gridcell" class="grid place-items-center h-full" onClick={(event) => { event.stopPropagation(); mark(index, event.shiftKey); }}>
                  <input type="checkbox" tabIndex={-1} aria-label={`Mark row ${index + 1}`} checked={isChosen} class="size-4 pointer-events-none" />
                </div>
              )}
              {columns.map((column, order) => (
                <div key={column.key} role="gridcell" class={`px-3 truncate ${column.isNumber ? 'text-end tabular-nums' : ''} ${column.class ?? ''}`}>
                  {order === 0 ? <a href={hrefOf(to(row))} tabIndex={-1} class="font-medium hover:underline">{column.cell(row)}</a> : column.cell(row)}
                </div>
              ))}
            </div>
          );
        })}
      </div>
      {isFetchingMore && <div class="p-3"><Skeleton lines={1} /></div>}
    </div>
  );
}
