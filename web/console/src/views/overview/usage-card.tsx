import type { Schema } from '~/api/client';
import { Card } from '~/parts/card';
import { Link } from '~/parts/link';
import { Sparkline } from '~/parts/plot';

const kinds = [
  { kind: 'connect', label: 'Connections begun' },
  { kind: 'cert', label: 'Certificates' },
  { kind: 'api_call', label: 'API calls' },
] as const;

export function UsageCard({ days }: { days: readonly Schema<'UsageDay'>[] }) {
  return (
    <Card title="Usage" lead={`The last ${days.length} days`} actions={<Link to="/usage" class="link text-sm hit-small inline-flex items-center">All of it</Link>}>
      <dl class="grid gap-2">
        {kinds.map(({ kind, label }) => {
          const values = days.map((day) => day[kind]);
          const total = values.reduce((sum, value) => sum + value, 0);
          return (
            <div key={kind} class="flex items-center gap-3">
              <dt class="grow">{label}</dt>
              <dd class="flex items-center gap-3 tabular-nums"><Sparkline values={values} label={`${label} day by day, at most ${Math.max(...values, 0).toLocaleString('en')} on one`} /><span class="w-16 text-end">{total.toLocaleString('en')}</span></dd>
            </div>
          );
        })}
      </dl>
    </Card>
  );
}
