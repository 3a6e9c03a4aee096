// Applications: created and changed (journey D1), what their domains publish and which keys act for them (D2), and DNS credentials (D5).
import { assert, atWork, inTheConsole, until } from '../harness/console.mjs';

inTheConsole();

const dialog = (page, name) => page.getByRole('dialog', { name });
const region = (page, name) => page.getByRole('region', { name, exact: true });
const rows = (page, caption) => region(page, caption).locator('tbody tr');
const tab = (page, name) => page.getByRole('navigation', { name: 'Application', exact: true }).getByRole('link', { name }).click();
const clipboard = (page) => page.evaluate(() => navigator.clipboard.readText());
const make = (program, name) => program.call('POST', '/v1/applications', { name });
/** What a key is answered. */
const answered = (program, secret) => fetch(`${program.api}/v1/connections`, { headers: { authorization: `Bearer ${secret}` } }).then(({ status }) => status);

/** Neither shown nor kept anywhere. */
async function isForgotten(somebody, secret) {
  assert.ok(!(await somebody.page.content()).includes(secret), 'it is on the page no longer');
  assert.ok(!(await somebody.kept()).text.includes(secret), 'and kept nowhere');
}

atWork('an application is created, and changed where the server refuses nothing', { refusals: true }, async (somebody, { program }) => {
  const { page } = somebody;
  await somebody.signIn({ at: '/applications' });
  await rows(page, 'Applications').getByRole('link', { name: 'Demo', exact: true }).waitFor();
  await somebody.isAccessible('of the list');
  await somebody.fits();
  await page.keyboard.press('c');
  const form = dialog(page, 'Create an application');
  await form.getByRole('button', { name: 'Create application' }).click();
  assert.equal(await form.getByLabel('Name').getAttribute('aria-invalid'), 'true', 'it wants a name');
  await form.getByLabel('Name').fill('Acme Sites');
  await form.getByLabel('Environment').selectOption('live');
  await form.getByLabel('Origin (optional)').fill('https://sites.acme.example/with/a/path');
  await form.getByLabel(/^Pages that may embed/).fill('https://app.acme.example\nhttps://admin.acme.example');
  await form.getByRole('button', { name: 'Create application' }).click();
  await until('that the field has the refusal', async () => (await form.getByLabel('Origin (optional)').getAttribute('aria-invalid')) === 'true');
  await somebody.isAccessible('of the form');
  await somebody.fits();
  await form.getByLabel('Origin (optional)').fill('https://sites.acme.example');
  await form.getByRole('button', { name: 'Create application' }).click();
  await somebody.shows('Acme Sites');

  const id = /^\/applications\/([\w-]+)$/.exec(somebody.path())[1];
  const get = () => program.call('GET', `/v1/applications/${id}`);
  const made = await get();
  assert.deepEqual([made.name, made.environment, made.default_origin], ['Acme Sites', 'live', 'https://sites.acme.example']);
  assert.deepEqual(made.allowed_origins, ['https://app.acme.example', 'https://admin.acme.example']);
  await region(page, 'In short').getByRole('button', { name: 'Copy the CNAME target' }).click();
  assert.equal(await clipboard(page), made.app_target);
  const { usage } = await program.call('GET', '/v1/usage');
  assert.equal(await region(page, 'Quota').getByRole('listitem').count(), usage.length);
  await somebody.isAccessible('of the settings');
  await somebody.fits();

  await page.getByRole('textbox', { name: 'Name' }).fill('Acme Pages');
  await page.getByLabel('Origin', { exact: true }).fill('');
  await page.getByLabel('Pages that may embed the widget').fill('https://app.acme.example');
  await somebody.press('Save');
  await page.getByText('Saved. Visitors are led there within seconds.').waitFor();
  await somebody.shows('Acme Pages');
  const changed = await get();
  assert.deepEqual([changed.name, changed.default_origin, changed.allowed_origins], ['Acme Pages', null, ['https://app.acme.example']]);
  await page.getByRole('navigation', { name: 'Breadcrumbs' }).getByRole('link', { name: 'Applications' }).click();
  await rows(page, 'Applications').filter({ hasText: 'Acme Pages' }).getByText('live', { exact: true }).waitFor();
});

