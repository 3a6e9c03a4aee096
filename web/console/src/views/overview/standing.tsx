/** The state of things in a few numbers. */
import { Stat } from '~/parts/card';
import { countOf, groups } from '../domains/groups';
import type { SourcesRead } from './sources';

const number = (value: number): string => value.toLocaleString('en');

export function Numbers({ sources: { summary, today, usage } }: { sources: SourcesRead }) {
  const counts = summary.data?.by_state;
  if (!counts) return null;
  const current = countOf(counts, groups.all.states);
  const waiting = countOf(counts, groups.waiting.states);
  const live = counts.live ?? 0;
  const way = current - live - summary.data!.needs_attention;
  return (
    <div class="grid grid-cols-2 lg:grid-cols-4 gap-3">
      <Stat label="Live" value={number(live)} hint={current === live ? 'every domain' : `of ${number(current)} domains`} to="/domains?show=live" />
      <Stat label="Live since today" value={today.data ? `${number(today.data.count)}${today.data.isMore ? '+' : ''}` : '–'} hint="went live or came back" to="/domains?show=live&sort=-state_since" />
      <Stat label="Under way" value={number(way)} hint={waiting > 0 ? `${number(waiting)} ${waiting === 1 ? 'waits' : 'wait'} for the customer` : 'none waits for a customer'} to="/domains?show=waiting" />
      <Stat label="Certificates this month" value={usage.data ? number(usage.data.cert) : '–'} hint="issued and renewed" to="/certificates" />
    </div>
  );
}
