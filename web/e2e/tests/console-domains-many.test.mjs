// Ten thousand domains: all of them are reached by wheel and by keys, each stands there once, and few are drawn at a time.
import { assert, atWork, inTheConsole, until } from '../harness/console.mjs';

const ALL = 10_000;
const AT_ONCE = 1_000;
/** Rows that are drawn at the same time, at most. */
const DRAWN = 100;
const MANY_MS = 300_000;

inTheConsole(async ({ program }) => {
  const began = performance.now();
  for (let first = 0; first < ALL; first += AT_ONCE) {
    const hostnames = Array.from({ length: AT_ONCE }, (_, index) => `n${String(first + index).padStart(5, '0')}.many.test`);
    const { created } = await program.call('POST', '/v1/connections:bulk', { application_id: program.application, hostnames });
    assert.equal(created, AT_ONCE);
  }
  console.log(`${ALL} connections were created in ${Math.round(performance.now() - began)} ms`);
});

const grid = (page) => page.getByRole('grid', { name: 'Domains' });

/** Watches rows and frames within the page: what is drawn is noted at every frame. */
const watch = (page) => page.evaluate(() => {
  const frame = document.querySelector('[role=grid]');
  const seen = new Map();
  const told = { seen, wrong: [], drawn: 0, elements: 0, frames: [] };
  let before = performance.now();
  const look = (now) => {
    told.frames.push(now - before);
    before = now;
    const rows = frame.querySelectorAll('[data-row]');
    told.drawn = Math.max(told.drawn, rows.length);
    if (told.frames.length % 50 === 0) told.elements = Math.max(told.elements, document.querySelectorAll('*').length);
    for (const row of rows) {
      const name = row.querySelector('a > span:last-child').textContent;
      const known = seen.get(row.dataset.row);
      if (known === undefined) seen.set(row.dataset.row, name);
      else if (known !== name) told.wrong.push(`${row.dataset.row}: ${known}, then ${name}`);
    }
    told.timer = requestAnimationFrame(look);
  };
  told.timer = requestAnimationFrame(look);
  window.told = told;
});

const toldBy = (page) => page.evaluate(() => {
  cancelAnimationFrame(window.told.timer);
  const { seen, wrong, drawn, elements, frames } = window.told;
  return { rows: [...seen], wrong, drawn, elements, frames };
});

const part = (values, share) => Math.round([...values].sort((one, other) => one - other)[Math.floor(values.length * share)] * 10) / 10;
const report = (what, frames) =>
  console.log(`${what}: ${frames.length} frames, median ${part(frames, 0.5)} ms, 95 % below ${part(frames, 0.95)} ms, 99 % below ${part(frames, 0.99)} ms, longest ${Math.round(Math.max(...frames))} ms`);

atWork('all are reached by the wheel, each once, and few are drawn', { timeout: MANY_MS }, async (somebody) => {
  const { page } = somebody;
  await somebody.signIn({ at: '/domains' });
  await grid(page).locator('[data-row="0"]').waitFor();
  await grid(page).hover();
  await watch(page);
  const began = performance.now();
  const step = await grid(page).evaluate((frame) => frame.clientHeight - 60);
  await until('the last row', async () => {
    for (let turn = 0; turn < 20; turn++) {
      await page.mouse.wheel(0, step);
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    }
    return page.evaluate((last) => window.told.seen.has(String(last)), ALL - 1);
  }, MANY_MS);
  const { rows, wrong, drawn, elements, frames } = await toldBy(page);
  console.log(`by wheel to the end of ${ALL} in ${Math.round(performance.now() - began)} ms; at most ${drawn} rows and ${elements} elements`);
  report('wheel', frames);
  assert.deepEqual(wrong, [], 'no row changes its place');
  assert.equal(rows.length, ALL, 'every place was drawn');
  assert.equal(new Set(rows.map(([, name]) => name)).size, ALL, 'every domain stands there once');
  assert.ok(drawn <= DRAWN, `${drawn} rows were drawn at once`);
  assert.ok(elements < 3_000, `${elements} elements`);
  await page.getByText(`${ALL.toLocaleString('en')} domains`).waitFor();
});

atWork('all are reached by one key, and the list is found again where it was left', { timeout: MANY_MS }, async (somebody) => {
  const { page } = somebody;
  await somebody.signIn({ at: '/domains' });
  await grid(page).locator('[data-row="0"]').waitFor();
  await page.getByRole('heading', { level: 1 }).focus();
  const at = () => page.evaluate(() => Number(document.activeElement.dataset?.row));
  await page.keyboard.press('j');
  await until('the first row', async () => (await at()) === 0);
  await watch(page);
  const began = performance.now();
  await page.keyboard.press('End');
  await until('the last row', async () => (await at()) === ALL - 1, MANY_MS);
  const { wrong, drawn, frames } = await toldBy(page);
  console.log(`by the key to the end of ${ALL} in ${Math.round(performance.now() - began)} ms; at most ${drawn} rows`);
  report('key', frames);
  assert.deepEqual(wrong, []);
  assert.ok(drawn <= DRAWN, `${drawn} rows were drawn at once`);
  assert.match(await page.evaluate(() => document.activeElement.textContent), /^n00000\.many\.test/, 'the oldest comes last');
  await page.keyboard.press('PageUp');
  await until('a page above', async () => (await at()) < ALL - 1);
  const left = await at();
  await page.keyboard.press('Enter');
  await until('the page of the domain', () => /^\/domains\/[\da-f-]{36}/.test(somebody.path()));
  await page.goBack();
  await grid(page).locator(`[data-row="${left}"]`).waitFor();
  await page.keyboard.press('j');
  await until('the row that was left', async () => (await at()) === left);

  await page.keyboard.press('Home');
  await until('the first row', async () => (await at()) === 0);
  await page.keyboard.press('/');
  await page.keyboard.type('n04999');
  await until('the one that fits', async () => (await grid(page).locator('[data-row]').count()) === 1);
});