atWork('a record template is written, previewed, and holds for domains to come', async (somebody, { program }) => {
  const { page } = somebody;
  const { id } = await make(program, 'With mail');
  const template = async () => (await program.call('GET', `/v1/applications/${id}`)).record_template;
  await somebody.signIn({ at: `/applications/${id}` });
  await tab(page, 'Records');
  await page.getByText(/^The default: a CNAME to the edge/).waitFor();
  const shown = (hostname) => rows(page, `Records for ${hostname}`);
  await shown('shop.customer.com').getByText('edge.nameplate.localhost').waitFor();
  await somebody.press('Apex');
  await shown('customer.com').getByText('127.0.0.1').waitFor();
  await somebody.press('Subdomain');

  await somebody.press('Make one of its own');
  await page.getByLabel('Value', { exact: true }).fill('{app_target}');
  await somebody.press('Add a record');
  await page.getByLabel('Host of record 2').fill('mail');
  await page.getByLabel('Type of record 2').selectOption('MX');
  await page.getByLabel('Value of record 2').fill('mx.{nobody}');
  for (const wrong of ['{nobody} is no variable.', 'An MX needs a priority.']) await page.getByText(wrong).waitFor();
  assert.equal(await somebody.button('Save the template').isDisabled(), true);
  await page.locator('summary').filter({ hasText: 'Variables' }).click();
  await somebody.isAccessible('of a template that is wrong');
  await somebody.fits();
  await page.getByLabel('Value of record 2').fill('mx.{apex}');
  await page.getByLabel('Priority of record 2').fill('10');
  await page.getByLabel('TTL (s) of record 2').fill('600');
  await shown('shop.customer.com').filter({ hasText: 'mail.shop.customer.com' }).getByText('mx.customer.com').waitFor();
  await somebody.press('Save the template');
  await page.getByText(/^Saved\. It holds for domains/).waitFor();
  const [first, second] = await template();
  assert.deepEqual([first.type, first.value], ['CNAME', '{app_target}']);
  assert.deepEqual([second.host, second.type, second.value, second.ttl, second.priority], ['mail', 'MX', 'mx.{apex}', 600, 10]);

  const zone = await program.newZone();
  const { dns_records: records } = await program.call('POST', '/v1/connections', { application_id: id, hostname: `shop.${zone}`, setup_type: 'manual' });
  const mail = records.find(({ type }) => type === 'MX');
  assert.deepEqual([mail.host, mail.priority], [`mail.shop.${zone}`, 10], 'the next domain has to publish it');

  await somebody.press('Remove record 2');
  await until('one line', async () => (await page.getByRole('list', { name: 'Records of the template' }).getByLabel('Value').count()) === 1);
  await somebody.press('Discard changes');
  await page.getByLabel('Value of record 2').waitFor();
  await somebody.press('Use the default');
  await somebody.press('Save the template');
  await until('the default', async () => (await template()) === null);
});

