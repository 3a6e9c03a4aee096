// The site as it was built: every link leads somewhere, nothing in a page needs a weaker policy, and agents find the same pages.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { test } from 'node:test';
import { path, readDocument } from '../src/pages.mjs';
import { sectionsOf } from '../src/site.mjs';

const DIST = new URL('../dist/', import.meta.url).pathname;
const read = (file) => readFileSync(join(DIST, file), 'utf8');
const files = readdirSync(DIST, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map(({ parentPath, name }) => relative(DIST, join(parentPath, name)));
const pages = new Map(files.filter((file) => file.endsWith('.html')).map((file) => [file, read(file)]));
const slugs = sectionsOf(readDocument()).flatMap((section) => section.slugs);
/** Paths of the program that are no files here. */
const PROGRAM = ['/console/'];

/** The file that answers at a path of the server, or nothing. */
function fileAt(address) {
  const short = address === '/docs' ? 'docs/index' : address.slice(1);
  return [short, `${short}.html`, `${short}.md`].find((file) => files.includes(file));
}

const attributes = (html, name) => [...html.matchAll(new RegExp(`\\s${name}="([^"]*)"`, 'g'))].map(([, value]) => value.replaceAll('&amp;', '&'));
const ids = new Map([...pages].map(([file, html]) => [file, new Set(attributes(html, 'id'))]));

test('every link of every page leads to something that is there', () => {
  const lost = [];
  for (const [file, html] of pages) {
    for (const href of [...attributes(html, 'href'), ...attributes(html, 'src')]) {
      if (/^(https?|mailto):/.test(href) || PROGRAM.includes(href)) continue;
      const [address, anchor] = href.split('#');
      const at = address ? (address.startsWith('/') ? fileAt(address) : undefined) : file;
      if (!at || (anchor && !ids.get(at)?.has(anchor))) lost.push(`${file}: ${href}`);
    }
  }
  assert.deepEqual(lost, []);
});

test('links of the pages as Markdown lead to something that is there', () => {
  const lost = [];
  for (const file of files.filter((name) => name.endsWith('.md') || name.endsWith('llms.txt'))) {
    const text = read(file).replace(/^```[\s\S]*?^```/gm, '').replace(/`[^`]*`/g, '');
    for (const [, href] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^(https?:|mailto:|#)/.test(href)) continue;
      const [address, anchor] = href.split('#');
      const at = address.startsWith('/') && fileAt(address);
      if (!at || (anchor && !ids.get(at)?.has(anchor))) lost.push(`${file}: ${href}`);
    }
  }
  assert.deepEqual(lost, []);
});

test('pages have nothing in them that their policy refuses', () => {
  for (const [file, html] of pages) {
    assert.doesNotMatch(html, /<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=/, file);
    assert.equal(html.match(/<h1[\s>]/g)?.length, 1, `${file} has one first heading`);
  }
});

test('each page is there for people, for agents, and in both lists for agents', () => {
  const [index, everything] = [read('docs/llms.txt'), read('docs/llms-full.txt')];
  for (const slug of slugs) {
    assert.ok(pages.has(fileAt(path(slug))), slug);
    assert.match(read(`llms/${slug}.md`), /^# /, slug);
    assert.ok(index.includes(`(/llms/${slug})`), `${slug} in llms.txt`);
    assert.ok(everything.includes(`Source: ${path(slug)}\n`), `${slug} in llms-full.txt`);
  }
});

test('every operation of the API has a page of its own', () => {
  const document = readDocument();
  const operations = Object.values(document.paths).flatMap((item) => Object.values(item)).filter(({ operationId }) => operationId);
  assert.ok(operations.length > 50);
  for (const { operationId, tags: [tag] } of operations) assert.ok(pages.has(`docs/api-reference/${tag}/${operationId}.html`), operationId);
});

test('what is searched leads to places that are there', () => {
  for (const [slug, anchor] of JSON.parse(read('docs/search.json'))) assert.ok(ids.get(fileAt(path(slug)))?.has(anchor), `${slug}#${anchor}`);
});
