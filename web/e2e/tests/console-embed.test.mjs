// The widget in a product's page (journey D10): a token, what to paste, and the widget as it will look, drawn by itself.
import { assert, atWork, inTheConsole, KEY, until } from '../harness/console.mjs';

inTheConsole();

const region = (page, name) => page.getByRole('region', { name, exact: true });
const clipboard = (page) => page.evaluate(() => navigator.clipboard.readText());
const colourOf = (button) => button.evaluate((element) => getComputedStyle(element).backgroundColor);
/** The real one, in the preview. */
const widget = (page, title = 'Connect your domain') => region(page, 'Preview').getByRole('dialog', { name: title });
const claims = (token) => JSON.parse(Buffer.from(token.split('.')[1], 'base64url'));

atWork('the application that is meant is the same wherever none was chosen', async (somebody, { program }) => {
  const { page } = somebody;
  await program.call('POST', '/v1/applications', { name: 'A later one' });
  await somebody.signIn({ at: '/domains/connect' });
  const chosen = page.getByLabel('Application', { exact: true });
  const first = await chosen.inputValue();
  for (const [path, title] of [['/embed', 'Embed'], ['/providers/cloudflare', 'Cloudflare'], ['/domains/connect/many', 'Connect many domains']]) {
    await somebody.follow(path);
    await somebody.shows(title);
    assert.equal(await chosen.inputValue(), first, title);
  }
});

atWork('a token is made, works for its application only, and the key is in no snippet', async (somebody, { program }) => {
  const { page } = somebody;
  const { id } = await program.call('POST', '/v1/applications', { name: 'Acme Sites' });
  await somebody.signIn({ at: `/applications/${id}` });
  await somebody.main.getByRole('link', { name: 'Embed' }).click();
  await somebody.shows('Embed');
  assert.equal(somebody.path(), `/embed?application=${id}`);
  await page.getByLabel('Only for one domain (optional)').fill('shop.customer-of-acme.test');
  const card = region(page, 'A token to try it with');
  await card.getByRole('button', { name: 'Make a token' }).click();
  await card.getByRole('button', { name: 'Copy the token' }).click();
  const token = await clipboard(page);
  assert.equal(claims(token).app, id);
  await card.getByText(/^For shop\.customer-of-acme\.test only\. It ends/).waitFor();
  const connect = (hostname) => fetch(`${program.api}/v1/connections`, {
    method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ application_id: id, hostname, setup_type: 'manual' }),
  }).then(({ status }) => status);
  assert.equal(await connect('shop.another-customer.test'), 403);
  assert.equal(await connect('shop.customer-of-acme.test'), 201);
  assert.ok(!(await page.content()).includes(KEY), 'the key is not on the page');
  const { text } = await somebody.kept();
  for (const secret of [KEY, token]) assert.ok(!text.includes(secret), 'and nothing is kept');
  await widget(page, /./).waitFor();
  await somebody.isAccessible('with a token');
  await somebody.fits();
});

atWork('five frameworks and three servers say what was chosen', async (somebody, { program }) => {
  const { page } = somebody;
  await somebody.signIn({ at: `/embed?application=${program.application}` });
  const [server, inPage] = [region(page, '1. On your server'), region(page, '2. In your page')];
  await page.getByLabel('What your product is called').fill("Acme's <Sites>");
  await page.getByLabel('Only for one domain (optional)').fill('shop.customer.com');
  await page.getByLabel('Offer to set up mail afterwards').check();
  await page.getByLabel('Corners').fill('2px');
  for (const [framework, part] of [
    ['React', "from '@nameplate/widget/react'"], ['Vue', '<script setup>'], ['Svelte', 'onclick={connect}'], ['Angular', "from '@angular/core'"], ['HTML', `<script src="${program.api}/sdk/v1/connectdomain.js">`],
  ]) {
    await inPage.getByRole('button', { name: framework, exact: true }).click();
    const code = inPage.locator('pre');
    await code.getByText(part).waitFor();
    const text = await code.textContent();
    for (const said of [`applicationId: '${program.application}'`, "brandName: 'Acme\\'s \\u003cSites>'", 'email: true', "theme: { radius: '2px' }", "fetch('/widget-token'"]) assert.ok(text.includes(said), `${framework}: ${said}\n${text}`);
    await inPage.getByRole('button', { name: /^Copy Page/ }).click();
    assert.equal(await clipboard(page), text);
  }
  for (const [language, part] of [['Python', 'requests.post('], ['curl', '$NAMEPLATE_API_KEY'], ['Node', 'process.env.NAMEPLATE_API_KEY']]) {
    await server.getByRole('button', { name: language, exact: true }).click();
    await server.locator('pre').getByText(part).waitFor();
    const text = await server.locator('pre').textContent();
    for (const said of [`${program.api}/v1/tokens`, '"domain": "shop.customer.com"', program.application]) assert.ok(text.replaceAll('":"', '": "').includes(said), `${language}: ${said}\n${text}`);
  }
  await inPage.getByRole('button', { name: 'Svelte', exact: true }).click();
  await server.getByRole('button', { name: 'Python', exact: true }).click();
  assert.equal(somebody.path(), `/embed?application=${program.application}&in=svelte&server=python`);
});

