// The overview of the console: first steps that tick themselves, what needs attention first, and how things are.
import { assert, atWork, inTheConsole, until } from '../harness/console.mjs';
import { live } from '../harness/live.mjs';

inTheConsole();

const steps = (page) => page.getByRole('region', { name: 'First steps' });
const concerns = (page) => page.getByRole('list', { name: 'Needs attention' });
const lately = (page) => page.getByRole('list', { name: 'What happened lately' });

atWork('a new tenant sees its first steps, which tick themselves', async (somebody, { program }) => {
  const { page } = somebody;
  await somebody.signIn();
  await steps(page).getByText('2 of 5 done').waitFor();
  await page.getByRole('heading', { name: 'Needs attention' }).waitFor({ state: 'detached' });
  assert.match(await steps(page).getByRole('link', { name: /Bring a first domain live/ }).getAttribute('href'), /\/domains\/connect$/);
  await somebody.isAccessible('for a new tenant');
  await somebody.fits();

  const { hostname } = await live(program, 'first');
  await steps(page).getByRole('link', { name: 'Bring a first domain live (done)' }).waitFor();
  await lately(page).getByText(`${hostname} went live`).waitFor();
  await program.mint();
  await program.call('POST', '/v1/webhook-endpoints', { url: 'https://hooks.acme.test/nameplate' });
  await page.reload();
  await page.getByLabel('API key').fill('sk_test_demo');
  await somebody.press('Sign in');
  await page.getByRole('heading', { name: 'Nothing needs attention' }).waitFor();
  assert.equal(await steps(page).count(), 0, 'all steps are done');
});

atWork('what drifts comes first, with what to do next, and goes when it is mended', async (somebody, { program }) => {
  const { page } = somebody;
  const { id, zone, hostname } = await live(program, 'drifts');
  await somebody.signIn();
  const numbers = page.locator('main a[href$="show=live"]');
  await numbers.waitFor();
  const before = await numbers.textContent();

  const [record] = (await program.records(zone)).filter(({ type }) => type === 'CNAME');
  await program.unpublish(zone, record.id);
  await until('that it drifts', async () => {
    await program.call('POST', `/v1/connections/${id}/records:check`);
    return (await program.call('GET', `/v1/connections/${id}`)).state === 'drifted';
  });
  const concern = concerns(page).getByRole('listitem').filter({ hasText: hostname });
  await concern.getByText(/has to put back CNAME/).waitFor();
  await until('that fewer are live', async () => (await numbers.textContent()) !== before);
  await somebody.isAccessible('where something needs attention');
  await somebody.fits();

  await program.publish(zone, record.name, record.type, record.value);
  await concern.getByRole('button', { name: `Check now: ${hostname}` }).click();
  await concern.waitFor({ state: 'detached' });
  await numbers.click();
  await somebody.shows('Domains');
  assert.equal(somebody.path(), '/domains?show=live');
});

atWork('a quota that is nearly used is told', async (somebody) => {
  const { page } = somebody;
  await page.route('**/v1/usage', async (route) => {
    const answer = await (await route.fetch()).json();
    await route.fulfill({ json: { ...answer, usage: [{ kind: 'connect', used: 92, limit: 100 }] } });
  });
  await somebody.signIn();
  const concern = concerns(page).getByRole('listitem').filter({ hasText: 'Connections started: 92 of 100' });
  await concern.getByRole('link', { name: /See usage and plans/ }).waitFor();
});

for (const [where, settings] of Object.entries({ 'on a wide screen': { viewport: { width: 1600, height: 900 } }, 'on a phone': { viewport: { width: 360, height: 740 }, hasTouch: true } })) {
  atWork(`the overview is accessible ${where}`, settings, async (somebody) => {
    await somebody.signIn();
    await lately(somebody.page).waitFor();
    await somebody.isAccessible(where);
    await somebody.fits();
  });
}
