// Every command of the documentation and of the README, as a reader would run it: page by page, beside a program that has just started.
// DOCS=dns/ runs only the pages whose names begin so.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { commandsOf } from '../../docs/src/blocks.mjs';
import { writtenPages } from '../../docs/src/pages.mjs';
import { runPage } from '../harness/pages-shell.mjs';

/** Who runs what cannot run beside `nameplate dev`, and where that is done. */
const SUITES = { packages: 'scripts/test-packages', installed: 'scripts/test-packages', containers: 'scripts/test-containers', kubernetes: 'scripts/chart.py', storage: 'scripts/test-storage' };
const ROOT = new URL('../../../', import.meta.url).pathname;

const readme = { slug: 'README', markdown: readFileSync(`${ROOT}README.md`, 'utf8') };
const pages = [readme, ...writtenPages()]
  .filter(({ slug }) => slug.startsWith(process.env.DOCS ?? ''))
  .map((page) => ({ ...page, commands: commandsOf(page.markdown) }));

test('there are pages with commands', () => assert.ok(pages.some(({ commands }) => commands.length)));

test('what is not run here is run by a suite that reads the page', () => {
  for (const { slug, commands } of pages) {
    for (const suite of new Set(commands.flatMap(({ by }) => by ?? []))) {
      assert.ok(SUITES[suite], `${slug}: there is no suite ${suite}.`);
      const script = readFileSync(`${ROOT}${SUITES[suite]}`, 'utf8');
      assert.ok(script.includes(slug.split('/').at(-1)) && script.includes(suite), `${SUITES[suite]} does not run ${slug}.`);
    }
  }
});

describe('commands', { concurrency: 2 }, () => {
  for (const { slug, commands } of pages) {
    const here = commands.filter(({ by }) => !by);
    if (here.length) test(slug, async () => assert.equal(await runPage(here), undefined));
  }
});
