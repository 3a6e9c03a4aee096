// Domains in the console: connecting one and many, finding them, going about by keys, and working on many at once.
import { assert, atWork, inTheConsole, until } from '../harness/console.mjs';
import { wanted } from '../harness/live.mjs';

inTheConsole();

const grid = (page) => page.getByRole('grid', { name: 'Domains' });
const row = (page, name) => grid(page).getByRole('row').filter({ hasText: name });
const group = (page, name) => page.getByRole('group', { name: 'Which domains' }).getByRole('button', { name });
const marked = (page) => page.getByRole('toolbar', { name: 'Marked domains' });
const names = (page) => grid(page).locator('[data-row] a > span:last-child').allTextContents();

/** Names below a zone of their own, begun by the API. */
async function begun(program, labels) {
  const zone = await program.newZone();
  const made = [];
  for (const label of labels) made.push(await program.call('POST', '/v1/connections', { application_id: program.application, hostname: `${label}.${zone}`, setup_type: 'manual' }));
  return { zone, made };
}

atWork('who has no domains is told what they are, and three ways to the first', async (somebody) => {
  const { page } = somebody;
  await somebody.signIn({ at: '/domains' });
  await page.getByRole('heading', { name: 'No domains yet' }).waitFor();
  const request = await page.locator('pre').textContent();
  assert.ok(request.includes(`${somebody.program.api}/v1/connections`) && request.includes(somebody.program.application));
  assert.ok(await page.getByRole('link', { name: 'Embed the widget' }).getAttribute('href'));
  await somebody.isAccessible('where there are no domains');
  await somebody.fits();
});

atWork('a domain is looked at, connected, and becomes live before one\'s eyes', async (somebody, { program }) => {
  const { page } = somebody;
  const zone = await program.newZone(['shop', 'A', '203.0.113.7']);
  await somebody.signIn({ at: '/domains' });
  await somebody.main.getByRole('link', { name: 'Connect a domain' }).first().click();
  await somebody.shows('Connect a domain');
  await page.getByLabel('Host name').fill(`https://SHOP.${zone}/cart`);
  await page.getByLabel('Application').selectOption({ label: 'Demo' });
  await somebody.press('Look at it');
  const report = page.getByRole('region', { name: `shop.${zone}` });
  await report.getByText('Nameplate sandbox').waitFor();
  await report.getByText('Free to connect').waitFor();
  await report.getByRole('listitem').filter({ hasText: 'In the way' }).getByText(/Remove the A record/).waitFor();
  assert.match(somebody.path(), new RegExp(`hostname=shop.${zone}`), 'what is looked at stands in the address');
  await somebody.isAccessible('on what a look has shown');
  await somebody.fits();

  await page.getByRole('region', { name: 'How it is set up' }).getByText(/^Nameplate sandbox offers Domain Connect, too/).waitFor();
  await somebody.press(`Connect shop.${zone}`);
  const { id, ...made } = await until('that it was begun', () => program.connectionOf(`shop.${zone}`));
  await until('its own page', () => somebody.path().startsWith(`/domains/${id}`));
  await somebody.follow('/domains');
  await row(page, `shop.${zone}`).getByText('Awaiting proof').waitFor();

  for (const { id: record } of (await program.records(zone)).filter(({ type }) => type === 'A')) await program.unpublish(zone, record);
  await program.publishAll(zone, wanted(made));
  await row(page, `shop.${zone}`).getByText('Live', { exact: true }).waitFor();
  await group(page, /^Live/).getByText('1').waitFor();
});

atWork('a name that is none is refused beside its field', { refusals: true }, async (somebody) => {
  const { page } = somebody;
  await somebody.signIn({ at: '/domains/connect' });
  await page.getByLabel('Host name').fill('nonsense');
  await somebody.press('Look at it');
  await page.getByRole('alert').filter({ hasText: /single label/ }).waitFor();
  assert.equal(await page.getByLabel('Host name').getAttribute('aria-invalid'), 'true');
  await somebody.isAccessible('with a refused name');
});

