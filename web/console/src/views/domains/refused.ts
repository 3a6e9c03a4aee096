/** What was refused of a batch. The API keeps no list of it: it is known until the page goes. */
import { signal } from '@preact/signals';
import type { Schema } from '~/api/client';

export interface Refusal {
  hostname: string;
  message: string;
  ref: string;
}

export const refusals = signal<ReadonlyMap<string, readonly Refusal[]>>(new Map());

export const keepRefusals = (batch: string, refused: readonly Refusal[]): void => void (refusals.value = new Map([...refusals.value, [batch, refused]]));

export const refusedOf = (rows: readonly Schema<'BulkConnection'>[]): Refusal[] =>
  rows.flatMap(({ hostname, error }) => (error ? [{ hostname, message: error.message, ref: error.ref }] : []));
