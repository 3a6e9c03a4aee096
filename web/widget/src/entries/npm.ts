/** The package: `open` for any bundler. There is no script tag here, so that `baseUrl` has to be given. */
import type { Opened, Options } from '../options';
import { en, type Strings } from '../strings/en';
import { open as show } from '../ui';

export type { Opened, Options, StepDetail, Theme } from '../options';
export type { CloseDetail, SuccessDetail } from '../events';
export type { Strings };

/** `language`, such as `de` of `@nameplate/widget/strings/de`; English when absent. */
export function open(options: Options & { baseUrl: string; language?: Strings }): Opened {
  const { language = en, ...rest } = options;
  return show(rest, {
    strings: language,
    locale: options.locale ?? (document.documentElement.lang || 'en'),
    origin: null,
    load: () => import('../later'),
  });
}
