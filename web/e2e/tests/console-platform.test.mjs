// The operator's views, with a platform key: what needs attention (journey O3), tenants and that they are kept apart (O4), edges that serve HTTPS (O2),
// queues, authorities and metrics.
import { assert, atWork, inTheConsole, KEY, PLATFORM_KEY, until } from '../harness/console.mjs';
import { live } from '../harness/live.mjs';

inTheConsole();

const dialog = (page, name) => page.getByRole('dialog', { name });
const region = (page, name) => page.getByRole('region', { name, exact: true });
const row = (page, caption, text) => region(page, caption).locator('tbody tr').filter({ hasText: text });
const cells = (of) => of.locator('td').allTextContents();

/** The API, by the operator. */
const operator = (program) => async (method, path, body) => {
  const response = await fetch(program.api + path, { method, headers: { authorization: `Bearer ${PLATFORM_KEY}`, 'content-type': 'application/json' }, body: body && JSON.stringify(body) });
  assert.ok(response.ok, `${method} ${path}: ${response.status}`);
  return response.json();
};
const statusOf = (program, key) => fetch(`${program.api}/v1/applications`, { headers: { authorization: `Bearer ${key}` } }).then(({ status }) => status);

const asOperator = (somebody, at) => somebody.signIn({ key: PLATFORM_KEY, at });

atWork('the operator is at home on the platform, and sees what is there', async (somebody, { program }) => {
  await live(program, 'counted');
  const { page } = somebody;
  await asOperator(somebody, '/');
  await somebody.shows('Platform');
  const names = await page.getByRole('navigation', { name: 'Console' }).getByRole('link').allTextContents();
  assert.deepEqual(names.map((name) => name.trim()), ['Overview', 'Tenants', 'Edges', 'Queues', 'Authorities', 'Metrics']);
  const found = await operator(program)('GET', '/v1/platform/overview');
  await page.getByRole('link', { name: new RegExp(`^Tenants\\s*${found.tenants}$`) }).waitFor();
  await page.getByRole('link', { name: /^Edges attached\s*1$/ }).waitFor();
  await region(page, 'Connections by state').getByRole('listitem').filter({ hasText: /^Live\s*\d+$/ }).waitFor();
  await region(page, 'This server').getByText(found.version, { exact: true }).waitFor();
  await region(page, 'Needs attention').waitFor();
  await somebody.isAccessible('of the platform');
  await somebody.fits();
  assert.ok(!(await somebody.kept()).text.includes(PLATFORM_KEY), 'the key is kept nowhere');
});

atWork('what is wrong is said first, and leads to where it is', async (somebody) => {
  const { page } = somebody;
  const answer = (path, alter) => page.route(`**/v1/platform/${path}`, async (route) => route.fulfill({ json: alter(await (await route.fetch()).json()) }));
  await answer('overview', (told) => ({ ...told, expiring_soon: 3 }));
  await answer('queues', (told) => ({ ...told, data: told.data.map((queue) => (queue.name === 'events' ? { ...queue, waiting: 41_207, oldest_ms: 7_500_000 } : queue)) }));
  await answer('edges', (told) => ({ ...told, data: [...told.data, { ...told.data[0], id: 'edge-2', version: '0.0.9', asks: 1000, ask_hits: 987 }, { ...told.data[0], id: 'edge-3', attached: false }] }));
  await asOperator(somebody, '/platform');
  const attention = region(page, 'Needs attention');
  await attention.getByText('Edges run 2 different versions.').waitFor();
  assert.deepEqual((await attention.getByRole('listitem').allTextContents()).slice(0, 2), [
    '3 certificates should have been renewed by now.',
    'Events: 41,207 entries wait, the oldest for 2 h 5 min.',
  ]);
  await somebody.isAccessible('of what is wrong');
  await somebody.fits();
  await attention.getByRole('link', { name: /^Events:/ }).click();
  await somebody.shows('Queues');
  assert.deepEqual((await cells(row(page, 'Queues', 'Events'))).slice(1), ['41,207', '2 h 5 min', 'behind']);
  await somebody.isAccessible('of queues that are behind');
  await page.goBack();
  await attention.getByRole('link', { name: '1 edge is silent.' }).click();
  await somebody.shows('Edges');
  await row(page, 'Edges', 'edge-3').getByText('silent').waitFor();
  await row(page, 'Edges', 'edge-2').getByText('98.7 %').waitFor();
  await somebody.isAccessible('of edges');
});

