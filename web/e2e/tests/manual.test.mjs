// By hand: from the click to a domain that answers, over the real program, DNS and edge.
import { assert, inTheWorld, visit } from '../harness/world.mjs';

inTheWorld();

visit('a customer types the records, first a wrong one, and goes live', async (visitor, { program }) => {
  const zone = await program.newZone();
  const domain = `shop.${zone}`;
  await visitor.open({});
  await visitor.shows('Connect your domain');
  assert.equal((await visitor.focused()).id, 'cd-domain');
  await visitor.look(` https://SHOP.${zone}/path `);
  await visitor.choose('Do it by hand');
  await visitor.shows(/^Add these records/);
  const rows = await visitor.rows();
  assert.deepEqual(rows.map(([name, type]) => [name, type]), [['_customdomain-challenge.shop', 'TXT'], ['shop', 'CNAME']]);

  const [, [, , target]] = rows;
  const wrong = await program.publish(zone, 'shop', 'CNAME', `elsewhere.${zone}`);
  const card = visitor.widget.locator('.record', { hasText: 'CNAME' });
  await card.getByText('Other value').waitFor();
  await card.getByText(/Found instead: .?elsewhere\./).waitFor();
  assert.ok((await card.textContent()).includes(target), 'what is expected stays in sight');

  await program.unpublish(zone, wrong.id);
  await program.publishAll(zone, rows);
  await visitor.shows(/is live$/);
  await visitor.widget.getByText(/Visitors reach .?Acme.? there/).waitFor();
  const { id } = await program.connectionOf(domain);

  assert.deepEqual(await visitor.told('success'), [{ domain, success: true, setupType: 'manual', provider: 'Nameplate sandbox', jobId: id }]);
  assert.deepEqual(await visitor.called('success'), [{ id, domain }]);
  await visitor.press('Done');
  await visitor.isGone();
  assert.deepEqual(await visitor.told('close'), [
    { domain, success: true, setupType: 'manual', provider: 'Nameplate sandbox', lastStatus: 'live', jobId: id, reason: 'completed' },
  ]);
  assert.deepEqual(await visitor.called('close'), [{ id, domain, succeeded: true }]);
  const steps = await visitor.told('step');
  assert.deepEqual(steps.map(({ step }) => step), ['enter_domain', 'domain_analysis', 'manual_configuration', 'in_progress', 'success']);
  for (const step of steps) assert.deepEqual(Object.keys(step).sort(), ['domain', 'jobId', 'provider', 'step']);
  assert.deepEqual((await visitor.called('step')).length, steps.length);
});
