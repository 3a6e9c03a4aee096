/** News of connections: the event stream where it gets through, and looking by itself everywhere. */
import type { Connection, RecordsReport } from '../api';
import { type Client, Failure, isFailure, pause } from '../client';

export interface Watch {
  /** Look now. */
  look(): void;
  stop(): void;
}

export interface Watched {
  client: Client;
  ids: string[];
  onSeen: (connection: Connection, records: RecordsReport | null) => void;
  onFailure: (failure: Failure) => void;
}

/** Milliseconds between two looks: soon while somebody waits, slower later, slower still when the stream tells. */
const FIRST_MS = 2500;
const SLOWEST_MS = 10_000;
const ENDED = ['live', 'failed', 'archived'];

export function watch({ client, ids, onSeen, onFailure }: Watched): Watch {
  const stopped = new AbortController();
  const { signal } = stopped;
  let wake: (() => void) | null = null;
  let isStreaming = false;
  let mustLook = false;
  const open = new Set(ids);

  const look = (): void => {
    mustLook = true;
    wake?.();
  };
  const onShown = (): void => {
    if (!document.hidden) look();
  };
  document.addEventListener('visibilitychange', onShown);

  const rest = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(() => wake?.(), ms);
      wake = () => {
        // A page that nobody sees asks nothing.
        if (document.hidden && !mustLook && !signal.aborted) return;
        clearTimeout(timer);
        wake = null;
        resolve();
      };
      if (mustLook || signal.aborted) wake();
    });

  const lookAt = async (id: string): Promise<void> => {
    let records: RecordsReport | null = null;
    try {
      records = await client.call<RecordsReport>('POST', `/v1/connections/${id}/records:check`, undefined, signal);
    } catch (error) {
      // An ended connection cannot be checked, but it can be shown.
      if (!isFailure(error) || error.code !== 'connection_ended') throw error;
    }
    const connection = await client.call<Connection>('GET', `/v1/connections/${id}`, undefined, signal);
    if (signal.aborted) return;
    if (ENDED.includes(connection.state)) open.delete(id);
    onSeen(connection, records);
  };

  const poll = async (): Promise<void> => {
    for (let delay = FIRST_MS; open.size && !signal.aborted; delay = Math.min(delay * 1.15, SLOWEST_MS)) {
      mustLook = false;
      try {
        await Promise.all([...open].map(lookAt));
      } catch (error) {
        if (signal.aborted) return;
        if (isFailure(error) && (error.code === 'session' || error.status === 404)) return onFailure(error);
        // Anything else may pass: the next look tells.
      }
      if (open.size) await rest(isStreaming ? delay * 1.6 : delay);
    }
    stopped.abort();
  };

  const listen = async (): Promise<void> => {
    let last = '';
    for (let delay = 1000; !signal.aborted; delay = Math.min(delay * 2, 30_000)) {
      try {
        const headers: Record<string, string> = { accept: 'text/event-stream' };
        if (last) headers['last-event-id'] = last;
        const response = await client.stream('/v1/events', headers, signal);
        if (!response.ok || !response.body) return;
        isStreaming = true;
        delay = 1000;
        for await (const { id, data } of events(response.body)) {
          if (id) last = id;
          if (ids.some((mine) => data.includes(mine))) look();
        }
      } catch (error) {
        // Without a session there is nothing to hear; polling finds that out as well.
        if (isFailure(error)) return;
      } finally {
        isStreaming = false;
      }
      await pause(delay, signal);
    }
  };

  void poll();
  void listen();
  return {
    look,
    stop() {
      document.removeEventListener('visibilitychange', onShown);
      stopped.abort();
      wake?.();
    },
  };
}

/** Server-sent events of a body, as the HTML standard has them (9.2.6); `retry` is not needed here. */
export async function* events(body: ReadableStream<Uint8Array>): AsyncGenerator<{ id: string; data: string }> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  let [id, data] = ['', ''];
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const lines = (rest + decoder.decode(value, { stream: true })).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (!line) {
        if (data) yield { id, data };
        [id, data] = ['', ''];
      } else if (line.startsWith('data:')) data += line.slice(5);
      else if (line.startsWith('id:')) id = line.slice(3).trim();
    }
  }
}
