/** The way of a name from its beginning to visitors, as five steps. Pure. */
import type { Schema } from '~/api/client';
import { rowsOf } from './notation';

type Connection = Schema<'Connection'>;
/** `trouble`: it is here, and somebody has to look. `ended`: it will not be reached any more. */
export type Standing = 'done' | 'now' | 'todo' | 'trouble' | 'ended';

export interface Step {
  key: 'created' | 'ownership' | 'records' | 'certificate' | 'live';
  label: string;
  standing: Standing;
  /** A few words on it; absent where the standing says it all. */
  hint?: string;
  at?: string;
}

export function stepsOf(connection: Connection): Step[] {
  const { state, proof, dns_records, certificate, created_at, state_since, route } = connection;
  const isEnded = state === 'archived' || state === 'failed';
  const isLive = state === 'live';
  const found = dns_records.filter(({ propagated }) => propagated).length;
  const areRecordsThere = isLive || state === 'issuing_cert' || (dns_records.length > 0 && found === dns_records.length);
  // Those that are listed below it: the record that proves the name is one of them.
  const listed = rowsOf(connection);
  const seen = listed.filter(({ status }) => status === 'found').length;
  const isIssued = certificate?.status === 'issued';
  const hasTrouble = certificate?.status === 'failed' || !!certificate?.last_problem;

  const ownership: Standing = proof ? 'done' : isEnded ? 'ended' : 'now';
  const records: Standing = !proof ? (isEnded ? 'ended' : 'todo') : state === 'drifted' || (state === 'stalled' && !areRecordsThere) ? 'trouble' : areRecordsThere ? 'done' : isEnded ? 'ended' : 'now';
  // Where somebody else ends TLS there is none of ours, and none is wanted.
  const certified: Standing = isIssued || isLive ? 'done' : isEnded ? 'ended' : records !== 'done' ? 'todo' : hasTrouble || state === 'stalled' ? 'trouble' : 'now';

  return [
    { key: 'created', label: 'Created', standing: 'done', at: created_at },
    { key: 'ownership', label: 'Ownership', standing: ownership, ...(proof ? { at: proof.at } : {}), ...(state === 'verifying' ? { hint: 'seen in part' } : {}) },
    { key: 'records', label: 'Records', standing: records, ...(records === 'done' || records === 'ended' || listed.length === 0 ? {} : { hint: `${seen} of ${listed.length} found` }) },
    { key: 'certificate', label: 'Certificate', standing: certified, ...(isIssued && certificate.issuer ? { hint: `by ${certificate.issuer}` } : {}) },
    { key: 'live', label: state === 'archived' ? 'Archived' : state === 'failed' ? 'Failed' : 'Live', standing: isLive ? 'done' : isEnded ? 'ended' : state === 'drifted' ? 'trouble' : 'todo', ...(state === 'drifted' && route ? { hint: route.served ? 'still served' : 'not served' } : {}), ...(isLive || isEnded ? { at: state_since } : {}) },
  ];
}

/** Whether it moves by itself at any moment, so that looking often is worth it. */
export const isMoving = ({ state }: Pick<Connection, 'state'>): boolean => !['live', 'archived', 'failed'].includes(state);
