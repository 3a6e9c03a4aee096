/** Samples as a plot reads them, by the clock of whoever looks. */
const minute = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const second = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const MINUTE_MS = 60_000;
/** More than a plot can show are thinned: each drawn point is the mean of those it stands for. */
export const POINTS_MAX = 240;

export function pointsOf(points: readonly (readonly [number, number] | number[])[], most = POINTS_MAX): { label: string; value: number }[] {
  const each = Math.max(1, Math.ceil(points.length / most));
  const groups = Array.from({ length: Math.ceil(points.length / each) }, (_, index) => points.slice(index * each, (index + 1) * each));
  // Two points that are drawn beside each other do not have the same name.
  const clock = groups.length > 1 && groups[1]!.at(-1)![0]! - groups[0]!.at(-1)![0]! < MINUTE_MS ? second : minute;
  return groups.map((group) => ({ label: clock.format(new Date(group.at(-1)![0]!)), value: group.reduce((sum, point) => sum + point[1]!, 0) / group.length }));
}
