/** Follows `GET /v1/events` and reads anew what an event has changed. */
import { authorization, refused } from './client';
import { EventReader, waitBefore } from './event-stream';
import { liveState } from './live-state';
import { cache } from './query';
import type { Key } from './query-cache';
import type { components } from './schema';
import { touched } from './touched';

export type LiveEvent = components['schemas']['Event'];
const listeners = new Set<(event: LiveEvent) => void>();

/** Told of every event; gives how to stop. */
export function onEvent(tell: (event: LiveEvent) => void): () => void {
  listeners.add(tell);
  return () => void listeners.delete(tell);
}

/** A page that is not seen lets go: browsers give one origin few connections. */
const UNSEEN_MS = 30_000;
/** The server says something every 15 seconds; silence means that the way is broken. */
const SILENCE_MS = 45_000;
const GATHER_MS = 250;

let run: AbortController | null = null;
let lastId: string | null = null;
let unseenTimer = 0;
let isResting = false;

/** Begins; without effect where it runs. */
export function startLive(): void {
  if (run) return;
  run = new AbortController();
  void follow(run.signal);
}

export function stopLive(): void {
  pause();
  isResting = false;
  lastId = null;
}

function pause(): void {
  run?.abort();
  run = null;
  liveState.value = 'off';
}

document.addEventListener('visibilitychange', () => {
  clearTimeout(unseenTimer);
  if (document.visibilityState === 'hidden' && run) {
    unseenTimer = window.setTimeout(() => {
      pause();
      isResting = true;
    }, UNSEEN_MS);
  } else if (document.visibilityState === 'visible' && isResting) {
    isResting = false;
    startLive();
  }
});

async function follow(stop: AbortSignal): Promise<void> {
  for (let attempt = 1; !stop.aborted; attempt++) {
    liveState.value = attempt === 1 ? 'connecting' : liveState.value;
    const outcome = await listen(stop, () => (attempt = 0));
    if (stop.aborted || outcome === 'refused') break;
    liveState.value = 'waiting';
    await rest(waitBefore(Math.max(attempt, 1), Math.random()), stop);
  }
  if (!stop.aborted) liveState.value = 'off';
}

async function listen(stop: AbortSignal, begun: () => void): Promise<'refused' | 'ended'> {
  const silence = new AbortController();
  let timer = 0;
  const heard = (): void => {
    clearTimeout(timer);
    timer = window.setTimeout(() => silence.abort(), SILENCE_MS);
  };
  try {
    heard();
    const response = await fetch('/v1/events', {
      headers: { accept: 'text/event-stream', ...authorization(), ...(lastId ? { 'last-event-id': lastId } : {}) },
      signal: AbortSignal.any([stop, silence.signal]),
      cache: 'no-store',
    });
    if (response.status === 401) refused();
    if (response.status === 401 || response.status === 403) return 'refused';
    if (!response.ok || !response.body) return 'ended';
    liveState.value = 'live';
    begun();
    // Between two streams things may have happened that no event tells of.
    if (lastId) cache.invalidate([]);
    const reader = new EventReader();
    const text = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (;;) {
      const { done, value } = await text.read();
      if (done) return 'ended';
      heard();
      for (const event of reader.feed(value)) take(event.id, event.type, event.data);
    }
  } catch {
    return 'ended';
  } finally {
    clearTimeout(timer);
    silence.abort();
  }
}

const old = new Map<string, Key>();
let gathering = 0;

function take(id: string | null, type: string, data: string): void {
  if (id) lastId = id;
  if (type === 'reset') return gather([[]]);
  let event: LiveEvent;
  try {
    event = JSON.parse(data) as LiveEvent;
  } catch {
    return;
  }
  gather(touched(event));
  for (const tell of [...listeners]) tell(event);
}

/** A burst of events is one reading. */
function gather(keys: Key[]): void {
  for (const key of keys) old.set(JSON.stringify(key), key);
  clearTimeout(gathering);
  gathering = window.setTimeout(() => {
    const all = [...old.values()];
    old.clear();
    for (const key of all) cache.invalidate(key);
  }, GATHER_MS);
}

const rest = (ms: number, stop: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      removeEventListener('online', done);
      stop.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    addEventListener('online', done);
    stop.addEventListener('abort', done);
  });
