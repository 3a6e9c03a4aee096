/** Where files that were loaded by script tags meet: one object of the page. */
import type { Fragment, h } from 'preact';
import type { Opened, Options } from '../options';
import type { Later, Surroundings } from '../surroundings';

export interface Chunks {
  ui?: { open: (options: Options, around: Surroundings) => Opened; hashes: Record<string, string>; h: typeof h; Fragment: typeof Fragment };
  later?: Later;
  /** A language, by its code. */
  [language: string]: unknown;
}

declare global {
  interface Window {
    connectdomainChunks?: Chunks;
  }
}

export const chunks = (): Chunks => (window.connectdomainChunks ??= {});