atWork('a tenant is made, found, and its first key is shown once', async (somebody, { program }) => {
  const { page } = somebody;
  await operator(program)('POST', '/v1/platform/tenants', { name: 'Globex' });
  await asOperator(somebody, '/platform/tenants');
  await somebody.press('Create tenant');
  const form = dialog(page, 'Create a tenant');
  await form.getByLabel('Name').fill('Initech of the rather long name');
  await somebody.isAccessible('of the form');
  await form.getByRole('button', { name: 'Create tenant' }).click();
  const shown = dialog(page, "The tenant's first key");
  await shown.getByRole('button', { name: /^Copy/ }).click();
  const key = await page.evaluate(() => navigator.clipboard.readText());
  assert.equal(await statusOf(program, key), 200);
  await somebody.isAccessible('of the key');
  await shown.getByRole('button', { name: 'I have saved it' }).click();
  await row(page, 'Tenants', 'Initech').getByText('active').waitFor();
  assert.ok(!(await page.content()).includes(key), 'it is shown once');

  await page.getByLabel('Search by name or id').fill('initech');
  await page.keyboard.press('Enter');
  await row(page, 'Tenants', 'Globex').waitFor({ state: 'detached' });
  assert.equal(somebody.path(), '/platform/tenants?search=initech');
  await somebody.isAccessible('of tenants');
  await somebody.fits();
  await page.getByLabel('Search by name or id').fill('nobody is called that');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'No tenant is called that' }).waitFor();
  await somebody.isAccessible('without tenants');
});

atWork('a tenant is suspended with a reason, its key is refused, and it is served again', async (somebody, { program }) => {
  const { page } = somebody;
  const made = await operator(program)('POST', '/v1/platform/tenants', { name: 'Hooli' });
  const secret = made.key.secret;
  assert.equal(await statusOf(program, secret), 200);
  await asOperator(somebody, '/platform/tenants');
  await row(page, 'Tenants', 'Hooli').getByRole('link').click();
  await somebody.shows('Hooli');
  await somebody.isAccessible('of a tenant');
  await somebody.fits();
  await somebody.press('Suspend');
  const question = dialog(page, 'Suspend Hooli?');
  await question.getByRole('button', { name: 'Suspend' }).click();
  await question.getByRole('alert').first().waitFor();
  assert.equal(await statusOf(program, secret), 200, 'without a reason nothing happens');
  await question.getByLabel('Reason').fill('Unpaid since May');
  await somebody.isAccessible('of the question');
  await question.getByRole('button', { name: 'Suspend' }).click();
  await page.getByText('suspended', { exact: true }).waitFor();
  await region(page, 'In short').getByText('Unpaid since May').waitFor();
  assert.equal(await statusOf(program, secret), 403);
  assert.equal(await statusOf(program, KEY), 200, 'nobody else is');
  await somebody.isAccessible('of a tenant that is suspended');
  await somebody.press('Resume');
  await page.getByText('Hooli is served again.').waitFor();
  await page.getByText('active', { exact: true }).waitFor();
  assert.equal(await statusOf(program, secret), 200);
});

atWork('a tenant gets another plan, and its limits with it', async (somebody, { program }) => {
  const { page } = somebody;
  const made = await operator(program)('POST', '/v1/platform/tenants', { name: 'Umbrella' });
  await asOperator(somebody, `/platform/tenants/${made.tenant.id}`);
  await region(page, 'This month').getByText('no limit').first().waitFor();
  await page.getByRole('combobox', { name: 'Plan' }).selectOption('free');
  await somebody.press('Change plan');
  await page.getByText('The plan was changed.').waitFor();
  await region(page, 'This month').getByText('of 10,000').waitFor();
  assert.equal((await operator(program)('GET', `/v1/platform/tenants/${made.tenant.id}`)).plan, 'free');
  await somebody.isAccessible('of a tenant with limits');
});

atWork('the edge that came along is shown, with its certificates and how it asks', async (somebody, { program }) => {
  await live(program, 'served');
  const { page } = somebody;
  await asOperator(somebody, '/platform/edges');
  const ask = async () => (await operator(program)('GET', '/v1/platform/edges')).data[0];
  await until('that it has the certificate', async () => (await ask()).certificates > 0);
  const edge = await ask();
  const line = row(page, 'Edges', edge.id);
  await line.getByText('attached').waitFor();
  await line.getByText(edge.version, { exact: true }).last().waitFor();
  await until('what the API says', async () => {
    const told = await ask();
    const shown = await cells(line);
    const rate = told.asks ? `${Math.round((told.ask_hits / told.asks) * 1000) / 10} %` : '–';
    return shown[3] === told.certificates.toLocaleString('en') && shown[4] === rate;
  });
  await somebody.isAccessible('of the edge');
  await somebody.fits();
});

