// What the API says in the pictures: the shapes of openapi-v1.yaml, with names and times that never change.
export const NOW = '2026-03-02T10:00:00.000Z';
export const TOKEN = 'e30.e30.signature';

const ID = '0198c0de-0000-7000-8000-00000000000c';
const HOST = 'shop.example.com';
const CHALLENGE = 'cd-verify-5f3a9c7be1d24460';

export const finding = {
  caa: {
    code: 'caa_forbids', severity: 'blocking', record: { host: 'example.com', type: 'CAA', value: '0 issue "digicert.com"' },
    message: 'The CAA records of example.com allow certificates of digicert.com only.', fix: 'Add CAA example.com with the value 0 issue "letsencrypt.org".',
  },
  address: {
    code: 'cname_conflict', severity: 'blocking', record: { host: HOST, type: 'A', value: '192.0.2.80' },
    message: 'shop.example.com has A 192.0.2.80, and a CNAME cannot stand beside other records.', fix: 'Remove the A record, then add CNAME shop.example.com with the value edge.acme.example.',
  },
  ttl: {
    code: 'long_ttl', severity: 'warning', record: { host: HOST, type: 'A', value: '192.0.2.80' },
    message: 'A shop.example.com has a TTL of 14400 seconds: for 4 hours after the change some visitors still get the old answer.', fix: 'To change over faster, set its TTL to 300 first, wait for the old TTL to pass, and then change the record.',
  },
  correct: { code: 'already_correct', severity: 'info', record: { host: HOST, type: 'CNAME', value: 'edge.acme.example' }, message: 'It is in effect.', fix: 'Leave it as it is.' },
};

const traffic = (host) => (host === 'example.com'
  ? { host, type: 'A', value: '203.0.113.10', ttl: 300, priority: null }
  : { host, type: 'CNAME', value: 'edge.acme.example', ttl: 300, priority: null });
const typed = (name) => (name === 'example.com' ? '@' : name.replace('.example.com', ''));

export const report = (host = HOST, more = {}) => ({
  domain: host, hostname_unicode: host, kind: host === 'example.com' ? 'apex' : 'subdomain', apex: 'example.com', zone: 'example.com',
  provider: { key: 'cloudflare', name: 'Cloudflare', status: 'detected' },
  setup_type: 'automatic',
  capabilities: { auto_write: true, domain_connect: true },
  www_redirect_recommended: false,
  desired_records: [traffic(host)],
  instructions: {
    records_url: 'https://dash.cloudflare.com/?to=/:account/example.com/dns/records', host_label: 'Name', value_label: 'Target',
    records: [{ ...traffic(host), name: host, host: typed(host) }],
  },
  existing_records: [],
  conflicts: [],
  wait_seconds: null,
  available: true,
  plan: {
    provider: 'cloudflare', zone: 'example.com', untouched: 14,
    changes: [
      { action: 'delete', name: HOST, type: 'A', before: { ttl: 300, values: ['192.0.2.80'] }, after: null },
      { action: 'create', name: `_customdomain-challenge.${HOST}`, type: 'TXT', before: null, after: { ttl: 300, values: [CHALLENGE] } },
      { action: 'create', name: HOST, type: 'CNAME', before: null, after: { ttl: 300, values: ['edge.acme.example'] } },
    ],
  },
  plan_problem: null,
  ...more,
});

export const connection = (host = HOST, more = {}) => ({
  id: host === HOST ? ID : `${ID.slice(0, -1)}${host.length % 10}`,
  application_id: '0198c0de-0000-7000-8000-00000000000a',
  hostname: host, hostname_unicode: host, kind: host === 'example.com' ? 'apex' : 'subdomain', apex: 'example.com',
  state: 'pending_ownership', setup_type: 'manual',
  ownership_challenge: { name: `_customdomain-challenge.${host}`, type: 'TXT', value: CHALLENGE },
  ownership_proofs: [{ method: 'txt', name: `_customdomain-challenge.${host}`, type: 'TXT', value: CHALLENGE, propagated: false, observed_value: null, problem: null }],
  proof: null,
  dns_records: [{ ...traffic(host), propagated: false, observed_value: null }],
  problem: null,
  certificate: null,
  checked_at: NOW,
  ...more,
});

