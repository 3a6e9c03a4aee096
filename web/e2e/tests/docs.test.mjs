// The documentation in a browser: found, read, copied, by keyboard, on a phone, in both themes.
import { readPages, path, readDocument } from '../../docs/src/pages.mjs';
import { axeFinds } from '../harness/axe.mjs';
import { assert, atWork, inTheConsole, until } from '../harness/console.mjs';

inTheConsole();

const go = ({ page, program }, to) => page.goto(program.api + to);

atWork('what is searched is found by keyboard and leads to its place', async (reader) => {
  const { page } = reader;
  await go(reader, '/docs');
  await page.keyboard.press('/');
  const field = page.getByRole('combobox', { name: 'Search the documentation' });
  await field.waitFor();
  await page.keyboard.type('ownership challenge txt');
  await page.getByRole('option').first().waitFor();
  assert.ok((await page.getByRole('option').count()) > 1);
  await page.keyboard.press('ArrowDown');
  assert.equal(await field.getAttribute('aria-activedescendant'), 'found-1');
  const wanted = await page.getByRole('option', { selected: true }).getAttribute('data-to');
  await page.keyboard.press('Enter');
  await page.waitForURL(`**${wanted}`);
  await page.keyboard.press('Control+k');
  await field.waitFor();
  await field.fill('qqqqzzzz');
  await page.getByText('Nothing is found for').waitFor();
  await page.keyboard.press('Escape');
  assert.equal(await page.getByRole('dialog').count(), 0);
});

atWork('code is copied as it stands there', async (reader) => {
  const { page } = reader;
  await go(reader, '/docs/getting-started/quickstart');
  const first = page.locator('.code:not(.code-answer)').first();
  await first.hover();
  await first.getByRole('button', { name: 'Copy this code' }).click();
  await first.getByText('Copied').waitFor();
  const text = await first.locator('code').textContent();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), text);
});

atWork('the theme stays as it was chosen', async (reader) => {
  const { page } = reader;
  await go(reader, '/docs');
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const before = await background();
  await page.getByRole('button', { name: 'Theme: auto' }).click();
  await page.getByRole('button', { name: 'Theme: light' }).click();
  await page.getByRole('button', { name: 'Theme: dark' }).waitFor();
  assert.notEqual(await background(), before);
  await page.reload();
  await page.getByRole('button', { name: 'Theme: dark' }).waitFor();
});

atWork('on a phone the contents open, and everything fits', { viewport: { width: 360, height: 720 } }, async (reader) => {
  const { page } = reader;
  await go(reader, '/docs/reference/command-line');
  const fits = () => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);
  assert.ok(await fits());
  const contents = page.getByRole('navigation', { name: 'Contents' });
  assert.equal(await contents.isVisible(), false);
  await page.getByRole('button', { name: 'Contents' }).click();
  await onTop(contents.locator('[aria-current]'));
  await contents.getByRole('link', { name: 'Quickstart' }).click();
  await page.waitForURL('**/docs/getting-started/quickstart');
  assert.ok(await fits());
  await page.getByRole('button', { name: 'Contents' }).click();
  await onTop(contents.getByText('Start', { exact: true }));
});

/** What a finger would meet there is this, or in it. */
async function onTop(what) {
  const isMet = () => what.evaluate((element) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    return element.contains(document.elementFromPoint(left + width / 2, top + height / 2));
  });
  await until('that it is in sight', isMet);
}

atWork('on a phone wide tables keep their first column, long ones their tests folded, and pictures their size', { viewport: { width: 360, height: 720 } }, async (reader) => {
  const { page } = reader;
  await go(reader, '/docs/reference/lifecycle');
  const table = page.getByRole('group', { name: 'Table' });
  await table.evaluate((element) => element.scrollBy({ left: 600, behavior: 'instant' }));
  assert.ok((await table.evaluate((element) => element.scrollLeft)) > 500);
  const cell = page.getByRole('cell', { name: 'OwnershipProven' });
  await cell.scrollIntoViewIfNeeded();
  await onTop(cell);

  await go(reader, '/docs/user-journeys');
  const row = page.getByRole('row').filter({ hasText: /^\s*C1\s/ });
  const named = row.getByText('manual.test.mjs').first();
  assert.equal(await named.isVisible(), false);
  await row.getByText(/^\d tests$/).click();
  await named.waitFor();

  await go(reader, '/docs/concepts/connections');
  const picture = page.getByRole('group', { name: 'Picture' });
  assert.ok((await picture.getByRole('img').boundingBox()).width > 800);
  assert.ok((await picture.boundingBox()).width < 360);
  assert.equal((await page.request.get(reader.program.api + (await page.getByRole('link', { name: 'Open the picture by itself' }).getAttribute('href')))).status(), 200);
});


atWork('an address that is no page says so, with a way on', { refusals: true }, async (reader) => {
  const { page } = reader;
  const answer = await go(reader, '/docs/none/of/these');
  assert.equal(answer.status(), 404);
  await page.getByRole('heading', { level: 1, name: 'There is no such page' }).waitFor();
  await page.getByRole('main').getByRole('link', { name: 'the start' }).click();
  await page.waitForURL('**/docs');
});

atWork('without its script a page is read all the same', { javaScriptEnabled: false }, async (reader) => {
  const { page } = reader;
  await go(reader, '/docs');
  await page.getByRole('navigation', { name: 'Contents' }).getByRole('link', { name: 'Quickstart' }).click();
  await page.getByRole('heading', { level: 1 }).waitFor();
});

/** Every page that somebody wrote, and the longest of the operations' pages, which are alike. */
function everyPage() {
  const pages = readPages(readDocument()).toSorted((one, other) => other.markdown.length - one.markdown.length);
  return [...pages.filter(({ label }) => !label), ...pages.filter(({ label }) => label).slice(0, 3)];
}

/** What is on pages is the same in the dark and on a phone: the longest pages have all of it. */
const LONGEST = 15;
const LOOKS = {
  light: { settings: { colorScheme: 'light' }, pages: everyPage() },
  dark: { settings: { colorScheme: 'dark' }, pages: everyPage().slice(0, LONGEST) },
  phone: { settings: { viewport: { width: 360, height: 720 }, colorScheme: 'dark' }, pages: everyPage().slice(0, LONGEST) },
};
for (const [name, { settings, pages }] of Object.entries(LOOKS)) {
  atWork(`axe finds nothing: ${name}`, { ...settings, timeout: 180_000 }, async (reader) => {
    const { page } = reader;
    for (const { slug } of pages) {
      await go(reader, path(slug));
      assert.deepEqual(await axeFinds(page), [], slug);
    }
    await page.keyboard.press('/');
    await page.getByRole('combobox').waitFor();
    await page.keyboard.type('certificate');
    await page.getByRole('option').first().waitFor();
    assert.deepEqual(await axeFinds(page), [], 'the search');
  });
}

for (const [what, width] of Object.entries({ 'a phone': 360, 'a tablet': 768, 'half a screen': 1024 })) {
  atWork(`every page fits ${what}`, { viewport: { width, height: 720 }, timeout: 180_000 }, async (reader) => {
    for (const { slug } of everyPage()) {
      await go(reader, path(slug));
      assert.ok(await reader.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), slug);
    }
  });
}
