import { describe, expect, it } from 'vitest';
import type { Schema } from '~/api/client';
import { called } from '~/views/domain/chain';
import { departing } from '~/views/domain/departing';
import { hitchOf } from '~/views/domain/hitch';
import { nextAct } from '~/views/domain/next';
import { type Notation, markdown, notationOf, rowsOf, typedName, typedValue, zoneFile } from '~/views/domain/notation';
import { pieces } from '~/views/domain/sentence';
import { stepsOf } from '~/views/domain/steps';
import { byDay, toneOf } from '~/views/domain/story-kinds';

type Connection = Schema<'Connection'>;
const fields = { host: 'Name', value: 'Value', host_form: 'relative', apex: '@', trailing_dot: false };
const notation = (more: Partial<Notation['fields']> = {}): Notation => ({ zone: 'customer.test', provider: 'Sandbox', fields: { ...fields, ...more }, recordsUrl: null });
const connection = (more: object = {}): Connection => ({
  id: '0198', hostname: 'shop.customer.test', apex: 'customer.test', state: 'pending_ownership', proof: null, certificate: null, created_at: '2026-01-01T00:00:00Z', state_since: '2026-01-02T00:00:00Z',
  ownership_challenge: { name: '_customdomain-challenge.shop.customer.test', type: 'TXT', value: 'cd-verify-1' },
  ownership_proofs: [{ method: 'txt', name: '', type: 'TXT', value: '', observed_value: null, problem: null, propagated: null }],
  dns_records: [{ host: 'shop.customer.test', type: 'CNAME', value: 'edge.test', ttl: 300, priority: null, propagated: false, observed_value: null, problem: null }], ...more,
}) as unknown as Connection;
const proof = { at: '2026-01-01T01:00:00Z' };
const found = [{ host: 'shop.customer.test', type: 'CNAME', value: 'edge.test', ttl: 300, priority: null, propagated: true, observed_value: 'edge.test', problem: null }];

describe('the life cycle', () => {
  const standings = (more: object): string => stepsOf(connection(more)).map(({ standing }) => standing).join(' ');
  it.each([
    ['waits for proof', {}, 'done now todo todo todo'],
    ['waits for records', { state: 'propagating', proof }, 'done done now todo todo'],
    ['is stalled at its records', { state: 'stalled', proof }, 'done done trouble todo todo'],
    ['gets its certificate', { state: 'issuing_cert', proof, dns_records: found }, 'done done done now todo'],
    ['cannot get its certificate', { state: 'stalled', proof, dns_records: found, certificate: { status: 'failed' } }, 'done done done trouble todo'],
    ['is live', { state: 'live', proof, dns_records: found, certificate: { status: 'issued', issuer: 'CA' } }, 'done done done done done'],
    ['is live behind TLS of others', { state: 'live', proof, dns_records: found }, 'done done done done done'],
    ['has drifted', { state: 'drifted', proof, certificate: { status: 'issued' } }, 'done done trouble done trouble'],
    ['was archived before it was proven', { state: 'archived' }, 'done ended ended ended ended'],
  ])('%s', (_, more, expected) => expect(standings(more)).toBe(expected));
});

it.each([
  [{}, 'verify'], [{ state: 'propagating', proof }, 'check'], [{ state: 'drifted', proof }, 'check'], [{ state: 'live', proof }, 'https'], [{ state: 'failed' }, 'again'],
  [{ state: 'stalled', proof, certificate: { status: 'failed' } }, 'renew'],
])('what can be done now follows from where it stands: %j', (more, act) => expect(nextAct(connection(more)).act).toBe(act));

it('writes itself where a credential was lent, unless a proof by hand is asked for', () => {
  expect(nextAct(connection(), true).act).toBe('write');
  expect(nextAct(connection({ fresh_proof: true }), true).act).toBe('verify');
  expect(nextAct(connection({ fresh_proof: true, proof, state: 'propagating' }), true).act).toBe('write');
  expect(nextAct(connection({ state: 'propagating', proof, dns_records: found }), true).act).toBe('check');
});

