// The console's shell: ways in and out, ways about by palette and keys, news, and what is left in the browser.
import { assert, atWork, inTheConsole, KEY, until } from '../harness/console.mjs';

inTheConsole();

const signedOut = (page) => page.getByRole('heading', { level: 1, name: 'Sign in to Nameplate' }).waitFor();
const account = (page) => page.getByRole('button', { name: /^Account/ });

async function signOut({ page }) {
  await account(page).click();
  await page.getByRole('menuitem', { name: /Sign out/ }).click();
  await signedOut(page);
}

atWork('a key that is not kept is forgotten with the page', async (somebody) => {
  const { page } = somebody;
  await somebody.signIn({ at: '/domains' });
  assert.equal(somebody.path(), '/domains', 'one stays where one came');
  const { text } = await somebody.kept();
  assert.ok(!text.includes(KEY), 'the key is nowhere');
  assert.deepEqual(await page.context().cookies(), []);
  await page.reload();
  await signedOut(page);
});

atWork('a kept session outlives the page and ends by signing out', async (somebody) => {
  const { page } = somebody;
  await somebody.signIn({ remember: true });
  const [cookie] = await page.context().cookies();
  assert.equal(cookie.httpOnly, true);
  assert.equal(cookie.sameSite, 'Strict');
  const { text } = await somebody.kept();
  assert.ok(!text.includes(KEY) && !text.includes(cookie.value), 'neither the key nor the session is where scripts can read');
  await page.reload();
  await somebody.shows('Overview');
  await signOut(somebody);
  assert.equal(somebody.path(), '/sign-in');
  assert.deepEqual((await page.context().cookies()).filter(({ value }) => value), []);
  await page.reload();
  await signedOut(page);
});

atWork('a wrong key is refused beside its field, and a right one is taken then', { refusals: true }, async (somebody) => {
  const { page } = somebody;
  await somebody.signIn({ key: 'sk_test_wrong' });
  await page.getByRole('alert').filter({ hasText: /key/ }).waitFor();
  assert.equal(await page.getByLabel('API key').inputValue(), 'sk_test_wrong', 'what was typed stays');
  await page.getByLabel('API key').fill(KEY);
  await somebody.press('Sign in');
  await somebody.shows('Overview');
});

atWork('a session that has ended asks to sign in and goes on at the same place', { refusals: true }, async (somebody) => {
  const { page } = somebody;
  await somebody.signIn({ remember: true, at: '/domains' });
  await page.context().clearCookies();
  await page.keyboard.press('Control+k');
  await page.getByText('Your session has ended.').waitFor();
  await page.getByLabel('API key').fill(KEY);
  await somebody.press('Sign in');
  await account(page).waitFor();
  assert.equal(somebody.path(), '/domains');
});

atWork('problems of a sign-in elsewhere are explained', async (somebody) => {
  await somebody.goto('/sign-in?problem=no_membership&ref=0199c2f0-5d4e-7c6a-9b1e-2f6f3f1f8f11');
  const alert = somebody.page.getByRole('alert');
  await alert.getByText('Ask an owner or admin to invite you.').waitFor();
  await alert.getByText('0199c2f0-5d4e-7c6a-9b1e-2f6f3f1f8f11').waitFor();
  await somebody.isAccessible('on the explanation');
});

atWork('the palette finds views, commands and domains, by keys alone', async (somebody, { program }) => {
  const { page } = somebody;
  const zone = await program.newZone();
  const made = await program.call('POST', '/v1/connections', { application_id: program.application, hostname: `shop.${zone}`, setup_type: 'manual' });
  await somebody.signIn();
  await somebody.command('domains');
  await page.getByRole('option', { name: /^Domains/ }).and(page.locator('[aria-selected=true]')).waitFor();
  await somebody.isAccessible('in the palette');
  await page.keyboard.press('Enter');
  await until('the domains', () => somebody.path() === '/domains');
  await somebody.command(zone);
  await page.getByRole('option', { name: `shop.${zone}` }).waitFor();
  await page.keyboard.press('Enter');
  await until('the domain', () => somebody.path() === `/domains/${made.id}`);
  // Enter waits for what is still looked for.
  await somebody.follow('/');
  await somebody.shows('Overview');
  await somebody.command('sho');
  await page.keyboard.press('Enter');
  await until('the domain', () => somebody.path() === `/domains/${made.id}`);
  await somebody.command('dark');
  await page.keyboard.press('Enter');
  await page.locator('html[data-theme=dark]').waitFor();
  await somebody.command('x');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
});

