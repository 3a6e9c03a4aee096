/** The twelve states of a connection: in words, with a mark of its own each, and only then by colour. */
import type { Schema } from '~/api/client';
import { Badge, type Tone } from './badge';
import type { IconName } from './icon';

export type State = Schema<'ConnectionState'>;

export const states: Record<State, { label: string; tone: Tone; icon: IconName; meaning: string }> = {
  created: { label: 'Created', tone: 'plain', icon: 'dashed', meaning: 'It is there, and nothing has been asked of the customer yet.' },
  pending_ownership: { label: 'Awaiting proof', tone: 'plain', icon: 'clock', meaning: 'The customer has to publish the record that proves the name is theirs.' },
  verifying: { label: 'Verifying', tone: 'accent', icon: 'search', meaning: 'The proof is seen in part; every name server has to show it.' },
  verified: { label: 'Verified', tone: 'accent', icon: 'check', meaning: 'The name is proven; its records come next.' },
  dns_writing: { label: 'Writing DNS', tone: 'accent', icon: 'write', meaning: 'Records are being written at the DNS provider.' },
  propagating: { label: 'Awaiting records', tone: 'accent', icon: 'half', meaning: 'Records have to be seen by everybody.' },
  stalled: { label: 'Stalled', tone: 'warn', icon: 'pause', meaning: 'It waited for long and goes on slowly; somebody should look.' },
  issuing_cert: { label: 'Issuing certificate', tone: 'accent', icon: 'certificate', meaning: 'A certificate is being had for the name.' },
  live: { label: 'Live', tone: 'good', icon: 'good', meaning: 'The name answers with HTTPS.' },
  drifted: { label: 'Drifted', tone: 'warn', icon: 'drift', meaning: 'It was live; its records have changed since.' },
  failed: { label: 'Failed', tone: 'bad', icon: 'error', meaning: 'It was given up; begin anew.' },
  archived: { label: 'Archived', tone: 'plain', icon: 'archive', meaning: 'It was taken away; nothing is served.' },
};

export function StateBadge({ state }: { state: State }) {
  const { label, tone, icon } = states[state] ?? { label: state, tone: 'plain', icon: 'info' };
  return <Badge tone={tone} icon={icon}>{label}</Badge>;
}
