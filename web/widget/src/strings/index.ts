/** What the build makes of languages: which keys come when, and in which order. */
import { en, type Strings } from './en';

export type Key = keyof Strings;

/** Texts of src/later, by the beginnings of their keys. */
const LATER = /^(email|share[A-Z]|consent|review|added|replaced|removed|untouched|apply|safeTo|step|waiting[RCA]|writing|checkedAgo|triedAgain|stall|showRecords|success|visit|issuer|validUntil|answeredIn|keepRecords)/;
const isLater = (key: string): boolean => LATER.test(key);
const keys = Object.keys(en) as Key[];

/** Keys of a language's own file, which holds their texts in this order; the later ones are numbered on. */
export const coreKeys = keys.filter((key) => !isLater(key));
/** Keys whose texts come with what needs them. */
export const laterKeys = keys.filter((key) => isLater(key));
