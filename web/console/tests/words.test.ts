import { describe, expect, it } from 'vitest';
import { duration, relative } from '../src/parts/instants';
import { line, scale, ticks } from '../src/parts/plot-scale';
import { titled, worded } from '../src/parts/titles';
import { moved, selected, span } from '../src/parts/window';
import { explained } from '../src/shell/problems';
import { merged, ranked } from '../src/shell/rank';

const S = 1_000;
const DAY = 86_400 * S;

it.each([
  [0, 'just now'], [-9 * S, 'just now'], [-30 * S, '30 seconds ago'], [59.6 * S, 'in 1 minute'], [-90 * S, '1 minute ago'], [-3_600 * S, '1 hour ago'],
  [-DAY, 'yesterday'], [DAY * 20, 'in 20 days'], [-DAY * 61, '2 months ago'], [-DAY * 800, '2 years ago'],
])('%d ms from now is %s', (ms, text) => expect(relative(1e12 + ms, 1e12)).toBe(text));

it.each([[400, '400 ms'], [2_000, '2 s'], [200 * S, '3 min'], [7_500 * S, '2 h 5 min'], [7_200 * S, '2 h'], [DAY, '1 day'], [3 * DAY, '3 days']])('%d ms last %s', (ms, text) =>
  expect(duration(ms)).toBe(text));

it('reads names of the API as words', () => {
  expect(titled('txt_answers')).toBe('TXT answers');
  expect(worded('per_second')).toBe('per second');
  expect(titled('')).toBe('');
});

describe('a plot', () => {
  it('has round marks from nothing to above the highest', () => {
    expect(ticks(0, 10)).toEqual([0, 2.5, 5, 7.5, 10]);
    expect(ticks(0, 97)).toEqual([0, 25, 50, 75, 100]);
    expect(ticks(0, 0)).toEqual([0, 0.25, 0.5, 0.75, 1]);
    expect(ticks(0, 10, { isWhole: true })).toEqual([0, 5, 10]);
    expect(ticks(0, 0, { isWhole: true })).toEqual([0, 1]);
    expect(ticks(-5, 5)[0]).toBeLessThanOrEqual(-5);
    expect(ticks(0, 0.003).at(-1)).toBeGreaterThanOrEqual(0.003);
  });
  it('puts numbers in their place, also where there is one only', () => {
    expect(scale([0, 10], [100, 0])(5)).toBe(50);
    expect(scale([3, 3], [0, 10])(3)).toBe(0);
  });
  it('is broken where a value is missing', () => {
    expect(line([[0, 1], [1, 2], [2, null], [3, 4]])).toBe('M0 1L1 2M3 4');
  });
});

describe('a long list', () => {
  it('draws what is seen and a little beyond', () => {
    expect(span(0, 440, 44, 10_000)).toEqual({ first: 0, end: 20 });
    expect(span(44_000, 440, 44, 10_000)).toEqual({ first: 990, end: 1_020 });
    expect(span(1e9, 440, 44, 50).end).toBe(50);
  });
  it('is walked by keys and never left', () => {
    expect(['j', 'ArrowDown', 'k', 'Home', 'End', 'PageDown'].map((key) => moved(key, 5, 100, 10))).toEqual([6, 6, 4, 0, 99, 15]);
    expect(moved('k', 0, 100, 10)).toBe(0);
    expect(moved('j', 99, 100, 10)).toBe(99);
    expect(moved('q', 5, 100, 10)).toBeNull();
    expect(moved('j', 0, 0, 10)).toBeNull();
  });
  it('is marked one by one and by ranges in both directions', () => {
    const ids = ['a', 'b', 'c', 'd'];
    expect([...selected(new Set(), ids, 1, null)]).toEqual(['b']);
    expect([...selected(new Set(['b']), ids, 3, 1)].sort()).toEqual(['b', 'c', 'd']);
    expect([...selected(new Set(ids), ids, 0, 2)]).toEqual(['d']);
  });
});

describe('what the palette finds', () => {
  const found = (text: string, ...names: string[]) => ranked(text, names, (name) => name);
  it('is everything before one types', () => expect(found('  ', 'b', 'a')).toEqual(['b', 'a']));
  it('is in the order of how well it fits', () =>
    expect(found('do', 'Redo', 'Go to domains', 'Domains', 'Dark now', 'Nothing')).toEqual(['Domains', 'Go to domains', 'Redo', 'Dark now']));
  it('is first what begins so, wherever it was found, and last what has the letters scattered', () => {
    const all = (text: string, own: string[], found: string[]) => merged(text, own, found, (name) => name);
    expect(all('site', ['Dark theme as the system has it'], ['site.alpha.test'])[0]).toBe('site.alpha.test');
    expect(all('blo', ['Billing now or later', 'Blocks'], ['blog.beta.test', 'xn--4ca.test'])).toEqual(['Blocks', 'blog.beta.test', 'xn--4ca.test', 'Billing now or later']);
  });
});

it('explains a problem it does not know without repeating what an address may smuggle in', () => {
  expect(explained('not_invited')).toContain('invite');
  expect(explained('<b>x</b>')).toContain('(bxb)');
});
