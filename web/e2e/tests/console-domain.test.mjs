// A domain's page: from the records to publish to a domain that answers, and what can be done about it on the way (journey D4).
import { assert, atWork, inTheConsole, until } from '../harness/console.mjs';
import { live, wanted } from '../harness/live.mjs';

inTheConsole();

const begin = (program, hostname, more = {}) =>
  program.call('POST', '/v1/connections', { application_id: program.application, hostname, setup_type: 'manual', ...more });

const stateOf = async (program, id) => (await program.call('GET', `/v1/connections/${id}`)).state;
const header = (page) => page.locator('main header').first();
/** The badge beside the name. */
const says = ({ page }, state) => header(page).getByText(state, { exact: true }).waitFor();
const step = (page, key, standing) => page.locator(`[data-step="${key}"][data-standing="${standing}"]`).waitFor();
const tab = (page, name) => page.getByRole('navigation', { name: /^Parts of/ }).getByRole('link', { name }).click();
const region = (page, name) => page.getByRole('region', { name, exact: true });

/** Lines of a zone file as `[name, type, value]`. */
const parsed = (text) => text.trim().split('\n').map((line) => {
  const [, name, type, value] = /^(\S+)\. \d+ IN (\S+) (.+)$/.exec(line);
  return [name, type, value.replace(/^"|"$/g, '').replace(/\.$/, '')];
});

atWork('what the page says is published, and it goes live there without being loaded again', async (somebody, { program }) => {
  const { page } = somebody;
  const zone = await program.newZone();
  const { id, ownership_challenge: challenge } = await begin(program, `shop.${zone}`);
  await somebody.signIn({ at: `/domains/${id}` });
  await somebody.shows(`shop.${zone}`);
  await says(somebody, 'Awaiting proof');
  const why = region(page, 'Why it is not live');
  await why.getByText('The customer has to act').waitFor();
  await why.getByText(challenge.value).waitFor();
  await step(page, 'ownership', 'now');
  await page.evaluate(() => (window.isTheSamePage = true));

  const records = region(page, 'Records to publish');
  await records.getByText('Nameplate sandbox').waitFor();
  await records.getByRole('button', { name: /^Copy Name of TXT/ }).click();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), '_customdomain-challenge.shop', 'names are relative in this panel');
  await records.getByRole('button', { name: /^Copy Value of TXT/ }).click();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), challenge.value);

  await records.getByRole('button', { name: 'For an agent' }).click();
  const task = await records.locator('pre').textContent();
  for (const part of [challenge.name, challenge.value, `/v1/connections/${id}/records:check`, 'Change nothing else']) assert.ok(task.includes(part), part);
  await records.getByRole('button', { name: 'Zone file' }).click();
  await program.publishAll(zone, parsed(await records.locator('pre').textContent()));

  await says(somebody, 'Live');
  for (const key of ['created', 'ownership', 'records', 'certificate', 'live']) await step(page, key, 'done');
  await region(page, 'Where it stands').getByText(/is live: its records are in place/).waitFor();
  const receipt = region(page, 'Ownership');
  await receipt.getByText('Proven', { exact: true }).waitFor();
  await receipt.getByText('ns1.sandbox.test').waitFor();
  assert.equal(await page.evaluate(() => window.isTheSamePage), true);
});

atWork('the timeline tells it, kind by kind, with what was behind it', async (somebody, { program }) => {
  const { page } = somebody;
  const zone = await program.newZone();
  const { id } = await live(program, 'shop', zone);
  await somebody.signIn({ at: `/domains/${id}/timeline` });
  const first = page.locator('[data-kind]');
  await page.locator('[data-kind=transition]', { hasText: 'It went live' }).waitFor();
  await page.locator('[data-kind=transition]', { hasText: 'Ownership was proven' }).waitFor();
  await page.locator('[data-kind=action]', { hasText: 'The connection was created' }).waitFor();
  assert.equal(await first.count() > 4, true);
  await somebody.isAccessible('in the timeline');
  await page.getByRole('button', { name: 'Actions', exact: true }).click();
  assert.match(somebody.path(), /kind=action/, 'the address says what is shown');
  await until('only actions', async () => (await page.locator('[data-kind]:not([data-kind=action])').count()) === 0);
  await page.locator('main details > summary').first().click();
  await page.locator('main details pre').first().waitFor();
  await page.reload();
  await page.getByLabel('API key').fill('sk_test_demo');
  await somebody.press('Sign in');
  await page.locator('[data-kind=action]').first().waitFor();
  assert.equal(await page.locator('[data-kind=transition]').count(), 0);
});

