/** What a record template gives for a host name. The server decides; this shows it while one types. */
import type { Schema } from '~/api/client';
import type { Edge } from './edge';

export type Line = Schema<'RecordTemplateLine'>;
export type Kind = 'subdomain' | 'apex' | 'wildcard';

export const types: readonly Schema<'RecordType'>[] = ['A', 'AAAA', 'ALIAS', 'CAA', 'CNAME', 'MX', 'NS', 'TXT'];
export const variables: readonly { name: string; meaning: string }[] = [
  { name: '{app_target}', meaning: "this application's own host name" },
  { name: '{edge_cname}', meaning: 'the host name of the edge' },
  { name: '{edge_ipv4}', meaning: 'an A record for each IPv4 address of the edge' },
  { name: '{edge_ipv6}', meaning: 'an AAAA record for each IPv6 address of the edge' },
  { name: '{hostname}', meaning: 'the connected host name' },
  { name: '{apex}', meaning: 'its registrable domain' },
];
export const TTL_S = 300;

export interface Shown {
  name: string;
  type: string;
  value: string;
  ttl: number;
  priority: number | null;
}

/** The template that holds where an application has none. An edge without addresses is led to by its name at an apex, too. */
export const fallback = (kind: Kind, edge?: Edge): Line[] =>
  kind !== 'apex' ? [{ host: '@', type: 'CNAME', value: '{edge_cname}' }]
  : edge?.ipv4?.length === 0 && edge.ipv6?.length === 0 ? [{ host: '@', type: 'ALIAS', value: '{edge_cname}' }]
  : [{ host: '@', type: 'A', value: '{edge_ipv4}' }, { host: '@', type: 'AAAA', value: '{edge_ipv6}' }];

export interface Example {
  label: string;
  hostname: string;
  apex: string;
  kind: Kind;
}

export const examples: readonly Example[] = [
  { label: 'Subdomain', hostname: 'shop.customer.com', apex: 'customer.com', kind: 'subdomain' },
  { label: 'Apex', hostname: 'customer.com', apex: 'customer.com', kind: 'apex' },
  { label: 'Wildcard', hostname: '*.customer.com', apex: 'customer.com', kind: 'wildcard' },
];

/** What is not known of the edge keeps its braces. A line that is an address of the edge becomes one for each that it has. */
export function preview(template: readonly Line[] | null, { hostname, apex, kind }: Example, appTarget: string, edge?: Edge): Shown[] {
  const known: Record<string, string | null | undefined> = { hostname, apex, app_target: appTarget, edge_cname: edge?.cname, edge_ipv4: edge?.ipv4?.[0], edge_ipv6: edge?.ipv6?.[0] };
  const addresses: Record<string, readonly string[] | null | undefined> = { '{edge_ipv4}': edge?.ipv4, '{edge_ipv6}': edge?.ipv6 };
  const bare = hostname.replace(/^\*\./, '');
  return (template ?? fallback(kind, edge)).flatMap(({ host, type, value, ttl, priority }) =>
    (addresses[value.trim()] ?? [value.replace(/\{(\w+)\}/g, (whole, name: string) => known[name] ?? whole)]).map((each) => ({
      name: host.trim() === '@' || host.trim() === '' ? hostname : `${host.trim()}.${bare}`,
      type,
      value: each,
      ttl: ttl ?? TTL_S,
      priority: priority ?? null,
    })));
}

/** What cannot be right, by line and field; the server checks the rest. */
export function faults(template: readonly Line[]): { at: number; field: 'host' | 'value' | 'ttl' | 'priority'; text: string }[] {
  const known = new Set(variables.map(({ name }) => name));
  return template.flatMap((line, at) => {
    const strange = (line.value.match(/\{\w*\}/g) ?? []).find((name) => !known.has(name));
    return [
      ...(line.value.trim() === '' ? [{ at, field: 'value' as const, text: 'Say what it points at.' }] : []),
      ...(strange ? [{ at, field: 'value' as const, text: `${strange} is no variable.` }] : []),
      ...(line.ttl != null && (line.ttl < 1 || line.ttl > 604_800) ? [{ at, field: 'ttl' as const, text: 'A TTL has 1 second to a week.' }] : []),
      ...(line.type === 'MX' && line.priority == null ? [{ at, field: 'priority' as const, text: 'An MX needs a priority.' }] : []),
    ];
  });
}
