/** A plain table for up to some hundred rows; beyond that `virtual-rows`. On a narrow screen it scrolls in its own frame. */
import type { ComponentChildren } from 'preact';
import { hrefOf, navigate } from '~/shell/router';

export interface Column<Row> {
  key: string;
  label: ComponentChildren;
  cell: (row: Row) => ComponentChildren;
  isNumber?: boolean;
  /** At the far edge: what can be done with the row. */
  isAtEnd?: boolean;
  /** Left out on a phone. */
  isExtra?: boolean;
  class?: string;
}

interface TableProps<Row> {
  /** What the table is, for screen readers; shown where `isCaptionSeen`. */
  caption: string;
  isCaptionSeen?: boolean;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row) => string;
  /** Where a row goes; the first cell holds the link. */
  to?: (row: Row) => string;
  /** What a press on a row does instead; the first cell holds a button for it. */
  open?: (row: Row) => void;
}

export function Table<Row>({ caption, isCaptionSeen, columns, rows, keyOf, to, open = to && ((row) => navigate(to(row))) }: TableProps<Row>) {
  const place = ({ isNumber, isExtra, isAtEnd, class: more = '' }: Column<Row>): string => `px-3 py-2 ${isNumber ? 'text-end tabular-nums' : isAtEnd ? 'text-end' : 'text-start'} ${isExtra ? 'max-sm:hidden' : ''} ${more}`;
  return (
    <div class="card overflow-x-auto" role="region" aria-label={caption} tabIndex={0}>
      <table class="w-full border-collapse">
        <caption class={isCaptionSeen ? 'text-start font-semibold px-3 py-2' : 'unseen'}>{caption}</caption>
        <thead>
          <tr>{columns.map((column) => <th key={column.key} scope="col" class={`text-xs font-medium text-soft bg-sunk border-b border-line whitespace-nowrap ${place(column)}`}>{column.label}</th>)}</tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)} class={`border-b border-line last:border-0 ${open ? 'hover:bg-wash cursor-pointer' : ''}`} onClick={(event) => open && !isControl(event) && (lead(event), open(row))}>
              {columns.map((column, index) => (
                <td key={column.key} class={place(column)}>
                  {index === 0 && to ? <a href={hrefOf(to(row))} class="font-medium hover:underline rounded-sm">{column.cell(row)}</a> : column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A press anywhere is one on what opens the row: there the focus comes back to. */
const lead = ({ currentTarget: row }: { currentTarget: HTMLElement }): void => row.querySelector<HTMLElement>('a, button')?.focus({ preventScroll: true });

/** What is pressed inside a row has its own effect; text that is being marked has none. */
const isControl = (event: MouseEvent): boolean =>
  event.metaKey || event.ctrlKey || !!(event.target as Element).closest('a, button, input, select, label, [popover], dialog') || !!getSelection()?.toString();
