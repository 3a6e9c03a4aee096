/** What an operator should look at, the worst first. */
import type { Schema } from '~/api/client';
import { duration } from '~/parts/instants';
import { titled } from '~/parts/titles';

export type Overview = Schema<'PlatformOverview'>;
export type Queue = Schema<'PlatformQueue'>;
export type Edge = Schema<'Edge'>;

export interface Worry {
  text: string;
  to: string;
  isBad: boolean;
}

/** A queue whose oldest entry waits longer than this is behind. */
const BEHIND_MS = 60_000;
export const isBehind = ({ waiting, oldest_ms }: Queue): boolean => waiting > 0 && oldest_ms > BEHIND_MS;

const several = (number: number, one: string, many: string): string => `${number.toLocaleString('en')} ${number === 1 ? one : many}`;

export function worries(overview: Overview, queues: readonly Queue[], edges: readonly Edge[]): Worry[] {
  const silent = edges.filter(({ attached }) => !attached).length;
  const behind = queues.filter(isBehind);
  const versions = new Set(edges.filter(({ attached, version }) => attached && version).map(({ version }) => version));
  return [
    ...(overview.edges_attached === 0 ? [{ text: 'No edge is attached: nothing is served from here.', to: '/platform/edges', isBad: true }] : []),
    ...(overview.expiring_soon > 0 ? [{ text: `${several(overview.expiring_soon, 'certificate', 'certificates')} should have been renewed by now.`, to: '/platform/authorities', isBad: true }] : []),
    ...behind.map(({ name, waiting, oldest_ms }) => ({ text: `${titled(name)}: ${several(waiting, 'entry waits', 'entries wait')}, the oldest for ${duration(oldest_ms)}.`, to: '/platform/queues', isBad: oldest_ms > 10 * BEHIND_MS })),
    ...(silent > 0 && overview.edges_attached > 0 ? [{ text: `${several(silent, 'edge is', 'edges are')} silent.`, to: '/platform/edges', isBad: false }] : []),
    ...(versions.size > 1 ? [{ text: `Edges run ${versions.size} different versions.`, to: '/platform/edges', isBad: false }] : []),
    ...((overview.deliveries.failed ?? 0) > 0 ? [{ text: `${several(overview.deliveries.failed ?? 0, 'webhook delivery', 'webhook deliveries')} failed for good.`, to: '/platform/queues', isBad: false }] : []),
  ].sort((one, other) => Number(other.isBad) - Number(one.isBad));
}

/** How many of its asks an edge answered from memory, in per cent; `null` before the first. */
export const hitRate = ({ asks, ask_hits }: Pick<Edge, 'asks' | 'ask_hits'>): number | null => (asks ? Math.round(((ask_hits ?? 0) / asks) * 1000) / 10 : null);
