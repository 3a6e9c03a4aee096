/** The three steps to being live: records, certificate, first visit. */
import { type Host, isLive, rows } from '../progress';

export type StepState = 'done' | 'now' | 'later' | 'trouble';

/** The steps of one host name: records, certificate, first visit. */
export function steps(host: Host): { records: StepState; certificate: StepState; answer: StepState } {
  const { connection } = host;
  const isInPlace = isLive(host) || connection?.state === 'issuing_cert' ||
    (!!connection && rows(host).every((row) => row.status === 'found') && connection.state === 'stalled');
  const certificateTrouble = connection?.certificate?.last_problem && !isLive(host);
  return {
    records: isInPlace ? 'done' : 'now',
    certificate: isLive(host) ? 'done' : !isInPlace ? 'later' : certificateTrouble ? 'trouble' : 'now',
    answer: !isLive(host) ? 'later' : host.settled ? (host.answer && host.answer !== 'unknown' && !host.answer.reached ? 'trouble' : 'done') : 'now',
  };
}
