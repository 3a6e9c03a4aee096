// `nameplate mcp`, as the official inspector of MCP sees it, by both transports.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startInspectors } from '../harness/mcp.mjs';
import { startProgram } from '../harness/program.mjs';

let program;
let inspectors;

before(async () => {
  program = await startProgram({ originUrl: 'http://127.0.0.1:9' });
  inspectors = await startInspectors(program);
});
after(async () => {
  await inspectors?.stop();
  await program?.stop();
});

/** What a tool says by this transport: the inspector checks it against the tool's own schema. */
async function called(ask, tool, args) {
  const said = await ask('tools/call', tool, args);
  assert.notEqual(said.out, '', `${tool}: ${said.err}`);
  return said.json();
}

for (const transport of ['stdio', 'http']) {
  const ask = (...what) => inspectors[transport](...what);

  test(`${transport}: the tools are listed, and any client can use their schemas`, async () => {
    const said = await ask('tools/list', undefined, {}, ['--strict']);
    assert.equal(said.code, 0, said.err);
    assert.match(said.err, /^(0 errors, 0 warnings.*)?\s*$/, 'nothing that some client could not use');
    const { tools } = said.json();
    const names = tools.map(({ name }) => name);
    for (const name of ['domain_check', 'domain_add', 'domain_attach', 'domain_remove', 'route_create', 'route_delete', 'domain_explain', 'dns_records_apply'])
      assert.ok(names.includes(name), `${name} in ${names}`);
    for (const tool of tools) {
      assert.equal(tool.inputSchema.additionalProperties, false, tool.name);
      assert.ok(tool.title && tool.description && tool.outputSchema, tool.name);
      assert.equal(tool.annotations.readOnlyHint, tool.inputSchema.properties.dry_run === undefined, tool.name);
    }
  });

  test(`${transport}: a domain is added, attached and released`, { timeout: 120_000 }, async () => {
    const zone = await program.newZone();
    const hostname = `shop.${zone}`;
    const planned = await called(ask, 'domain_add', { hostname, application: 'Demo', dry_run: true });
    assert.equal(planned.structuredContent.status, 'planned');
    assert.equal(await program.connectionOf(hostname), undefined, 'a plan does nothing');
    const { structuredContent: pending, isError } = await called(ask, 'domain_attach', { hostname, application: 'Demo' });
    assert.ok(!isError);
    assert.deepEqual([pending.outcome, pending.waiting_for, pending.challenge.name], ['dns_pending', 'customer', `_acme-challenge.${hostname}`]);
    await program.publish(zone, pending.challenge.name, pending.challenge.type, pending.challenge.value);
    const { structuredContent: attached } = await called(ask, 'domain_attach', { hostname, application: 'Demo', wait_s: 30 });
    assert.deepEqual([attached.outcome, attached.route.hostname], ['done', hostname]);
    const { structuredContent: explained } = await called(ask, 'domain_explain', { hostname });
    assert.equal(explained.domain.verified, true);
    const refused = await called(ask, 'domain_remove', { hostname });
    assert.equal(refused.isError, true);
    assert.equal(refused.structuredContent.error.code, 'route_serves_hostname');
    assert.ok(refused.structuredContent.error.ref, 'under which it was logged');
    const { structuredContent: removed } = await called(ask, 'domain_remove', { hostname, detach: true });
    assert.equal(removed.status, 'removed');
  });

  test(`${transport}: what a tool does not take is refused by its name`, async () => {
    const refused = await called(ask, 'domain_add', { hostname: 'a.customer.test', records: 'A 192.0.2.1' });
    assert.equal(refused.isError, true);
    assert.match(refused.structuredContent.error.message, /unknown field `records`/);
  });

  test(`${transport}: the API's own document is there to read`, async () => {
    const { resources } = (await ask('resources/list')).json();
    const { contents } = (await ask('resources/read', undefined, {}, ['--uri', resources[0].uri])).json();
    assert.match(contents[0].text, /^openapi: 3\.1/);
  });
}

test('http: without a key nothing is said', async () => {
  const said = await inspectors.keyless('tools/list');
  assert.notEqual(said.code, 0);
  assert.doesNotMatch(said.out, /domain_add/);
});
