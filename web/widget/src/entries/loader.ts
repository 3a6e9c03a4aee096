/** The file that pages include: gets the rest on the first `open`, each by the hash that was baked in here. */
import type { Opened, Options } from '../options';
import { publish } from './api';

/** SHA-256 in Base64 by the name of the file; written in by the build. */
declare const HASHES: Record<string, string>;

interface Policy {
  createScriptURL(url: string): string;
}

const own = document.currentScript as HTMLScriptElement;
/** File names carry the beginning of their hash, so that they may be kept for ever. */
const urlOf = (name: string): string => new URL(`${name}.${HASHES[name]!.slice(0, 8).replace(/\W/g, '-')}.js`, own.src).href;
const urls = Object.keys(HASHES).map(urlOf);
const policy: Policy | undefined = (window as { trustedTypes?: { createPolicy(name: string, rules: Policy): Policy } }).trustedTypes?.createPolicy('connectdomain', {
  createScriptURL(url) {
    if (urls.includes(url)) return url;
    throw new TypeError(url);
  },
});
const loads: Record<string, Promise<unknown>> = {};

const load = (name: string): Promise<never> =>
  (loads[name] ??= new Promise((resolve, reject) => {
    const script = document.createElement('script');
    const url = urlOf(name);
    script.src = policy ? policy.createScriptURL(url) : url;
    script.integrity = `sha256-${HASHES[name]}`;
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
  const language = found.length === 2 && HASHES[found] ? found : 'en';
  let opened: Opened | undefined;
  let isWanted = true;
  void Promise.all([load('ui'), load(language)]).then(([ui, strings]: [NonNullable<NonNullable<typeof window.connectdomainChunks>['ui']>, string[]]) => {
    if (isWanted) opened = ui.open(options, { strings, locale: language, origin: new URL(own.src).origin, load });
  }).catch((error: unknown) => {
    reportError(error);
    options.onClose?.({ id: null, domain: '', succeeded: false });
  });
  return { close: () => ((isWanted = false), opened?.close()) };
});
