import type { Key } from './query-cache';

/** What is read anew after an event: everything that may show what it tells of. */
export function touched(event: { type: string; jobId?: string | null }): Key[] {
  if (event.type === 'webhook.disabled') return [['webhook-endpoints'], ['webhook-deliveries']];
  const one: Key[] = event.jobId ? [['connection', event.jobId]] : [];
  return [...one, ['connections'], ['certificates'], ['audit'], ['webhook-deliveries'], ['usage']];
}
