// Every journey that people are promised is on its page, with a test that exists and runs.
import { strict as assert } from 'node:assert';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { journeysOf, problemsOf, wrongTestsOf } from './journeys.mjs';

const root = new URL('../../../', import.meta.url);
const read = (path) => (existsSync(new URL(path, root)) ? readFileSync(new URL(path, root), 'utf8') : null);
const page = read('web/docs/pages/user-journeys.md');
const threats = read('web/docs/pages/security/threat-model.md').split(' › ').length - 1;

const upTo = (letter, last) => Array.from({ length: last }, (_, index) => `${letter}${index + 1}`);
/** C: the customer, D: the developer, O: the operator; S: by shells and agents; P: by platforms; M: when something changes or breaks. */
const REQUIRED = [...upTo('C', 12), ...upTo('D', 20), ...upTo('O', 17), ...upTo('S', 10), ...upTo('P', 5), ...upTo('M', 15)];

test('every journey has a test that exists and runs', () => {
  assert.deepEqual(problemsOf(page, REQUIRED, read), []);
});

test('of every journey that is required, the page without it is refused', () => {
  for (const id of REQUIRED) {
    const without = page.split('\n').filter((line) => !line.startsWith(`| ${id} |`)).join('\n');
    assert.deepEqual(problemsOf(without, REQUIRED, read), [`${id} has no journey`]);
  }
});

test('a page that names the wrong test is refused, whichever journey it is', () => {
  for (const { id, tests } of journeysOf(page)) {
    const wrong = page.replaceAll(tests[0].name, `${tests[0].file} › nothing of that name`);
    assert.ok(problemsOf(wrong, REQUIRED, read).includes(`${id}: ${tests[0].file} › nothing of that name does not exist`), id);
  }
});

test('every test that any page names exists and runs', () => {
  const pages = readdirSync(new URL('web/docs/pages/', root), { recursive: true }).filter((name) => name.endsWith('.md'));
  assert.ok(pages.includes('security/threat-model.md'));
  for (const name of pages) assert.deepEqual(wrongTestsOf(read(`web/docs/pages/${name}`), read), [], name);
  assert.equal(wrongTestsOf(read('web/docs/pages/security/threat-model.md'), () => null).length, threats, 'none is overlooked');
});

const files = {
  'a.rs': `
#[test]
fn holds() {}

#[tokio::test(flavor = "multi_thread")]
async fn holds_too() {}

#[test]
#[ignore = "slow"]
fn is_ignored() {}

#[test]
#[cfg_attr(debug_assertions, ignore)]
fn is_ignored_at_times() {}

#[cfg(unix)]
#[test]
fn is_for_some() {}

fn helps() {}

/// #[test]
// #[test]
// fn is_a_comment() {}
/*
#[test]
fn is_an_old_comment() {}
*/

both! {
    async fn is_on_both(lab: &Lab) {
        fn helps_inside() {}
    }
}

async fn is_behind_both(lab: &Lab) {}
`,
  'a.test.mjs': `
test('holds', () => {});
atWork('it\\'s quoted', { timeout: 1 }, async () => {});
visit("by two", async () => {});
  it(\`nested\`, () => {});
test.skip('is skipped', () => {});
test('is skipped by option', { timeout: 1, skip: true }, () => {});
it.todo('is to do', () => {});
xit('is crossed out', () => {});
describe('is a group', () => {});
// test('is a comment', () => {});
`,
  'notes.md': 'holds',
};
const of = (last, id = 'C1') => `| # | I want to… | where | shown by |\n|---|---|---|---|\n| ${id} | connect | the widget | ${last} |\n`;
const judged = (text, required = ['C1']) => problemsOf(text, required, (path) => files[path] ?? null);

test('tests that run are taken', () => {
  for (const name of ['a.rs › holds', 'a.rs › is_on_both', 'a.rs › holds_too', 'a.test.mjs › holds', "a.test.mjs › it's quoted", 'a.test.mjs › by two', 'a.test.mjs › nested']) {
    assert.deepEqual(judged(of(`\`${name}\``)), [], name);
  }
});

for (const [what, name, why] of [
  ['a file that is not there', 'b.rs › holds', 'is in a file that does not exist'],
  ['a test that is not there', 'a.rs › hold', 'does not exist'],
  ['a script without the test', 'a.test.mjs › hold', 'does not exist'],
  ['an ignored test', 'a.rs › is_ignored', 'is ignored'],
  ['a test that is ignored at times', 'a.rs › is_ignored_at_times', 'is ignored'],
  ['a test of some builds', 'a.rs › is_for_some', 'is left out of some builds'],
  ['a function that is no test', 'a.rs › helps', 'is no test'],
  ['a function in a test', 'a.rs › helps_inside', 'is no test'],
  ['a function behind the tests of both databases', 'a.rs › is_behind_both', 'is no test'],
  ['a test in a comment', 'a.rs › is_a_comment', 'does not exist'],
  ['a test in a long comment', 'a.rs › is_an_old_comment', 'does not exist'],
  ['a skipped test', 'a.test.mjs › is skipped', 'is skipped'],
  ['a test with the option to skip', 'a.test.mjs › is skipped by option', 'is skipped'],
  ['a test to do', 'a.test.mjs › is to do', 'is skipped'],
  ['a test that is crossed out', 'a.test.mjs › is crossed out', 'is skipped'],
  ['a group', 'a.test.mjs › is a group', 'is no test: describe is called'],
  ['a script in a comment', 'a.test.mjs › is a comment', 'does not exist'],
  ['a file by itself', 'a.rs', 'is not of the form `file › test name`'],
  ['two names', 'a.rs › holds › more', 'is not of the form `file › test name`'],
  ['a file without tests', 'notes.md › holds', 'is in a file of a language without tests'],
]) {
  test(`refused: ${what}`, () => assert.deepEqual(judged(of(`\`${name}\``)), [`C1: ${name} ${why}`]));
}

test('refused: no tests, empty cells, doubles, and journeys that nobody asked for', () => {
  assert.deepEqual(judged(of('by looking')), ['C1 names no test']);
  assert.deepEqual(judged(of('`a.rs › holds`').replace('connect', ' ')), ['C1 needs four cells with something in each']);
  assert.deepEqual(judged(of('`a.rs › holds`') + of('`a.rs › holds`')), ['C1 is there twice']);
  assert.deepEqual(judged(of('`a.rs › holds`', 'C2')), ['C1 has no journey', 'C2 is not among the required journeys']);
  assert.deepEqual(judged(of('`a.rs › holds`, `a.rs › helps`')), ['C1: a.rs › helps is no test'], 'every test that is named counts');
});