it('says of a domain that is to be archived only that, and since when', () => {
  const leaving = departing(connection({ hostname_unicode: 'shop.customer.test', state: 'live', explanation: { sentence: 'It is live.', waiting_for: 'customer' } }), '2026-01-03T00:00:00Z');
  expect(leaving).toMatchObject({ state: 'archived', state_since: '2026-01-03T00:00:00Z', explanation: { waiting_for: 'nobody' } });
  expect(leaving.explanation.sentence).toBe('shop.customer.test is archived in a moment. Until then, Undo takes it back.');
  expect(stepsOf(leaving).at(-1)).toMatchObject({ label: 'Archived', at: '2026-01-03T00:00:00Z' });
});

it('counts the records that are listed, the proof among them, and says whether what drifted is served', () => {
  const hints = (more: object) => Object.fromEntries(stepsOf(connection(more)).map(({ key, hint }) => [key, hint]));
  expect(hints({}).records).toBe('0 of 2 found');
  expect(hints({ proof, state: 'propagating' }).records).toBe('1 of 2 found');
  expect(hints({ proof, state: 'propagating', ownership_challenge: null }).records).toBe('0 of 1 found');
  expect(hints({ proof, state: 'drifted', route: { served: true } }).live).toBe('still served');
  expect(hints({ proof, state: 'drifted', route: { served: false } }).live).toBe('not served');
  expect(hints({ proof, state: 'drifted' }).live).toBeUndefined();
});

it('says where visitors of a live domain meet an error, and nothing where they meet none', () => {
  expect(hitchOf({ reached: true, status: 200, problem: null })).toBeNull();
  expect(hitchOf({ reached: true, status: 404, problem: null })).toBeNull();
  expect(hitchOf({ reached: true, status: 502, problem: null })).toMatchObject({ label: 'Visitors get an error', text: expect.stringContaining('502') });
  expect(hitchOf({ reached: false, status: null, problem: { code: 'refused', message: 'Nobody listens.' } })).toMatchObject({ text: 'Asked as a visitor, it cannot be reached: Nobody listens.' });
});

describe('notation', () => {
  it('writes names as the panel wants them', () => {
    expect(typedName('shop.customer.test', notation())).toBe('shop');
    expect(typedName('customer.test', notation())).toBe('@');
    expect(typedName('customer.test', notation({ apex: '' }))).toBe('');
    expect(typedName('shop.customer.test', notation({ host_form: 'full', trailing_dot: true }))).toBe('shop.customer.test.');
    expect(typedName('notcustomer.test', notation())).toBe('notcustomer.test');
  });

  it('ends host names with a dot only where the panel does', () => {
    expect(typedValue({ type: 'CNAME', value: 'edge.test' }, notation({ trailing_dot: true }))).toBe('edge.test.');
    expect(typedValue({ type: 'TXT', value: 'v' }, notation({ trailing_dot: true }))).toBe('v');
    expect(typedValue({ type: 'CNAME', value: 'edge.test' }, notation())).toBe('edge.test');
  });

  it('takes the words of the provider, else of the report', () => {
    const report = { zone: 'customer.test', provider: { key: 'sandbox', name: 'Sandbox' }, instructions: { host_label: 'Host', value_label: 'Answer', records_url: null, records: [{ host: 'shop', name: 'shop.customer.test' }] } } as unknown as Schema<'DomainReport'>;
    expect(notationOf({ apex: 'customer.test' }, report, []).fields).toMatchObject({ host: 'Host', value: 'Answer', host_form: 'relative' });
    const known = { key: 'sandbox', fields: { ...fields, host: 'Subname' }, records_url: 'https://panel.test/{zone}' } as Schema<'Provider'>;
    expect(notationOf({ apex: 'customer.test' }, report, [known])).toMatchObject({ fields: { host: 'Subname' }, recordsUrl: 'https://panel.test/customer.test' });
    expect(notationOf({ apex: 'customer.test' }, undefined, []).zone).toBe('customer.test');
  });

  it('says of each record where it stands', () => {
    const of = (more: object): string[] => rowsOf(connection(more)).map(({ status }) => status);
    expect(of({})).toEqual(['missing', 'missing']);
    expect(of({ proof, dns_records: found })).toEqual(['found', 'found']);
    expect(of({ dns_records: [{ ...found[0], propagated: null }] })).toEqual(['missing', 'unknown']);
    expect(of({ dns_records: [{ ...found[0], propagated: false, observed_value: '192.0.2.1' }] })[1]).toBe('differs');
    expect(of({ ownership_challenge: null })).toEqual(['missing']);
  });

  it('makes lines of a zone file', () => {
    const rows = rowsOf(connection({ dns_records: [{ ...found[0], type: 'MX', priority: 10 }] }));
    expect(zoneFile(rows)).toBe('_customdomain-challenge.shop.customer.test. 300 IN TXT "cd-verify-1"\nshop.customer.test. 300 IN MX 10 edge.test.');
  });

  it('makes a task that stands alone', () => {
    const text = markdown(connection(), rowsOf(connection()), notation(), 'https://api.test');
    for (const needed of ['| TXT | `_customdomain-challenge.shop.customer.test` | `_customdomain-challenge.shop` | `cd-verify-1`', 'dig +short CNAME shop.customer.test', 'https://api.test/v1/connections/0198/verify', 'Change nothing else']) expect(text).toContain(needed);
    expect(text).not.toMatch(/sk_/);
  });
});