atWork('certificate and route show what visitors get', async (somebody, { program }) => {
  const { page } = somebody;
  const zone = await program.newZone();
  const { id } = await live(program, 'shop', zone);
  await somebody.signIn({ at: `/domains/${id}/certificate` });
  const { certificate } = await program.call('GET', `/v1/connections/${id}`);
  await region(page, 'Certificate').getByText(certificate.fingerprint_sha256).first().waitFor();
  await region(page, 'Chain').getByText('leaf', { exact: true }).waitFor();
  assert.equal(await region(page, 'Chain').locator('details').count(), certificate.chain.length);
  await somebody.press('Renew now');
  await page.getByText('The edges are asked for another certificate.').waitFor();
  await until('another certificate on the page', async () => {
    const now = await program.call('GET', `/v1/connections/${id}`);
    return now.certificate.serial !== certificate.serial && (await region(page, 'Certificate').getByText(now.certificate.serial).count()) > 0;
  });
  const leaf = region(page, 'Chain').locator('details').first();
  await leaf.locator('summary').getByText(`shop.${zone}`).waitFor();
  await region(page, 'Chain').getByText(/which browsers do not know unless they were given it/).waitFor();
  await tab(page, 'Route');
  await page.locator('[data-visit="reached"]').getByText('200', { exact: true }).waitFor();
  await region(page, 'Route').getByText('The edges serve it', { exact: true }).waitFor();
  await somebody.goto('/certificates');
  await page.getByLabel('API key').fill('sk_test_demo');
  await somebody.press('Sign in');
  await page.getByRole('link', { name: `shop.${zone}` }).click();
  assert.equal(somebody.path(), `/domains/${id}/certificate`);
});

atWork('certificates are called as people write their names, and found so', async (somebody, { program }) => {
  const { page } = somebody;
  const zone = await program.newZone();
  await live(program, 'b\u00fccher', zone);
  await somebody.signIn({ at: '/certificates' });
  await page.getByLabel('Search', { exact: true }).fill('B\u00fcch');
  await page.getByRole('link', { name: `b\u00fccher.${zone}` }).waitFor();
  await page.getByLabel('Search', { exact: true }).fill('xn--bcher');
  await page.getByRole('link', { name: `b\u00fccher.${zone}` }).waitFor();
});

atWork('a live domain whose origin fails says so', async (somebody, { program }) => {
  const { page } = somebody;
  const { id } = await live(program, 'shop', await program.newZone());
  await page.route('**/https:check', async (route) => {
    const answer = await (await route.fetch()).json();
    await route.fulfill({ json: { ...answer, status: 502 } });
  });
  await somebody.signIn({ at: `/domains/${id}` });
  const stands = region(page, 'Where it stands');
  await stands.getByText('Visitors get an error').waitFor();
  assert.equal(await stands.getByText('Nothing to do').count(), 0);
  await somebody.isAccessible('where the origin fails');
  await stands.getByRole('link', { name: 'See the route' }).click();
  await page.locator('[data-visit="reached"]').getByText('502', { exact: true }).waitFor();
});

