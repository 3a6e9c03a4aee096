import { expect, it } from 'vitest';
import type { Schema } from '~/api/client';
import { byUrgency, matching } from '~/views/certificates/order';

const entry = (hostname: string, not_after: string | null, more: object = {}): Schema<'CertificateEntry'> =>
  ({ hostname, connection_id: hostname, application_id: 'a', certificate: { status: 'issued', not_after, last_problem: null, problem: null, ...more } }) as unknown as Schema<'CertificateEntry'>;
const order = (rows: Schema<'CertificateEntry'>[]): string[] => byUrgency(rows).map(({ hostname }) => hostname);

it('shows what has a problem, then what ends first, then what has no end', () => {
  const rows = [
    entry('none.test', null), entry('later.test', '2027-03-01T00:00:00Z'), entry('sooner.test', '2027-01-01T00:00:00Z'),
    entry('problem.test', '2027-12-01T00:00:00Z', { last_problem: { message: 'CAA forbids it.' } }), entry('failed.test', null, { status: 'failed' }),
  ];
  expect(order(rows)).toEqual(['problem.test', 'failed.test', 'sooner.test', 'later.test', 'none.test']);
});

it('breaks ties by name', () => {
  expect(order([entry('b.test', null), entry('a.test', null)])).toEqual(['a.test', 'b.test']);
});

it('finds by any part of the name', () => {
  const rows = [entry('shop.customer.test', null), entry('www.other.test', null)];
  expect(matching(rows, ' CUSTOMER ').map(({ hostname }) => hostname)).toEqual(['shop.customer.test']);
  expect(matching(rows, '')).toHaveLength(2);
});
