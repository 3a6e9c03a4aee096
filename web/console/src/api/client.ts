/** Talking to `/v1` of our own origin. `ask(api.GET('/v1/applications'))` gives the answer's body or throws a `Failure`. */
import createClient from 'openapi-fetch';
import { failureFrom, failureOf } from './failure';
import type { components, paths } from './schema';
import type { Upcoming, UpcomingSchemas } from './upcoming';

export { Failure, failureFrom } from './failure';

type Paths = Omit<paths, keyof Upcoming> & Upcoming;
type Schemas = Omit<components['schemas'], keyof UpcomingSchemas> & UpcomingSchemas;
/** A schema of the API by its name: `Schema<'Application'>`. */
export type Schema<Name extends keyof Schemas> = Schemas[Name];

const TIMEOUT_MS = 30_000;
/** An API key lives here and nowhere else; gone when the page is. */
let secret: string | null = null;
let isLeaving = false;
let onRefusal: () => void = () => {};

export const useSecret = (key: string | null): void => void (secret = key);
export const authorization = (): Record<string, string> => (secret ? { authorization: `Bearer ${secret}` } : {});
/** Told when the API does not believe us any more. */
export const whenRefused = (tell: () => void): void => void (onRefusal = tell);
export const refused = (): void => onRefusal();

// What is sent while the page goes away has to outlive it.
addEventListener('pagehide', () => (isLeaving = true), { capture: true });
addEventListener('pageshow', () => (isLeaving = false), { capture: true });

export const api = createClient<Paths>({
  credentials: 'same-origin',
  // Lists of filters are separated by commas, as the API takes them.
  querySerializer: { array: { style: 'form', explode: false } },
  fetch: (request) =>
    fetch(request, isLeaving ? { keepalive: true } : { signal: AbortSignal.any([request.signal, AbortSignal.timeout(TIMEOUT_MS)]) }),
});

api.use({
  onRequest({ request }) {
    for (const [name, value] of Object.entries(authorization())) request.headers.set(name, value);
    // A retry of the same click does not do it twice.
    if (request.method === 'POST') request.headers.set('idempotency-key', crypto.randomUUID());
    return request;
  },
  onResponse({ response }) {
    if (response.status === 401) refused();
  },
});

type Answer<Data> = Promise<{ data?: Data; error?: unknown; response: Response }>;

/** The body of the answer; `undefined` where the API answers 204. */
export async function ask<Data>(answer: Answer<Data>): Promise<Data> {
  let given: Awaited<Answer<Data>>;
  try {
    given = await answer;
  } catch (thrown) {
    if (thrown instanceof DOMException && thrown.name === 'AbortError') throw thrown;
    throw failureFrom(thrown);
  }
  if (!given.response.ok) throw failureOf(given.response, given.error);
  return given.data as Data;
}
