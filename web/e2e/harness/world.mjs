// The program, the SaaS and the browser, for all tests of a file; and a visitor for each test.
import { strict as assert } from 'node:assert';
import { after, before, test } from 'node:test';
import { startBrowser, Watch } from './browser.mjs';
import { startOrigin, startPages } from './pages.mjs';
import { startProgram } from './program.mjs';
import { TOKEN } from '../screens/answers.mjs';
import { Visitor } from './visitor.mjs';

const TEST_MS = 60_000;
const stops = [];
export const world = {};

/** Stands in for the program where every answer is written down beforehand (screens/answers.mjs). */
const WRITTEN = {
  api: 'http://localhost:9',
  application: '0198c0de-0000-7000-8000-00000000000a',
  mint: () => ({ auth_token: TOKEN }),
};

async function start(isWritten) {
  const begun = async (part) => {
    stops.unshift(() => (part.stop ?? part.close).call(part));
    return part;
  };
  if (isWritten) world.program = WRITTEN;
  else {
    const origin = await begun(await startOrigin());
    world.program = await begun(await startProgram({ originUrl: origin.url }));
  }
  world.pages = await begun(await startPages(world));
  world.browser = await begun(await startBrowser());
}

async function stop() {
  for (const part of stops.splice(0)) await part();
}

/** Call once in each file of tests; `prepare` is awaited before the first. `isWritten`: without the program. */
export function inTheWorld(prepare = () => undefined, { isWritten = false } = {}) {
  before(async () => {
    try {
      await start(isWritten);
      await prepare(world);
    } catch (error) {
      await stop();
      throw error;
    }
  }, { timeout: 120_000 });
  after(stop, { timeout: 60_000 });
}

/**
 * A test with a visitor in a fresh context. `settings` are those of Playwright's contexts, and: `console`, patterns of what may be said
 * there.
 */
export function visit(name, settings, run) {
  if (typeof settings === 'function') return visit(name, {}, settings);
  const { console: allowed = [], timeout = TEST_MS, ...rest } = settings;
  return test(name, { timeout }, async () => {
    const context = await world.browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-GB', timezoneId: 'UTC', ...rest });
    context.setDefaultTimeout(20_000);
    const watch = new Watch([...world.pages.origins], allowed);
    try {
      await watch.attach(context);
      const visitor = new Visitor(await context.newPage(), world, watch);
      await run(visitor, world);
      watch.check();
    } catch (error) {
      const page = context.pages()[0];
      const heading = await page?.locator('#cd-title').textContent({ timeout: 500 }).catch(() => null);
      error.message += `\nthe widget shows: ${heading ?? 'nothing'}\n${watch.story()}`;
      throw error;
    } finally {
      await context.close();
    }
  });
}

export { assert };
