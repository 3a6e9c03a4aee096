/** Everything in one file, in English: for pages that allow no script to load another. Further languages come by `strings`. */
import * as later from '../later';
import { en } from '../strings/en';
import { open } from '../ui';
import { publish } from './api';

const { origin } = new URL((document.currentScript as HTMLScriptElement | null)?.src || location.href);
publish((options) => open(options, { strings: en, locale: 'en', origin, load: () => Promise.resolve(later) }));
