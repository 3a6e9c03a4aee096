/** What the build makes of languages: which keys come when, and in which order. */
import { en, type Strings } from './en';

export type Key = keyof Strings;

const isLater = (key: string): boolean => /^(email|share)[A-Z]/.test(key) && key !== 'emailOffer';
const keys = Object.keys(en) as Key[];

/** Keys of a language's own file, which holds their texts in this order; the later ones are numbered on. */
export const coreKeys = keys.filter((key) => !isLater(key));
/** Keys whose texts come with what needs them. */
export const laterKeys = keys.filter((key) => isLater(key));
