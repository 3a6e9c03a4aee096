/** How records get into a zone at a provider. Pure. */
import type { Schema } from '~/api/client';
import type { Tone } from '~/parts/badge';
import type { IconName } from '~/parts/icon';
import { ranked } from '~/shell/rank';

export type Provider = Schema<'Provider'>;
export type Way = 'automatic' | 'consent' | 'hand';

export const ways: Record<Way, { label: string; tone: Tone; icon: IconName; meaning: string }> = {
  automatic: { label: 'Automatic', tone: 'good', icon: 'bolt', meaning: 'With a credential that the customer lends you, Nameplate writes the records by itself.' },
  consent: { label: 'Domain Connect', tone: 'accent', icon: 'check', meaning: 'The customer signs in at the provider and consents once; nothing is lent.' },
  hand: { label: 'By hand', tone: 'plain', icon: 'write', meaning: 'The customer copies the records into the panel of the provider.' },
};

/** The best first. */
export const waysOf = (provider: Provider): Way[] => [
  ...(provider.model === 'redirect' ? [] : ['automatic' as const]),
  ...(provider.capabilities.domain_connect ? ['consent' as const] : []),
  ...(provider.model === 'redirect' ? [] : ['hand' as const]),
];

/** Those that offer the way and are called so. */
export function found(providers: readonly Provider[], text: string, way: string): Provider[] {
  const able = way ? providers.filter((provider) => waysOf(provider).includes(way as Way)) : providers;
  return ranked(text, able, ({ name, key }) => `${name} ${key}`);
}

const apexWays: Record<string, string> = {
  cname_flattening: 'Any host name, by a CNAME that the provider flattens',
  alias: 'Any host name, by an ALIAS record',
  aname: 'Any host name, by an ANAME record',
  none: 'Addresses only (A and AAAA)',
  own_resources_only: "The provider's own resources, and addresses",
};
export const apexWay = (apex: string): string => apexWays[apex] ?? apex.replaceAll('_', ' ');

/** "1 min", "30 s", "no bound": bounds of what can be kept. */
export function ttlRange({ ttl_min: min, ttl_max: max }: Pick<Provider['capabilities'], 'ttl_min' | 'ttl_max'>): string {
  const low = min > 0 ? `${min.toLocaleString('en')} s at least` : 'no lower bound';
  return max >= 2_147_483_647 ? low : `${low}, ${max.toLocaleString('en')} s at most`;
}
