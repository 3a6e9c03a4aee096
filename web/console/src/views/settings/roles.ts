/** What people may do, by their role. */
import type { Schema } from '~/api/client';

export type Role = Schema<'Role'>;

export const roles: readonly { role: Role; label: string; meaning: string }[] = [
  { role: 'owner', label: 'Owner', meaning: 'Everything, and says who else is an owner.' },
  { role: 'admin', label: 'Admin', meaning: 'Everything but owners.' },
  { role: 'developer', label: 'Developer', meaning: 'Domains, widget tokens and webhooks; no keys, no credentials, no plan.' },
  { role: 'viewer', label: 'Viewer', meaning: 'Sees domains and usage, changes nothing.' },
];

export const labelOf = (role: Role): string => roles.find((each) => each.role === role)?.label ?? role;

/** Only owners make, change or remove owners. */
export const mayChange = (own: Role | null, other: Role): boolean => own === 'owner' || other !== 'owner';
export const mayGive = (own: Role | null): readonly Role[] => roles.map(({ role }) => role).filter((role) => mayChange(own, role));
