/** What is seldom wanted: moving the name, links for others, and the end. */
import { useState } from 'preact/hooks';
import { can } from '~/api/session';
import { Button } from '~/parts/button';
import { Card } from '~/parts/card';
import { Checkbox } from '~/parts/field';
import { Empty } from '~/parts/empty';
import type { Connection } from './acts';
import { archive, leavingSince } from './parting';
import { useReport } from './report';
import { ShareLinks } from './share';
import { Transfer } from './transfer';

export function Settings({ connection, share }: { connection: Connection; share: () => void }) {
  const isEnded = connection.state === 'archived' || connection.state === 'failed';
  const mayWrite = can('connections:write') && !isEnded;
  return (
    <div class="grid gap-4">
      <ShareLinks connection={connection} share={mayWrite ? share : null} />
      {mayWrite && <Transfer connection={connection} />}
      {mayWrite && <Archive connection={connection} />}
      {isEnded && (leavingSince(connection.id)
        ? <Empty icon="archive" title="It ends in a moment"><p>Until then, Undo takes it back. Afterwards the name is free.</p></Empty>
        : <Empty icon="archive" title="It has ended"><p>The name is free: you or somebody else can connect it again.</p></Empty>)}
    </div>
  );
}

function Archive({ connection }: { connection: Connection }) {
  const { report } = useReport(connection);
  const [cleanup, setCleanup] = useState(false);
  const isLent = report.data?.capabilities.auto_write ?? false;
  const standing = connection.dns_records.filter(({ propagated }) => propagated);
  return (
    <Card title="Archive" lead="The edges stop serving the name at once, and its certificate is deleted a day later.">
      <div class="grid gap-3">
        {standing.length > 0 && (
          <div class="grid gap-1 text-pretty">
            <p>These records lose their purpose. While they stand, whoever has the name served here next speaks for it:</p>
            <ul class="grid gap-1">{standing.map(({ host, type, value }) => <li key={`${host} ${type} ${value}`} class="wrap-anywhere"><code class="font-semibold">{type}</code> <code>{host}</code> <Arrow /> <code>{value}</code></li>)}</ul>
          </div>
        )}
        {isLent && <Checkbox name="cleanup" label="Remove what was written with the lent credential" hint="Exactly those records, and only where they are still as they were written." checked={cleanup} onChange={(event) => setCleanup(event.currentTarget.checked)} />}
        <div><Button look="danger" icon="archive" onClick={() => archive(connection, cleanup && isLent)}>Archive this domain</Button></div>
      </div>
    </Card>
  );
}

const Arrow = () => <span class="text-soft" aria-label="leads to">→</span>;
