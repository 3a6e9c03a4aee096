// The pages as text: those that people wrote, the changelog, and the API reference.
import { readFileSync, readdirSync } from 'node:fs';
import { join, posix, sep } from 'node:path';
import { parse } from 'yaml';
import { apiPages } from './api-reference.mjs';

const HERE = new URL('..', import.meta.url).pathname;
const ROOT = join(HERE, '../..');

/**
 * @typedef {object} Page
 * @property {string} slug its place below `/docs`, without a slash in front: `dns/providers`; `index` is `/docs` itself
 * @property {string} title short, for lists
 * @property {string} description one sentence
 * @property {string} markdown from its first heading on; links lead to other pages' files, relative to its own
 */

/** The API's document. */
export function readDocument() {
  return parse(readFileSync(join(ROOT, 'openapi-v1.yaml'), 'utf8'));
}

/** @returns {Page[]} every page, in no particular order. */
export function readPages(document) {
  return [...writtenPages(), changelog(), ...apiPages(document)];
}

/** @returns {Page[]} what is in `pages/`. */
export function writtenPages() {
  const folder = join(HERE, 'pages');
  return readdirSync(folder, { recursive: true })
    .filter((path) => path.endsWith('.md'))
    .map((path) => asPage(path.slice(0, -'.md'.length).split(sep).join(posix.sep), readFileSync(join(folder, path), 'utf8')));
}

function asPage(slug, text) {
  const [, front, markdown] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(text) ?? [];
  if (front === undefined) throw new Error(`web/docs/pages/${slug}.md does not begin with front matter (--- title, description ---).`);
  const { title, description } = parse(front);
  if (!title || !description) throw new Error(`web/docs/pages/${slug}.md: its front matter lacks a title or a description.`);
  return { slug, title, description, markdown: markdown.trim() };
}

/** CHANGELOG.md, whose links lead from the repository's root. */
function changelog() {
  const text = readFileSync(join(ROOT, 'CHANGELOG.md'), 'utf8').trim();
  return {
    slug: 'changelog',
    title: 'Changelog',
    description: 'What changed, and what that asks of whoever uses it.',
    markdown: text.replaceAll('](web/docs/pages/', '](').replace(/\[([^\]]+)\]\((?![a-z-]+\/|https?:)[^)]*\)/g, '$1'),
  };
}

/** What a page is called where nothing says what it belongs to: its first heading. */
export function heading(page) {
  return /^# (.*)$/m.exec(page.markdown)[1].replaceAll('`', '');
}

/** Where a link of a page's Markdown leads: `{slug, anchor}`, or nothing for those that leave the site or stay on the page. */
export function target(page, href) {
  if (/^[a-z]+:|^#|^\//.test(href)) return undefined;
  const [path, anchor = ''] = href.split('#');
  if (!path.endsWith('.md')) return undefined;
  return { slug: posix.join(posix.dirname(page.slug), path.slice(0, -'.md'.length)), anchor };
}

/** The path of a page on the server. `reference/index` is `/docs/reference`. */
export function path(slug) {
  const short = slug === 'index' ? '' : slug.replace(/\/index$/, '');
  return short ? `/docs/${short}` : '/docs';
}
