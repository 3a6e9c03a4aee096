import { describe, expect, it } from 'vitest';
import { pointsOf } from '../src/views/platform/points';
import { hitRate, worries } from '../src/views/platform/worries';

const well = { version: '1', engine: 'sqlite', started_at: '', tenants: 1, connections: {}, certificates: {}, deliveries: {}, expiring_soon: 0, edges_attached: 2 };
const edge = { id: 'a', version: '1', started_at: '', seen_at: '', attached: true, certificates: 0, asks: 0, ask_hits: 0, handshakes: 0, streams: 0 };
const queue = { name: 'due_connections', meaning: '', waiting: 0, oldest_ms: 0 };

describe('worries', () => {
  it('are none where all is well', () => {
    expect(worries(well, [queue, { ...queue, waiting: 5, oldest_ms: 900 }], [edge])).toEqual([]);
  });

  it('begin with the worst', () => {
    const found = worries({ ...well, expiring_soon: 1, deliveries: { failed: 2 } }, [{ ...queue, waiting: 5, oldest_ms: 90_000 }], [edge, { ...edge, id: 'b', attached: false }, { ...edge, id: 'c', version: '2' }]);
    expect(found.map(({ text }) => text)).toEqual([
      '1 certificate should have been renewed by now.',
      'Due connections: 5 entries wait, the oldest for 1 min.',
      '1 edge is silent.',
      'Edges run 2 different versions.',
      '2 webhook deliveries failed for good.',
    ]);
    expect(worries({ ...well, edges_attached: 0 }, [], []).map(({ isBad }) => isBad)).toEqual([true]);
  });
});

it('a hit rate is known from the first ask on', () => {
  expect(hitRate({ asks: 0, ask_hits: 0 })).toBeNull();
  expect(hitRate({ asks: 3, ask_hits: 2 })).toBe(66.7);
});

it('many samples are thinned to their means, the last one of each kept as its time', () => {
  const points = Array.from({ length: 10 }, (_, index): [number, number] => [index * 60_000, index]);
  expect(pointsOf(points, 5).map(({ value }) => value)).toEqual([0.5, 2.5, 4.5, 6.5, 8.5]);
  expect(pointsOf(points, 10)).toHaveLength(10);
  expect(pointsOf([], 10)).toEqual([]);
});