atWork('domains are found by group, state, search and order, and the way back leads to them', async (somebody, { program }) => {
  const { page } = somebody;
  const { zone, made } = await begun(program, ['bread', 'apple', 'münchen', 'cake']);
  await program.call('DELETE', `/v1/connections/${made[3].id}`);
  await somebody.signIn({ at: `/domains?search=${zone}` });
  await until('the newest first', async () => (await names(page)).join() === ['münchen', 'apple', 'bread'].map((label) => `${label}.${zone}`).join());
  await page.getByLabel('Order').selectOption('Name, A to Z');
  await until('by name', async () => (await names(page))[0] === `apple.${zone}`);
  assert.match(somebody.path(), /sort=hostname/);

  await group(page, /^Archived/).click();
  await until('the archived one', async () => (await names(page)).join() === `cake.${zone}`);
  await group(page, /^Needs attention/).click();
  await page.getByRole('heading', { name: 'No domain fits' }).waitFor();
  await somebody.isAccessible('where nothing fits');
  await somebody.press('Clear the filters');
  await until('all of them', () => somebody.path() === '/domains');

  await page.keyboard.press('/');
  await page.keyboard.type('münchen');
  await until('the one that fits', async () => (await names(page)).join() === `münchen.${zone}`);
  assert.match(somebody.path(), /search=m%C3%BCnchen$/);
  await page.getByRole('searchbox').press('Enter');
  await page.keyboard.press('Enter');
  await until('the page of the domain', () => somebody.path().startsWith(`/domains/${made[2].id}`));
  await page.goBack();
  await until('the list as it was', async () => (await names(page)).join() === `münchen.${zone}`);
  assert.equal(await page.getByRole('searchbox').inputValue(), 'münchen');
});

atWork('keys alone lead through the list', async (somebody, { program }) => {
  const { page } = somebody;
  const { zone, made } = await begun(program, ['one', 'two', 'three', 'four']);
  await somebody.signIn({ at: `/domains?search=${zone}` });
  await row(page, `one.${zone}`).waitFor();
  const at = () => page.evaluate(() => document.activeElement.dataset?.row);
  await page.getByRole('heading', { level: 1 }).focus();
  await page.keyboard.press('j');
  await until('the first row', async () => (await at()) === '0');
  await page.keyboard.press('j');
  await until('the second row', async () => (await at()) === '1');
  await page.keyboard.press('x');
  await marked(page).getByText('1 marked').waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await until('the last row', async () => (await at()) === '3');
  await page.keyboard.press('Shift+X');
  await marked(page).getByText('3 marked').waitFor();
  await somebody.isAccessible('with marked domains');
  await somebody.fits();
  await page.keyboard.press('Escape');
  await marked(page).waitFor({ state: 'detached' });
  await page.keyboard.press('k');
  await until('the row above', async () => (await at()) === '2');
  await page.keyboard.press('Enter');
  await until('the page of the domain', () => somebody.path().startsWith(`/domains/${made[1].id}`));
});

atWork('many are archived at once, and brought back by a press', async (somebody, { program }) => {
  const { page } = somebody;
  const { zone, made } = await begun(program, ['stays', 'goes', 'leaves']);
  const stateOf = async ({ id }) => (await program.call('GET', `/v1/connections/${id}`)).state;
  await somebody.signIn({ at: `/domains?search=${zone}` });
  const take = async () => {
    for (const label of ['goes', 'leaves']) await row(page, `${label}.${zone}`).getByRole('checkbox').locator('..').click();
    await marked(page).getByRole('button', { name: 'Archive' }).click();
    await until('that they are gone', async () => (await names(page)).join() === `stays.${zone}`);
  };
  await take();
  await somebody.press('Undo');
  await until('that they are back', async () => (await names(page)).length === 3);
  assert.deepEqual(await Promise.all(made.map(stateOf)), ['pending_ownership', 'pending_ownership', 'pending_ownership']);

  await take();
  await page.getByText('2 archived.').waitFor();
  assert.deepEqual(await Promise.all(made.map(stateOf)), ['pending_ownership', 'archived', 'archived']);
  assert.deepEqual(await names(page), [`stays.${zone}`]);
  await group(page, /^Archived/).click();
  await until('that they are there', async () => (await names(page)).length === 2);
});

atWork('many are checked six at once; what fails is told with its reference and tried again; and it can be stopped', { refusals: true }, async (somebody, { program }) => {
  const { page } = somebody;
  const labels = Array.from({ length: 14 }, (_, index) => `n${index}`);
  const { zone, made } = await begun(program, labels);
  const ref = '0199c2f0-5d4e-7c6a-9b1e-2f6f3f1f8f11';
  const open = new Set();
  let most = 0;
  let isBroken = true;
  let gate = null;
  page.on('request', (request) => {
    if (request.url().endsWith('records:check')) most = Math.max(most, open.add(request).size);
  });
  for (const end of ['requestfinished', 'requestfailed']) page.on(end, (request) => open.delete(request));
  await page.route('**/records:check', async (route) => {
    if (gate) await gate.promise;
    if (isBroken && route.request().url().includes(made[3].id)) {
      return route.fulfill({ status: 409, contentType: 'application/json', body: JSON.stringify({ error: { code: 'conflict', message: 'Something is in the way.', ref } }) });
    }
    return route.continue();
  });
  await somebody.signIn({ at: `/domains?search=${zone}` });
  await row(page, `n0.${zone}`).waitFor();
  const markAll = () => grid(page).getByRole('checkbox', { name: 'Mark all that are read' }).check();
  const progress = page.getByRole('region', { name: 'Progress' });
  await markAll();
  await marked(page).getByRole('button', { name: 'Check now' }).click();
  await progress.getByText('13 checked, 1 failed.').waitFor();
  assert.ok(most > 1 && most <= 6, `${most} at once`);
  const failure = progress.getByRole('listitem').filter({ hasText: `n3.${zone}` });
  await failure.getByText('Something is in the way.').waitFor();
  await failure.getByRole('button', { name: /Copy the reference/ }).click();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), ref);
  await row(page, `n3.${zone}`).getByText(/failed/).waitFor({ state: 'attached' });
  await somebody.isAccessible('after something failed');
  isBroken = false;
  await progress.getByRole('button', { name: 'Try those again' }).click();
  await progress.getByText('1 checked.').waitFor();

  gate = {};
  gate.promise = new Promise((resolve) => (gate.open = resolve));
  await marked(page).getByRole('button', { name: 'Check now' }).click();
  await until('six on their way', () => open.size === 6);
  await progress.getByRole('button', { name: 'Stop' }).click();
  gate.open();
  await progress.getByText('6 checked, 8 left as they were.').waitFor();
});

