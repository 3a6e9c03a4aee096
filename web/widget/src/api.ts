/** The shapes of the API that the widget reads; openapi-v1.yaml has them in full. */

export type SetupType = 'automatic' | 'manual' | 'domain_connect' | 'semiautomatic' | 'shared_login' | 'async' | 'api';
export type ConnectionState =
  | 'created' | 'pending_ownership' | 'verifying' | 'verified' | 'dns_writing' | 'propagating' | 'stalled'
  | 'issuing_cert' | 'live' | 'drifted' | 'failed' | 'archived';

export interface Problem {
  code: string;
  message: string;
}

/** A record by its full name, without a trailing dot. */
export interface DnsRecord {
  host: string;
  type: string;
  value: string;
  ttl: number;
  priority?: number | null;
}

/** A record as it is typed in at the provider; `name` is the full name. */
export interface TypedRecord extends DnsRecord {
  name: string;
}

export interface Finding {
  code: string;
  severity: 'blocking' | 'warning' | 'info';
  record: { host: string; type: string; value: string } | null;
  message: string;
  fix: string;
}

export interface RecordSet {
  ttl: number;
  values: string[];
}

export interface ZoneChange {
  action: 'create' | 'update' | 'delete';
  name: string;
  type: string;
  before: RecordSet | null;
  after: RecordSet | null;
}

/** What an automatic setup would write. */
export interface Plan {
  provider: string;
  zone: string;
  changes: ZoneChange[];
  untouched: number;
}

export interface DomainReport {
  domain: string;
  hostname_unicode: string;
  kind: 'apex' | 'subdomain' | 'wildcard';
  apex: string;
  zone: string | null;
  provider: { key: string | null; name: string | null; status: string };
  setup_type: SetupType;
  capabilities: { auto_write: boolean; domain_connect: boolean };
  www_redirect_recommended: boolean;
  desired_records: DnsRecord[];
  instructions: {
    records_url: string | null;
    host_label: string;
    value_label: string;
    records: TypedRecord[];
  } | null;
  existing_records: DnsRecord[];
  conflicts: Finding[];
  wait_seconds: number | null;
  available: boolean;
  plan?: Plan | null;
}

export interface Certificate {
  status: 'pending' | 'issued' | 'failed';
  issuer: string | null;
  not_after: string | null;
  last_problem: { message: string; retry_at: string | null } | null;
}

export interface Connection {
  id: string;
  application_id: string;
  hostname: string;
  hostname_unicode: string;
  kind: DomainReport['kind'];
  apex: string;
  state: ConnectionState;
  setup_type: SetupType;
  ownership_challenge: { name: string; type: string; value: string } | null;
  ownership_proofs: {
    method: string;
    name: string;
    type: string;
    value: string;
    propagated: boolean | null;
    observed_value: string | null;
    problem: Problem | null;
  }[];
  proof: { at: string } | null;
  dns_records: (DnsRecord & { propagated: boolean | null; observed_value: string | null })[];
  problem: Problem | null;
  certificate?: Certificate | null;
  checked_at: string | null;
}

export interface RecordReport extends DnsRecord {
  propagated: boolean;
  status: 'propagated' | 'missing' | 'unknown';
  observed_value: string | null;
  problem: Problem | null;
}

export interface RecordsReport {
  id: string;
  state: ConnectionState;
  records: RecordReport[];
  challenge_cname: RecordReport | null;
  problem: Problem | null;
}

/** What came of opening `https://<host>/` through the edge. */
export interface HttpsCheck {
  reached: boolean;
  url: string;
  took_ms: number | null;
  certificate: { issuer: string | null; not_after: string | null } | null;
  problem: Problem | null;
}

/** The customer's way to a provider that asks for consent. */
export interface ConsentFlow {
  url: string;
  provider_name: string;
  width: number;
  height: number;
}

export interface ShareLink {
  url: string;
  expires_at: string;
}

export interface EmailRecords {
  records: DnsRecord[];
  notes: string[];
}

export interface AppliedEmail extends EmailRecords {
  applied: boolean;
  manual_records: DnsRecord[];
  write: { changes: ZoneChange[]; provider: string };
}
