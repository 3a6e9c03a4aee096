/** In which order certificates want to be looked at. Pure. */
import type { Schema } from '~/api/client';

type Entry = Schema<'CertificateEntry'>;

const hasProblem = ({ certificate: { status, last_problem, problem } }: Entry): boolean => status === 'failed' || !!last_problem || !!problem;
const end = ({ certificate: { not_after } }: Entry): number => (not_after === null ? Infinity : Date.parse(not_after));

/** With a problem, then what ends first; what has no end yet comes last. */
export const byUrgency = <Row extends Entry>(rows: readonly Row[]): Row[] =>
  [...rows].sort((one, other) => Number(hasProblem(other)) - Number(hasProblem(one)) || compare(end(one), end(other)) || one.hostname.localeCompare(other.hostname));
const compare = (one: number, other: number): number => (one === other ? 0 : one < other ? -1 : 1);

export const matching = <Row extends Entry & { hostname_unicode?: string }>(rows: readonly Row[], text: string): Row[] => {
  const wanted = text.trim().toLowerCase();
  return wanted ? rows.filter(({ hostname, hostname_unicode }) => hostname.includes(wanted) || hostname_unicode?.includes(wanted)) : [...rows];
};