atWork('a key is made, seen once and used; another takes its place, and it is revoked', async (somebody, { program }) => {
  const { page } = somebody;
  const { id } = await make(program, 'With keys');
  await somebody.signIn({ at: `/applications/${id}` });
  await tab(page, 'API keys');
  await page.getByRole('heading', { name: 'No keys of its own' }).waitFor();
  await somebody.isAccessible('without keys');
  await somebody.fits();

  const create = async (name, opener) => {
    await somebody.press(opener);
    const form = dialog(page, 'Create an API key');
    await form.getByLabel('Name').fill(name);
    if (name === 'server-old') {
      await somebody.isAccessible('of the form');
      await somebody.fits();
      await form.getByLabel('connections:write').uncheck();
    }
    await form.getByRole('button', { name: 'Create key' }).click();
    const shown = dialog(page, 'Your new API key');
    await shown.getByRole('button', { name: 'Copy your new api key' }).click();
    const secret = await clipboard(page);
    assert.match(secret, /^sk_test_\w{20,}$/);
    assert.ok((await page.content()).includes(secret));
    if (name === 'server-old') {
      await somebody.isAccessible('of the secret');
      await somebody.fits();
    }
    await shown.getByRole('button', { name: 'I have saved it' }).click();
    await rows(page, 'API keys').filter({ hasText: name }).getByText(secret.slice(-4)).filter({ visible: true }).waitFor();
    await isForgotten(somebody, secret);
    assert.equal(await answered(program, secret), 200);
    return secret;
  };
  const former = await create('server-old', 'Create the first key');
  const [made] = (await program.call('GET', `/v1/applications/${id}/keys`)).data;
  assert.deepEqual([made.name, made.scopes], ['server-old', ['connections:read']]);
  const next = await create('server-new', 'Create key');

  await somebody.press('Revoke server-old');
  const question = dialog(page, 'Revoke this key?');
  await question.getByText(/is refused from that moment on/).waitFor();
  await somebody.isAccessible('of the question');
  await question.getByRole('button', { name: 'Cancel' }).click();
  assert.equal(await answered(program, former), 200, 'nothing was done yet');
  await somebody.press('Revoke server-old');
  await question.getByRole('button', { name: 'Revoke the key' }).click();
  await rows(page, 'API keys').filter({ hasText: 'server-old' }).getByText(/^revoked/).waitFor();
  assert.deepEqual([await answered(program, former), await answered(program, next)], [401, 200]);
  await somebody.isAccessible('of keys');
  await somebody.fits();
});

atWork('a DNS credential is lent and checked, and domains connect by themselves until it is taken back', async (somebody, { program }) => {
  const { page } = somebody;
  const { id } = await make(program, 'With DNS');
  const lent = async () => (await program.call('GET', `/v1/applications/${id}/credentials`)).data;
  await somebody.signIn({ at: `/applications/${id}/credentials` });
  await page.getByRole('heading', { name: 'Domains are connected by hand' }).waitFor();
  await somebody.isAccessible('without credentials');
  await somebody.fits();
  await somebody.button('Lend a credential').last().click();
  const form = dialog(page, 'Lend a DNS credential');
  await form.getByLabel('Provider').selectOption({ label: 'Cloudflare' });
  await form.getByRole('link', { name: 'Their guide' }).waitFor();
  await somebody.isAccessible('of the form');
  await somebody.fits();
  await form.getByRole('button', { name: 'Cancel' }).click();
  await form.waitFor({ state: 'detached' });

  await somebody.follow(`/applications/${program.application}/credentials`);
  await somebody.follow(`/applications/${id}/credentials?provider=sandbox`);
  assert.equal(await form.getByLabel('Provider').inputValue(), 'sandbox');
  await form.getByText(/^The DNS of nameplate dev\./).waitFor();
  const secret = 'a-token-that-nobody-sees-again';
  await form.getByLabel('Credential', { exact: true }).fill(secret);
  await form.getByRole('button', { name: 'Lend it' }).click();
  const card = page.getByRole('list', { name: 'DNS credentials' }).getByRole('listitem');
  await card.getByText('ok', { exact: true }).waitFor();
  await isForgotten(somebody, secret);
  const [{ last4, verdict }] = await lent();
  await card.getByText(`…${last4}`).waitFor();
  assert.equal(somebody.path(), `/applications/${id}/credentials`);

  const zone = await program.newZone();
  await somebody.press('Check now the credential of Nameplate sandbox');
  await card.getByText(new RegExp(`Sees .*${zone}`)).waitFor();
  const [{ verdict: later }] = await lent();
  assert.ok(Date.parse(later.checked_at) > Date.parse(verdict.checked_at) && later.zones.includes(zone), 'the provider was asked again');
  await somebody.isAccessible('of credentials');
  await somebody.fits();
  const { id: connection } = await program.call('POST', '/v1/connections', { application_id: id, hostname: `shop.${zone}`, setup_type: 'automatic' });
  await until('that it is live, and nobody published anything', async () => (await program.call('GET', `/v1/connections/${connection}`)).state === 'live');

  const drop = () => somebody.press('Take back the credential of Nameplate sandbox');
  await drop();
  await card.waitFor({ state: 'detached' });
  await somebody.press('Undo');
  await card.waitFor();
  assert.equal((await lent()).length, 1);
  await drop();
  await until('that it is taken back', async () => (await lent()).length === 0);
});

