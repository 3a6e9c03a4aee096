import { describe, expect, it } from 'vitest';
import { edgeOf } from '../src/views/applications/edge';
import { lendable, nameOf } from '../src/views/applications/sandbox';
import { examples, faults, preview } from '../src/views/applications/template';
import { lines } from '../src/views/applications/lines';

const [shop, apex, wildcard] = examples as [(typeof examples)[number], (typeof examples)[number], (typeof examples)[number]];

describe('a record template', () => {
  it('stands for itself and for labels in front', () => {
    const shown = preview([{ host: '@', type: 'CNAME', value: '{app_target}' }, { host: 'mail', type: 'MX', value: 'mx.{apex}', ttl: 60, priority: 10 }], shop, 'app-1.base');
    expect(shown).toEqual([
      { name: 'shop.customer.com', type: 'CNAME', value: 'app-1.base', ttl: 300, priority: null },
      { name: 'mail.shop.customer.com', type: 'MX', value: 'mx.customer.com', ttl: 60, priority: 10 },
    ]);
  });

  it('shows what customers see once the edge is known', () => {
    const edge = { cname: 'edge.test', ipv4: ['192.0.2.1', '192.0.2.2'], ipv6: [] };
    const shown = (...of: Parameters<typeof preview>) => preview(...of).map(({ type, value }) => `${type} ${value}`);
    expect(shown(null, shop, 'x', edge)).toEqual(['CNAME edge.test']);
    expect(shown(null, apex, 'x', edge)).toEqual(['A 192.0.2.1', 'A 192.0.2.2']);
    expect(shown(null, apex, 'x', { ...edge, ipv4: [] })).toEqual(['ALIAS edge.test']);
    expect(shown(null, apex, 'x', { ...edge, ipv4: null, ipv6: null })).toEqual(['A {edge_ipv4}', 'AAAA {edge_ipv6}']);
    expect(shown([{ host: '@', type: 'TXT', value: 'to={edge_ipv4} {edge_ipv6}' }], shop, 'x', edge)).toEqual(['TXT to=192.0.2.1 {edge_ipv6}']);
  });

  it('knows the edge from what is asked of a domain without a template', () => {
    const asked = (apex_flattening: boolean | null, ...records: [string, string][]) => ({ apex_flattening, desired_records: records.map(([type, value]) => ({ type, value })) }) as unknown as Parameters<typeof edgeOf>[0];
    const below = asked(null, ['CNAME', 'edge.test']);
    expect(edgeOf(below, asked(null, ['A', '192.0.2.1'], ['AAAA', '2001:db8::1']))).toEqual({ cname: 'edge.test', ipv4: ['192.0.2.1'], ipv6: ['2001:db8::1'] });
    expect(edgeOf(below, asked(false, ['ALIAS', 'edge.test']))).toEqual({ cname: 'edge.test', ipv4: [], ipv6: [] });
    expect(edgeOf(below, asked(true, ['CNAME', 'edge.test']))).toEqual({ cname: 'edge.test', ipv4: null, ipv6: null });
  });

  it('falls back by the kind of name, and leaves what only the server knows', () => {
    expect(preview(null, shop, 'x').map(({ type, value }) => `${type} ${value}`)).toEqual(['CNAME {edge_cname}']);
    expect(preview(null, apex, 'x').map(({ type }) => type)).toEqual(['A', 'AAAA']);
    expect(preview([{ host: 'a', type: 'TXT', value: '{hostname}' }], wildcard, 'x')[0]).toMatchObject({ name: 'a.customer.com', value: '*.customer.com' });
  });

  it('is told what cannot be right', () => {
    const wrong = faults([{ host: '@', type: 'MX', value: '{edge}', ttl: 0 }, { host: '@', type: 'A', value: ' ' }, { host: '@', type: 'A', value: '{edge_ipv4}', ttl: 60 }]);
    expect(wrong.map(({ at, field }) => `${at} ${field}`)).toEqual(['0 value', '0 ttl', '0 priority', '1 value']);
  });
});

it('lines are told apart, without doubles', () => {
  expect(lines(' https://a.example\n\nhttps://b.example,https://a.example ')).toEqual(['https://a.example', 'https://b.example']);
  expect(lines(undefined)).toEqual([]);
});

it('the sandbox takes a credential where it may be, and has its name everywhere', () => {
  const cloudflare = { key: 'cloudflare', name: 'Cloudflare', credential: { format: 'token' } };
  const listed = [cloudflare, { key: 'redirect', name: 'Redirect', credential: { format: '' } }] as unknown as Parameters<typeof lendable>[0];
  const keys = (...of: Parameters<typeof lendable>) => lendable(...of).map(({ key }) => key);
  expect(keys(listed, '', 'console.acme.example')).toEqual(['cloudflare']);
  expect(keys(listed, '', 'localhost')).toEqual(['cloudflare', 'sandbox']);
  expect(keys(listed, 'sandbox', 'console.acme.example')).toEqual(['cloudflare', 'sandbox']);
  expect([nameOf('sandbox', listed), nameOf('cloudflare', listed), nameOf('gone', listed)]).toEqual(['Nameplate sandbox', 'Cloudflare', 'gone']);
});
