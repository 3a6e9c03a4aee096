/** DNS: what is wanted against what each server has, and what we may write there. */
import { can } from '~/api/session';
import { Button } from '~/parts/button';
import { Card } from '~/parts/card';
import { Time } from '~/parts/time';
import type { Acts, Connection } from './acts';
import { ChangeSets } from './change-sets';
import { Email } from './email';
import { Observed } from './observed';
import { useReport } from './report';
import { Write } from './write';

export default function Dns({ connection, acts }: { connection: Connection; acts: Acts }) {
  const isEnded = connection.state === 'archived' || connection.state === 'failed';
  const { report } = useReport(connection, !isEnded);
  const delegation = connection.ownership_proofs.find(({ method, vantages }) => method === 'acme_cname' && vantages?.length);
  return (
    <div class="grid gap-4">
      <Card
        title="Desired and observed"
        lead={<>Asked at the zone's own servers{connection.checked_at && <>, last <Time at={connection.checked_at} /></>}. What a cache says decides nothing.</>}
        actions={can('connections:write') && !isEnded && <Button isSmall icon="refresh" isBusy={acts.isBusy('check')} onClick={() => acts.run('check')}>Check now</Button>}
      >
        <div class="grid gap-5">
          {connection.dns_records.map((record) => <Observed key={`${record.host} ${record.type} ${record.value}`} record={record} />)}
          {delegation && <Observed record={{ ...delegation, host: delegation.name, propagated: delegation.propagated, isOptional: connection.proof?.method !== 'acme_cname' && connection.kind !== 'wildcard' }} />}
        </div>
      </Card>
      {!isEnded && can('connections:write') && <Write connection={connection} report={report} />}
      <ChangeSets connection={connection} />
      {!isEnded && can('connections:write') && <Email connection={connection} isLent={report.data?.capabilities.auto_write ?? false} />}
    </div>
  );
}
