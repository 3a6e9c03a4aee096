/** Preact as the UI has it: in the lazily loaded file, this stands in for the package. */
import type { Fragment as PreactFragment, h as createElement } from 'preact';
import { chunks } from '../entries/chunks';

export const { h, Fragment } = chunks().ui as {
  h: typeof createElement;
  Fragment: typeof PreactFragment;
};
