import { describe, expect, it, vi } from 'vitest';
import { QueryCache } from '../src/api/query-cache';

/** A fetcher whose answers come when the test says so. */
function fetcher<Data>() {
  const calls: { answer: (data: Data) => void; refuse: (error: unknown) => void }[] = [];
  const read = () => new Promise<Data>((answer, refuse) => calls.push({ answer, refuse }));
  return { read, calls };
}
const settled = () => new Promise((resolve) => setTimeout(resolve));

describe('the cache of what was read', () => {
  it('asks once for several callers', async () => {
    const cache = new QueryCache(() => 1);
    const { read, calls } = fetcher<number>();
    const all = [cache.fetch(['a'], read), cache.fetch(['a'], read)];
    calls[0]!.answer(7);
    await Promise.all(all);
    expect(calls).toHaveLength(1);
    expect(cache.read(['a'])).toMatchObject({ data: 7, readAt: 1, isFetching: false, isStale: false });
  });

  it('tells everybody who waits of a failure by the entry, and throws at nobody', async () => {
    const cache = new QueryCache();
    const { read, calls } = fetcher<number>();
    const all = [cache.fetch(['a'], read), cache.fetch(['a'], read)];
    calls[0]!.refuse('no');
    await expect(Promise.all(all)).resolves.toEqual([undefined, undefined]);
    expect(cache.read(['a'])).toMatchObject({ error: 'no', isFetching: false });
  });

  it('asks again only once it is no longer fresh', async () => {
    let now = 1_000;
    const cache = new QueryCache(() => now);
    const read = vi.fn(async () => 'x');
    await cache.fetch(['a'], read, 5_000);
    now += 4_999;
    await cache.fetch(['a'], read, 5_000);
    expect(read).toHaveBeenCalledTimes(1);
    now += 1;
    await cache.fetch(['a'], read, 5_000);
    expect(read).toHaveBeenCalledTimes(2);
  });

  it('shows what it has while it reads anew, and keeps it when that fails', async () => {
    const cache = new QueryCache();
    const { read, calls } = fetcher<string>();
    void cache.fetch(['a'], read);
    calls[0]!.answer('old');
    await settled();
    const again = cache.fetch(['a'], read);
    expect(cache.read(['a'])).toMatchObject({ data: 'old', isFetching: true });
    const failure = new Error('no');
    calls[1]!.refuse(failure);
    await again;
    expect(cache.read(['a'])).toMatchObject({ data: 'old', error: failure, isFetching: false });
  });

  it('reads anew what somebody looks at below an invalidated key, and leaves the rest for later', async () => {
    const cache = new QueryCache();
    const reads = { list: vi.fn(async () => 1), one: vi.fn(async () => 2), other: vi.fn(async () => 3) };
    await cache.fetch(['connections', { state: 'live' }], reads.list);
    await cache.fetch(['connections'], reads.one);
    await cache.fetch(['connection', 'x'], reads.other);
    cache.watch(['connections', { state: 'live' }], () => undefined);
    cache.invalidate(['connections']);
    await settled();
    expect([reads.list, reads.one, reads.other].map((each) => each.mock.calls.length)).toEqual([2, 1, 1]);
    expect(cache.read(['connections']).isStale).toBe(true);
    expect(cache.read(['connection', 'x']).isStale).toBe(false);
  });

  it('invalidates everything by the empty key', async () => {
    const cache = new QueryCache();
    await cache.fetch(['a', 1], async () => 1);
    cache.invalidate([]);
    expect(cache.read(['a', 1]).isStale).toBe(true);
  });

  it('does not let an answer to an older question overwrite what was changed since', async () => {
    const cache = new QueryCache();
    const { read, calls } = fetcher<string>();
    await Promise.all([cache.fetch(['a'], read), settled().then(() => calls[0]!.answer('first'))]);
    const slow = cache.fetch(['a'], read);
    cache.change<string>(['a'], () => 'by hand');
    calls[1]!.answer('from before');
    await slow;
    expect(cache.read(['a']).data).toBe('by hand');
  });

  it('takes a change back', async () => {
    const cache = new QueryCache();
    await cache.fetch(['a'], async () => [1]);
    const takeBack = cache.change<number[]>(['a'], (list) => [...list, 2]);
    expect(cache.read(['a']).data).toEqual([1, 2]);
    takeBack();
    expect(cache.read(['a']).data).toEqual([1]);
  });

  it('does not put back what the server has said since', async () => {
    const cache = new QueryCache();
    await cache.fetch(['a'], async () => 'one');
    const takeBack = cache.change<string>(['a'], () => 'by hand');
    cache.put(['a'], 'two');
    takeBack();
    expect(cache.read(['a']).data).toBe('two');
  });

  it('tells those who watch, until they stop', async () => {
    const cache = new QueryCache();
    const tell = vi.fn();
    const stop = cache.watch(['a'], tell);
    cache.put(['a'], 1);
    stop();
    cache.put(['a'], 2);
    expect(tell).toHaveBeenCalledTimes(1);
  });

  it('forgets everything when somebody else signs in, also what is still on its way', async () => {
    const cache = new QueryCache();
    const { read, calls } = fetcher<string>();
    cache.watch(['a'], () => undefined);
    const late = cache.fetch(['a'], read);
    cache.clear();
    calls[0]!.answer("another's");
    await late;
    expect(cache.read(['a']).data).toBeUndefined();
  });

  it('keeps only so many that nobody looks at', async () => {
    let now = 0;
    const cache = new QueryCache(() => ++now);
    for (let index = 0; index < 100; index++) await cache.fetch(['a', index], async () => index);
    cache.watch(['b'], () => undefined)();
    const kept = Array.from({ length: 100 }, (_, index) => index).filter((index) => cache.read(['a', index]).data !== undefined);
    expect(kept.length).toBeLessThanOrEqual(60);
    expect(kept.at(-1)).toBe(99);
  });
});
