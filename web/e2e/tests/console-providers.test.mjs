// Where customers keep their DNS, and how each provider is set up (journey D6).
import { assert, atWork, inTheConsole, until } from '../harness/console.mjs';

inTheConsole();

const tiles = (page) => page.locator('main a[href^="/console/providers/"]');

atWork('every provider is there, with its mark and its ways, found by name and by way', async (somebody, { program }) => {
  const { page } = somebody;
  const { data } = await program.call('GET', '/v1/providers');
  await somebody.signIn({ at: '/providers' });
  await tiles(page).first().waitFor();
  assert.equal(await tiles(page).count(), data.length);
  const names = await tiles(page).locator('b').allTextContents();
  assert.deepEqual(names, data.map(({ name }) => name));
  await until('a mark on each', async () => (await tiles(page).locator('svg.size-8, img.size-8').count()) === data.length);
  for (const image of await tiles(page).locator('img').all()) {
    await image.scrollIntoViewIfNeeded();
    await until('that it is drawn', () => image.evaluate(({ naturalWidth, complete }) => complete && naturalWidth > 0));
  }
  const cloudflare = tiles(page).filter({ hasText: 'Cloudflare' });
  assert.equal(await cloudflare.locator('svg.size-8').count(), 1, 'its own mark');
  for (const way of ['Automatic', 'Domain Connect', 'By hand']) await cloudflare.getByText(way, { exact: true }).waitFor();
  await somebody.isAccessible('in the grid');
  await somebody.fits();

  await page.keyboard.press('/');
  await page.keyboard.type('route');
  await until('one provider', async () => (await tiles(page).count()) === 1);
  assert.match(somebody.path(), /search=route/);
  await page.getByRole('searchbox').fill('nobody');
  await somebody.press('Show all');
  await until('all again', async () => (await tiles(page).count()) === data.length);
  await somebody.press('Domain Connect');
  const able = data.filter(({ capabilities }) => capabilities.domain_connect).length;
  await until('those with Domain Connect', async () => (await tiles(page).count()) === able);
});

atWork('a page says where its credential comes from, what shape it has and how it is lent', async (somebody, { program }) => {
  const { page } = somebody;
  const { data } = await program.call('GET', '/v1/providers');
  const namecheap = data.find(({ key }) => key === 'namecheap');
  await somebody.signIn({ at: '/providers' });
  await tiles(page).filter({ hasText: 'Namecheap' }).click();
  await somebody.shows('Namecheap');
  for (const said of [namecheap.credential.gate, namecheap.credential.hint, namecheap.limits]) await page.getByText(said).waitFor();
  for (const part of ['apiUser', 'apiKey', 'clientIp']) await page.getByRole('listitem').filter({ hasText: new RegExp(`^${part}$`) }).waitFor();
  assert.equal(await page.getByRole('link', { name: 'Documentation' }).getAttribute('href'), namecheap.docs_url);
  assert.equal(await page.getByRole('link', { name: 'Open Namecheap' }).getAttribute('href'), namecheap.console_url);
  await page.getByLabel('Application', { exact: true }).selectOption({ label: 'Demo' });
  assert.equal(await page.getByRole('link', { name: /^Add to/ }).getAttribute('href'), `/console/applications/${program.application}/credentials?provider=namecheap`);
  await page.getByRole('button', { name: 'Copy By a program' }).click();
  const snippet = await page.evaluate(() => navigator.clipboard.readText());
  assert.ok(snippet.includes(`${program.api}/v1/applications/${program.application}/credentials`) && snippet.includes('<apiUser>:<apiKey>:<clientIp>'), snippet);
  await somebody.isAccessible('of a provider');
  await somebody.fits();
});

atWork('every provider has a page of its own that fits', { timeout: 120_000 }, async (somebody, { program }) => {
  const { page } = somebody;
  const { data } = await program.call('GET', '/v1/providers');
  await somebody.signIn({ at: '/providers' });
  for (const { key, name } of data) {
    await somebody.follow(`/providers/${key}`);
    await somebody.shows(name);
    await somebody.fits([320]);
  }
  await somebody.follow('/providers/domain-connect');
  await page.getByText('Nothing has to be lent').waitFor();
  assert.equal(await page.getByRole('link', { name: /^Add to/ }).count(), 0);
  await somebody.follow('/providers/nobody');
  await page.getByRole('heading', { name: 'No such provider' }).waitFor();
});
