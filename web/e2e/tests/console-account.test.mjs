// What belongs to the account: webhooks (journey D7), usage (D8) and plans (D9), the audit log, and settings.
import { assert, atWork, inTheConsole, KEY, until } from '../harness/console.mjs';
import { live } from '../harness/live.mjs';
import { isSigned, startReceiver } from '../harness/receiver.mjs';

inTheConsole();

const dialog = (page, name) => page.getByRole('dialog', { name });
const region = (page, name) => page.getByRole('region', { name, exact: true });
const rows = (page, caption) => region(page, caption).locator('tbody tr');
const tab = (page, list, name) => page.getByRole('navigation', { name: list }).getByRole('link', { name }).click();

/** With a server that is told of events. */
const told = (run) => async (somebody, world) => {
  const receiver = await startReceiver();
  try {
    await run(somebody, world, receiver);
  } finally {
    await receiver.stop();
    for (const { id, url } of (await world.program.call('GET', '/v1/webhook-endpoints?limit=100')).data) if (url === receiver.url) await world.program.call('DELETE', `/v1/webhook-endpoints/${id}`);
  }
};

atWork('an endpoint is added, hears a test and what happens, and its deliveries are read', told(async (somebody, { program }, receiver) => {
  const { page } = somebody;
  await somebody.signIn({ at: '/webhooks' });
  await page.getByRole('heading', { name: 'Nobody is told yet' }).waitFor();
  await somebody.isAccessible('without endpoints');
  await somebody.fits();
  await somebody.press('Add the first endpoint');
  const form = dialog(page, 'Add a webhook endpoint');
  await form.getByLabel('URL').fill(receiver.url);
  await form.getByLabel('Description (optional)').fill('production');
  await form.getByLabel('All of them, also those to come').uncheck();
  await somebody.isAccessible('of the form');
  await form.getByLabel('All of them, also those to come').check();
  await form.getByRole('button', { name: 'Add endpoint' }).click();
  const shown = dialog(page, 'Signing secret');
  await shown.getByRole('button', { name: 'Copy signing secret' }).click();
  const secret = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(secret, /^whsec_/);
  await somebody.isAccessible('of the secret');
  await shown.getByRole('button', { name: 'I have saved it' }).click();
  await somebody.shows(receiver.url);
  assert.ok(!(await page.content()).includes(secret), 'it is shown once');
  assert.ok(!(await somebody.kept()).text.includes(secret), 'and kept nowhere');

  await page.getByRole('heading', { name: 'Nothing was sent yet' }).waitFor();
  await somebody.press('Send a test');
  await page.getByText('The test arrived: it answered 200.').waitFor();
  const [test] = receiver.of('webhook.test');
  assert.equal(isSigned(test, secret), true);
  assert.equal(isSigned(test, `${secret}x`), false);
  await rows(page, 'Deliveries, newest first').filter({ hasText: 'webhook.test' }).getByText('Delivered').waitFor();

  const { id, hostname } = await live(program, 'told');
  const [event] = await until('that it was told', () => receiver.of('domain.flow.completed').length > 0 && receiver.of('domain.flow.completed'));
  assert.equal(event.event.data.hostname, hostname);
  assert.equal(isSigned(event, secret), true);
  await page.getByLabel('Event', { exact: true }).selectOption('domain.flow.completed');
  await until('only such events', async () => (await rows(page, 'Deliveries, newest first').count()) === 1);
  await rows(page, 'Deliveries, newest first').getByRole('button', { name: 'domain.flow.completed' }).click();
  const drawer = dialog(page, 'domain.flow.completed');
  await drawer.getByLabel('Body, as it is sent').getByText(`"hostname": "${hostname}"`).waitFor();
  await drawer.getByLabel('Answer', { exact: true }).getByText('{"heard":true}').waitFor();
  assert.equal(await drawer.getByRole('link', { name: /^domain/ }).getAttribute('href'), `/console/domains/${id}`);
  assert.match(somebody.path(), /type=domain\.flow\.completed&delivery=/, 'it has an address');
  await somebody.isAccessible('of a delivery');
  await somebody.fits();
  await page.keyboard.press('Escape');
  await drawer.waitFor({ state: 'detached' });
  await somebody.isAccessible('of an endpoint');
  await somebody.fits();
}));

