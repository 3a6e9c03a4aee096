// What is not lost: the focus, a secret that is shown once, and what was typed and not saved.
import { assert, atWork, inTheConsole, until } from '../harness/console.mjs';

inTheConsole();

const isAt = (somebody, wanted) => until(`the focus on ${wanted}`, async () => (await somebody.focused()).text.startsWith(wanted));
const dialog = (page, name) => page.getByRole('dialog', { name });

atWork('whatever closes a dialog, the focus is where it was', async (somebody) => {
  const { page } = somebody;
  await somebody.signIn({ at: '/applications' });
  await somebody.shows('Applications');
  const create = dialog(page, 'Create an application');
  for (const close of [() => page.keyboard.press('Escape'), () => create.getByRole('button', { name: 'Cancel' }).click(), () => create.getByRole('button', { name: 'Close' }).click(), () => page.mouse.click(5, 5)]) {
    await somebody.press('Create application');
    await create.waitFor();
    await until('the focus in the dialog', async () => (await somebody.focused()).tag === 'input');
    await close();
    await create.waitFor({ state: 'detached' });
    await isAt(somebody, 'Create application');
  }
  const search = somebody.button('Search and commands');
  await search.click();
  await dialog(page, 'Search and commands').waitFor();
  await page.keyboard.press('Escape');
  await isAt(somebody, 'Search');
});

atWork('a view that the palette or the way back leads to has the focus', async (somebody) => {
  const { page } = somebody;
  await somebody.signIn({ at: '/applications' });
  await somebody.shows('Applications');
  await somebody.button('Search and commands').click();
  await page.getByRole('combobox', { name: 'Search and commands' }).fill('webhooks');
  await page.keyboard.press('Enter');
  await somebody.shows('Webhooks');
  await isAt(somebody, 'Webhooks');
  await page.goBack();
  await somebody.shows('Applications');
  await isAt(somebody, 'Applications');
  await page.goForward();
  await somebody.shows('Webhooks');
  await isAt(somebody, 'Webhooks');
});

atWork('what is taken away with the focus leaves it to what is around it', async (somebody, { program }) => {
  const { page } = somebody;
  const zone = await program.newZone();
  for (const name of ['one', 'two']) await program.call('POST', '/v1/connections', { application_id: program.application, hostname: `${name}.${zone}`, setup_type: 'manual' });
  await program.call('POST', `/v1/applications/${program.application}/keys`, { name: 'to go', scopes: ['connections:read'] });
  await somebody.signIn({ at: `/applications/${program.application}/keys` });
  const row = page.getByRole('row').filter({ hasText: 'to go' });
  await row.getByRole('button', { name: 'Revoke' }).click();
  await dialog(page, 'Revoke this key?').getByRole('button', { name: 'Revoke the key' }).click();
  await row.getByRole('button').waitFor({ state: 'detached' });
  assert.equal(await page.evaluate(() => document.activeElement.ariaLabel), 'API keys', 'the list is around the key');

  await somebody.follow('/domains');
  await page.getByRole('row').filter({ hasText: `one.${zone}` }).getByRole('checkbox').locator('..').click();
  await page.getByRole('toolbar', { name: 'Marked domains' }).getByRole('button', { name: 'Archive' }).click();
  await page.getByRole('row').filter({ hasText: `one.${zone}` }).waitFor({ state: 'detached' });
  await isAt(somebody, 'Domains');
});

atWork('a secret that is shown once outlives Esc and a press beside it', async (somebody, { program }) => {
  const { page } = somebody;
  await somebody.signIn({ at: `/applications/${program.application}/keys` });
  await somebody.press(/^Create (the first )?key$/);
  await dialog(page, 'Create an API key').getByLabel('Name').fill('kept');
  await dialog(page, 'Create an API key').getByRole('button', { name: 'Create key' }).click();
  const secret = dialog(page, 'Your new API key');
  await secret.getByText(/^sk_test_/).waitFor();
  for (let time = 0; time < 3; time += 1) await page.keyboard.press('Escape');
  await page.mouse.click(5, 5);
  await somebody.isStill();
  await secret.getByText(/^sk_test_/).waitFor();
  assert.equal(await secret.getByRole('button', { name: 'Close' }).count(), 0);
  await secret.getByRole('button', { name: 'I have saved it' }).click();
  await secret.waitFor({ state: 'detached' });
  await until('the focus in the page', async () => (await somebody.focused()).tag !== 'body');

  const zone = await program.newZone();
  const { id } = await program.call('POST', '/v1/connections', { application_id: program.application, hostname: `shop.${zone}`, setup_type: 'manual' });
  await somebody.follow(`/domains/${id}`);
  await somebody.button(/^Share/).first().click();
  const share = dialog(page, /^Share/);
  await share.getByRole('button', { name: 'Make the link' }).click();
  await share.locator('[data-share-url]').waitFor();
  await until('the focus in the dialog', () => share.evaluate((element) => element.contains(document.activeElement)));
  for (let time = 0; time < 3; time += 1) await page.keyboard.press('Escape');
  await share.locator('[data-share-url]').waitFor();
  await share.getByRole('button', { name: 'I have saved it' }).click();
  await share.waitFor({ state: 'detached' });
});

atWork('what was changed and not saved is left only after a question, by whatever way', async (somebody, { program }) => {
  const { page } = somebody;
  const { id } = await program.call('POST', '/v1/applications', { name: 'Unsaved' });
  const home = `/applications/${id}`;
  const question = dialog(page, 'Leave without saving?');
  const name = page.getByRole('textbox', { name: 'Name' });
  const tab = (label) => page.getByRole('navigation', { name: 'Application', exact: true }).getByRole('link', { name: label });
  await somebody.signIn({ at: '/applications' });
  await page.getByRole('link', { name: 'Unsaved' }).click();
  await name.fill('Something else');
  for (const go of [() => tab('Records').click(), () => page.getByRole('link', { name: 'Applications' }).first().click(), () => page.goBack()]) {
    await go();
    await question.waitFor();
    await question.getByRole('button', { name: 'Stay' }).click();
    await question.waitFor({ state: 'detached' });
    await until('the same address', () => somebody.path() === home);
    assert.equal(await name.inputValue(), 'Something else');
  }
  await tab('Records').click();
  await somebody.isAccessible('of the question');
  await question.getByRole('button', { name: 'Discard the changes' }).click();
  await somebody.press('Make one of its own');
  await page.goBack();
  await question.getByRole('button', { name: 'Discard the changes' }).click();
  await name.waitFor();
  assert.equal(await name.inputValue(), 'Unsaved');
  await page.goForward();
  await page.getByText(/^The default/).waitFor();

  await tab('Settings').click();
  await name.fill('Saved');
  await somebody.press('Save');
  await somebody.shows('Saved');
  await tab('Records').click();
  await page.getByText(/^The default/).waitFor();
});
