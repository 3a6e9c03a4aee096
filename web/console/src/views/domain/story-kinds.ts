/** Kinds of what happened, how it is told apart, and how it is put into days. Pure. */
import type { Schema } from '~/api/client';
import { dateOf } from '~/parts/instants';

type Entry = Schema<'TimelineEntry'>;
export type Kind = Entry['kind'];

export const kinds: readonly { value: '' | Kind; label: string }[] = [
  { value: '', label: 'Everything' },
  { value: 'transition', label: 'States' },
  { value: 'action', label: 'Actions' },
  { value: 'observation', label: 'Seen in DNS' },
  { value: 'change_set', label: 'Writes' },
  { value: 'certificate', label: 'Certificate' },
  { value: 'event', label: 'Events' },
  { value: 'delivery', label: 'Webhooks' },
];

export const fits = ({ kind }: Pick<Entry, 'kind'>, wanted: string): boolean => wanted === '' || kind === wanted;

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
/** The state that a transition led to is its verb: `connection.live`. */
const reached = (data: Record<string, unknown>): string => text(data.action).split('.').at(-1)!;

export function toneOf({ kind, data }: { kind: Kind; data: Record<string, unknown> }): 'plain' | 'good' | 'warn' | 'bad' {
  if (kind === 'transition') return { live: 'good', verified: 'good', drifted: 'warn', stalled: 'warn', failed: 'bad' }[reached(data)] as 'good' | 'warn' | 'bad' | undefined ?? 'plain';
  if (kind === 'delivery' || kind === 'change_set') return { delivered: 'good', applied: 'good', failed: 'bad' }[text(data.status)] as 'good' | 'bad' | undefined ?? 'plain';
  return 'plain';
}

/** In the order in which they come, under the day on which they were. */
export function byDay(entries: readonly Entry[]): { day: string; entries: Entry[] }[] {
  const days: { day: string; entries: Entry[] }[] = [];
  for (const entry of entries) {
    const day = dateOf(entry.at);
    const last = days.at(-1);
    if (last?.day === day) last.entries.push(entry);
    else days.push({ day, entries: [entry] });
  }
  return days;
}