atWork('a record that is lost is explained with who has to act, and found again when it is back', async (somebody, { program }) => {
  const { page } = somebody;
  const zone = await program.newZone();
  const host = `shop.${zone}`;
  const { id } = await live(program, 'shop', zone);
  await somebody.signIn({ at: `/domains/${id}/dns` });
  await says(somebody, 'Live');
  const traffic = (await program.records(zone)).find(({ name, type }) => name === host && type === 'CNAME');
  await program.unpublish(zone, traffic.id);
  await page.keyboard.press('r');
  await says(somebody, 'Drifted');
  const why = region(page, 'Why it is not live');
  await why.getByText(/has to put back CNAME/).waitFor();
  await why.getByText('The customer has to act').waitFor();
  await step(page, 'records', 'trouble');
  await page.locator('[data-step="live"][data-standing="trouble"]', { hasText: 'still served' }).waitFor();
  await region(page, 'Desired and observed').getByText("Not at all of the zone's servers").first().waitFor();
  await region(page, `What servers have of CNAME ${host}`).getByText('Nothing', { exact: true }).first().waitFor();
  await somebody.isAccessible('of what has drifted');
  await program.publish(zone, host, 'CNAME', traffic.value);
  await somebody.press('Check records now');
  await says(somebody, 'Live');
  await region(page, 'Desired and observed').getByText("At the zone's servers", { exact: true }).waitFor();
  const delegation = region(page, `CNAME _acme-challenge.${host}`);
  await delegation.getByText(/^It is not needed\./).waitFor();
  assert.equal(await delegation.getByRole('table').count(), 0, 'nobody is told to add it');
});

atWork('with a lent credential the changes are shown, written, and undone', async (somebody, { program }) => {
  const { page } = somebody;
  const takeBack = await program.lend();
  try {
    const zone = await program.newZone(['shop', 'A', '192.0.2.80'], ['@', 'MX', '10 mail.example']);
    const host = `shop.${zone}`;
    const { id } = await begin(program, host);
    await somebody.signIn({ at: `/domains/${id}/dns` });
    const write = region(page, 'Write for the customer');
    await write.getByText('192.0.2.80').waitFor();
    await write.getByText('edge.nameplate.localhost').waitFor();
    assert.ok(!(await write.textContent()).includes('MX'), 'mail is not among the changes');
    await somebody.isAccessible('with the changes');
    const standing = (await program.records(zone)).map(({ name, type, value }) => `${name} ${type} ${value}`).sort();
    await write.getByRole('button', { name: /^Write / }).click();
    await page.getByText('The records are written.').waitFor();
    const sets = region(page, 'Change sets');
    await sets.locator('[data-change-set=applied]').first().waitFor();
    assert.ok((await program.records(zone)).some(({ name, type }) => name === host && type === 'CNAME'));

    await sets.getByText('Records for visitors').first().click();
    await sets.getByRole('button', { name: 'Undo' }).first().click();
    const dialog = page.getByRole('dialog', { name: 'Undo this write' });
    await dialog.getByText('192.0.2.80').waitFor();
    await dialog.getByRole('button', { name: /^Undo in/ }).click();
    await sets.locator('[data-change-set=undone]').first().waitFor();
    const traffic = (records) => records.filter((line) => line.startsWith(`${host} `) || line.includes(' MX '));
    const after = (await program.records(zone)).map(({ name, type, value }) => `${name} ${type} ${value}`).sort();
    assert.deepEqual(traffic(after), traffic(standing), 'what stood there before stands there again');
  } finally {
    await takeBack();
  }
});

atWork('mail is shown before it is written, and what may be lost is left to a person', async (somebody, { program }) => {
  const { page } = somebody;
  const takeBack = await program.lend();
  try {
    const zone = await program.newZone(['@', 'TXT', 'v=spf1 include:mail.example -all']);
    const { id } = await begin(program, `shop.${zone}`, { setup_type: 'automatic' });
    await somebody.signIn({ at: `/domains/${id}/dns` });
    await says(somebody, 'Live');
    await somebody.press('Set up mail');
    const dialog = page.getByRole('dialog', { name: `Mail at ${zone}` });
    await dialog.getByRole('button', { name: 'Show the changes' }).click();
    await dialog.getByText('smtp.google.com').first().waitFor();
    await dialog.getByRole('heading', { name: 'To be set by a person' }).waitFor();
    await dialog.getByText(/include:_spf\.google\.com/).first().waitFor();
    assert.equal((await program.records(zone)).filter(({ type }) => type === 'MX').length, 0, 'a preview writes nothing');
    await somebody.isAccessible('with the changes for mail');
    await dialog.getByRole('button', { name: /^Write / }).click();
    await dialog.getByRole('heading', { name: 'What was written' }).waitFor();
    assert.ok((await program.records(zone)).some(({ type, value }) => type === 'MX' && value.includes('smtp.google.com')));
    await dialog.getByRole('button', { name: 'Done' }).click();
    await region(page, 'Change sets').getByText('Records for mail').waitFor();
  } finally {
    await takeBack();
  }
});

