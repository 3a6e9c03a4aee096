// The records written for the customer, with a credential that was lent to the application.
import { assert, inTheWorld, visit } from '../harness/world.mjs';

inTheWorld(({ program }) => program.lend());

/** Name, type and value of each record of a zone, without those that we write. */
const foreign = (records) => records.filter(({ name, type }) => !/^(_customdomain-challenge\.)?(shop|www)\./.test(name) || type === 'MX');

visit('what is replaced is shown and consented to, and mail stays as it is', async (visitor, { program }) => {
  const zone = await program.newZone(['shop', 'A', '192.0.2.80'], ['@', 'MX', '10 mail.example'], ['@', 'TXT', 'v=spf1 include:mail.example -all']);
  const domain = `shop.${zone}`;
  const before = foreign(await program.records(zone));
  assert.equal(before.length, 2);
  await visitor.open({});
  await visitor.look(domain);
  await visitor.choose('Do it for me');
  await visitor.shows('Review the changes');
  const changes = visitor.widget.locator('.changes');
  const [taken, added] = [changes.locator('del', { hasText: '192.0.2.80' }), changes.locator('ins', { hasText: 'edge.nameplate.localhost' })];
  await taken.waitFor();
  await added.waitFor();
  await changes.getByText('Removed').waitFor();
  assert.ok(!(await changes.textContent()).includes('MX'), 'mail is not among the changes');
  assert.equal(await visitor.button('Make these changes').isDisabled(), true, 'nothing is replaced without consent');
  await visitor.widget.getByRole('checkbox', { name: /^Yes, replace/ }).check();
  await visitor.press('Make these changes');
  await visitor.shows(/is live$/);

  const after = await program.records(zone);
  assert.deepEqual(foreign(after), before);
  assert.deepEqual(after.filter(({ name }) => name === domain).map(({ type, value }) => [type, value]), [['CNAME', 'edge.nameplate.localhost']]);
  const [told] = await visitor.told('success');
  assert.deepEqual([told.domain, told.setupType], [domain, 'automatic']);
  assert.deepEqual(await visitor.steps(), ['enter_domain', 'domain_analysis', 'automatic_setup', 'in_progress', 'success']);
});

visit('where nothing is replaced, nothing has to be consented to', async (visitor, { program }) => {
  const zone = await program.newZone();
  await visitor.open({});
  await visitor.look(`shop.${zone}`);
  await visitor.choose('Do it for me');
  await visitor.shows('Review the changes');
  assert.equal(await visitor.widget.getByRole('checkbox').count(), 0);
  await visitor.press('Make these changes');
  await visitor.shows(/is live$/);
  await visitor.press('Done');
  await visitor.isGone();
});

visit('the bare domain and www are connected together', async (visitor, { program }) => {
  const zone = await program.newZone(['@', 'MX', '10 mail.example']);
  await visitor.open({});
  await visitor.look(zone);
  const also = visitor.widget.getByRole('checkbox', { name: /^Also connect/ });
  assert.equal(await also.isChecked(), true);
  await visitor.choose('Do it for me');
  await visitor.shows('Review the changes');
  await visitor.press('Make these changes');
  await visitor.shows(/is live$/);
  const told = await visitor.told('success');
  assert.deepEqual(told.map(({ domain }) => domain).sort(), [zone, `www.${zone}`].sort());
  assert.equal(await visitor.widget.locator('a.visit').count(), 2);
  assert.deepEqual((await program.records(zone)).filter(({ type }) => type === 'MX').length, 1);
});

visit('a customer may go on by hand all the same', async (visitor, { program }) => {
  const zone = await program.newZone();
  await visitor.open({});
  await visitor.look(`shop.${zone}`);
  await visitor.choose('Do it for me');
  await visitor.shows('Review the changes');
  await visitor.press('Do it by hand');
  await visitor.shows(/^Add these records/);
  const rows = await visitor.rows();
  assert.deepEqual(await program.records(zone), [], 'nothing was written before');
  await program.publishAll(zone, rows);
  await visitor.shows(/is live$/);
});

visit('email is previewed, agreed to and written; what may be lost is left to the customer', async (visitor, { program }) => {
  const zone = await program.newZone(['@', 'TXT', 'v=spf1 include:mail.example -all']);
  await visitor.open({ email: true });
  await visitor.look(`shop.${zone}`);
  await visitor.choose('Do it for me');
  await visitor.press('Make these changes');
  await visitor.shows(/is live$/);
  await visitor.press('Set up email');
  await visitor.shows(/^Email at/);
  await visitor.widget.getByRole('radio', { name: 'Google Workspace' }).check();
  await visitor.press('Continue');
  const changes = visitor.widget.locator('.changes');
  await changes.locator('ins', { hasText: 'smtp.google.com' }).first().waitFor();
  assert.equal((await program.records(zone)).filter(({ type }) => type === 'MX').length, 0, 'a preview writes nothing');
  const own = visitor.widget.locator('.record', { hasText: 'TXT' });
  assert.match(await own.first().textContent(), /v=spf1.*include:_spf\.google\.com/);
  await visitor.press('Make these changes');
  await visitor.shows('The email records are in place');
  const after = await program.records(zone);
  assert.ok(after.some(({ type, value }) => type === 'MX' && /smtp\.google\.com/.test(value)));
  assert.deepEqual(after.filter(({ value }) => value.includes('v=spf1')).map(({ value }) => value.replaceAll('"', '')), ['v=spf1 include:mail.example -all']);
  await visitor.press('Done');
  await visitor.isGone();
  assert.equal((await visitor.told('close'))[0].reason, 'completed');
});
