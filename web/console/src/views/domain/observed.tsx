/** One record: what is wanted, and what every server that was asked has in its place. */
import type { Schema } from '~/api/client';
import { Badge } from '~/parts/badge';
import { Table } from '~/parts/table';
import { Time } from '~/parts/time';

type Vantage = Schema<'RecordVantage'>;

interface Wanted {
  host: string;
  type: string;
  value: string;
  propagated: boolean | null;
  observed_value: string | null;
  problem: Schema<'Problem'> | null;
  vantages?: readonly Vantage[] | null;
  /** It serves renewals by DNS, and may be left out. */
  isOptional?: boolean;
}

export function Observed({ record }: { record: Wanted }) {
  const { host, type, value, propagated, observed_value, problem, isOptional } = record;
  const vantages = record.vantages ?? [];
  const isUnused = isOptional === true && propagated === false && observed_value === null;
  return (
    <section class="grid gap-2" aria-label={`${type} ${host}`}>
      <div class="flex flex-wrap items-center gap-x-3 gap-y-1">
        <p class="min-w-0 wrap-anywhere grow basis-72"><code class="font-semibold">{type}</code> <code>{host}</code> <span class="text-soft">{isUnused ? 'may be' : 'is to be'}</span> <code>{value}</code></p>
        <Verdict propagated={propagated} isOptional={isOptional} />
      </div>
      {isUnused && <p class="text-sm text-soft text-pretty">It is not needed. Where it stands, certificates can be had by DNS as well.</p>}
      {!isUnused && propagated !== true && problem && <p class="text-sm text-soft text-pretty wrap-anywhere">{problem.message}</p>}
      {isUnused ? null : vantages.length > 0 ? (
        <Table
          caption={`What servers have of ${type} ${host}`}
          rows={vantages}
          keyOf={(vantage) => `${vantage.server} ${vantage.address} ${vantage.vantage}`}
          columns={[
            { key: 'server', label: 'Server', cell: (vantage) => <Server {...vantage} /> },
            { key: 'value', label: 'Has', cell: (vantage) => <Has vantage={vantage} value={value} /> },
            { key: 'ttl', label: 'TTL', isNumber: true, isExtra: true, cell: ({ ttl }) => (ttl === null ? '–' : `${ttl} s`) },
            { key: 'at', label: 'Asked', isExtra: true, cell: ({ at }) => <Time at={at} /> },
          ]}
        />
      ) : (
        <p class="text-sm text-soft">{propagated === false && observed_value === null ? 'Nothing stands there.' : observed_value !== null && <>There is <code>{observed_value}</code>.</>}</p>
      )}
    </section>
  );
}

function Verdict({ propagated, isOptional = false }: { propagated: boolean | null; isOptional: boolean | undefined }) {
  if (propagated) return <Badge tone="good" icon="check">At the zone's servers</Badge>;
  if (propagated === null) return <Badge tone="warn" icon="offline">No answer</Badge>;
  return isOptional ? <Badge icon="minus">Not used</Badge> : <Badge tone="warn" icon="clock">Not at all of the zone's servers</Badge>;
}

const Server = ({ server, address, vantage }: Vantage) => (
  <span class="grid">
    <span class="wrap-anywhere">{server ?? 'Resolver'}</span>
    <span class="text-sm text-soft">{vantage === 'authoritative' ? 'of the zone' : 'public'}{address && <> · <code>{address}</code></>}</span>
  </span>
);

function Has({ vantage, value }: { vantage: Vantage; value: string }) {
  if (vantage.propagated === null) return <span class="text-warn">{vantage.failure ?? 'no usable answer'}</span>;
  if (vantage.propagated) return <span class="inline-flex items-center gap-2"><Badge tone="good" icon="check">Right</Badge>{vantage.observed_value && vantage.observed_value !== value && <code class="wrap-anywhere">{vantage.observed_value}</code>}</span>;
  return vantage.observed_value ? <span class="inline-flex flex-wrap items-center gap-2"><Badge tone="warn" icon="warning">Differs</Badge><code class="wrap-anywhere">{vantage.observed_value}</code></span> : <Badge icon="clock">Nothing</Badge>;
}
