/** Texts with their values filled in, and what the browser knows to write by itself. */
import type { ComponentChild } from 'preact';
import type { Key } from './strings';

export interface Say {
  (key: Key, values?: Record<string, string | number>): string;
  /** With elements among the values. */
  rich(key: Key, values: Record<string, ComponentChild>): ComponentChild[];
  /** A number of seconds, such as `4 hours`. */
  duration(seconds: number): string;
  /** A time from now, such as `in 2 minutes`. */
  when(instant: string): string;
  date(instant: string): string;
}

export function speaker(text: (key: Key) => string, locale: string): Say {
  const say = ((key, values = {}) =>
    text(key).replace(/\{(\w+)\}/g, (_, name: string, __, all: string) => isolated(String(values[name] ?? ''), all))) as Say;
  say.rich = (key, values) =>
    text(key).split(/\{(\w+)\}/).map((part, index) => (index % 2 ? values[part] : part));
  say.duration = (seconds) => {
    const [n, unit] = inUnit(seconds);
    return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(n);
  };
  say.when = (instant) => {
    const seconds = (Date.parse(instant) - Date.now()) / 1000;
    const [n, unit] = inUnit(Math.abs(seconds));
    return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(seconds < 0 ? -n : n, unit);
  };
  say.date = (instant) => new Intl.DateTimeFormat(locale, { dateStyle: 'long' }).format(new Date(instant));
  return say;
}

/** Host names are written from left to right, also inside right-to-left sentences, and the other way round. */
const isolated = (value: string, sentence: string): string => (/[\u0590-\u08ff]/.test(sentence + value) ? `\u2068${value}\u2069` : value);

export function inUnit(seconds: number): [number, 'second' | 'minute' | 'hour' | 'day'] {
  if (seconds < 90) return [Math.round(seconds), 'second'];
  if (seconds < 5400) return [Math.round(seconds / 60), 'minute'];
  if (seconds < 129_600) return [Math.round(seconds / 3600), 'hour'];
  return [Math.round(seconds / 86_400), 'day'];
}
