// Consent in the provider's own pages: the sandbox is a provider that speaks Domain Connect.
import { assert, inTheWorld, visit } from '../harness/world.mjs';

inTheWorld();

/** Clicks on the way to the provider; gives the window that opened. */
async function toProvider(visitor, panel) {
  visitor.watch.allow(panel);
  const [window] = await Promise.all([visitor.page.context().waitForEvent('page'), visitor.widget.getByRole('link', { name: /^Go to/ }).click()]);
  await window.getByRole('button', { name: 'Connect', exact: true }).waitFor();
  return window;
}

visit('a customer approves at the provider and comes back to success', async (visitor, { program }) => {
  const zone = await program.newZone(['@', 'MX', '10 mail.example']);
  const domain = `shop.${zone}`;
  await visitor.open({});
  await visitor.look(domain);
  await visitor.choose(/^Approve at/);
  await visitor.shows(/^Approve at/);
  const provider = await toProvider(visitor, program.panel);
  assert.equal(await provider.evaluate(() => window.opener), null, 'the provider gets no hold of the page');
  await visitor.shows(/^Connecting/);
  await provider.getByRole('button', { name: 'Connect', exact: true }).click();
  await provider.close();
  await visitor.shows(/is live$/);
  const [told] = await visitor.told('success');
  assert.deepEqual([told.domain, told.setupType], [domain, 'domain_connect']);
  assert.equal((await program.records(zone)).filter(({ type }) => type === 'MX').length, 1);
  assert.deepEqual(await visitor.steps(), ['enter_domain', 'domain_analysis', 'domain_connect', 'in_progress', 'success']);
});

visit('who gives up at the provider goes on by hand', async (visitor, { program }) => {
  const zone = await program.newZone();
  await visitor.open({});
  await visitor.look(`shop.${zone}`);
  await visitor.choose(/^Approve at/);
  const provider = await toProvider(visitor, program.panel);
  await provider.getByRole('button', { name: 'Cancel', exact: true }).click();
  await provider.close();
  await visitor.press('Show the records');
  await visitor.shows(/^Add these records/);
  await program.publishAll(zone, await visitor.rows());
  await visitor.shows(/is live$/);
});
