/** Why visitors of a live domain do not get its page all the same. Pure. */
import type { Schema } from '~/api/client';

type Report = Schema<'HttpsReport'>;

export interface Hitch {
  label: string;
  text: string;
}

export function hitchOf({ reached, status, problem }: Pick<Report, 'reached' | 'status' | 'problem'>): Hitch | null {
  if (!reached) return { label: 'Visitors do not get there', text: `Asked as a visitor, it cannot be reached${problem ? `: ${problem.message}` : '.'}` };
  return status !== null && status >= 500 ? { label: 'Visitors get an error', text: `Asked as a visitor, it is answered with ${status}: an error of the origin, or on the way to it.` } : null;
}
