import { Card } from '~/parts/card';
import { Link } from '~/parts/link';
import { ActorName } from '~/parts/person';
import { Timeline } from '~/parts/timeline';
import { can } from '~/api/session';
import type { Happening } from './happenings';

export function HappeningsCard({ happenings }: { happenings: readonly Happening[] }) {
  return (
    <Card title="Lately" actions={can('apps:admin') && <Link to="/audit" class="link text-sm hit-small inline-flex items-center">All of it</Link>}>
      {happenings.length === 0 ? <p class="text-soft">Nothing has happened yet. What domains, people and keys do appears here by itself.</p> : (
        <Timeline
          label="What happened lately"
          moments={happenings.map(({ id, at, name, to, what, icon, tone, actor }) => ({
            id, at, icon, tone, title: <>{to ? <Link to={to} class="font-medium hover:underline rounded-sm">{name}</Link> : <span class="font-medium">{name}</span>} {what}</>,
            detail: actor && actor.kind !== 'system' ? <ActorName actor={actor} /> : undefined,
          }))}
        />
      )}
    </Card>
  );
}
