/** The ways of proof that are offered, or the one that proved it with what was seen, where and when. */
import { Badge } from '~/parts/badge';
import { Card } from '~/parts/card';
import { Copyable } from '~/parts/copy';
import { Facts } from '~/parts/facts';
import { Table } from '~/parts/table';
import { Time } from '~/parts/time';
import type { Schema } from '~/api/client';
import type { Connection } from './acts';

type Method = Schema<'ProofMethod'>;

const methods: Record<Method, { label: string; meaning: string }> = {
  txt: { label: 'Ownership record', meaning: 'The usual way.' },
  acme_cname: { label: 'Certificate delegation', meaning: 'Stays published, and lets certificates be had by DNS: wildcards need it.' },
  paas_txt: { label: 'Short ownership record', meaning: 'For apexes and wildcards where the usual one cannot be set.' },
  traffic_cname: { label: 'Traffic to your application', meaning: 'Leads visitors and proves the name in one record, since it names your application.' },
  credential: { label: 'Lent credential', meaning: 'The ownership record was written with a credential that the customer lent.' },
  domain_connect: { label: 'Domain Connect', meaning: 'The customer consented at the provider.' },
  operator: { label: 'The operator’s word', meaning: 'Whoever runs the platform brought the name along, with its certificate and private key.' },
};

export function Proofs({ connection }: { connection: Connection }) {
  const { proof, ownership_proofs: offered } = connection;
  if (proof) return <Receipt proof={proof} />;
  return (
    <Card title="Ways to prove ownership" lead={connection.fresh_proof ? 'It has to be proven afresh, by one of these records; a lent credential does not count.' : 'Any one of these records is enough.'}>
      <ul class="grid divide-y divide-line">
        {offered.map(({ method, name, type, value, problem, observed_value }) => (
          <li key={method} class="py-3 first:pt-0 last:pb-0 grid gap-1">
            <p class="flex flex-wrap items-center gap-2"><b class="font-medium">{methods[method].label}</b><span class="text-sm text-soft">{methods[method].meaning}</span></p>
            <p class="text-sm grid gap-0.5"><span class="wrap-anywhere"><code class="font-semibold">{type}</code> <code>{name}</code></span><Copyable text={value} what={`the value of ${methods[method].label.toLowerCase()}`} /></p>
            {observed_value && observed_value !== value && <p class="text-sm text-warn wrap-anywhere">There is <code>{observed_value}</code> instead.</p>}
            {problem && <p class="text-sm text-soft wrap-anywhere">{problem.message}</p>}
          </li>
        ))}
      </ul>
    </Card>
  );
}

type Proof = Schema<'Proof'>;

function Receipt({ proof }: { proof: Proof }) {
  return (
    <Card title="Ownership" actions={<Badge tone="good" icon="check">Proven</Badge>} lead={`By ${methods[proof.method].label.toLowerCase()}.`}>
      <div class="grid gap-4">
        <Facts
          facts={[
            [proof.method === 'operator' ? 'In place of' : 'Record', <span class="wrap-anywhere"><code class="font-semibold">{proof.type}</code> <code>{proof.name}</code></span>],
            proof.zone ? ['Zone', <code>{proof.zone}</code>] : null,
            ['Accepted', <Time at={proof.at} isExact />],
          ]}
        />
        {proof.method !== 'operator' && <Table
          caption="Servers that were asked"
          rows={proof.servers}
          keyOf={(server) => `${server.name} ${server.address}`}
          columns={[
            { key: 'server', label: 'Server', cell: ({ name, address, vantage }) => <span class="grid"><span class="wrap-anywhere">{name ?? vantage}</span>{address && <code class="text-soft">{address}</code>}</span> },
            { key: 'seen', label: 'Had it', cell: ({ seen }) => (seen === null ? <Badge tone="warn" icon="offline">No answer</Badge> : seen ? <Badge tone="good" icon="check">Yes</Badge> : <Badge icon="close">No</Badge>) },
            { key: 'ttl', label: 'TTL', isNumber: true, cell: ({ ttl }) => (ttl === null ? '–' : `${ttl} s`) },
            { key: 'at', label: 'When', isExtra: true, cell: ({ at }) => <Time at={at} /> },
          ]}
        />}
      </div>
    </Card>
  );
}