atWork('keys lead about, and none is stolen from what one types', async (somebody) => {
  const { page } = somebody;
  await somebody.signIn();
  await somebody.shows('Overview');
  await page.keyboard.press('g');
  await page.keyboard.press('d');
  await until('the domains', () => somebody.path() === '/domains');
  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await help.getByText('Go to domains').waitFor();
  await somebody.isAccessible('in the list of shortcuts');
  await page.keyboard.press('Escape');
  await help.waitFor({ state: 'detached' });
  await somebody.command('g a?');
  assert.equal(await page.getByRole('combobox', { name: 'Search and commands' }).inputValue(), 'g a?');
  await page.keyboard.press('Escape');
  await page.goBack();
  await somebody.shows('Overview');
});

atWork('the first Tab leads past the navigation, and a new view takes the focus', async (somebody) => {
  const { page } = somebody;
  await somebody.signIn();
  await somebody.shows('Overview');
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press('Tab');
  assert.equal((await somebody.focused()).text, 'Skip to content');
  await page.keyboard.press('Enter');
  assert.equal((await somebody.focused()).tag, 'main');
  await somebody.follow('/nowhere');
  await somebody.shows('Not found');
  await until('the focus on the heading', async () => (await somebody.focused()).text === 'Not found');
  assert.equal(await page.title(), 'Not found · Nameplate');
  await somebody.isAccessible('where nothing is');
});

atWork('news arrive while one looks, and come again after a break', { console: [/net::ERR/, /Failed to load/] }, async (somebody) => {
  const { page } = somebody;
  await somebody.signIn();
  const dot = page.locator('[data-live]');
  const is = (state) => until(`the state ${state}`, async () => (await dot.getAttribute('data-live')) === state);
  await is('live');
  await signOut(somebody);
  await page.route('**/v1/events', (route) => route.abort());
  await page.getByLabel('API key').fill(KEY);
  await somebody.press('Sign in');
  await is('waiting');
  await page.unroute('**/v1/events');
  await page.evaluate(() => dispatchEvent(new Event('online')));
  await is('live');
});

atWork('the theme is as the system has it until one chooses, and then stays', async (somebody) => {
  const { page } = somebody;
  const colour = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await somebody.signIn();
  await somebody.look('light');
  const light = await colour();
  await somebody.look('dark');
  const dark = await colour();
  assert.notEqual(light, dark);
  await account(page).click();
  await page.getByRole('menuitemradio', { name: 'Light' }).click();
  await until('the light', async () => (await colour()) === light);
  await page.reload();
  await signedOut(page);
  await until('the light after the page began anew', async () => (await colour()) === light);
});

for (const [name, settings] of [['with a mouse', {}], ['with forced colours', { forcedColors: 'active' }], ['on a phone', { hasTouch: true, isMobile: true, viewport: { width: 360, height: 740 } }]]) {
  atWork(`sign-in and shell are accessible ${name}, and fit narrow screens`, settings, async (somebody) => {
    const { page } = somebody;
    await somebody.goto('/');
    await signedOut(page);
    await somebody.isAccessible('on the sign-in');
    await somebody.fits();
    await somebody.signIn();
    await somebody.shows('Overview');
    await somebody.isAccessible('in the shell');
    await somebody.fits();
    await account(page).click();
    await somebody.isAccessible('in the menu');
  });
}

atWork('on a phone the navigation is a drawer whose targets fingers hit', { hasTouch: true, isMobile: true, viewport: { width: 360, height: 740 } }, async (somebody) => {
  const { page } = somebody;
  await somebody.signIn();
  await somebody.press('Open the navigation');
  const drawer = page.getByRole('dialog', { name: 'Navigation' });
  await drawer.waitFor();
  await somebody.isAccessible('in the drawer');
  const small = await page.evaluate(() => [...document.querySelectorAll('dialog a, dialog button, header a, header button')]
    .filter((each) => each.checkVisibility())
    .map((each) => ({ text: each.textContent || each.ariaLabel, ...each.getBoundingClientRect().toJSON() }))
    .filter(({ width, height }) => width < 43.5 || height < 43.5).map(({ text, width, height }) => `${text} ${width}×${height}`));
  assert.deepEqual(small, []);
  await drawer.getByRole('link', { name: 'Domains' }).click();
  await drawer.waitFor({ state: 'detached' });
  assert.equal(somebody.path(), '/domains');
  await until('the focus on the heading', async () => (await somebody.focused()).text === 'Domains');
});

