/** What nobody needs in the first seconds: loaded in one piece while the domain is looked at, with its style and its texts. */
import type { JSX } from 'preact';
import { keys, texts } from 'virtual:later-texts';
import type { Step } from '../flow';
import type { View } from '../view';
import { Consent } from './consent';
import { Email } from './email';
import { Progress } from './progress';
import { Review } from './review';
import { Success } from './success';

export { copyText } from './copy-text';
export { Share } from './share';
export { watch } from './updates';
export { visit } from './visit';
export { zoneLines } from './zone-lines';
export { default as style } from './style.css?inline';

export const screens: Partial<Record<Step, (view: View) => JSX.Element | null>> = {
  automatic_setup: Review,
  domain_connect: Consent,
  in_progress: Progress,
  success: Success,
  email_setup: Email,
};

/** A text that is not in the languages' own files. */
export const textOf = (key: string | number, language: string): string | undefined => (texts[language] ?? texts['en'])?.[key];

/** The page's own texts, by the keys that this build uses. */
export const numbered = (own: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(own).map(([key, text]) => [keys ? keys.split(' ').indexOf(key) : key, text]));
