import { line, scale } from './plot-scale';

/** A line so small that it stands in a sentence; `label` says in words what it shows. */
export function Sparkline({ values, label }: { values: readonly number[]; label: string }) {
  const y = scale([Math.min(...values, 0), Math.max(...values, 1)], [21, 3]);
  const x = scale([0, Math.max(1, values.length - 1)], [2, 78]);
  return (
    <svg width="80" height="24" viewBox="0 0 80 24" role="img" aria-label={label} class="text-accent">
      <path d={line(values.map((value, index) => [x(index), y(value)]))} fill="none" stroke="currentColor" stroke-width="1.5" stroke-linejoin="round" />
    </svg>
  );
}
