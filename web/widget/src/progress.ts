/** How far a host name is: its records, with what was seen of them. */
import type { Connection, DnsRecord, DomainReport, HttpsCheck, RecordsReport } from './api';

/** One host name of the flow; most have one, `www` with its bare domain makes two. */
export interface Host {
  report: DomainReport;
  connection: Connection | null;
  records: RecordsReport | null;
  /** Null until it was tried; `unknown` where this cannot be found out. */
  answer: HttpsCheck | 'unknown' | null;
  /** Whether looking for an answer has ended. */
  settled: boolean;
}

export type RowStatus = 'found' | 'missing' | 'differs' | 'unknown';

/** A record to publish, as it is typed in at the provider, and where it stands. */
export interface Row extends DnsRecord {
  purpose: 'ownership' | 'traffic' | 'certificate';
  /** The full name. */
  name: string;
  status: RowStatus;
  observed: string | null;
  /** What is wrong, in English; only where it says more than the status. */
  problem: string | null;
}

/** Plain cases, for which the status says enough. */
const PLAIN = ['record_missing', 'record_differs', 'ownership_missing', 'challenge_cname_missing'];
const AFTER_PROOF = ['verified', 'dns_writing', 'propagating', 'issuing_cert', 'live', 'drifted'];

export const isOver = (host: Host): boolean => ['failed', 'archived'].includes(host.connection?.state ?? '');
export const isLive = (host: Host): boolean => host.connection?.state === 'live';

/** What the name is at the provider, whose notation shows in the records it was given for. */
export function typedName(name: string, report: DomainReport): string {
  const zone = report.zone ?? report.apex;
  const known = report.instructions?.records.find((record) => record.name !== zone);
  const sample = report.instructions?.records.find((record) => record.name === name);
  if (sample) return sample.host;
  if (known && known.host === known.name) return name;
  if (name === zone) return '@';
  return name.endsWith(`.${zone}`) ? name.slice(0, -zone.length - 1) : name;
}

/** What has to be published, what proves ownership first. */
export function rows(host: Host): Row[] {
  const { report, connection } = host;
  const list: Row[] = [];
  const isProven = !!connection && (!!connection.proof || AFTER_PROOF.includes(connection.state));
  const challenge = connection?.ownership_challenge;
  if (connection && challenge && !isOver(host)) {
    const seen = connection.ownership_proofs.find((proof) => proof.method === 'txt');
    const observed = isProven ? null : (seen?.observed_value ?? null);
    list.push({
      purpose: 'ownership',
      host: typedName(challenge.name, report),
      name: challenge.name,
      type: challenge.type,
      value: challenge.value,
      ttl: 300,
      status: isProven ? 'found' : observed ? 'differs' : connection.checked_at ? 'missing' : 'unknown',
      observed,
      problem: isProven ? null : told(seen?.problem ?? null),
    });
  }
  for (const wanted of connection?.dns_records ?? report.desired_records) {
    const typed = report.instructions?.records.find((record) => record.name === wanted.host && record.ttl && sameKind(record, wanted));
    const seen = host.records?.records.find((record) => record.host === wanted.host && record.type === wanted.type && record.value === wanted.value);
    const stored = 'propagated' in wanted ? wanted as Connection['dns_records'][number] : null;
    const isFound = seen ? seen.propagated : stored?.propagated === true;
    const observed = seen ? seen.observed_value : (stored?.observed_value ?? null);
    list.push({
      purpose: 'traffic',
      host: typed?.host ?? typedName(wanted.host, report),
      name: wanted.host,
      type: typed?.type ?? wanted.type,
      value: typed?.value ?? wanted.value,
      ttl: typed?.ttl ?? wanted.ttl,
      priority: wanted.priority ?? null,
      status: isFound || isLive(host) ? 'found' : observed ? 'differs' : seen || connection?.checked_at ? 'missing' : 'unknown',
      observed: isFound ? null : observed,
      problem: isFound ? null : told(seen?.problem ?? null),
    });
  }
  // A wildcard's certificate can be had by no other way.
  const delegation = connection?.kind === 'wildcard' && connection.ownership_proofs.find((proof) => proof.method === 'acme_cname');
  if (delegation) {
    const seen = host.records?.challenge_cname;
    list.push({
      purpose: 'certificate',
      host: typedName(delegation.name, report),
      name: delegation.name,
      type: delegation.type,
      value: delegation.value,
      ttl: 300,
      status: (seen?.propagated ?? delegation.propagated) ? 'found' : seen?.observed_value ? 'differs' : 'missing',
      observed: seen?.observed_value ?? null,
      problem: told(seen?.problem ?? null),
    });
  }
  return list;
}

function sameKind(typed: DnsRecord, wanted: DnsRecord): boolean {
  const undotted = (value: string): string => value.replace(/\.$/, '');
  return undotted(typed.value) === undotted(wanted.value);
}

function told(problem: { code: string; message: string } | null): string | null {
  return problem && !PLAIN.includes(problem.code) ? problem.message : null;
}
