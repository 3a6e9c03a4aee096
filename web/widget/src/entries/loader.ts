/** The file that pages include: gets the rest on the first `open`, each by the hash that was baked in here. */
import type { Opened, Options } from '../options';
import { publish } from './api';

/** SHA-256 in Base64 by the name of the file: the UI and English, written in by the build. The UI knows those of the rest. */
declare const HASHES: Record<string, string>;
const hashes = HASHES;

interface Policy {
  createScriptURL(url: string): string;
}

const own = document.currentScript as HTMLScriptElement;
/** File names carry the beginning of their hash, so that they may be kept for ever. */
const urlOf = (name: string): string => new URL(`${name}.${hashes[name]!.slice(0, 8).replace(/\W/g, '-')}.js`, own.src).href;
const policy: Policy | undefined = (window as { trustedTypes?: { createPolicy(name: string, rules: Policy): Policy } }).trustedTypes?.createPolicy('connectdomain', {
  createScriptURL(url) {
    if (Object.keys(hashes).map(urlOf).includes(url)) return url;
    throw new TypeError(url);
  },
});
const loads: Record<string, Promise<unknown>> = {};

const load = (name: string): Promise<never> =>
  (loads[name] ??= new Promise((resolve, reject) => {
    const script = document.createElement('script');
    const url = urlOf(name);
    script.src = policy ? policy.createScriptURL(url) : url;
    script.integrity = `sha256-${hashes[name]}`;
    script.crossOrigin = 'anonymous';
    script.nonce = own.nonce;
    script.onload = () => resolve(window.connectdomainChunks![name]);
    script.onerror = () => {
      delete loads[name];
      script.remove();
      reject(new Error(`connectdomain: ${url} could not be loaded.`));
    };
    document.head.append(script);
  })) as Promise<never>;

publish((options: Options): Opened => {
  const wish = options.locale || document.documentElement.lang || navigator.language;
  const found = wish.toLowerCase().split('-')[0]!;
  let opened: Opened | undefined;
  let isWanted = true;
  void Promise.all([load('ui'), found === 'en' && load(found)]).then(async ([ui]: [NonNullable<NonNullable<typeof window.connectdomainChunks>['ui']>, unknown]) => {
    Object.assign(hashes, ui.hashes);
    const locale = found.length === 2 && found !== 'ui' && hashes[found] ? found : 'en';
    const strings = await load(locale);
    if (isWanted) opened = ui.open(options, { strings, locale, origin: new URL(own.src).origin, load });
  }).catch((error: unknown) => {
    reportError(error);
    options.onClose?.({ id: null, domain: '', succeeded: false });
  });
  return { close: () => ((isWanted = false), opened?.close()) };
});
