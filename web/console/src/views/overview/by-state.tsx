/** All domains by state: in one line, and in words. */
import { Card } from '~/parts/card';
import { type State, states } from '~/parts/state-badge';
import { hrefOf } from '~/shell/router';
import type { Counts } from '../domains/groups';

const number = (value: number): string => value.toLocaleString('en');
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
