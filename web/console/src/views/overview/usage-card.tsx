import type { Schema } from '~/api/client';
import { Card } from '~/parts/card';
import { Link } from '~/parts/link';
import { Sparkline } from '~/parts/plot';
import { names } from '../usage/names';

const kinds = ['connect', 'cert', 'api_call'] as const;

export function UsageCard({ days }: { days: readonly Schema<'UsageDay'>[] }) {
  return (
    <Card title="Usage" lead={`The last ${days.length} days`} actions={<Link to="/usage" class="link text-sm hit-small inline-flex items-center">All of it</Link>}>
      <dl class="grid gap-2">
        {kinds.map((kind) => {
          const values = days.map((day) => day[kind]);
          const total = values.reduce((sum, value) => sum + value, 0);
          return (
            <div key={kind} class="flex items-center gap-3">
              <dt class="grow">{names[kind]}</dt>
              <dd class="flex items-center gap-3 tabular-nums"><Sparkline values={values} label={`${names[kind]} day by day, at most ${Math.max(...values, 0).toLocaleString('en')} on one`} /><span class="w-16 text-end">{total.toLocaleString('en')}</span></dd>
            </div>
          );
        })}
      </dl>
    </Card>
  );
}