atWork('what did not arrive is sent once more when the receiver is mended', told(async (somebody, { program }, receiver) => {
  const { page } = somebody;
  const { id } = await program.call('POST', '/v1/webhook-endpoints', { url: receiver.url });
  receiver.answer(503);
  await somebody.signIn({ at: `/webhooks/endpoints/${id}` });
  await live(program, 'unheard');
  const line = rows(page, 'Deliveries, newest first').filter({ hasText: 'domain.flow.completed' });
  await line.getByText('503').waitFor();
  await page.getByText(/^Every attempt has failed since/).waitFor();
  await line.getByRole('cell').nth(1).click();
  const drawer = dialog(page, 'domain.flow.completed');
  await drawer.getByText('503', { exact: true }).first().waitFor();
  const before = receiver.of('domain.flow.completed').length;
  receiver.answer(200);
  await drawer.getByRole('button', { name: 'Replay' }).click();
  await until('that it came once more', () => receiver.of('domain.flow.completed').length > before);
  await drawer.getByText('200', { exact: true }).waitFor();
  await page.keyboard.press('Escape');
  await until('the focus on the row', async () => (await somebody.focused()).text.startsWith('domain.flow.completed'));
  await line.getByText('Delivered').waitFor();
  await page.getByText(/^Every attempt has failed since/).waitFor({ state: 'detached' });
  const ids = receiver.of('domain.flow.completed').map(({ event }) => event.id);
  assert.deepEqual(new Set(ids).size, 1, 'it is the same event each time');
}));

atWork('an endpoint is changed, gets another secret, and its removal is undone', told(async (somebody, { program }, receiver) => {
  const { page } = somebody;
  const { id, signing_secret: former } = await program.call('POST', '/v1/webhook-endpoints', { url: receiver.url });
  await somebody.signIn({ at: `/webhooks/endpoints/${id}/settings` });
  await page.getByLabel('All of them, also those to come').uncheck();
  await page.getByLabel('domain.drift').check();
  await somebody.isAccessible("of an endpoint's settings");
  await somebody.fits();
  await somebody.press('Save');
  await page.getByText('Saved.').waitFor();
  assert.deepEqual((await program.call('GET', `/v1/webhook-endpoints/${id}`)).events, ['domain.drift']);

  await tab(page, 'Endpoint', 'Signature');
  for (const [language, part] of [['Python', 'hmac.compare_digest'], ['Go', 'hmac.Equal'], ['With a library', 'standardwebhooks'], ['Node', 'timingSafeEqual']]) {
    await somebody.press(language);
    await page.locator('main pre').getByText(part).waitFor();
  }
  await somebody.isAccessible('of the signature');
  await somebody.fits();
  await somebody.press('Make a new secret');
  await dialog(page, 'Make a new signing secret?').getByRole('button', { name: 'Make a new secret' }).click();
  const shown = dialog(page, 'New signing secret');
  await shown.getByRole('button', { name: 'Copy new signing secret' }).click();
  const secret = await page.evaluate(() => navigator.clipboard.readText());
  assert.notEqual(secret, former);
  await shown.getByRole('button', { name: 'I have saved it' }).click();
  await page.getByText(/The secret before signs too until/).waitFor();
  await somebody.press('Send a test');
  const test = await until('the test', () => receiver.of('webhook.test')[0]);
  assert.equal(isSigned(test, secret), true);

  await somebody.press('Remove');
  await somebody.shows('Webhooks');
  await page.getByRole('heading', { name: 'Nobody is told yet' }).waitFor();
  await somebody.press('Undo');
  await rows(page, 'Webhook endpoints').getByRole('link', { name: receiver.url }).waitFor();
  assert.equal((await program.call('GET', `/v1/webhook-endpoints/${id}`)).url, receiver.url, 'it was never removed');
  await somebody.isAccessible('of endpoints');
  await somebody.fits();
}));

atWork('the audit log says which domain went live, not only that one did', async (somebody, { program }) => {
  const { page } = somebody;
  const { id, hostname } = await live(program, 'audited');
  await somebody.signIn({ at: `/audit?action=connection.live&target=${id}` });
  const entries = page.getByRole('list', { name: 'Audit entries, newest first' }).getByRole('listitem');
  await entries.getByText('Connection went live').waitFor();
  await entries.locator('summary').getByText(hostname).waitFor();
});

