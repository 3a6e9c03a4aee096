import type { HttpsCheck } from '../api';
import { type Client, pause } from '../client';

const PATIENCE_MS = 30_000;
const INTERVAL_MS = 2000;

/**
 * Opens the domain as a visitor would, by way of the server, until it answers or half a minute has passed; `settled` with the last
 * answer, and whether to go on is asked each time. A server that cannot do this says so at once, and then it is not known.
 */
export async function visit(client: Client, id: string, onAnswer: (answer: HttpsCheck | 'unknown', settled: boolean) => boolean): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const answer = await client.call<HttpsCheck>('POST', `/v1/connections/${id}/https:check`).catch(() => 'unknown' as const);
    const settled = answer === 'unknown' || answer.reached || Date.now() > end;
    if (!onAnswer(answer, settled) || settled) return;
    await pause(INTERVAL_MS);
  }
}
