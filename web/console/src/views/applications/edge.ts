/** What the variables of the edge stand for, found out from what a domain without a template would have to publish. Pure. */
import type { Schema } from '~/api/client';

type Wanted = Pick<Schema<'DomainReport'>, 'desired_records' | 'apex_flattening'>;

export interface Edge {
  cname: string | null;
  /** `null` where it cannot be told: the provider of the apex takes a host name in their place. */
  ipv4: readonly string[] | null;
  ipv6: readonly string[] | null;
}

/** Set aside for examples (RFC 2606): nobody connects them. */
export const EXAMPLE = { apex: 'example.com', below: 'shop.example.com' };

export function edgeOf(below: Wanted, apex: Wanted): Edge {
  const values = (type: string): string[] => apex.desired_records.filter((record) => record.type === type).map(({ value }) => value);
  const isTold = apex.apex_flattening !== true || values('A').length + values('AAAA').length > 0;
  return {
    cname: below.desired_records.find(({ type }) => type === 'CNAME')?.value ?? null,
    ipv4: isTold ? values('A') : null,
    ipv6: isTold ? values('AAAA') : null,
  };
}