atWork('usage is told against the limits and day by day, and the plan is another one at once', async (somebody, { program }) => {
  const { page } = somebody;
  await live(program, 'counted');
  await somebody.signIn({ at: '/usage/plan' });
  const plan = (name) => page.getByRole('listitem').filter({ has: page.getByRole('heading', { level: 2, name: new RegExp(`^${name}`) }) });
  await plan('free').getByRole('button', { name: 'Switch to free' }).click();
  const dialog = page.getByRole('dialog', { name: 'Switch to Free' });
  await dialog.getByText(/Connections started: .* a month, until now /).waitFor();
  await somebody.isAccessible('of a plan that allows less');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await dialog.waitFor({ state: 'detached' });
  assert.notEqual((await program.call('GET', '/v1/subscription')).plan, 'free', 'it was only asked');
  await plan('free').getByRole('button', { name: 'Switch to free' }).click();
  await dialog.getByRole('button', { name: 'Switch to Free' }).click();
  await page.getByText('You are on the plan Free now.').waitFor();
  await plan('free').getByText('Yours').waitFor();
  assert.equal((await program.call('GET', '/v1/subscription')).plan, 'free');
  await somebody.isAccessible('of plans');
  await somebody.fits();

  await tab(page, 'Usage and billing', 'Usage');
  const { usage } = await program.call('GET', '/v1/usage');
  const { limit, used } = usage.find(({ kind }) => kind === 'connect');
  const meter = page.getByRole('meter', { name: 'Connections started' });
  assert.deepEqual([await meter.getAttribute('aria-valuenow'), await meter.getAttribute('aria-valuemax')], [`${used}`, `${limit}`]);
  const plot = page.locator('figure').filter({ hasText: 'Connections started' });
  await plot.getByText('As a table').click();
  assert.equal(await plot.locator('tbody tr').count(), 30, 'a row for every day');
  assert.equal(await plot.locator('tbody tr').last().locator('td').textContent(), `${used}`);
  await plot.getByRole('group', { name: 'Connections started' }).press('ArrowLeft');
  await plot.locator('figcaption').getByText(new RegExp(`: ${used}$`)).waitFor();
  await somebody.isAccessible('of usage');
  await somebody.fits();
  await somebody.press('7 days');
  await until('a week', async () => (await plot.locator('tbody tr').count()) === 7);
  assert.equal(somebody.path(), '/usage?days=7');
});

atWork('refusals and purchases lead to the plans, with a word on what was bought', async (somebody) => {
  const { page } = somebody;
  await somebody.signIn({ remember: true });
  await somebody.goto('#billing');
  await somebody.shows('Usage and billing');
  await page.getByRole('listitem').filter({ has: page.getByRole('heading', { level: 2, name: /^free/ }) }).waitFor();
  assert.equal(somebody.path(), '/usage/plan');
  await somebody.goto('/?purchase=done#billing');
  await page.getByText('The plan changes here as soon as the payment is confirmed.').waitFor();
  await somebody.goto('/usage/plan?purchase=cancelled');
  await page.getByText('Nothing was bought; the plan is as it was.').waitFor();
  await somebody.isAccessible('of a purchase');
});

atWork('a limit that is reached says what that means', async (somebody, { program }) => {
  await program.call('POST', '/v1/subscriptions', { plan: 'free' });
  const { page } = somebody;
  await page.route('**/v1/subscription', async (route) => {
    const answer = await (await route.fetch()).json();
    await route.fulfill({ json: { ...answer, usage: answer.usage.map((each) => (each.kind === 'connect' ? { ...each, used: each.limit } : each)) } });
  });
  await somebody.signIn({ at: '/usage' });
  await page.getByText('The limit is reached: no further domain can be connected this month. What is live stays live.').waitFor();
  await somebody.isAccessible('of a limit that is reached');
});

atWork('the audit log is filtered, and says what was changed', async (somebody, { program }) => {
  const { page } = somebody;
  const { id } = await program.call('POST', '/v1/applications', { name: 'Before' });
  await program.call('PATCH', `/v1/applications/${id}`, { name: 'After' });
  await somebody.signIn({ at: '/audit' });
  const entries = page.getByRole('list', { name: 'Audit entries, newest first' }).getByRole('listitem');
  await entries.first().waitFor();
  await page.getByLabel('Action').fill('application.update');
  await page.keyboard.press('Enter');
  await page.getByLabel('About (an id)').fill(id);
  await page.keyboard.press('Enter');
  await until('one entry', async () => (await entries.count()) === 1);
  assert.equal(somebody.path(), `/audit?action=application.update&target=${id}`);
  await entries.locator('summary').click();
  const change = region(page, 'What was changed').getByRole('row', { name: /^name/ });
  assert.deepEqual(await change.locator('td').allTextContents(), ['Before', 'After']);
  assert.equal(await entries.getByRole('link').getAttribute('href'), `/console/applications/${id}`);
  await somebody.isAccessible('of an entry');
  await somebody.fits();
  await page.getByLabel('Action').fill('nothing.like_that');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Nothing like that happened' }).waitFor();
  await somebody.isAccessible('without entries');
  await somebody.press('Show everything');
  await until('all entries', async () => (await entries.count()) > 1);
  await somebody.isAccessible('of many entries');
});

