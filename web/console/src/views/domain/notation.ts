/** Records as they are typed in at the customer's provider, and as whoever takes care of them likes them best. Pure. */
import type { Schema } from '~/api/client';

type Connection = Schema<'Connection'>;
type Fields = Schema<'Provider'>['fields'];

/** What a provider's panel calls things, and how names are written there. */
export interface Notation {
  zone: string;
  provider: string | null;
  fields: Fields;
  recordsUrl: string | null;
}

export interface Row {
  purpose: 'ownership' | 'traffic';
  type: string;
  /** In full. */
  name: string;
  value: string;
  ttl: number;
  priority: number | null;
  /** There, not there, something else in its place, or nobody could be asked. */
  status: 'found' | 'missing' | 'differs' | 'unknown';
  observed: string | null;
  problem: string | null;
}

const PLAIN: Fields = { host: 'Name', value: 'Value', host_form: 'relative', apex: '@', trailing_dot: false };

/** What is known of the provider from its list, else from what the domain's report says it is called there. */
export function notationOf(connection: Pick<Connection, 'apex'>, report: Schema<'DomainReport'> | undefined, providers: readonly Schema<'Provider'>[]): Notation {
  const known = providers.find(({ key }) => key === report?.provider.key);
  const zone = report?.zone ?? connection.apex;
  const told = report?.instructions;
  const written = told?.records[0];
  const form = written && written.host === written.name && written.name !== zone ? 'full' : 'relative';
  const fields = known?.fields ?? (told ? { ...PLAIN, host: told.host_label, value: told.value_label, host_form: form } : PLAIN);
  return { zone, provider: report?.provider.name ?? null, fields, recordsUrl: told?.records_url ?? known?.records_url?.replace('{zone}', zone) ?? null };
}

/** What has to stand in the zone: the proof while one is asked for, and what leads visitors. */
export function rowsOf({ ownership_challenge: challenge, ownership_proofs, proof, dns_records }: Connection): Row[] {
  const rows: Row[] = [];
  if (challenge) {
    const seen = ownership_proofs.find(({ method }) => method === 'txt')?.observed_value ?? null;
    const status = proof ? 'found' : seen ? 'differs' : 'missing';
    rows.push({ purpose: 'ownership', type: challenge.type, name: challenge.name, value: challenge.value, ttl: 300, priority: null, status, observed: proof ? null : seen, problem: null });
  }
  for (const { host, type, value, ttl, priority, propagated, observed_value, problem } of dns_records) {
    const status = propagated ? 'found' : propagated === null ? 'unknown' : observed_value ? 'differs' : 'missing';
    rows.push({ purpose: 'traffic', type, name: host, value, ttl, priority, status, observed: status === 'found' ? null : observed_value, problem: problem?.message ?? null });
  }
  return rows;
}

/** What goes into the panel's field for the name; empty where the bare domain is written as nothing. */
export function typedName(name: string, { zone, fields }: Notation): string {
  if (fields.host_form === 'full') return fields.trailing_dot ? `${name}.` : name;
  if (name === zone) return fields.apex ?? name;
  return name.endsWith(`.${zone}`) ? name.slice(0, -zone.length - 1) : name;
}

const isHost = (type: string): boolean => /^(CNAME|ALIAS|ANAME|MX|NS)$/.test(type);

/** What goes into the panel's field for the value. */
export const typedValue = ({ type, value }: Pick<Row, 'type' | 'value'>, { fields }: Notation): string =>
  isHost(type) && fields.trailing_dot ? `${value.replace(/\.$/, '')}.` : value;

/** Lines of a zone file (RFC 1035, 5.1). */
export const zoneFile = (rows: readonly Row[]): string =>
  rows
    .map(({ name, ttl, type, priority, value }) => {
      const shown = type === 'TXT' ? `"${value.replace(/["\\]/g, '\\$&')}"` : isHost(type) ? `${value.replace(/\.$/, '')}.` : value;
      return `${name}. ${ttl} IN ${type} ${priority === null ? '' : `${priority} `}${shown}`;
    })
    .join('\n');

/** Everything that somebody who has never heard of it needs to do it and to see that it is done: for an agent, or a colleague. */
export function markdown({ hostname, id }: Pick<Connection, 'hostname' | 'id'>, rows: readonly Row[], notation: Notation, origin: string): string {
  const where = [notation.provider && `at ${notation.provider}`, notation.recordsUrl && `(${notation.recordsUrl})`].filter(Boolean).join(' ');
  const { fields } = notation;
  const line = (row: Row): string => {
    const value = `\`${typedValue(row, notation)}\`${row.priority === null ? '' : `, priority ${row.priority}`}`;
    return `| ${row.type} | \`${row.name}\` | \`${typedName(row.name, notation) || '(empty)'}\` | ${value} | ${row.ttl} | ${now(row)} |`;
  };
  const call = (verb: string): string => `curl -X POST ${origin}/v1/connections/${id}/${verb} -H "Authorization: Bearer $NAMEPLATE_API_KEY"`;
  return `# Connect ${hostname}

Add these records to the zone ${notation.zone}${where && ` ${where}`}. Change nothing else: mail and other records stay as they are.

| Type | Name in full | ${fields.host}, as typed in | ${fields.value} | TTL | Now |
| --- | --- | --- | --- | --- | --- |
${rows.map(line).join('\n')}

Remove what stands at the same name and type with another value, and A, AAAA or CNAME records beside a CNAME of the same name. Ask before you remove MX or TXT records.

## See whether it is right

\`\`\`sh
${[...rows.map(({ name, type }) => `dig +short ${type} ${name}`), call('verify'), call('records:check')].join('\n')}
\`\`\`

## Done when

- \`GET ${origin}/v1/connections/${id}\` says \`"state": "live"\`, and
- \`curl -sS -o /dev/null -w '%{http_code}' https://${hostname.replace(/^\*\./, 'any.')}/\` is answered without a complaint about the certificate.
`;
}

const now = ({ status, observed }: Row): string => ({ found: 'there already', missing: 'missing', differs: `has \`${observed}\``, unknown: 'not known' })[status];
