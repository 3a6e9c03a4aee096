/** The one thing that can be done now about a name. Pure. */
import type { Schema } from '~/api/client';

export type Act = 'verify' | 'check' | 'write' | 'renew' | 'https' | 'again';

type Needed = Pick<Schema<'Connection'>, 'state' | 'proof' | 'certificate' | 'fresh_proof' | 'dns_records'>;

/** `isLent`: a credential that reaches the zone was lent, so that nobody has to be waited for. */
export function nextAct({ state, proof, certificate, fresh_proof, dns_records }: Needed, isLent = false): { act: Act; label: string } {
  if (state === 'archived' || state === 'failed') return { act: 'again', label: 'Connect it again' };
  if (state === 'live') return { act: 'https', label: 'Check HTTPS' };
  if (isLent && (proof || !fresh_proof) && dns_records.some(({ propagated }) => !propagated)) return { act: 'write', label: 'Write the records' };
  if (!proof) return { act: 'verify', label: 'Verify now' };
  if (certificate?.status === 'failed' || (state === 'issuing_cert' && certificate?.last_problem)) return { act: 'renew', label: 'Try the certificate now' };
  return { act: 'check', label: 'Check records now' };
}

export const waiting: Record<Schema<'Explanation'>['waiting_for'], { label: string; meaning: string }> = {
  customer: { label: 'The customer has to act', meaning: 'Whoever holds the DNS login of the domain. A share link shows them what to do.' },
  developer: { label: 'You have to act', meaning: 'You, who connect the domain.' },
  platform: { label: 'Nameplate is at it', meaning: 'It goes on by itself; whoever runs the platform looks when it does not.' },
  authority: { label: 'The authority has to act', meaning: 'The certification authority; it is asked again by itself.' },
  nobody: { label: 'Nothing to do', meaning: 'Nobody has to act.' },
};