atWork('queues, authorities and metrics are told', async (somebody, { program }) => {
  const { page } = somebody;
  await asOperator(somebody, '/platform/queues');
  const { data } = await operator(program)('GET', '/v1/platform/queues');
  await until('every queue', async () => (await region(page, 'Queues').locator('tbody tr').count()) === data.length);
  for (const { meaning } of data) await region(page, 'Queues').getByText(meaning).waitFor();
  await somebody.isAccessible('of queues');
  await somebody.fits();

  await page.route('**/v1/platform/authorities', (route) => route.fulfill({ json: { next_cursor: null, data: [
    { name: 'letsencrypt', resting_until: null, budgets: [
      { limit: 'new_orders', capacity: 300, available: 12.4, refills_per_hour: 100, closed_until: null },
      { limit: 'certificates_per_domain', capacity: 50, available: 49, refills_per_hour: 0.3, closed_until: '2031-01-01T00:00:00Z' },
    ] },
    { name: 'zerossl', resting_until: '2031-01-01T00:00:00Z', budgets: [] },
  ] } }));
  await page.getByRole('navigation', { name: 'Console' }).getByRole('link', { name: 'Authorities' }).click();
  await somebody.shows('Certification authorities');
  const meter = page.getByRole('meter', { name: 'New orders' });
  assert.deepEqual([await meter.getAttribute('aria-valuenow'), await meter.getAttribute('aria-valuemax')], ['12', '300']);
  await page.getByText(/^Closed by the authority until 1 Jan 2031/).waitFor();
  await region(page, 'zerossl').getByText('resting', { exact: true }).waitFor();
  await somebody.isAccessible('of authorities');
  await somebody.fits();

  await page.getByRole('navigation', { name: 'Console' }).getByRole('link', { name: 'Metrics' }).click();
  await somebody.shows('Metrics');
  const plot = page.locator('figure').filter({ hasText: 'Requests that this server answered.' });
  await plot.getByText('As a table').click();
  await plot.getByRole('region', { name: /as a table$/ }).getByRole('row').nth(1).waitFor();
  await plot.getByRole('group', { name: 'Requests', exact: true }).press('ArrowLeft');
  await plot.locator('figcaption').getByText(/: [\d.,]+ per second$/).waitFor();
  await somebody.isAccessible('of metrics');
  await somebody.fits();
  await somebody.press('6 hours');
  await until('its address', () => somebody.path() === '/platform/metrics?minutes=360');
});

atWork("a tenant's key has no platform", { refusals: true }, async (somebody, { program }) => {
  const { page } = somebody;
  for (const path of ['overview', 'tenants', 'edges', 'queues', 'authorities', 'metrics']) {
    const { status } = await fetch(`${program.api}/v1/platform/${path}`, { headers: { authorization: `Bearer ${KEY}` } });
    assert.equal(status, 403, path);
  }
  const asked = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await somebody.signIn({ at: '/platform/tenants' });
  await somebody.shows('Not found');
  const names = await page.getByRole('navigation', { name: 'Console' }).getByRole('link').allTextContents();
  assert.ok(!names.some((name) => /Tenants|Edges|Queues/.test(name)));
  assert.deepEqual(asked.filter((path) => path.startsWith('/v1/platform')), [], 'it is not even asked');
  await somebody.isAccessible('of what is not there');
});

atWork('the operator is told what an address names and is not there', { refusals: true }, async (somebody) => {
  await asOperator(somebody, '/platform/tenants/zzz');
  await somebody.page.getByRole('heading', { level: 2, name: 'There is no such tenant' }).waitFor();
  await somebody.follow('/settings/keys');
  await somebody.page.getByRole('heading', { level: 2, name: 'There is no such part' }).waitFor();
});

atWork('the platform is accessible on a phone', { viewport: { width: 360, height: 740 }, hasTouch: true }, async (somebody) => {
  await asOperator(somebody, '/platform');
  for (const [path, title] of [['/platform', 'Platform'], ['/platform/tenants', 'Tenants'], ['/platform/edges', 'Edges'], ['/platform/queues', 'Queues'], ['/platform/authorities', 'Certification authorities'], ['/platform/metrics', 'Metrics']]) {
    await somebody.follow(path);
    await somebody.shows(title);
    await until('what it shows', async () => (await somebody.page.locator('main .shimmer').count()) === 0);
    await somebody.isAccessible(`at ${path} on a phone`);
    await somebody.fits();
  }
});
