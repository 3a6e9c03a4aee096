// The program and a browser, and for each test somebody who works in the console.
import { strict as assert } from 'node:assert';
import { after, before, test } from 'node:test';
import { axeFinds } from './axe.mjs';
import { startBrowser, Watch } from './browser.mjs';
import { startOrigin } from './pages.mjs';
import { startProgram } from './program.mjs';
import { until } from './until.mjs';

export { assert, until };
export const KEY = 'sk_test_demo';
export const PLATFORM_KEY = 'pk_test_demo';

const TEST_MS = 60_000;
/** Besides what the test says: an answer that is no success is a line in Chromium's console, and often just what a test wants. */
const REFUSALS = /^Failed to load resource: the server responded with a status of 4\d\d/;
const stops = [];
export const world = {};

/** Call once in each file of tests; `prepare(world)` is awaited before the first. `world.program` has `call`, `newZone`, `publish` …; see program.mjs. */
export function inTheConsole(prepare = () => undefined) {
  before(async () => {
    const begun = (part) => {
      stops.unshift(() => (part.stop ?? part.close).call(part));
      return part;
    };
    try {
      const origin = begun(await startOrigin());
      world.program = begun(await startProgram({ originUrl: origin.url }));
      world.browser = begun(await startBrowser());
      await prepare(world);
    } catch (error) {
      await stop();
      throw error;
    }
  }, { timeout: 120_000 });
  after(stop, { timeout: 60_000 });
}

async function stop() {
  for (const part of stops.splice(0)) await part();
}

/**
 * A test with somebody in a fresh context. `settings` are those of Playwright's contexts, and: `console`, patterns of what may be said there;
 * `refusals`, true where the API may refuse something; `timeout`.
 */
export function atWork(name, settings, run) {
  if (typeof settings === 'function') return atWork(name, {}, settings);
  const { console: allowed = [], refusals = false, timeout = TEST_MS, ...rest } = settings;
  return test(name, { timeout }, async () => {
    const context = await world.browser.newContext({
      viewport: { width: 1280, height: 800 }, locale: 'en-GB', timezoneId: 'UTC', reducedMotion: 'reduce', permissions: ['clipboard-read', 'clipboard-write'], ...rest,
    });
    context.setDefaultTimeout(20_000);
    const watch = new Watch([world.program.api], refusals ? [...allowed, REFUSALS] : allowed);
    try {
      await watch.attach(context);
      const somebody = new Somebody(await context.newPage(), world, watch);
      await run(somebody, world);
      watch.check();
    } catch (error) {
      const page = context.pages()[0];
      const shown = await page?.locator('h1').first().textContent({ timeout: 500 }).catch(() => null);
      error.message += `\nat ${page?.url()}, which shows: ${shown ?? 'nothing'}\n${watch.story()}`;
      throw error;
    } finally {
      await context.close();
    }
  });
}

/** Somebody with a key, in the console. */
export class Somebody {
  constructor(page, { program }, watch) {
    this.page = page;
    this.program = program;
    this.watch = watch;
    this.main = page.getByRole('main');
  }

  /** Goes to an address of the console, written without its base. A key in memory is forgotten by that: use `follow` then. */
  goto(path = '/') {
    return this.page.goto(`${this.program.api}/console${path}`);
  }

  /** Goes on within the console, as a link would. */
  async follow(path) {
    await this.page.evaluate((href) => {
      const link = document.createElement('a');
      link.href = href;
      document.body.append(link);
      link.click();
      link.remove();
    }, `/console${path}`);
  }

  /** Comes by an address, signs in there, and waits for what it shows. */
  async signIn({ key = KEY, remember = false, at = '/' } = {}) {
    await this.goto(at);
    await this.page.getByLabel('API key').fill(key);
    if (remember) await this.page.getByLabel(/Keep me signed in/).check();
    await this.press('Sign in');
    await this.button(/^Account/).or(this.page.getByRole('alert')).first().waitFor();
  }

  /** Opens the palette and types there. */
  async command(text) {
    await this.page.keyboard.press('Control+k');
    await this.page.getByRole('combobox', { name: 'Search and commands' }).waitFor();
    await this.page.keyboard.type(text);
  }

  /** The one heading of the first level: where one is. */
  shows(name) {
    return this.page.getByRole('heading', { level: 1, name }).waitFor();
  }

  button(name) {
    return this.page.getByRole('button', { name });
  }

  press(name) {
    return this.button(name).click();
  }

  path() {
    const { pathname, search } = new URL(this.page.url());
    return pathname.replace(/^\/console/, '') + search;
  }

  focused() {
    return this.page.evaluate(() => {
      const { localName, textContent, ariaLabel } = document.activeElement;
      return { tag: localName, text: textContent.trim(), label: ariaLabel ?? '' };
    });
  }

  /** Holds that axe finds nothing, in light and in the dark. */
  async isAccessible(what = '') {
    for (const colorScheme of ['light', 'dark']) {
      await this.look(colorScheme);
      await this.isStill();
      assert.deepEqual(await axeFinds(this.page), [], `axe finds nothing ${what} (${colorScheme})`);
    }
    await this.look('light');
  }

  /** The system's colours. A page has them a little later, unless it was told to have others. */
  async look(colorScheme) {
    const seen = () => this.page.evaluate(() => ({
      isDark: matchMedia('(prefers-color-scheme: dark)').matches,
      isOwn: 'theme' in document.documentElement.dataset,
      colour: getComputedStyle(document.body).backgroundColor,
    }));
    const before = await seen();
    await this.page.emulateMedia({ colorScheme });
    if (before.isOwn || before.isDark === (colorScheme === 'dark')) return;
    await until(`the page in ${colorScheme}`, async () => (await seen()).colour !== before.colour);
  }

  /** Holds that nothing has to be pushed sideways on a narrow screen (WCAG 2.2, 1.4.10); what scrolls in a frame of its own may. */
  async fits(widths = [1024, 700, 360, 320]) {
    const before = this.page.viewportSize();
    for (const width of widths) {
      await this.page.setViewportSize({ width, height: 740 });
      await this.isStill();
      const wide = await this.page.evaluate(() => {
        if (document.documentElement.scrollWidth <= innerWidth) return [];
        const framed = (element) => {
          for (let above = element.parentElement; above; above = above.parentElement) if (getComputedStyle(above).overflowX !== 'visible') return true;
          return false;
        };
        return [...document.querySelectorAll('body *')].filter((element) => element.getBoundingClientRect().right > innerWidth + 1 && !framed(element))
          .map((element) => `${element.localName}.${element.className} ${element.textContent.slice(0, 40)}`);
      });
      assert.deepEqual(wide, [], `nothing sticks out at ${width} pixels`);
    }
    await this.page.setViewportSize(before);
  }

  /** Waits until nothing moves any more; what goes on for ever may. */
  isStill() {
    return until('that nothing moves', () => this.page.evaluate(() => document.getAnimations().every((animation) =>
      animation.effect.getComputedTiming().iterations === Infinity || animation.playState !== 'running')));
  }

  /** Everything that this browser keeps and scripts can read: storage of each kind, caches, and the address. */
  async kept() {
    const told = await this.page.evaluate(async () => {
      const databases = (await indexedDB.databases()).map(({ name }) => name);
      const cached = [];
      for (const name of await caches.keys()) for (const request of await (await caches.open(name)).keys()) cached.push(new URL(request.url).pathname);
      return { local: { ...localStorage }, session: { ...sessionStorage }, databases, cached, cookie: document.cookie, address: location.href, history: JSON.stringify(history.state) };
    });
    return { ...told, text: JSON.stringify(told) };
  }
}
