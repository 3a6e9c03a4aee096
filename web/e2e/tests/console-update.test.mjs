// A newer console: whoever has an older one open is told, and gets it by one press.
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { assert, atWork, inTheConsole, until } from '../harness/console.mjs';

// A copy that the program serves from disk and that may be renewed under its feet.
const built = new URL('../../console/dist', import.meta.url).pathname;
const dist = await mkdtemp(join(tmpdir(), 'nameplate-console-'));
await cp(built, dist, { recursive: true });
const widget = new URL('../../widget/dist', import.meta.url).pathname;
process.env.WEB_DIST = `${widget}:${dist}`;
after(() => rm(dist, { recursive: true, force: true }));

inTheConsole();

async function renew() {
  const path = join(dist, 'console/sw.js');
  const text = await readFile(path, 'utf8');
  const renewed = text.replace(/console-[0-9a-f]{12}/, 'console-000000000000');
  assert.notEqual(renewed, text, 'the worker names its build');
  await writeFile(path, renewed);
  for (const form of ['br', 'gz']) await rm(`${path}.${form}`, { force: true });
}

atWork('whoever has an older console open is offered the newer one', async (somebody) => {
  const { page } = somebody;
  const caches = () => page.evaluate(() => window.caches.keys());
  await somebody.signIn({ remember: true });
  await page.evaluate(() => navigator.serviceWorker.ready);
  const [before] = await caches();
  assert.match(before, /^console-/);
  await page.reload();
  await somebody.shows('Overview');
  await renew();
  await page.reload();
  await page.getByText('A newer console is there.').waitFor();
  assert.ok((await caches()).includes(before), 'the older one stays until then');
  await Promise.all([page.waitForEvent('load'), somebody.press('Load it')]);
  await somebody.shows('Overview');
  await until('that only the newer one is kept', async () => (await caches()).join() === 'console-000000000000');
  assert.equal(await page.getByText('A newer console is there.').count(), 0);
});