atWork('news are seen and pressed above a dialog too', async (somebody, { program }) => {
  const { page } = somebody;
  const { id } = await make(program, 'With news');
  await program.call('POST', `/v1/applications/${id}/credentials`, { provider: 'sandbox', token: 'a-token-of-the-tests' });
  await somebody.signIn({ at: `/applications/${id}/credentials` });
  const form = dialog(page, 'Lend a DNS credential');
  const undo = form.getByRole('button', { name: 'Undo' });
  const lent = async () => (await program.call('GET', `/v1/applications/${id}/credentials`)).data.length;
  const takeBack = async () => {
    await somebody.press('Take back the credential of Nameplate sandbox');
    await somebody.button('Lend a credential').first().click();
    await undo.waitFor();
  };
  await takeBack();
  assert.equal(await page.getByText('The credential of Nameplate sandbox was taken back.').count(), 1, 'it is said once');
  await somebody.isStill();
  const isAbove = await undo.evaluate((button) => {
    const { left, top, width, height } = button.getBoundingClientRect();
    return button.contains(document.elementFromPoint(left + width / 2, top + height / 2));
  });
  assert.equal(isAbove, true, 'nothing lies on it');
  await undo.focus();
  await page.keyboard.press('Enter');
  await undo.waitFor({ state: 'detached' });
  await form.getByLabel('Provider').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('list', { name: 'DNS credentials' }).getByRole('listitem').waitFor();
  assert.equal(await lent(), 1);
  await takeBack();
  await somebody.isAccessible('with news above a dialog');
  await until('that it is taken back', async () => (await lent()) === 0);
});

atWork('who may only look is offered nothing else', async (somebody, { program }) => {
  const { page } = somebody;
  const { secret } = await program.call('POST', `/v1/applications/${program.application}/keys`, { name: 'reader', scopes: ['connections:read'] });
  await somebody.signIn({ key: secret, at: '/applications' });
  await rows(page, 'Applications').getByRole('link', { name: 'Demo', exact: true }).click();
  await somebody.shows('Demo');
  assert.equal(await page.getByRole('textbox', { name: 'Name' }).isDisabled(), true);
  for (const name of ['Save', 'Embed']) assert.equal(await somebody.main.getByText(name, { exact: true }).count(), 0, name);
  const tabs = page.getByRole('navigation', { name: 'Application', exact: true }).getByRole('link');
  assert.deepEqual(await tabs.allTextContents(), ['Settings', 'Records']);
  await tab(page, 'Records');
  await page.getByText(/^The default/).waitFor();
  assert.equal(await somebody.button('Make one of its own').count(), 0);
  await somebody.isAccessible('for who may only look');
});

atWork('applications are accessible on a phone', { viewport: { width: 360, height: 740 }, hasTouch: true }, async (somebody, { program }) => {
  const { page } = somebody;
  const { id } = await program.call('POST', '/v1/applications', {
    name: 'An application of a customer with a rather long name', default_origin: 'https://a-rather-long-name.of-a-server.acme.example:8443',
    record_template: [{ host: '@', type: 'CNAME', value: '{app_target}' }, { host: 'mail', type: 'MX', value: 'mx.{apex}', priority: 10 }],
  });
  await program.call('POST', `/v1/applications/${id}/keys`, { name: 'server-with-a-long-name-in-production', scopes: ['connections:read', 'connections:write', 'apps:admin'] });
  await program.call('POST', `/v1/applications/${id}/credentials`, { provider: 'sandbox', token: 'a-token-of-the-tests' });
  await somebody.signIn({ at: '/applications' });
  for (const path of ['', `/${id}`, `/${id}/records`, `/${id}/keys`, `/${id}/credentials`]) {
    await somebody.follow(`/applications${path}`);
    await somebody.shows(path ? /^An application/ : 'Applications');
    await until('what it shows', async () => (await page.locator('main .shimmer').count()) === 0);
    await somebody.isAccessible(`at /applications${path} on a phone`);
    await somebody.fits();
  }
});
