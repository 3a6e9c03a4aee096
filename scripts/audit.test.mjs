// Advisories of npm packages end a check; a registry that does not answer is said, and ends nothing.
import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { judge } from './audit.mjs';

test('packages without advisories are fine', () => {
  assert.deepEqual(judge('web', '{"auditReportVersion":2,"vulnerabilities":{}}'), { ok: true, says: 'No package of web has an advisory.' });
});

test('an advisory is named, and is not fine', () => {
  const via = [{ title: 'Prototype pollution', url: 'https://advisories.example/1' }, 'other'];
  const { ok, says } = judge('web', JSON.stringify({ vulnerabilities: { minimist: { name: 'minimist', severity: 'high', via, fixAvailable: true } } }));
  assert.equal(ok, false);
  for (const word of ['minimist, high', 'Prototype pollution', 'https://advisories.example/1', 'by other', 'npm audit fix']) assert.ok(says.includes(word), says);
});

test('a registry that has no answer is said, and nothing is claimed', () => {
  const { ok, says } = judge('web', '{"message":"405 Method Not Allowed","error":{"summary":""}}');
  assert.deepEqual([ok, says], [true, 'The packages of web are not audited: the registry did not answer (405 Method Not Allowed).']);
});

test('what is no answer at all is not fine', () => {
  for (const text of ['', 'npm: not found']) assert.equal(judge('web', text).ok, false);
});
