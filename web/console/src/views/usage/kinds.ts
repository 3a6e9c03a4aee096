/** What is counted, in words, and how a month will end if it goes on as it began. */
import type { Schema } from '~/api/client';
import { type UsageKind, names } from './names';

export { type UsageKind, isEnforced } from './names';
export type UsageDay = Schema<'UsageDay'>;

export const kinds: Record<UsageKind, { name: string; meaning: string }> = {
  connect: { name: names.connect, meaning: 'Every domain that somebody begins to connect. Archiving one does not give it back.' },
  active_domain: { name: names.active_domain, meaning: 'Domains that were live at some time in the month.' },
  cert: { name: names.cert, meaning: 'Certificates issued, renewals included.' },
  api_call: { name: names.api_call, meaning: 'Requests with a valid key or widget token.' },
};

/** A number that a plan allows, as it is read. */
export const amount = (limit: number | null): string => (limit === null ? 'no limit' : limit.toLocaleString('en'));

/**
 * Whether one may go to a plan by oneself. Where nothing is sold every plan is switched to freely; else those that are sold, and the free one,
 * which ends the subscription.
 */
export const isOpen = ({ id, is_for_sale }: Schema<'PlanOffer'>, isSelling: boolean): boolean => !isSelling || is_for_sale || id === 'free';

export interface Less {
  kind: UsageKind;
  used: number;
  was: number | null;
  limit: number;
}

/** What another plan allows less of than the present one. */
export const lessOf = (usage: readonly Schema<'UsageCount'>[], limits: Schema<'PlanLimits'>): Less[] =>
  usage.flatMap(({ kind, used, limit: was }) => {
    const limit = limits[kind];
    return limit !== null && (was === null || limit < was) ? [{ kind, used, was, limit }] : [];
  });

/** From this share of a limit on, it is worth a word. */
export const NEARLY = 0.8;

export type Pressure = 'plain' | 'warn' | 'bad';
export const pressure = (used: number, limit: number | null): Pressure =>
  limit === null || used < limit * NEARLY ? 'plain' : used < limit ? 'warn' : 'bad';

/** When the limit is reached at this month's pace: milliseconds since 1970, or `null` when not in this month. */
export function reachedAt(used: number, limit: number | null, start: number, end: number, present: number): number | null {
  const gone = present - start;
  if (limit === null || used >= limit || used === 0 || gone <= 0) return null;
  const at = start + (gone * limit) / used;
  return at < end ? at : null;
}

/** Days as a plot reads them, oldest first. */
export const pointsOf = (days: readonly UsageDay[], kind: UsageKind): { label: string; value: number }[] =>
  days.map((day) => ({ label: shortDay(day.date), value: day[kind] }));

const format = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });
export const shortDay = (date: string): string => format.format(new Date(`${date}T00:00:00Z`));

/** The first day of a stretch of so many that ends today, in UTC: `2026-11-01`. */
export const firstDay = (days: number, present: number): string => new Date(present - (days - 1) * 86_400_000).toISOString().slice(0, 10);
