import type { Strings } from './strings/en';

declare global {
  /**
   * `T.title` is the key of a text. The build writes keys as they are, or as numbers in the order of strings/en.ts, so that files
   * for browsers carry no names: a language is a list there.
   */
  const T: { readonly [Key in keyof Strings]: Key };
}
