import { describe, expect, it } from 'vitest';
import { steps } from '../src/later/steps';
import { zoneLines } from '../src/later/zone-lines';
import { rows, typedName } from '../src/progress';
import { connection, host, records, report } from './samples';

const looked = '2026-07-02T12:00:00.000Z';

describe('what has to be typed in', () => {
  it('begins with the proof, in the notation of the provider', () => {
    const [proof, traffic] = rows(host({ connection: connection() }));
    expect(proof).toMatchObject({ purpose: 'ownership', host: '_customdomain-challenge.shop', status: 'unknown' });
    expect(traffic).toMatchObject({ purpose: 'traffic', host: 'shop', value: 'edge.saas.example.', status: 'unknown' });
  });

  it('is the full name where the provider wants it', () => {
    const full = report({ instructions: { ...report().instructions!, records: [{ ...report().instructions!.records[0]!, host: 'shop.customer.com' }] } });
    expect(typedName('_customdomain-challenge.shop.customer.com', full)).toBe('_customdomain-challenge.shop.customer.com');
  });

  it('is relative to the zone where the provider is not known, and @ at its apex', () => {
    const unknown = report({ instructions: null, zone: null });
    expect(typedName('shop.customer.com', unknown)).toBe('shop');
    expect(typedName('customer.com', unknown)).toBe('@');
    expect(typedName('shop.other.com', unknown)).toBe('shop.other.com');
  });

  it('has the delegation of challenges for a wildcard, which no certificate can be had without', () => {
    const delegation = { method: 'acme_cname', name: '_acme-challenge.customer.com', type: 'CNAME', value: 'x.acme.saas.example', propagated: false, observed_value: null, problem: null };
    const wildcard = connection({ kind: 'wildcard', ownership_proofs: [delegation] });
    expect(rows(host({ connection: wildcard })).at(-1)).toMatchObject({ purpose: 'certificate', name: '_acme-challenge.customer.com' });
    expect(rows(host({ connection: connection({ ownership_proofs: [delegation] }) })).some((row) => row.purpose === 'certificate')).toBe(false);
  });
});

describe('where a record stands', () => {
  it('is missing only after somebody has looked', () => {
    expect(rows(host({ connection: connection({ checked_at: looked }) })).map((row) => row.status)).toEqual(['missing', 'missing']);
  });

  it('shows what is there instead', () => {
    const seen = records({ observed_value: 'old.example', problem: { code: 'record_differs', message: 'It has old.example.' } });
    expect(rows(host({ connection: connection(), records: seen }))[1]).toMatchObject({ status: 'differs', observed: 'old.example', problem: null });
  });

  it('tells a problem that the status does not', () => {
    const seen = records({ problem: { code: 'not_at_all_servers', message: 'Not at ns2 yet.' } });
    expect(rows(host({ connection: connection(), records: seen }))[1]?.problem).toBe('Not at ns2 yet.');
  });

  it('counts the proof as found once ownership is proven, whatever was proven with', () => {
    const proven = connection({ state: 'propagating', proof: { at: looked } });
    expect(rows(host({ connection: proven }))[0]?.status).toBe('found');
  });
});

describe('the steps', () => {
  it('come one after the other', () => {
    expect(steps(host({ connection: connection() }))).toEqual({ records: 'now', certificate: 'later', answer: 'later' });
    expect(steps(host({ connection: connection({ state: 'issuing_cert' }) }))).toEqual({ records: 'done', certificate: 'now', answer: 'later' });
    expect(steps(host({ connection: connection({ state: 'live' }) }))).toEqual({ records: 'done', certificate: 'done', answer: 'now' });
    expect(steps(host({ connection: connection({ state: 'live' }), answer: 'unknown', settled: true }))).toEqual({ records: 'done', certificate: 'done', answer: 'done' });
  });

  it('show a certificate that could not be had as trouble', () => {
    const last_problem = { message: 'CAA forbids it.', retry_at: null };
    const stuck = connection({ state: 'issuing_cert', certificate: { status: 'failed', issuer: null, not_after: null, last_problem } });
    expect(steps(host({ connection: stuck })).certificate).toBe('trouble');
  });
});

it('writes zone file lines with quoted texts and dotted names', () => {
  expect(zoneLines(rows(host({ connection: connection() })))).toBe(
    '_customdomain-challenge.shop.customer.com. 300 IN TXT "cd-verify-1"\nshop.customer.com. 300 IN CNAME edge.saas.example.',
  );
});