atWork('the widget itself is drawn, follows its looks, and takes the focus from nobody', async (somebody, { program }) => {
  const { page } = somebody;
  const minted = [];
  page.on('request', (request) => request.url().endsWith('/v1/tokens') && minted.push(request));
  await somebody.signIn({ at: `/embed?application=${program.application}` });
  const go = widget(page).getByRole('button', { name: 'Continue' });
  await go.waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.shadowRoot), null, 'it did not take the focus');
  assert.equal(await colourOf(go), 'rgb(61, 90, 254)');

  await page.getByLabel('Accent').fill('#d81b60');
  await until('the accent', async () => (await colourOf(go)) === 'rgb(216, 27, 96)');
  await page.getByLabel('Light or dark').selectOption('dark');
  await until('the dark', async () => /^rgb\((\d|[1-5]\d), /.test(await colourOf(widget(page))));
  const radius = page.getByLabel('Corners');
  await radius.pressSequentially('0px');
  await until('its corners', async () => (await go.evaluate((element) => getComputedStyle(element).borderTopLeftRadius)) === '0px');
  assert.equal(await radius.evaluate((input) => input === document.activeElement), true, 'one types on while it is drawn anew');
  await radius.fill('abc');
  await radius.blur();
  await page.getByText('Give a length, such as 10px or 0.5rem.').waitFor();
  assert.ok(!(await region(page, '2. In your page').locator('pre').textContent()).includes('radius'), 'what is no length gets into no snippet');
  await radius.fill('0px');
  await page.getByText('Give a length').waitFor({ state: 'detached' });
  await page.getByLabel('Without the mark at the foot').check();
  await until('no mark', async () => (await widget(page).getByText('Secured by Nameplate').count()) === 0);
  const brand = page.getByLabel('What your product is called');
  await brand.fill('Harbour');
  await widget(page).getByText('Use your own web address for Harbour.').waitFor();
  assert.equal(minted.length, 1, 'one token does for all looks');
  await region(page, '2. In your page').locator('pre').getByText("theme: { accentColor: '#d81b60', colorScheme: 'dark', radius: '0px', hideBranding: true }").waitFor();
  await somebody.isAccessible('with looks');
  await somebody.fits();
  await somebody.press('Start over');
  await until('the usual colour', async () => (await colourOf(go)) === 'rgb(61, 90, 254)');

  const zone = await program.newZone();
  await widget(page).getByLabel('Your domain').fill(`shop.${zone}`);
  await go.click();
  await widget(page, /^How to connect/).getByText('Nameplate sandbox').first().waitFor();
});

atWork('a preview that was closed is opened again, and one that other pages have to themselves says so', async (somebody, { program }) => {
  const { page } = somebody;
  const { id } = await program.call('POST', '/v1/applications', { name: 'Elsewhere', allowed_origins: ['https://app.acme.example'] });
  await somebody.signIn({ at: '/embed' });
  await page.getByLabel('Application', { exact: true }).selectOption({ label: 'Demo' });
  await widget(page).getByRole('button', { name: 'Close' }).click();
  await region(page, 'Preview').getByRole('button', { name: 'Open it again' }).click();
  await widget(page).waitFor();
  await page.getByLabel('Application', { exact: true }).selectOption({ label: 'Elsewhere' });
  await region(page, 'Preview').getByText(/embedded by pages of https:\/\/app\.acme\.example only/).waitFor();
  assert.equal(await widget(page).count(), 0);
  await somebody.isAccessible('without a preview');
  await page.getByRole('link', { name: 'Change that' }).click();
  await somebody.shows('Elsewhere');
  await page.getByLabel('Pages that may embed the widget').fill(`https://app.acme.example\n${program.api}`);
  await somebody.press('Save');
  await page.getByText(/^Saved\./).waitFor();
  await somebody.follow(`/embed?application=${id}`);
  await widget(page).waitFor();
});

atWork('the embedding is accessible on a phone', { viewport: { width: 360, height: 740 }, hasTouch: true }, async (somebody, { program }) => {
  const { page } = somebody;
  await somebody.signIn({ at: `/embed?application=${program.application}` });
  await widget(page).waitFor();
  await somebody.isAccessible('on a phone');
  await somebody.fits();
});
