/** Numbers over time, drawn by hand as SVG. Behind each plot stands its table, and the arrow keys read it out. */
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { line, long, scale, short, ticks } from './plot-scale';

export { Sparkline } from './sparkline';

export interface Point {
  /** As it is read: "12 Nov", "14:05". */
  label: string;
  value: number | null;
}

export interface Series {
  name: string;
  points: readonly Point[];
}

interface PlotProps {
  /** What it shows, as a heading would. */
  title: string;
  unit?: string;
  /** What the numbers mean, in a sentence. */
  lead?: string;
  series: readonly Series[];
  kind?: 'line' | 'bars';
}

const HEIGHT = 180;
const INSET = { start: 44, end: 8, top: 10, bottom: 24 };
// By colour, and by the line's kind.
const strokes = ['text-accent', 'text-good', 'text-warn', 'text-bad'];
const dashes = [undefined, '6 3', '2 3', '8 3 2 3'];

export function Plot({ title, unit = '', lead, series, kind = 'line' }: PlotProps) {
  const frame = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(600);
  const [at, setAt] = useState<number | null>(null);
  const id = useId();
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => entry && setWidth(Math.max(200, entry.contentRect.width)));
    observer.observe(frame.current!);
    return () => observer.disconnect();
  }, []);

  const labels = series[0]?.points.map((point) => point.label) ?? [];
  const values = series.flatMap(({ points }) => points.map((point) => point.value ?? 0));
  const marks = ticks(Math.min(...values, 0), Math.max(...values, 0), { isWhole: values.every(Number.isInteger) });
  const y = scale([marks[0]!, marks.at(-1)!], [HEIGHT - INSET.bottom, INSET.top]);
  const step = (width - INSET.start - INSET.end) / Math.max(1, kind === 'bars' ? labels.length : labels.length - 1);
  const x = (index: number): number => INSET.start + step * (kind === 'bars' ? index + 0.5 : index);
  const every = Math.ceil(labels.length / Math.max(2, Math.floor(width / 90)));

  const onMove = (event: PointerEvent): void => {
    const inside = event.clientX - frame.current!.getBoundingClientRect().left - INSET.start;
    setAt(Math.min(labels.length - 1, Math.max(0, kind === 'bars' ? Math.floor(inside / step) : Math.round(inside / step))));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const move = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!move) return;
    event.preventDefault();
    setAt((now) => Math.min(labels.length - 1, Math.max(0, (now ?? (move > 0 ? -1 : labels.length)) + move)));
  };
  const reading = at === null || at >= labels.length ? null : `${labels[at]}: ${series.map(({ name, points }) => `${series.length > 1 ? `${name} ` : ''}${points[at]?.value === null ? 'none' : long(points[at]?.value ?? 0)}`).join(', ')}${unit && ` ${unit}`}`;

  return (
    <figure class="min-w-0">
      <figcaption class="flex flex-wrap justify-between gap-x-4 text-sm">
        <span id={id} class="font-medium">{title}</span>
        <span class="text-soft tabular-nums" aria-live="polite">{reading ?? unit}</span>
        {lead && <p class="basis-full text-soft text-pretty">{lead}</p>}
      </figcaption>
      <div ref={frame} role="group" aria-labelledby={id} aria-roledescription="plot" tabIndex={0} onKeyDown={onKeyDown} onPointerMove={onMove} onPointerLeave={() => setAt(null)} onBlur={() => setAt(null)} class="mt-2 touch-pan-y">
        <svg width={width} height={HEIGHT} viewBox={`0 0 ${width} ${HEIGHT}`} aria-hidden="true" class="block max-w-full text-soft">
          {marks.map((mark) => (
            <g key={mark}>
              <path d={`M${INSET.start} ${y(mark)}H${width - INSET.end}`} class="stroke-line" stroke-width="1" />
              <text x={INSET.start - 8} y={y(mark) + 4} text-anchor="end" class="fill-soft text-xs tabular-nums">{short(mark)}</text>
            </g>
          ))}
          {labels.map((label, index) => index % every === 0 && (
            <text key={index} x={x(index)} y={HEIGHT - 6} text-anchor={index === labels.length - 1 && kind === 'line' ? 'end' : 'middle'} class="fill-soft text-xs">{label}</text>
          ))}
          {at !== null && <path d={`M${x(at)} ${INSET.top}V${HEIGHT - INSET.bottom}`} class="stroke-edge" stroke-width="1" />}
          {series.map(({ name, points }, order) => (
            <g key={name} class={strokes[order % 4]}>
              {kind === 'line' && <path d={line(points.map((point, index) => [x(index), point.value === null ? null : y(point.value)]))} fill="none" stroke="currentColor" stroke-width="1.75" stroke-dasharray={dashes[order % 4]} stroke-linejoin="round" />}
              {kind === 'bars' && points.map((point, index) => {
                const wide = Math.max(1, (step * 0.7) / series.length);
                const top = y(Math.max(point.value ?? 0, 0));
                return <rect key={index} x={x(index) - (wide * series.length) / 2 + wide * order} y={top} width={wide} height={Math.max(0, y(0) - top)} rx={Math.min(2, wide / 3)} fill="currentColor" opacity={at === null || at === index ? 1 : 0.5} />;
              })}
              {kind === 'line' && at !== null && points[at] && points[at].value !== null && <circle cx={x(at)} cy={y(points[at].value)} r="3.5" fill="currentColor" />}
            </g>
          ))}
        </svg>
      </div>
      {series.length > 1 && (
        <ul class="flex flex-wrap gap-x-4 text-sm text-soft mt-1">
          {series.map(({ name }, order) => (
            <li key={name} class="inline-flex items-center gap-1.5">
              <svg width="18" height="8" aria-hidden="true" class={strokes[order % 4]}><path d="M0 4h18" stroke="currentColor" stroke-width={kind === 'bars' ? 7 : 2} stroke-dasharray={kind === 'bars' ? undefined : dashes[order % 4]} /></svg>{name}
            </li>
          ))}
        </ul>
      )}
      <details class="mt-1 text-sm">
        <summary class="text-soft hover:text-fg w-fit rounded-sm">As a table</summary>
        <div class="max-h-60 overflow-auto mt-1" tabIndex={0} role="region" aria-label={`${title}, as a table`}>
          <table class="tabular-nums">
            <thead><tr><th scope="col" class="text-start pe-6">When</th>{series.map(({ name }) => <th key={name} scope="col" class="text-end pe-6">{name}</th>)}</tr></thead>
            <tbody>{labels.map((label, index) => <tr key={index}><th scope="row" class="text-start font-normal pe-6">{label}</th>{series.map(({ name, points }) => <td key={name} class="text-end pe-6">{points[index]?.value === null ? '–' : long(points[index]?.value ?? 0)}</td>)}</tr>)}</tbody>
          </table>
        </div>
      </details>
    </figure>
  );
}
