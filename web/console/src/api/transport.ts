/**
 * Asks what openapi-fetch's types allow to be asked: `GET('/v1/x/{id}', { params: { path: { id } } })` gives `{ data, error, response }`.
 * Its own code can do much that `/v1` never needs, and is a tenth of the first screen; these lines take its place.
 */
import type { Client } from 'openapi-fetch';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
export type Api<Paths extends object> = Pick<Client<Paths>, (typeof METHODS)[number]>;

/** What is asked, apart from the method. */
export interface Wishes {
  params?: { path?: Record<string, unknown>; query?: Record<string, unknown>; header?: Record<string, string> };
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

/** The path with what belongs into it. Lists in the query are separated by commas; what is absent is left out. */
export function urlOf(path: string, { params = {} }: Wishes = {}): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(params.path?.[name])));
  const query = Object.entries(params.query ?? {})
    .filter(([, value]) => value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0))
    .map(([name, value]) => `${encodeURIComponent(name)}=${[value].flat().map((each) => encodeURIComponent(String(each))).join(',')}`);
  return query.length > 0 ? `${filled}?${query.join('&')}` : filled;
}

async function bodyOf(response: Response): Promise<unknown> {
  const text = await response.text();
  if (!text) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch (fault) {
    // Only what went wrong may come from before the API and be no JSON.
    if (response.ok) throw fault;
    return text;
  }
}

export function transport<Paths extends object>(send: (url: string, init: RequestInit & { method: string }) => Promise<Response>): Api<Paths> {
  const ask = async (method: string, path: string, wishes: Wishes = {}) => {
    const { body, signal, params, headers } = wishes;
    const response = await send(urlOf(path, wishes), {
      method,
      signal,
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...params?.header, ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const given = await bodyOf(response);
    return response.ok ? { data: given, response } : { error: given, response };
  };
  return Object.fromEntries(METHODS.map((method) => [method, (path: string, wishes?: Wishes) => ask(method, path, wishes)])) as unknown as Api<Paths>;
}
