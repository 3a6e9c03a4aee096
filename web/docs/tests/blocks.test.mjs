// How commands on pages are read and compared: what would let a wrong page pass.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commandsOf, missing } from '../src/blocks.mjs';

const page = (...lines) => lines.join('\n');

test('commands are read with what they are to print and to end with', () => {
  const [first, second, third] = commandsOf(page('```sh', 'echo 1', '```', '', '```json answer', '1', '```', '```sh exits=2', 'false', '```', '```sh by=packages', 'dpkg -i x', '```', '```json', '{}', '```'));
  assert.deepEqual([first.text, first.exits, first.answer], ['echo 1', 0, { language: 'json', text: '1' }]);
  assert.deepEqual([second.exits, second.answer], [2, undefined]);
  assert.deepEqual([third.by, third.answer], ['packages', undefined]);
});

test('a word that nobody knows is refused, and code that does not end', () => {
  assert.throws(() => commandsOf(page('```sh skip', 'false', '```')), /knows no word "skip"/);
  assert.throws(() => commandsOf(page('```sh', 'false')), /does not end/);
});

test('JSON has to hold every field that is shown', () => {
  const answer = (text) => ({ language: 'json', text });
  assert.equal(missing(answer('{"state":"live","id":"…","…":"…","list":[{"a":1}]}'), 'so:\n{"state":"live","id":"x","more":1,"list":[{"b":2},{"a":1}]}'), undefined);
  assert.equal(missing(answer('{"a":"one … three"}'), '{"a":"one two three"}'), undefined);
  for (const printed of ['{"state":"drifted"}', '{}', '[]', 'live', '', '{"state":"lively"}', '{"state":null}'])
    assert.notEqual(missing(answer('{"state":"live"}'), printed), undefined, printed);
  assert.notEqual(missing(answer('{"a":[1,2]}'), '{"a":[2,1]}'), undefined);
  assert.notEqual(missing(answer('{"a":null}'), '{"a":0}'), undefined);
});

test('text has to hold every line that is shown, in order', () => {
  const answer = { language: 'text', text: 'one … three\nfour' };
  assert.equal(missing(answer, 'zero\none two   three\nfour\n'), undefined);
  assert.notEqual(missing(answer, 'four\none two three\n'), undefined);
  assert.notEqual(missing(answer, ''), undefined);
});