describe('sentences', () => {
  const now = Date.parse('2026-07-02T12:00:00Z');
  const read = (sentence: string): string => pieces(sentence, now).map((piece) => (typeof piece === 'string' ? piece : `<${piece.text}>`)).join('');
  it.each([
    ['it is tried again at 2026-07-02 12:05:00 UTC.', 'it is tried again <in 5 minutes>.'],
    ['DNS is looked at next at 2026-07-02 12:00:03 UTC.', 'DNS is looked at next <in a moment>.'],
    ['DNS is looked at next at 2026-07-02 11:59:58 UTC.', 'DNS is looked at next <in a moment>.'],
    ['its certificate holds until 2026-09-30 12:00:00 UTC.', 'its certificate holds <until 30 Sept 2026>.'],
    ['it was given up at 2026-07-02 10:00:00 UTC; again', 'it was given up <2 hours ago>; again'],
    ['nothing is said here', 'nothing is said here'],
  ])('%s', (sentence, expected) => expect(read(sentence)).toBe(expected));
});

it('calls a certificate by its common name, or else its organisation', () => {
  expect(called("C=US, O=Let's Encrypt, CN=E7")).toBe('E7');
  expect(called('CN=shop.customer.test')).toBe('shop.customer.test');
  expect(called('O=Internal')).toBe('Internal');
  expect(called('something else')).toBe('something else');
});

it('puts what happened into days, in order, and marks what went well or badly', () => {
  const entry = (id: string, at: string): Schema<'TimelineEntry'> => ({ id, at, kind: 'event', title: id, actor: null, ref_id: null, data: {} });
  const days = byDay([entry('c', '2026-07-02T09:00:00Z'), entry('b', '2026-07-02T08:00:00Z'), entry('a', '2026-07-01T08:00:00Z')]);
  expect(days.map(({ entries }) => entries.map(({ id }) => id))).toEqual([['c', 'b'], ['a']]);
  expect(toneOf({ kind: 'transition', data: { action: 'connection.live' } })).toBe('good');
  expect(toneOf({ kind: 'transition', data: { action: 'connection.drifted' } })).toBe('warn');
  expect(toneOf({ kind: 'delivery', data: { status: 'failed' } })).toBe('bad');
  expect(toneOf({ kind: 'action', data: {} })).toBe('plain');
});