atWork('a customer is sent to the provider to consent', async (somebody, { program }) => {
  const { page } = somebody;
  const zone = await program.newZone();
  const { id } = await begin(program, `shop.${zone}`);
  await somebody.signIn({ at: `/domains/${id}/dns` });
  await somebody.press('Begin Domain Connect');
  const link = page.getByRole('link', { name: /^Sign in at/ });
  const url = new URL(await link.getAttribute('href'));
  assert.equal(url.origin, program.panel);
  assert.equal(url.searchParams.get('domain'), zone);
});

atWork('a share link is shown once, opens without an account, and is taken back', { refusals: true }, async (somebody, { program }) => {
  const { page } = somebody;
  const zone = await program.newZone();
  const { id, ownership_challenge: challenge } = await begin(program, `shop.${zone}`);
  await somebody.signIn({ at: `/domains/${id}/settings` });
  await says(somebody, 'Awaiting proof');
  await page.keyboard.press('s');
  const dialog = page.getByRole('dialog', { name: `Share shop.${zone}` });
  await dialog.getByRole('button', { name: 'Make the link' }).click();
  const url = await dialog.locator('[data-share-url]').textContent();
  await somebody.isAccessible('with a link');
  const other = await page.context().newPage();
  await other.goto(url);
  await other.getByText(challenge.value).first().waitFor();
  await other.close();
  await dialog.getByRole('button', { name: 'I have saved it' }).click();
  await dialog.waitFor({ state: 'detached' });
  assert.ok(!(await page.content()).includes(url), 'it is not shown again');

  const links = region(page, 'Share links');
  await links.getByRole('button', { name: 'Revoke' }).click();
  await links.locator('[data-share-link=closed]').waitFor();
  await somebody.press('Undo');
  await links.locator('[data-share-link=open]').waitFor();
  await links.getByRole('button', { name: 'Revoke' }).click();
  const token = new URL(url).pathname.split('/').pop();
  await until('that the link opens nothing', async () => (await fetch(`${program.api}/v1/share/${token}`)).status === 404);
});

atWork('archiving is undone, and then done, and says which records dangle', async (somebody, { program }) => {
  const { page } = somebody;
  const zone = await program.newZone();
  const host = `shop.${zone}`;
  const { id } = await live(program, 'shop', zone);
  await somebody.signIn({ at: `/domains/${id}` });
  await says(somebody, 'Live');
  await somebody.press('More actions');
  await page.getByRole('menuitem', { name: 'Archive' }).click();
  await says(somebody, 'Archived');
  const why = region(page, 'Why it is not live');
  await why.getByText(`${host} is archived in a moment.`).waitFor();
  assert.equal(await why.getByText('Nothing to do').count(), 0);
  assert.equal(await somebody.button('Connect it again').count(), 0, 'the name is not free yet');
  await somebody.press('Undo');
  await says(somebody, 'Live');
  assert.equal(await stateOf(program, id), 'live');

  await tab(page, 'Settings');
  await region(page, 'Archive').getByText(host).first().waitFor();
  await somebody.press('Archive this domain');
  await says(somebody, 'Archived');
  await until('that it is archived', async () => (await stateOf(program, id)) === 'archived');
  const left = region(page, 'Records that are left');
  await left.getByText(/dangle/).first().waitFor();
  await left.getByText('CNAME', { exact: true }).waitFor();
  await says(somebody, 'Archived');
  await somebody.button('Connect it again').waitFor();
  assert.equal(await why.getByText(/in a moment/).count(), 0);
  await somebody.isAccessible('after it was archived');
});

