import { describe, expect, it, vi } from 'vitest';
import { createClient, Failure } from '../src/client';

const json = (status: number, body: unknown, headers: Record<string, string> = {}): Response => new Response(JSON.stringify(body), { status, headers });
const problem = (status: number, code: string, headers = {}): Response => json(status, { error: { code, message: 'No.', ref: 'r1' } }, headers);

function client(...answers: (Response | Error)[]) {
  const waits: number[] = [];
  const sent: RequestInit[] = [];
  const onSessionEnd = vi.fn();
  const onTokenExpired = vi.fn((): Promise<string | null> => Promise.resolve(null));
  const fetch = vi.fn((_: unknown, init?: RequestInit) => {
    sent.push(init ?? {});
    const answer = answers.shift();
    return answer instanceof Response ? Promise.resolve(answer) : Promise.reject(answer ?? new Error('no more answers'));
  }) as unknown as typeof globalThis.fetch;
  const made = createClient({ baseUrl: 'https://api', token: 't1', onTokenExpired, onSessionEnd, fetch, wait: (ms) => (waits.push(ms), Promise.resolve()) });
  return { ...made, waits, sent, onSessionEnd, onTokenExpired };
}

const header = (init: RequestInit | undefined, name: string): string => (init?.headers as Record<string, string>)[name] ?? '';

describe('a request', () => {
  it('carries the token, and one key for all its tries', async () => {
    const api = client(problem(503, 'unavailable'), json(200, { id: 1 }));
    expect(await api.call('POST', '/v1/connections', {})).toEqual({ id: 1 });
    expect(header(api.sent[0], 'authorization')).toBe('Bearer t1');
    expect(header(api.sent[0], 'idempotency-key')).toHaveLength(header(api.sent[1], 'idempotency-key').length);
    expect(header(api.sent[0], 'idempotency-key')).toBe(header(api.sent[1], 'idempotency-key'));
  });

  it('waits as long as it is told to, within reason', async () => {
    const api = client(problem(429, 'rate_limited', { 'retry-after': '7' }), problem(429, 'rate_limited', { 'retry-after': '900' }), json(200, {}));
    await api.call('GET', '/v1/connections');
    expect(api.waits).toEqual([7000, 20_000]);
  });

  it('gives up after four tries, with what the API said', async () => {
    const api = client(...Array.from({ length: 4 }, () => problem(503, 'busy')));
    await expect(api.call('GET', '/')).rejects.toMatchObject({ code: 'busy', ref: 'r1', status: 503 });
    expect(api.sent).toHaveLength(4);
  });

  it('does not repeat what was refused', async () => {
    const api = client(problem(409, 'HostnameConflict'));
    await expect(api.call('POST', '/')).rejects.toBeInstanceOf(Failure);
    expect(api.sent).toHaveLength(1);
  });

  it('is tried again when the network was gone', async () => {
    const api = client(new TypeError('Failed to fetch'), json(200, 1));
    expect(await api.call('GET', '/')).toBe(1);
  });
});

describe('a token that has run out', () => {
  it('is replaced, and the request goes on', async () => {
    const api = client(problem(401, 'unauthorized'), json(200, 1));
    api.onTokenExpired.mockResolvedValue('t2');
    expect(await api.call('GET', '/')).toBe(1);
    expect(header(api.sent[1], 'authorization')).toBe('Bearer t2');
    expect(api.onSessionEnd).not.toHaveBeenCalled();
  });

  it('is replaced once for requests that fail together', async () => {
    const api = client(problem(401, 'unauthorized'), problem(401, 'unauthorized'), json(200, 1), json(200, 2));
    api.onTokenExpired.mockResolvedValue('t2');
    expect(await Promise.all([api.call('GET', '/a'), api.call('GET', '/b')])).toEqual([1, 2]);
    expect(api.onTokenExpired).toHaveBeenCalledTimes(1);
  });

  it.each([401, 403])('ends the session when there is no other (%i)', async (status) => {
    const api = client(problem(status, 'forbidden'));
    await expect(api.call('GET', '/')).rejects.toMatchObject({ code: 'session' });
    expect(api.onSessionEnd).toHaveBeenCalledTimes(1);
  });

  it('is not the matter when the page itself may not ask', async () => {
    const api = client(problem(403, 'origin_not_allowed'));
    await expect(api.call('GET', '/')).rejects.toMatchObject({ code: 'origin_not_allowed' });
    expect(api.onTokenExpired).not.toHaveBeenCalled();
  });
});
