// What goes wrong: other people's names, expired sessions, broken networks, windows closed half-way.
import { expired } from '../harness/program.mjs';
import { until } from '../harness/until.mjs';
import { assert, inTheWorld, visit } from '../harness/world.mjs';

inTheWorld();

const OFFLINE = /ERR_INTERNET_DISCONNECTED|ERR_FAILED|ERR_NETWORK_CHANGED/;
const UNAUTHORIZED = /status of 401/;

/** A connection by hand, under way. */
async function underWay(visitor, program, wishes = {}) {
  const zone = await program.newZone();
  await visitor.open(wishes);
  await visitor.look(`shop.${zone}`);
  await visitor.choose('Do it by hand');
  await visitor.rows();
  return zone;
}

visit('a name that somebody else holds is said so', async (visitor, { program }) => {
  const zone = await program.newZone();
  const domain = `shop.${zone}`;
  await program.held(zone, domain, program.publishAll);
  await visitor.open({});
  await visitor.look(domain);
  await visitor.widget.getByRole('alert').getByText(/is connected to another account/).waitFor();
  assert.equal(await visitor.button('Continue').count(), 0);
  await visitor.press('Try again');
  await visitor.widget.getByRole('alert').waitFor();
});

visit('a name that is taken meanwhile is said so', { console: [/status of 409/] }, async (visitor, { program }) => {
  const zone = await program.newZone();
  const domain = `shop.${zone}`;
  await visitor.open({});
  await visitor.look(domain);
  await program.held(zone, domain, program.publishAll);
  await visitor.choose('Do it by hand');
  await visitor.shows('That did not work');
  await visitor.widget.getByRole('alert').getByText(/is connected to another account/).waitFor();
});

visit('what stands in the way, and what takes long, is said beforehand', async (visitor, { program }) => {
  const zone = await program.newZone(['shop', 'A', '192.0.2.80', 86_400]);
  await visitor.open({});
  await visitor.look(`shop.${zone}`);
  await visitor.widget.getByText('Another record is in the way').waitFor();
  await visitor.widget.getByText('The change may take a while to be seen').waitFor();
  await visitor.isAccessible();
});

visit('a domain that is none is said so, and can be mended', { console: [/status of 4/] }, async (visitor, { program }) => {
  await visitor.open({});
  await visitor.press('Continue');
  const said = visitor.widget.getByText('Enter a domain such as');
  await said.waitFor();
  assert.equal(await said.getAttribute('aria-live'), 'polite', 'it is said aloud');
  const field = visitor.widget.getByRole('textbox', { name: 'Your domain' });
  assert.ok(await field.evaluate((element) => element.matches(':focus')), 'the field is where one types on');
  assert.equal(await field.getAttribute('aria-invalid'), 'true');
  await field.fill('shop.-no-.test');
  await visitor.press('Continue');
  await until('that it is refused', async () => (await field.getAttribute('aria-invalid')) === 'true');
  await visitor.look(`shop.${await program.newZone()}`);
});

visit('an expired session ends it, and the page is told', { console: [UNAUTHORIZED] }, async (visitor, { program }) => {
  const { auth_token: token } = await program.mint();
  await visitor.open({ token_given: expired(token) });
  await visitor.widget.getByRole('textbox').fill('shop.customer.test');
  await visitor.press('Continue');
  const overlay = visitor.widget.getByRole('alertdialog', { name: 'Your session has expired' });
  await overlay.waitFor();
  await visitor.isAccessible();
  await overlay.getByRole('button', { name: 'Close' }).click();
  await visitor.isGone();
  const [close] = await visitor.told('close');
  assert.deepEqual([close.reason, close.success, close.jobId], ['session_expired', false, null]);
  assert.equal((await visitor.called('close'))[0].succeeded, false);
});

visit('a page that renews the token keeps the customer where they are', { console: [UNAUTHORIZED] }, async (visitor, { program }) => {
  const { auth_token: token } = await program.mint();
  await visitor.open({ token_given: expired(token), renew: true });
  await visitor.look(`shop.${await program.newZone()}`);
  assert.equal((await visitor.called('expired')).length, 1);
});