atWork('a name that is archived in a moment can be connected again at once', async (somebody, { program }) => {
  const { page } = somebody;
  const host = `shop.${await program.newZone()}`;
  const { id } = await begin(program, host);
  await somebody.signIn({ at: `/domains/${id}/settings` });
  await somebody.press('Archive this domain');
  await region(page, 'Why it is not live').getByText(/is archived in a moment/).waitFor();
  await somebody.follow(`/domains/connect?hostname=${host}`);
  await somebody.press(`Connect ${host}`);
  await says(somebody, 'Awaiting proof');
  assert.notEqual(somebody.path(), `/domains/${id}`);
  assert.equal(await stateOf(program, id), 'archived', 'what was to be archived was archived first');
});

atWork('what was written is removed with the credential when one archives so', async (somebody, { program }) => {
  const { page } = somebody;
  const takeBack = await program.lend();
  try {
    const zone = await program.newZone(['@', 'MX', '10 mail.example']);
    const host = `shop.${zone}`;
    const { id } = await begin(program, host, { setup_type: 'automatic' });
    await somebody.signIn({ at: `/domains/${id}/settings` });
    await says(somebody, 'Live');
    await page.getByLabel('Remove what was written with the lent credential').check();
    await somebody.press('Archive this domain');
    await region(page, 'Records that are left').getByText('Removed with the lent credential').waitFor();
    assert.deepEqual((await program.records(zone)).map(({ type }) => type), ['MX']);
  } finally {
    await takeBack();
  }
});

atWork('a name is moved to another application by a record made for the move', async (somebody, { program }) => {
  const { page } = somebody;
  const zone = await program.newZone();
  const host = `shop.${zone}`;
  const { id } = await live(program, 'shop', zone);
  const { id: other } = await program.call('POST', '/v1/applications', { name: 'The other one' });
  await somebody.signIn({ at: `/domains/${id}/settings` });
  await somebody.press('Move');
  const dialog = page.getByRole('dialog', { name: `Move ${host}` });
  await dialog.getByLabel('To').selectOption(other);
  await dialog.getByRole('button', { name: 'Begin the move' }).click();
  await page.getByText('This moves the name here.').waitFor();
  const to = somebody.path().split('/')[2];
  assert.notEqual(to, id);
  assert.equal(await stateOf(program, id), 'live', 'it is served from where it was until then');
  const made = await program.call('GET', `/v1/connections/${to}`);
  assert.equal(made.takeover, true);
  await program.publishAll(zone, wanted(made).slice(0, 1));
  await says(somebody, 'Live');
  await somebody.follow(`/domains/${id}`);
  await says(somebody, 'Archived');
});

atWork('every part holds for keyboards, screen readers and narrow screens', { refusals: true, timeout: 120_000 }, async (somebody, { program }) => {
  const { page } = somebody;
  const zone = await program.newZone();
  const { id } = await live(program, 'a-rather-long-label-for-a-shop', zone);
  const waiting = await begin(program, `waiting.${zone}`);
  await somebody.signIn({ at: `/domains/${waiting.id}` });
  await region(page, 'Ways to prove ownership').waitFor();
  await somebody.isAccessible('of a domain that waits');
  await somebody.fits();
  for (const part of ['', '/dns', '/certificate', '/timeline', '/route', '/settings']) {
    await somebody.follow(`/domains/${id}${part}`);
    await says(somebody, 'Live');
    await page.locator('main [role=status]:has-text("Loading")').waitFor({ state: 'detached' });
    await somebody.isAccessible(`in ${part || 'the overview'}`);
    await somebody.fits();
  }
  await somebody.follow('/certificates');
  await page.getByRole('link', { name: /^a-rather-long/ }).waitFor();
  await somebody.isAccessible('in certificates');
  await somebody.fits();
  await somebody.follow('/domains/0198c0de-0000-7000-8000-00000000dead');
  await page.getByRole('heading', { name: 'There is no such domain' }).waitFor();
});

atWork('the palette does what the page does', async (somebody, { program }) => {
  const { page } = somebody;
  const zone = await program.newZone();
  const { id } = await live(program, 'shop', zone);
  await somebody.signIn({ at: `/domains/${id}` });
  await says(somebody, 'Live');
  await somebody.command('check https');
  await page.keyboard.press('Enter');
  await page.locator('[data-visit="reached"]').waitFor();
  assert.equal(somebody.path(), `/domains/${id}/route`);
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).getByText('Check records').waitFor();
});