atWork('what is marked is taken along as a table', async (somebody, { program }) => {
  const { page } = somebody;
  const { zone } = await begun(program, ['a', 'b']);
  await somebody.signIn({ at: `/domains?search=${zone}&sort=hostname` });
  await row(page, `a.${zone}`).waitFor();
  await grid(page).getByRole('checkbox', { name: 'Mark all that are read' }).check();
  const [download] = await Promise.all([page.waitForEvent('download'), marked(page).getByRole('button', { name: 'Export CSV' }).click()]);
  const chunks = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk);
  const lines = Buffer.concat(chunks).toString().trim().split('\r\n');
  assert.equal(download.suggestedFilename(), 'domains.csv');
  assert.deepEqual(lines.map((line) => line.split(',')[0]), ['hostname', `a.${zone}`, `b.${zone}`]);
});

atWork('many are connected from what was pasted, and followed on the page of their batch', async (somebody, { program }) => {
  const { page } = somebody;
  const zone = await program.newZone();
  await somebody.signIn({ at: '/domains/connect/many' });
  await page.getByLabel('Host names').fill(`Hostname;Customer\nhttps://x.${zone}/;Anna\ny.${zone};Bert\nY.${zone};Bert\n-z-.${zone};Cleo\nnothing`);
  await page.getByText('3 names found, 1 repeated, 1 line without one: "nothing".').waitFor();
  await page.getByLabel('Name of the batch').fill('spring');
  await page.getByLabel('Application').selectOption({ label: 'Demo' });
  await somebody.isAccessible('where many are connected');
  await somebody.fits();
  await somebody.press('Connect 3 domains');
  await somebody.shows('Batch spring');
  await page.getByText('0 of 2 done').waitFor();
  await page.getByRole('heading', { name: '1 name was refused' }).waitFor();
  await page.getByRole('list', { name: 'Refused names' }).getByText(`-z-.${zone}`).waitFor();
  await somebody.isAccessible('on the page of a batch');
  await somebody.fits();

  await program.publishAll(zone, wanted(await program.connectionOf(`x.${zone}`)));
  await page.getByText('1 of 2 done').waitFor();
  await row(page, `x.${zone}`).getByText('Live', { exact: true }).waitFor();
});

for (const [where, settings] of Object.entries({ 'on a wide screen': { viewport: { width: 1600, height: 900 } }, 'on a phone': { viewport: { width: 360, height: 740 }, hasTouch: true } })) {
  atWork(`the list is accessible ${where}`, settings, async (somebody, { program }) => {
    const { zone } = await begun(program, ['seen']);
    await somebody.signIn({ at: '/domains' });
    await row(somebody.page, `seen.${zone}`).waitFor();
    await somebody.isAccessible(`in the list ${where}`);
    await somebody.fits();
  });
}

atWork('the list needs no pushing sideways at the width of a tablet, with several applications too', async (somebody, { program }) => {
  const { page } = somebody;
  const { zone } = await begun(program, ['wide']);
  await program.call('POST', '/v1/applications', { name: 'One more' });
  await somebody.signIn({ at: `/domains?search=${zone}` });
  await row(page, `wide.${zone}`).waitFor();
  const heads = () => grid(page).getByRole('columnheader').allTextContents();
  const isWhole = () => grid(page).evaluate((frame) => frame.scrollWidth <= frame.clientWidth);
  for (const [width, last] of [[1280, 'Since'], [1024, 'What goes on'], [768, 'What goes on']]) {
    await page.setViewportSize({ width, height: 740 });
    await until(`the columns at ${width} pixels`, async () => (await heads()).at(-1) === last);
    assert.equal(await isWhole(), true, `at ${width} pixels`);
  }
  assert.equal((await heads()).includes('Application'), false);
});