visit('a session that ends on the way, and cannot be renewed, can be taken up again', { console: [UNAUTHORIZED] }, async (visitor, { program, pages }) => {
  const zone = await underWay(visitor, program, { renew: false });
  const { auth_token: token } = await program.mint();
  await visitor.page.route(`${program.api}/v1/**`, (route) =>
    route.continue({ headers: { ...route.request().headers(), authorization: `Bearer ${expired(token)}` } }));
  await visitor.widget.getByRole('alertdialog', { name: 'Your session has expired' }).getByRole('button').click();
  await visitor.isGone();
  assert.ok((await visitor.called('expired')).length > 0);
  await visitor.page.unroute(`${program.api}/v1/**`);
  assert.ok(pages.url);
  await visitor.open();
  await visitor.shows(/^Add these records/);
  await program.publishAll(zone, await visitor.rows());
  await visitor.shows(/is live$/);
});

visit('the network goes and comes back: nothing is lost', { console: [OFFLINE] }, async (visitor, { program }) => {
  const zone = await underWay(visitor, program);
  const rows = await visitor.rows();
  const context = visitor.page.context();
  await context.setOffline(true);
  await program.publishAll(zone, rows);
  const failure = await visitor.page.waitForEvent('requestfailed');
  assert.ok(failure.url().startsWith(program.api));
  await visitor.shows(/^Add these records/);
  await context.setOffline(false);
  await visitor.shows(/is live$/);
});

visit('without a network it says so, and can be tried again', { console: [OFFLINE] }, async (visitor, { program }) => {
  const zone = await program.newZone();
  await visitor.open({});
  await visitor.look(`shop.${zone}`);
  await visitor.widget.getByRole('button', { name: 'Back' }).click();
  await visitor.page.context().setOffline(true);
  await visitor.press('Continue');
  await visitor.shows('That did not work');
  await visitor.widget.getByText('We could not reach the server.').waitFor();
  await visitor.isAccessible();
  await visitor.page.context().setOffline(false);
  await visitor.press('Try again');
  await visitor.shows(/^How to connect/);
});

visit('where the event stream does not get through, looking does', { console: [/ERR_FAILED/] }, async (visitor, { program }) => {
  let broken = 0;
  await visitor.page.route(`${program.api}/v1/events`, (route) => (broken++, route.abort()));
  const zone = await underWay(visitor, program);
  await program.publishAll(zone, await visitor.rows());
  await visitor.shows(/is live$/);
  assert.ok(broken > 0);
});

visit('after three quarters of a minute it says that this is normal', async (visitor, { program }) => {
  await visitor.page.clock.install();
  await underWay(visitor, program);
  await visitor.press('I have added them');
  await visitor.shows(/^Connecting/);
  const hint = visitor.widget.locator('.alert', { hasText: 'This is taking a little longer' });
  await visitor.page.clock.fastForward(44_000);
  assert.equal(await hint.count(), 0);
  await visitor.page.clock.fastForward(2000);
  await hint.waitFor();
});

visit('leaving half-way is asked about, and taken up again, also after a reload', async (visitor, { program }) => {
  const zone = await underWay(visitor, program);
  const exit = visitor.widget.getByRole('alertdialog', { name: 'Close for now?' });
  await visitor.page.keyboard.press('Escape');
  await exit.waitFor();
  await visitor.isAccessible();
  await exit.getByRole('button', { name: 'Keep going' }).click();
  await exit.waitFor({ state: 'detached' });
  await visitor.button('Close').click();
  await exit.getByRole('button', { name: 'Close' }).click();
  await visitor.isGone();
  const [close] = await visitor.told('close');
  assert.deepEqual([close.reason, close.success, close.lastStatus], ['user_closed', false, 'pending_ownership']);
  assert.equal((await visitor.focused()).id, 'connect', 'focus is back where it was');

  await visitor.open();
  await visitor.shows(/^Add these records/);
  await visitor.page.reload();
  await visitor.open();
  await visitor.shows(/^Add these records/);
  await program.publishAll(zone, await visitor.rows());
  await visitor.shows(/is live$/);
});

visit('nothing under way: closing asks nothing', async (visitor) => {
  await visitor.open({});
  await visitor.page.keyboard.press('Escape');
  await visitor.isGone();
  assert.deepEqual((await visitor.told('close'))[0].reason, 'user_closed');
});

visit('the page may close it, once', async (visitor) => {
  await visitor.open({});
  await visitor.page.evaluate(() => {
    window.opened.close();
    window.connectdomain.close();
  });
  await visitor.isGone();
  assert.deepEqual((await visitor.told('close')).map(({ reason }) => reason), ['host_closed']);
});