atWork('settings say who is signed in, and how the console looks', async (somebody) => {
  const { page } = somebody;
  await somebody.signIn({ at: '/settings' });
  await region(page, 'Signed in').getByText('Demo').first().waitFor();
  await region(page, 'Signed in').getByText(/For this window only/).waitFor();
  assert.ok(!(await page.content()).includes(KEY));
  await somebody.isAccessible('of settings');
  await somebody.fits();
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await background();
  await region(page, 'Looks').getByRole('button', { name: 'Dark' }).click();
  await until('the dark', async () => (await background()) !== light);
  await region(page, 'Looks').getByRole('button', { name: 'As the system' }).click();
  await until('the light', async () => (await background()) === light);
});

atWork('a key of the account is revoked, after a word of what that does', async (somebody, { program }) => {
  const { page } = somebody;
  const { secret } = await program.call('POST', `/v1/applications/${program.application}/keys`, { name: 'server-old', scopes: ['connections:read'] });
  const ask = () => fetch(`${program.api}/v1/connections`, { headers: { authorization: `Bearer ${secret}` } }).then(({ status }) => status);
  assert.equal(await ask(), 200);
  await somebody.signIn({ at: '/settings/keys' });
  const row = rows(page, 'API keys').filter({ hasText: 'server-old' });
  await row.getByRole('link', { name: 'Demo' }).waitFor();
  await somebody.isAccessible('of keys');
  await somebody.fits();
  await row.getByRole('button', { name: 'Revoke server-old' }).click();
  const question = dialog(page, 'Revoke this key?');
  await question.getByText(/is refused from that moment on/).waitFor();
  await somebody.isAccessible('of the question');
  await question.getByRole('button', { name: 'Revoke the key' }).click();
  await row.getByText(/^revoked/).waitFor();
  assert.equal(await ask(), 401);
});

atWork('somebody is invited by a link that is shown once, and the invitation is withdrawn', async (somebody, { program }) => {
  const { page } = somebody;
  await somebody.signIn({ at: '/settings/members' });
  await page.getByText('None is open.').waitFor();
  await page.getByText(/this server knows none yet/).waitFor();
  await somebody.press('Invite');
  const form = dialog(page, 'Invite somebody');
  await form.getByLabel('E-mail address').fill('jane@acme.example');
  await form.getByLabel('Role').selectOption('viewer');
  await form.getByRole('button', { name: 'Make the invitation' }).click();
  const shown = dialog(page, 'Send them this link');
  const url = await shown.getByLabel('Invitation', { exact: true }).textContent();
  assert.equal(new URL(url).origin, program.api);
  await somebody.isAccessible('of an invitation');
  await somebody.fits();
  await shown.getByRole('button', { name: 'Done' }).click();
  const open = region(page, 'Invitations').getByRole('listitem').filter({ hasText: 'jane@acme.example' });
  await open.getByText('Viewer').waitFor();
  assert.ok(!(await page.content()).includes(url), 'it is shown once');
  await somebody.isAccessible('of members');
  await somebody.fits();
  const count = async () => (await program.call('GET', '/v1/invitations')).data.length;
  await open.getByRole('button', { name: 'Withdraw the invitation of jane@acme.example' }).click();
  await open.waitFor({ state: 'detached' });
  await somebody.press('Undo');
  await open.waitFor();
  assert.equal(await count(), 1);
  await open.getByRole('button', { name: /^Withdraw/ }).click();
  await until('that it is withdrawn', async () => (await count()) === 0);
});

atWork('the account is accessible on a phone', { viewport: { width: 360, height: 740 }, hasTouch: true }, async (somebody) => {
  await somebody.signIn({ at: '/webhooks/deliveries' });
  for (const [path, title] of [['/webhooks/deliveries', 'Webhooks'], ['/usage', 'Usage and billing'], ['/usage/plan', 'Usage and billing'], ['/audit', 'Audit'], ['/settings/keys', 'Settings']]) {
    await somebody.follow(path);
    await somebody.shows(title);
    await until('what it shows', async () => (await somebody.page.locator('main .shimmer').count()) === 0);
    await somebody.isAccessible(`at ${path} on a phone`);
    await somebody.fits();
  }
});
