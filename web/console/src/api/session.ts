/** Who is signed in, and what they may do. */
import { computed, signal } from '@preact/signals';
import { Failure, type Schema, api, ask, useSecret, whenRefused } from './client';
import { cache } from './query';
import { expectSession, forgetSession, isExpected } from './session-mark';

export type Session = Schema<'Session'>;
export type Scope = Schema<'Scope'>;
/** `unknown`: not asked yet. `unreachable`: asked, and no answer came; the shell is shown all the same. */
export type SessionState = 'unknown' | 'in' | 'out' | 'unreachable';

export const session = signal<Session | null>(null);
export const sessionState = signal<SessionState>('unknown');
/** Why it ended, when nobody asked for that. */
export const sessionEnd = signal<'expired' | null>(null);

export const isPlatform = computed(() => session.value?.kind === 'platform_key');
export const role = computed(() => session.value?.role ?? null);
/** Whether this session has the scope. Draw what may not be done as not to be had, or not at all. */
export const can = (scope: Scope): boolean => session.value?.scopes.includes(scope) ?? false;
/** Whether this session may do what only owners and admins (and keys with `apps:admin`) may. */
export const canAdminister = (): boolean => (session.value?.kind === 'member' ? role.value === 'owner' || role.value === 'admin' : can('apps:admin'));

/** Asks who we are, by the cookie. */
export async function lookUpSession(): Promise<void> {
  if (!isExpected()) return end();
  try {
    begin(await ask(api.GET('/v1/session')));
  } catch (thrown) {
    const isSilent = thrown instanceof Failure && (thrown.code === 'network' || thrown.status >= 500);
    if (isSilent) sessionState.value = 'unreachable';
    else end();
  }
}

/** Signs in with a key. `remembered`: the server keeps a cookie that scripts cannot read; otherwise the key lives in memory. */
export async function signIn(key: string, remembered: boolean): Promise<void> {
  useSecret(key);
  try {
    const found = remembered ? await ask(api.POST('/v1/session')) : await ask(api.GET('/v1/session'));
    if (remembered) {
      useSecret(null);
      expectSession();
    }
    begin(found);
  } catch (thrown) {
    useSecret(null);
    throw thrown;
  }
}

export async function signOut(): Promise<void> {
  const byCookie = session.value?.by_cookie ?? false;
  try {
    if (byCookie) await ask(api.DELETE('/v1/session'));
  } catch (thrown) {
    // It was over already.
    if (!(thrown instanceof Failure && thrown.status === 401)) throw thrown;
  }
  sessionEnd.value = null;
  end();
}

/** For a person who belongs to several tenants. */
export async function changeTenant(tenant_id: string): Promise<void> {
  const found = await ask(api.POST('/v1/session/tenant', { body: { tenant_id } }));
  stopListening();
  cache.clear();
  begin(found);
}

/** The event stream comes once the first screen stands; its script is no part of that. */
let live: Promise<typeof import('./live')> | null = null;

function begin(found: Session): void {
  session.value = found;
  sessionEnd.value = null;
  sessionState.value = 'in';
  if (found.kind === 'platform_key') return;
  live = import('./live');
  live.then(({ startLive }) => startLive(), () => (live = null));
}

function stopListening(): void {
  live?.then(({ stopLive }) => stopLive(), () => undefined);
}

function end(): void {
  if (session.value?.by_cookie ?? true) forgetSession();
  stopListening();
  useSecret(null);
  session.value = null;
  sessionState.value = 'out';
  cache.clear();
}

whenRefused(() => {
  if (sessionState.value !== 'in') return;
  sessionEnd.value = 'expired';
  end();
});
