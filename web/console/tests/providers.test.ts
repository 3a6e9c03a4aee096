import { expect, it } from 'vitest';
import { type Provider, found, ttlRange, waysOf } from '~/views/providers/ways';

const provider = (key: string, model: string, domain_connect = false): Provider => ({ key, name: key, model, capabilities: { domain_connect } }) as Provider;
const all = [provider('cloudflare', 'token', true), provider('route53', 'machine'), provider('domain-connect', 'redirect', true)];

it('says the best way first, and nothing is lent where nothing is stored', () => {
  expect(all.map(waysOf)).toEqual([['automatic', 'consent', 'hand'], ['automatic', 'hand'], ['consent']]);
});

it('finds by name and by way', () => {
  expect(found(all, '', 'consent').map(({ key }) => key)).toEqual(['cloudflare', 'domain-connect']);
  expect(found(all, 'route', '').map(({ key }) => key)).toEqual(['route53']);
  expect(found(all, 'route', 'consent')).toEqual([]);
});

it('says which bounds are known', () => {
  expect(ttlRange({ ttl_min: 60, ttl_max: 86400 })).toBe('60 s at least, 86,400 s at most');
  expect(ttlRange({ ttl_min: 0, ttl_max: 2147483647 })).toBe('no lower bound');
});
