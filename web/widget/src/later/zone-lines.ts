import type { Row } from '../progress';

/** As lines of a zone file (RFC 1035, 5.1), for experts and for chat windows. */
export function zoneLines(list: readonly Row[]): string {
  return list
    .map(({ name, ttl, type, priority, value }) => {
      const shown = type === 'TXT' ? `"${value.replace(/["\\]/g, '\\$&')}"` : /^(CNAME|ALIAS|ANAME|MX)$/.test(type) ? `${value.replace(/\.$/, '')}.` : value;
      return `${name}. ${ttl} IN ${type} ${priority == null ? '' : `${priority} `}${shown}`;
    })
    .join('\n');
}
