// What pages say is shown by tests, held against the tests that they name.
import { extname } from 'node:path';

/** Rows of a page's tables whose first cell is one of `ids`: each with its first cell, and the tests that its last cell names. */
export function journeysOf(text) {
  const rows = text.split('\n').filter((line) => /^\|\s*[A-Z]\d+\s*\|/.test(line));
  return rows.map((line) => {
    const cells = line.split('|').slice(1, -1).map((cell) => cell.trim());
    const named = [...cells.at(-1).matchAll(/`([^`]+)`/g)].map(([, name]) => name);
    return { id: cells[0], cells, tests: named.map(parts) };
  });
}

function parts(name) {
  const [file, test, ...more] = name.split(' › ');
  return { name, file, test: more.length > 0 ? undefined : test };
}

/** What is wrong with the tests that a text names anywhere, in sentences. */
export function wrongTestsOf(text, read) {
  const named = [...text.matchAll(/`([^`\n]+ › [^`\n]+)`/g)].map(([, name]) => parts(name));
  return named.flatMap(({ name, file, test }) => {
    const why = test === undefined ? NO_NAME : whyNot(file, test, read);
    return why ? [`${name} ${why}`] : [];
  });
}

const NO_NAME = 'is not of the form `file › test name`';

/**
 * What is wrong with a page, in sentences; none when every one of `required` has a journey and every journey a test that runs.
 * `read` gives the text of a file of the repository by its path, or null when there is none.
 */
export function problemsOf(text, required, read) {
  const journeys = journeysOf(text);
  const problems = [];
  const ids = journeys.map(({ id }) => id);
  for (const id of required) if (!ids.includes(id)) problems.push(`${id} has no journey`);
  for (const id of new Set(ids)) {
    if (!required.includes(id)) problems.push(`${id} is not among the required journeys`);
    if (ids.filter((other) => other === id).length > 1) problems.push(`${id} is there twice`);
  }
  for (const { id, cells, tests } of journeys) {
    if (cells.length !== 4 || cells.some((cell) => cell === '')) problems.push(`${id} needs four cells with something in each`);
    if (tests.length === 0) problems.push(`${id} names no test`);
    for (const { name, file, test } of tests) {
      const why = test === undefined ? NO_NAME : whyNot(file, test, read);
      if (why) problems.push(`${id}: ${name} ${why}`);
    }
  }
  return problems;
}

/** Why a test of that name is not run, or undefined. */
function whyNot(file, test, read) {
  const source = read(file);
  if (source === null) return 'is in a file that does not exist';
  const language = { '.rs': rust, '.mjs': script, '.ts': script }[extname(file)];
  if (!language) return 'is in a file of a language without tests';
  return language(withoutComments(source), test);
}

/** Without lines that are comments, and comments over several lines. What stands behind code on its line stays. */
const withoutComments = (source) => source.replace(/^\s*\/\*[\s\S]*?\*\//gm, '').replace(/^\s*\/\/.*$/gm, '');

const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Rust: a function below `#[test]` or an attribute that ends so, or in the store's `both! { … }`, and below no `#[ignore]` or `#[cfg]`. */
function rust(source, test) {
  const found = new RegExp(`((?:^[ \\t]*#\\[[^\\n]*\\]\\s*\\n)*)^[ \\t]*(?:pub )?(?:async )?fn ${escaped(test)}\\s*\\(`, 'm').exec(source);
  if (!found) return 'does not exist';
  const attributes = found[1];
  if (/#\[(ignore|cfg_attr\([^\n]*ignore)\b/.test(attributes)) return 'is ignored';
  if (/#\[cfg\(/.test(attributes)) return 'is left out of some builds';
  const isInBoth = /^both! \{(?:(?!^\})[\s\S])*$/m.test(source.slice(0, found.index)) && /^    async fn/m.test(found[0].slice(attributes.length));
  if (!isInBoth && !/#\[(?:[a-z_]+::)*test\b/.test(attributes)) return 'is no test';
  return undefined;
}

/** JavaScript and TypeScript: a call with the name as its first argument, of something that is neither skipped nor to do. */
function script(source, test) {
  const name = [`'${escaped(test).replaceAll("'", "\\\\'")}'`, `"${escaped(test)}"`, `\`${escaped(test)}\``].join('|');
  const found = new RegExp(`^[ \\t]*([\\w.]+)\\(\\s*(?:${name})\\s*,([^\\n]*)`, 'm').exec(source);
  if (!found) return 'does not exist';
  const [, called, rest] = found;
  if (/\.(skip|todo|fixme|fails)\b|^x(it|test|describe)$/.test(called)) return 'is skipped';
  if (!/^(test|it|visit|atWork)$/.test(called)) return `is no test: ${called} is called`;
  const options = /^\s*(\{.*?\})\s*,/.exec(rest)?.[1] ?? '';
  if (/\b(skip|todo)\b/.test(options)) return 'is skipped';
  return undefined;
}
