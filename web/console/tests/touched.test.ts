import { expect, it } from 'vitest';
import { QueryCache } from '../src/api/query-cache';
import { touched } from '../src/api/touched';

const ID = '0198c0de-0000-7000-8000-00000000000a';

/** Which of these a view would read anew. */
async function old(event: Parameters<typeof touched>[0], ...keys: unknown[][]) {
  const cache = new QueryCache();
  for (const key of keys) await cache.fetch(key, async () => 1);
  for (const key of touched(event)) cache.invalidate(key);
  return keys.filter((key) => cache.read(key).isStale);
}

it('an event of a connection makes its lists, and what belongs to it, old', async () => {
  const mine = [['connection', ID], ['connection', ID, 'timeline'], ['connections', { state: 'live' }], ['connections', 'summary'], ['certificates'], ['usage', 'history']];
  const others = [['connection', 'another'], ['applications'], ['members']];
  expect(await old({ type: 'ssl.issued', jobId: ID }, ...mine, ...others)).toEqual(mine);
});

it('an event of a webhook endpoint leaves connections alone', async () => {
  expect(await old({ type: 'webhook.disabled', jobId: null }, ['webhook-endpoints'], ['connections'])).toEqual([['webhook-endpoints']]);
});

it('an event about no connection makes none in particular old', () => {
  expect(touched({ type: 'domain.added' }).some(([noun]) => noun === 'connection')).toBe(false);
});
