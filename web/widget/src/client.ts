/** Talking to the API: one place for the token, for trying again, and for what went wrong. */

/** Why a request came to nothing. `code` is the API's, or `network`, `aborted` or `session`. */
export class Failure extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly ref: string | null = null,
    readonly status = 0,
  ) {
    super(message);
  }
}

/** Across files that were built apart, in which a class is not the same. */
export const isFailure = (error: unknown): error is Failure => error instanceof Error && 'ref' in error;

export interface ClientSettings {
  baseUrl: string;
  token: string;
  onTokenExpired?: (() => Promise<string | null | undefined> | string | null | undefined) | undefined;
  /** Told once the token is not believed any more and there is no other. */
  onSessionEnd?: () => void;
  fetch?: typeof fetch;
  /** Milliseconds. */
  wait?: (ms: number) => Promise<unknown>;
}

export interface Client {
  call<T>(method: 'GET' | 'POST', path: string, body?: unknown, signal?: AbortSignal): Promise<T>;
  /** A response that goes on, for the event stream. Not tried again. */
  stream(path: string, headers: Record<string, string>, signal: AbortSignal): Promise<Response>;
}

const TRIES = 4;
const TIMEOUT_MS = 30_000;
/** Longest wait for one `Retry-After`, in milliseconds. */
const PATIENCE_MS = 20_000;
/** A fault of the page, not of the session. */
const SETUP_CODES = ['origin_not_allowed', 'suspended'];

export const pause = (ms: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });

export function createClient(settings: ClientSettings): Client {
  const wait = settings.wait ?? pause;
  let { token } = settings;
  let renewal: Promise<boolean> | null = null;

  const renew = (): Promise<boolean> =>
    (renewal ??= (async () => {
      try {
        const fresh = await settings.onTokenExpired?.();
        if (fresh && fresh !== token) {
          token = fresh;
          return true;
        }
      } catch {
        // The page could not get a token: the session is over.
      }
      settings.onSessionEnd?.();
      return false;
    })().finally(() => (renewal = null)));

  const send = (path: string, init: RequestInit): Promise<Response> =>
    (settings.fetch ?? fetch)(settings.baseUrl + path, {
      ...init,
      credentials: 'omit',
      headers: { ...init.headers, authorization: `Bearer ${token}` },
    });

  /** As `send`, with a fresh token when this one has run out. */
  const authorized = async (path: string, init: RequestInit): Promise<Response> => {
    const used = token;
    let response = await send(path, init);
    if (response.status !== 401 && response.status !== 403) return response;
    let failure = await failureOf(response);
    if (SETUP_CODES.includes(failure.code)) throw failure;
    if (used !== token || (await renew())) {
      response = await send(path, init);
      if (response.status !== 401 && response.status !== 403) return response;
      failure = await failureOf(response);
      settings.onSessionEnd?.();
    }
    throw new Failure('session', failure.message, failure.ref, failure.status);
  };

  return {
    async call<T>(method: 'GET' | 'POST', path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
      const headers: Record<string, string> = { accept: 'application/json' };
      if (method === 'POST') headers['idempotency-key'] = key();
      if (body !== undefined) headers['content-type'] = 'application/json';
      for (let attempt = 1; ; attempt++) {
        const timeout = new AbortController();
        const stop = (): void => timeout.abort();
        const timer = setTimeout(stop, TIMEOUT_MS);
        signal?.addEventListener('abort', stop);
        let delay = 400 * 3 ** (attempt - 1);
        let failure: Failure;
        try {
          const response = await authorized(path, {
            method,
            headers,
            body: body === undefined ? null : JSON.stringify(body),
            signal: timeout.signal,
          });
          if (response.ok) return (await response.json()) as T;
          failure = await failureOf(response);
          const after = Number(response.headers.get('retry-after')) * 1000;
          if (after) delay = Math.min(after, PATIENCE_MS);
          if (response.status < 500 && response.status !== 429) throw failure;
        } catch (error) {
          if (isFailure(error)) throw error;
          failure = new Failure('network', String(error));
        } finally {
          clearTimeout(timer);
          signal?.removeEventListener('abort', stop);
        }
        if (signal?.aborted) throw new Failure('aborted', '');
        if (attempt === TRIES) throw failure;
        await wait(delay);
      }
    },
    stream: (path, headers, signal) => authorized(path, { headers, signal }),
  };
}

async function failureOf(response: Response): Promise<Failure> {
  try {
    const { error } = (await response.clone().json()) as { error: { code: string; message: string; ref?: string } };
    return new Failure(error.code, error.message, error.ref ?? null, response.status);
  } catch {
    return new Failure('internal', `${response.status} ${response.statusText}`, null, response.status);
  }
}

/** Unlike `randomUUID` this also works on pages without TLS. */
function key(): string {
  return crypto.getRandomValues(new Uint32Array(4)).join('-');
}
