import { describe, expect, it } from 'vitest';
import { transport, urlOf } from '../src/api/transport';

const answering = (response: Response) => {
  const asked: { url: string; init: RequestInit }[] = [];
  const api = transport<any>(async (url, init) => (asked.push({ url, init }), response)) as any;
  return { api, asked };
};

describe('the address of a request', () => {
  it('has what belongs into the path, escaped', () =>
    expect(urlOf('/v1/share/{token}/x/{id}', { params: { path: { token: 'a/b?', id: 7 } } })).toBe('/v1/share/a%2Fb%3F/x/7'));
  it('keeps the colon of an action', () => expect(urlOf('/v1/connections:summary')).toBe('/v1/connections:summary'));
  it('separates lists by commas and leaves out what is absent', () =>
    expect(urlOf('/v1/x', { params: { query: { state: ['live', 'failed'], cursor: undefined, none: null, empty: [], search: 'a&b ü', limit: 20, is: false } } }))
      .toBe('/v1/x?state=live,failed&search=a%26b%20%C3%BC&limit=20&is=false'));
});

describe('a request', () => {
  it('carries its body as JSON', async () => {
    const { api, asked } = answering(Response.json({ id: 1 }, { status: 201 }));
    const answer = await api.POST('/v1/x', { body: { name: 'y' }, params: { header: { 'if-match': '"1"' } } });
    expect(asked[0]).toMatchObject({ url: '/v1/x', init: { method: 'POST', body: '{"name":"y"}', headers: { 'content-type': 'application/json', 'if-match': '"1"' } } });
    expect(answer).toMatchObject({ data: { id: 1 } });
  });
  it('has no body and says of none where there is none', async () => {
    const { api, asked } = answering(new Response(null, { status: 204 }));
    expect((await api.DELETE('/v1/x')).data).toBeUndefined();
    expect(asked[0]!.init.body).toBeUndefined();
    expect(asked[0]!.init.headers).toEqual({});
  });
  it('gives what the API refused, and what somebody before it did', async () => {
    expect((await answering(Response.json({ error: { code: 'x' } }, { status: 400 })).api.GET('/v1/x')).error).toEqual({ error: { code: 'x' } });
    expect((await answering(new Response('<html>', { status: 502 })).api.GET('/v1/x')).error).toBe('<html>');
  });
  it('does not take for an answer what is none', async () => {
    await expect(answering(new Response('<html>')).api.GET('/v1/x')).rejects.toThrow(SyntaxError);
  });
});
