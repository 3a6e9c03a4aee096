/** Why a request came to nothing. `code` is the API's, or `network` where no answer came. */
export class Failure extends Error {
  constructor(
    readonly code: string,
    message: string,
    /** Under which the server has logged it; what support asks for. */
    readonly ref: string | null = null,
    readonly status = 0,
    readonly more: { plan?: string | null; limit?: number | null; upgrade_url?: string | null } = {},
  ) {
    super(message);
    this.name = 'Failure';
  }

  /** Which of these fields the message is about: the API names the field it refuses. */
  field(names: readonly string[]): string | null {
    if (this.status !== 400 && this.status !== 409 && this.status !== 422) return null;
    const places = names
      .map((name) => ({ name, at: this.message.search(new RegExp(`(?<![\\w.])${escaped(name)}(?!\\w)`, 'i')) }))
      .filter(({ at }) => at >= 0);
    places.sort((one, other) => one.at - other.at || other.name.length - one.name.length);
    return places[0]?.name ?? null;
  }

  /** The message as it is said beside that field, which people know by its label and not by the API's name. */
  beside(name: string): string {
    const begun = new RegExp(`^${escaped(name)}(?:\\[(\\d+)\\])?(?= )`, 'i');
    return this.message.replace(begun, (_, at?: string) => (at === undefined ? 'It' : `Entry ${Number(at) + 1}`));
  }
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

const NETWORK = 'The server cannot be reached. Look at your network; what you see may be older.';

/** What was thrown, as a failure that can be shown. */
export function failureFrom(thrown: unknown): Failure {
  if (thrown instanceof Failure) return thrown;
  if (thrown instanceof TypeError || (thrown instanceof DOMException && thrown.name === 'TimeoutError')) return new Failure('network', NETWORK);
  if (thrown instanceof SyntaxError) return new Failure('internal', 'What the server answered could not be read. Something between it and you may have changed it.');
  return new Failure('fault', thrown instanceof Error ? thrown.message : 'Something went wrong in this page.');
}

/** What the API answered, when it refused. */
export function failureOf(response: Response, body: unknown): Failure {
  const detail = (body as { error?: Record<string, unknown> } | null)?.error;
  if (!detail || typeof detail !== 'object') {
    return new Failure('internal', `The server answered ${response.status}.`, response.headers.get('x-request-id'), response.status);
  }
  const { code, message, ref, plan, limit, upgrade_url } = detail as Record<string, string | null | undefined> & { limit?: number };
  return new Failure(String(code), String(message), ref ?? null, response.status, { plan, limit, upgrade_url });
}