atWork('what a session may not do is not offered at its address either', async (somebody, { program }) => {
  const { page } = somebody;
  const { secret } = await program.call('POST', `/v1/applications/${program.application}/keys`, { name: 'only looks', scopes: ['connections:read'] });
  await somebody.signIn({ key: secret, at: '/webhooks' });
  for (const path of ['/webhooks', '/webhooks/endpoints/0198c0de-0000-7000-8000-00000000dead', '/embed', '/audit', '/usage/plan']) {
    await somebody.follow(path);
    await somebody.shows('Not open to you');
  }
  assert.equal(await somebody.button('Add endpoint').count(), 0);
  await somebody.isAccessible('where one may do nothing');
  await somebody.follow('/domains');
  await somebody.shows('Domains');
});

atWork('the console can be installed, opens without a network, and keeps nothing of the API', { console: [/net::ERR/, /Failed to load/] }, async (somebody) => {
  const { page, program } = somebody;
  await somebody.signIn({ remember: true });
  await somebody.shows('Overview');
  await page.evaluate(() => navigator.serviceWorker.ready.then(({ active }) => active.state));
  await page.reload();
  await somebody.shows('Overview');
  assert.ok(await page.evaluate(() => !!navigator.serviceWorker.controller), 'the worker stands in front');

  const session = await page.context().newCDPSession(page);
  const { errors } = await session.send('Page.getAppManifest');
  assert.deepEqual(errors, []);
  const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
  assert.deepEqual(installabilityErrors.filter(({ errorId }) => errorId !== 'in-incognito'), []);

  const { cached, databases, text } = await somebody.kept();
  assert.ok(cached.includes('/console/'), 'the shell is kept');
  assert.deepEqual(cached.filter((path) => !path.startsWith('/console/') && !path.startsWith('/logos/')), [], 'and nothing else');
  assert.deepEqual(databases, []);
  assert.ok(!text.includes(KEY));

  await page.context().setOffline(true);
  await somebody.goto('/domains?state=stalled');
  await somebody.shows('Offline');
  await page.getByRole('navigation', { name: 'Console' }).waitFor();
  await somebody.isAccessible('without a network');
  await page.context().setOffline(false);
  await page.evaluate(() => dispatchEvent(new Event('online')));
  await page.getByRole('heading', { level: 1, name: 'Offline' }).waitFor({ state: 'detached' });
  assert.equal(page.url(), `${program.api}/console/domains?state=stalled`, 'one is where one wanted to be');
});

atWork('a server that was away and is back is found without a press', { console: [/net::ERR/, /Failed to load/] }, async (somebody) => {
  const { page } = somebody;
  await somebody.signIn({ remember: true, at: '/domains' });
  await somebody.shows('Domains');
  await page.route('**/v1/session', (route) => route.abort());
  await page.reload();
  await somebody.shows('Offline');
  await page.unroute('**/v1/session');
  await somebody.shows('Domains');
});

atWork('what an address names and is not there is told the same way everywhere', { refusals: true }, async (somebody, { program }) => {
  const { page } = somebody;
  await somebody.signIn();
  const nobody = '01900000-0000-7000-8000-00000000dead';
  for (const [path, told] of [
    ['/applications/zzz', 'There is no such application'],
    [`/applications/${nobody}`, 'There is no such application'],
    [`/webhooks/endpoints/${nobody}`, 'There is no such endpoint'],
    [`/applications/${program.application}/plans`, 'There is no such part'],
    ['/usage/plans', 'There is no such part'],
    ['/settings/nothing', 'There is no such part'],
    ['/webhooks/nothing', 'There is no such part'],
    ['/domains/connect/nothing', 'There is no such part'],
  ]) {
    await somebody.follow(path);
    await page.getByRole('heading', { level: 2, name: told }).waitFor();
    assert.equal(await page.getByRole('alert').count(), 0, path);
    await until('the address', () => somebody.path() === path);
  }
  await somebody.isAccessible('where nothing is');
});

atWork('one view after the other is shown, in both directions, with what the others have read', async (somebody) => {
  const { page } = somebody;
  await somebody.signIn();
  const places = [
    ['/domains', 'Domains'], ['/embed', 'Embed'], ['/domains/connect', 'Connect a domain'], ['/settings/keys', 'Settings'], ['/applications', 'Applications'], ['/certificates', 'Certificates'],
    ['/providers', 'Providers'], ['/webhooks', 'Webhooks'], ['/usage', 'Usage and billing'], ['/audit', 'Audit'], ['/', 'Overview'],
  ];
  for (const [path, title] of [...places, ...places.toReversed()]) {
    await somebody.follow(path);
    await somebody.shows(title);
    await until('what it shows', async () => (await page.locator('main .shimmer').count()) === 0);
  }
});
