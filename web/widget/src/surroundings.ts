/** What the UI is given by whatever brought it: the loader, the bundle, the package. */
import type { Strings } from './strings/en';

/** How the UI gets what is not in its own file. */
export interface Surroundings {
  /** By key, or by its number (src/text-keys.d.ts). */
  strings: readonly string[] | Partial<Strings>;
  locale: string;
  /** Origin of the API when the options name none. */
  origin: string | null;
  load(chunk: 'later'): Promise<Later>;
}

/** What comes after the first screens. */
export type Later = typeof import('./later');
