// One Chromium, and for each test a context of its own that is watched: what is said in the console, what a policy forbids, and
// where requests go.
import { strict as assert } from 'node:assert';
import { accessSync, constants } from 'node:fs';
import { chromium } from 'playwright-core';

const CANDIDATES = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser'].filter(Boolean);
export const ARGUMENTS = [
  '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
  // The same picture on each machine, whatever was drawn before it: a part that is drawn anew rounds what shines through otherwise than
  // the whole does.
  '--disable-partial-raster', '--font-render-hinting=none', '--disable-lcd-text', '--force-color-profile=srgb', '--hide-scrollbars',
  '--host-resolver-rules=MAP *.test 127.0.0.1',
];

export function executable() {
  const found = CANDIDATES.find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
  if (!found) throw new Error('Chromium is missing: run scripts/need browser, or name one in CHROMIUM.');
  return found;
}

export const startBrowser = (more = []) => chromium.launch({
  executablePath: executable(),
  headless: true,
  // Containers seldom allow Chromium its own sandbox, and the pages are ours.
  chromiumSandbox: false,
  args: [...ARGUMENTS, ...more],
});

const placeOf = (url) => url.split('?')[0];

/** What happened in a context that should not have. */
export class Watch {
  #allowed;
  #origins;
  #console = [];
  #violations = [];
  #requests = [];

  constructor(origins, allowed) {
    this.#origins = origins;
    this.#allowed = allowed;
  }

  async attach(context) {
    context.on('console', (message) => ['error', 'warning'].includes(message.type()) && this.#console.push(message.text()));
    context.on('weberror', (error) => this.#console.push(String(error.error())));
    context.on('request', (request) => this.#requests.push(request.url()));
    await context.exposeBinding('violated', (_, what) => this.#violations.push(what));
    await context.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) =>
        window.violated(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));
    });
  }

  /** A stranger after all, such as the provider that the customer goes to. */
  allow(origin) {
    this.#origins.push(origin);
  }

  requests() {
    return this.#requests;
  }

  /** For whoever reads why a test failed. */
  story() {
    const told = (what, list) => list.map((line) => `${what}: ${line}`);
    return [...told('console', this.#console), ...told('policy', this.#violations), ...told('request', this.#requests.slice(-12).map(placeOf))].join('\n');
  }

  /** Holds that nothing was said, forbidden, or asked of strangers. */
  check() {
    const said = this.#console.filter((text) => !this.#allowed.some((pattern) => pattern.test(text)));
    assert.deepEqual(said, [], 'the console stays empty');
    assert.deepEqual(this.#violations, [], 'nothing is against the policy of the page');
    const strangers = this.#requests.filter((url) => !/^(data|blob|about):/.test(url) && !this.#origins.includes(new URL(url).origin)).map(placeOf);
    assert.deepEqual(strangers, [], 'nobody else is asked for anything');
  }
}
