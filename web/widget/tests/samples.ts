/** Connections and reports as the API gives them. */
import type { Connection, DomainReport, RecordsReport } from '../src/api';
import type { Host } from '../src/progress';

export const report = (changes: Partial<DomainReport> = {}): DomainReport => ({
  domain: 'shop.customer.com',
  hostname_unicode: 'shop.customer.com',
  kind: 'subdomain',
  apex: 'customer.com',
  zone: 'customer.com',
  provider: { key: 'gandi', name: 'Gandi', status: 'detected' },
  setup_type: 'manual',
  capabilities: { auto_write: false, domain_connect: false },
  www_redirect_recommended: false,
  desired_records: [{ host: 'shop.customer.com', type: 'CNAME', value: 'edge.saas.example', ttl: 300, priority: null }],
  instructions: {
    records_url: 'https://admin.gandi.example/customer.com',
    host_label: 'Name',
    value_label: 'Hostname',
    records: [{ host: 'shop', name: 'shop.customer.com', type: 'CNAME', value: 'edge.saas.example.', ttl: 300, priority: null }],
  },
  existing_records: [],
  conflicts: [],
  wait_seconds: null,
  available: true,
  ...changes,
});

export const connection = (changes: Partial<Connection> = {}): Connection => ({
  id: '0198c0de-0000-7000-8000-00000000000a',
  application_id: '0198c0de-0000-7000-8000-00000000000b',
  hostname: 'shop.customer.com',
  hostname_unicode: 'shop.customer.com',
  kind: 'subdomain',
  apex: 'customer.com',
  state: 'pending_ownership',
  setup_type: 'manual',
  ownership_challenge: { name: '_customdomain-challenge.shop.customer.com', type: 'TXT', value: 'cd-verify-1' },
  ownership_proofs: [{ method: 'txt', name: '_customdomain-challenge.shop.customer.com', type: 'TXT', value: 'cd-verify-1', propagated: null, observed_value: null, problem: null }],
  proof: null,
  dns_records: [{ host: 'shop.customer.com', type: 'CNAME', value: 'edge.saas.example', ttl: 300, priority: null, propagated: false, observed_value: null }],
  problem: null,
  certificate: null,
  checked_at: null,
  ...changes,
});

export const records = (changes: Partial<RecordsReport['records'][number]> = {}): RecordsReport => ({
  id: '0198c0de-0000-7000-8000-00000000000a',
  state: 'pending_ownership',
  records: [{ host: 'shop.customer.com', type: 'CNAME', value: 'edge.saas.example', ttl: 300, priority: null, propagated: false, status: 'missing', observed_value: null, problem: null, ...changes }],
  challenge_cname: null,
  problem: null,
});

export const host = (changes: Partial<Host> = {}): Host => ({ report: report(), connection: null, records: null, answer: null, settled: false, ...changes });
