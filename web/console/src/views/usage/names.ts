/** What is counted, by name. Pure. */
import type { Schema } from '~/api/client';

export type UsageKind = Schema<'UsageKind'>;

export const names: Record<UsageKind, string> = { connect: 'Connections started', active_domain: 'Live domains', cert: 'Certificates', api_call: 'API calls' };

/** The others are counted and shown, and nothing is refused for them. */
export const isEnforced = (kind: UsageKind): boolean => kind === 'connect';
