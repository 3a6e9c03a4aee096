/** This month against its limits. */
import type { Schema } from '~/api/client';
import { Card } from '~/parts/card';
import { dateOf } from '~/parts/instants';
import { Link } from '~/parts/link';
import { useNow } from '~/parts/time';
import { titled } from '~/parts/titles';
import { type Pressure, type UsageKind, amount, isEnforced, kinds, pressure, reachedAt } from './kinds';

type Subscription = Schema<'Subscription'>;

const fills: Record<Pressure, string> = { plain: 'bg-accent', warn: 'bg-warn', bad: 'bg-bad' };

export function Counts({ subscription }: { subscription: Subscription }) {
  const present = useNow();
  const [start, end] = [subscription.period_start, subscription.period_end].map((at) => new Date(at).getTime()) as [number, number];
  return (
    <Card title="This month" lead={<>Plan <Link to="/usage/plan">{titled(subscription.plan)}</Link>, counted until {dateOf(end - 1)} (UTC).</>}>
      <ul class="grid sm:grid-cols-2 gap-x-8 gap-y-5 mt-1">
        {subscription.usage.map(({ kind, used, limit }) => (
          <li key={kind} class="grid gap-1 content-start">
            <p class="flex flex-wrap justify-between gap-x-3">
              <span class="font-medium">{kinds[kind].name}</span>
              <span class="tabular-nums">{used.toLocaleString('en')} <span class="text-soft">{limit === null ? amount(limit) : `of ${amount(limit)}`}</span></span>
            </p>
            {limit !== null && (
              <div role="meter" aria-label={kinds[kind].name} aria-valuenow={used} aria-valuemin={0} aria-valuemax={limit} class="h-2 rounded-full bg-wash border border-line overflow-hidden">
                <div class={`h-full ${fills[pressure(used, limit)]}`} style={{ inlineSize: `${Math.min(100, (used / Math.max(1, limit)) * 100)}%` }} />
              </div>
            )}
            <Outlook kind={kind} at={reachedAt(used, limit, start, end, present)} level={pressure(used, limit)} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Outlook({ kind, at, level }: { kind: UsageKind; at: number | null; level: Pressure }) {
  const elsewhere = <Link to="/usage/plan">See other plans</Link>;
  if (level === 'bad') {
    const text = isEnforced(kind) ? 'The limit is reached: no further domain can be connected this month. What is live stays live.' : 'The plan has no more in it. Nothing is refused for that.';
    return <p class={`text-sm ${isEnforced(kind) ? 'text-bad' : 'text-soft'}`}>{text} {elsewhere}</p>;
  }
  if (at !== null) return <p class={`text-sm ${level === 'warn' ? 'text-warn' : 'text-soft'}`}>At this pace the limit is reached on {dateOf(at)}. {elsewhere}</p>;
  return <p class="text-sm text-soft">{kinds[kind].meaning}</p>;
}
