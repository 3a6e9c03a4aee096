/** Talking to `/v1` of our own origin. `ask(api.GET('/v1/applications'))` gives the answer's body or throws a `Failure`. */
import { failureFrom, failureOf } from './failure';
import type { components, paths } from './schema';
import { transport } from './transport';

export { Failure, failureFrom } from './failure';

type Schemas = components['schemas'];
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

export const api = transport<paths>(async (url, { signal, headers, ...init }) => {
  const response = await fetch(url, {
    ...init,
    credentials: 'same-origin',
    // A retry of the same click does not do it twice.
    headers: { ...(init.method === 'POST' ? { 'idempotency-key': crypto.randomUUID() } : {}), ...authorization(), ...(headers as Record<string, string>) },
    ...(isLeaving ? { keepalive: true } : { signal: AbortSignal.any([AbortSignal.timeout(TIMEOUT_MS), ...(signal ? [signal] : [])]) }),
  });
  if (response.status === 401) refused();
  return response;
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
