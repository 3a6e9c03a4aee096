/** What is being done to many domains. It goes on while one looks at something else; one at a time. */
import { signal } from '@preact/signals';
import { type Failure, type Schema, failureFrom } from '~/api/client';
import { cache } from '~/api/query';
import { inTurn, patiently } from './in-turn';

export type Connection = Schema<'Connection'>;
export type Outcome = 'running' | 'done' | Failure;

export interface Deed {
  /** "Checking", "checked". */
  doing: string;
  done: string;
  act: (row: Connection) => Promise<unknown>;
}

export interface Job {
  deed: Deed;
  rows: readonly Connection[];
  outcomes: ReadonlyMap<string, Outcome>;
  state: 'running' | 'stopping' | 'over';
}

export const job = signal<Job | null>(null);

const AT_ONCE = 6;
const PAUSE_MS = 1_000;
let isLeaving = false;
addEventListener('pagehide', () => (isLeaving = true), { capture: true });
addEventListener('pageshow', () => (isLeaving = false), { capture: true });

const pause = (attempt: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, PAUSE_MS * attempt));
const change = (part: Partial<Job>): void => void (job.value = { ...job.value!, ...part });

/** Gives those that it went well for. */
export async function begin(deed: Deed, rows: readonly Connection[]): Promise<Connection[]> {
  const outcomes = new Map<string, Outcome>();
  job.value = { deed, rows, outcomes, state: 'running' };
  await inTurn({
    items: rows,
    act: (row) => patiently(() => deed.act(row), pause),
    // A page that goes away sends what is left while it still can.
    atOnce: isLeaving ? rows.length : AT_ONCE,
    isStopped: () => job.value!.state === 'stopping',
    tell(row, outcome) {
      outcomes.set(row.id, typeof outcome === 'string' ? outcome : failureFrom(outcome.failure));
      change({ outcomes: new Map(outcomes) });
    },
  });
  change({ state: 'over' });
  cache.invalidate(['connections']);
  return rows.filter(({ id }) => outcomes.get(id) === 'done');
}

export const stopJob = (): void => change({ state: 'stopping' });
export const dismissJob = (): void => void (job.value = null);
export const isAtWork = (): boolean => job.value !== null && job.value.state !== 'over';
