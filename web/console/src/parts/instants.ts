/** Instants and lengths of time in words. Pure: the present is given. */
const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [['second', 60], ['minute', 60], ['hour', 24], ['day', 30.4], ['month', 12], ['year', Infinity]];
const words = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const whole = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'long' });
const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium' });

export function relative(ms: number, present: number): string {
  let value = (ms - present) / 1000;
  if (Math.abs(value) < 10) return 'just now';
  for (const [unit, size] of STEPS) {
    if (Math.abs(Math.round(value)) < size) return words.format(Math.round(value), unit);
    value /= size;
  }
  return words.format(Math.round(value), 'year');
}

export const exact = (at: string | number): string => whole.format(new Date(at));
export const dateOf = (at: string | number): string => day.format(new Date(at));

/** "3 min", "2 h 5 min", "4 days". */
export function duration(ms: number): string {
  const s = Math.round(ms / 1000);
  if (s < 1) return `${Math.round(ms)} ms`;
  if (s < 60) return `${s} s`;
  if (s < 3600) return `${Math.floor(s / 60)} min`;
  if (s < 86_400) return `${Math.floor(s / 3600)} h${s % 3600 >= 60 ? ` ${Math.floor((s % 3600) / 60)} min` : ''}`;
  return `${Math.floor(s / 86_400)} ${s < 172_800 ? 'day' : 'days'}`;
}
