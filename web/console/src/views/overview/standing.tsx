/** The state of things in a few numbers, and all domains by state in one line. */
import { Card, Stat } from '~/parts/card';
import { type State, states } from '~/parts/state-badge';
import { hrefOf } from '~/shell/router';
import { type Counts, countOf, groups } from '../domains/filter';
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
      <Stat label="Under way" value={number(way)} hint={waiting > 0 ? `${number(waiting)} wait for the customer` : 'none waits for a customer'} to="/domains?show=waiting" />
      <Stat label="Certificates this month" value={usage.data ? number(usage.data.cert) : '–'} hint="issued and renewed" to="/certificates" />
    </div>
  );
}

const fills: Record<string, string> = { good: 'bg-good', accent: 'bg-accent', plain: 'bg-edge', warn: 'bg-warn', bad: 'bg-bad' };
const ORDER: readonly State[] = ['live', 'issuing_cert', 'propagating', 'dns_writing', 'verified', 'verifying', 'pending_ownership', 'created', 'drifted', 'stalled', 'failed'];

export function ByState({ counts }: { counts: Counts }) {
  const present = ORDER.filter((state) => (counts[state] ?? 0) > 0);
  return (
    <Card title="Domains by state">
      <div class="flex gap-0.5 h-2.5 rounded-full overflow-hidden mb-3" aria-hidden="true">
        {present.map((state) => <div key={state} class={`min-w-1 ${fills[states[state].tone]}`} style={{ flexGrow: counts[state] }} />)}
      </div>
      <ul class="grid gap-px">
        {present.map((state) => (
          <li key={state}>
            <a href={hrefOf(`/domains?state=${state}`)} class="flex items-center gap-2 -mx-2 px-2 py-1 rounded-md hover:bg-wash" title={states[state].meaning}>
              <span aria-hidden="true" class={`size-2 rounded-full ${fills[states[state].tone]}`} />
              <span class="grow">{states[state].label}</span><span class="tabular-nums text-soft">{number(counts[state] ?? 0)}</span>
            </a>
          </li>
        ))}
      </ul>
    </Card>
  );
}
