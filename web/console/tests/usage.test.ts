import { describe, expect, it } from 'vitest';
import { firstDay, isOpen, lessOf, pointsOf, pressure, reachedAt } from '../src/views/usage/kinds';

const day = 86_400_000;

describe('a limit', () => {
  it('presses more the nearer it is, and never where there is none', () => {
    expect([pressure(0, 10), pressure(7, 10), pressure(8, 10), pressure(10, 10), pressure(12, 10), pressure(1e9, null)]).toEqual(['plain', 'plain', 'warn', 'bad', 'bad', 'plain']);
  });

  it('is reached at the pace of the days that are gone', () => {
    expect(reachedAt(10, 20, 0, 30 * day, 10 * day)).toBe(20 * day);
    expect(reachedAt(10, 31, 0, 30 * day, 10 * day)).toBeNull();
    expect(reachedAt(20, 20, 0, 30 * day, 10 * day)).toBeNull();
    expect(reachedAt(0, 20, 0, 30 * day, 10 * day)).toBeNull();
    expect(reachedAt(5, null, 0, 30 * day, 10 * day)).toBeNull();
    expect(reachedAt(5, 10, 0, 30 * day, 0)).toBeNull();
  });
});

describe('days', () => {
  it('are counted back from today, today among them', () => {
    expect(firstDay(7, Date.UTC(2026, 10, 22, 23, 59))).toBe('2026-11-16');
    expect(firstDay(1, Date.UTC(2026, 10, 22, 0, 0))).toBe('2026-11-22');
  });

  it('keep their order and their zeros', () => {
    const none = { active_domain: 0, cert: 0, api_call: 0 };
    expect(pointsOf([{ date: '2026-10-31', connect: 0, ...none }, { date: '2026-11-01', connect: 4, ...none }], 'connect')).toEqual([
      { label: '31 Oct', value: 0 },
      { label: '1 Nov', value: 4 },
    ]);
  });
});

it('a plan is open to all where nothing is sold, else those that are, and the free one', () => {
  const offer = (id: 'free' | 'pro' | 'enterprise', is_for_sale: boolean) => ({ id, is_for_sale, limits: { connect: 1, active_domain: 1, cert: 1, api_call: 1 } });
  expect(isOpen(offer('enterprise', false), false)).toBe(true);
  expect([isOpen(offer('free', false), true), isOpen(offer('pro', true), true), isOpen(offer('enterprise', false), true)]).toEqual([true, true, false]);
});

it('another plan takes away what it allows less of, and that only', () => {
  const limits = { connect: 100, active_domain: 50, cert: 1_000, api_call: null };
  const usage = [{ kind: 'connect' as const, used: 132, limit: 1_000 }, { kind: 'active_domain' as const, used: 3, limit: null }, { kind: 'cert' as const, used: 9, limit: 1_000 }, { kind: 'api_call' as const, used: 9, limit: 10 }];
  expect(lessOf(usage, limits)).toEqual([{ kind: 'connect', used: 132, was: 1_000, limit: 100 }, { kind: 'active_domain', used: 3, was: null, limit: 50 }]);
  expect(lessOf(usage, { connect: null, active_domain: null, cert: null, api_call: null })).toEqual([]);
});
