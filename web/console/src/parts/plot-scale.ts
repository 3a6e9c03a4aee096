/** Numbers to places. Pure. */

/** Round numbers from 0 (or below) to a little above the highest; `isWhole` for what is counted. */
export function ticks(lowest: number, highest: number, { wanted = 4, isWhole = false } = {}): number[] {
  const low = Math.min(0, lowest);
  const high = highest > low ? highest : low + 1;
  const rough = (high - low) / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((each) => each * power).find((each) => each >= rough && (!isWhole || Number.isInteger(each)))!;
  const first = Math.floor(low / step) * step;
  const count = Math.ceil((high - first) / step - 1e-9);
  return Array.from({ length: count + 1 }, (_, index) => Number((first + index * step).toPrecision(12)));
}

export interface Scale {
  (value: number): number;
}

export const scale = (from: readonly [number, number], to: readonly [number, number]): Scale => {
  const width = from[1] - from[0] || 1;
  return (value) => to[0] + ((value - from[0]) / width) * (to[1] - to[0]);
};

const round = (value: number): number => Math.round(value * 100) / 100;

/** An SVG path through points; where a value is missing it is broken. */
export function line(points: readonly (readonly [number, number | null])[]): string {
  let isDown = false;
  return points.map(([x, y]) => {
    if (y === null) return ((isDown = false), '');
    const part = `${isDown ? 'L' : 'M'}${round(x)} ${round(y)}`;
    isDown = true;
    return part;
  }).join('');
}

const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 });
const full = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });
export const short = (value: number): string => compact.format(value);
export const long = (value: number): string => full.format(value);