/** The challenge was seen, the record that leads visitors says something else. */
export const halfWay = {
  state: 'verified', proof: { at: NOW },
  dns_records: [{ ...traffic(HOST), propagated: false, observed_value: 'parking.registrar.example' }],
};
export const inPlace = { proof: { at: NOW }, dns_records: [{ ...traffic(HOST), propagated: true, observed_value: 'edge.acme.example' }] };
export const live = { ...inPlace, state: 'live', certificate: { status: 'issued', issuer: "CN=R11, O=Let's Encrypt, C=US", not_after: '2026-05-31T10:00:00.000Z', last_problem: null } };

const mail = {
  manual_records: [{ host: 'example.com', type: 'TXT', value: 'v=spf1 include:_spf.google.com include:mail.example -all', ttl: 300, priority: null }],
  records: [],
  notes: ['Turn on DKIM in the Google Admin console, and add the key that it shows.'],
  write: {
    provider: 'cloudflare',
    changes: [
      { action: 'update', name: 'example.com', type: 'MX', before: { ttl: 300, values: ['10 mail.example'] }, after: { ttl: 300, values: ['1 smtp.google.com'] } },
      { action: 'create', name: '_dmarc.example.com', type: 'TXT', before: null, after: { ttl: 300, values: ['v=DMARC1; p=none'] } },
    ],
  },
};

/** Never answers: for pictures of waiting. */
export const never = Symbol('never');
export const refuse = (status, code, message) => ({ status, body: { error: { code, message, ref: '0198c0de-0000-7000-8000-0000000000ff' } } });

/**
 * The answers to one visitor. `report` and `connection` are what differs from the usual, `is_open` says that the connection was there
 * before, `over` has whole answers by method and path.
 */
export function answers({ report: more = {}, connection: state = {}, is_open: isOpen = false, over = {} } = {}) {
  let made = {};
  return (method, path, body) => {
    const other = over[`${method} ${path}`];
    if (other) return other;
    if (path === '/v1/domains:check') return { status: 200, body: report(body.domain, more) };
    if (method === 'GET' && path.startsWith('/v1/connections?')) return { status: 200, body: { data: isOpen ? [connection(HOST, state)] : [] } };
    if (method === 'POST' && path === '/v1/connections') {
      const one = connection(body.hostname, { ...state, setup_type: body.setup_type });
      made = { ...made, [one.id]: one };
      return { status: 201, body: one };
    }
    const id = /^\/v1\/connections\/([^/:]+)/.exec(path)?.[1];
    const one = made[id] ?? connection(HOST, state);
    if (path.endsWith('/records:check')) {
      return { status: 200, body: { id, state: one.state, records: one.dns_records.map((record) => ({ ...record, status: record.propagated ? 'propagated' : 'missing', problem: null })), challenge_cname: null, problem: null } };
    }
    if (path.endsWith('/https:check')) return { status: 200, body: { reached: true, url: `https://${HOST}/`, took_ms: 42, certificate: null, problem: null } };
    if (path.endsWith('/domain-connect')) return { status: 200, body: { url: 'https://dash.cloudflare.com/domainconnect', provider_name: 'Cloudflare', width: 750, height: 750 } };
    if (path.endsWith('/share-links')) return { status: 201, body: { url: 'https://api.acme.example/share/0190f0c2a1b7bHFwd2Vy', expires_at: '2026-03-09T10:00:00.000Z' } };
    if (path.endsWith('/email:apply')) return { status: 200, body: { ...mail, applied: !body.dry_run } };
    if (id) return { status: 200, body: one };
    return never;
  };
}
