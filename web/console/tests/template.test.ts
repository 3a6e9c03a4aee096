import { describe, expect, it } from 'vitest';
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
