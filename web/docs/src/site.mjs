// The whole site, as files in memory: `{path: text}` below the server's root.
import { index, everything, rawPage } from './agents.mjs';
import { apiContents } from './api-reference.mjs';
import { API_REFERENCE, SECTIONS } from './contents.mjs';
import { layout } from './layout.mjs';
import { renderer } from './markdown.mjs';
import { heading, readPages } from './pages.mjs';

/** Sections for lists, with the API's after the reference. */
export function sectionsOf(document) {
  const api = [{ title: 'API reference', slugs: [`${API_REFERENCE}/index`] }, ...apiContents(document).map((section) => ({ ...section, within: true }))];
  return [...SECTIONS, ...api];
}

/**
 * @param {object} document openapi-v1.yaml
 * @param {(styles: string) => Promise<{script: string, style: string}>} bundle makes the script and the style sheet, given the colours of code
 */
export async function site(document, bundle) {
  const pages = new Map(readPages(document).map((page) => [page.slug, page]));
  const sections = sectionsOf(document);
  held(sections, pages);

  const { render, styles } = await renderer();
  const rendered = new Map([...pages].map(([slug, page]) => [slug, render(page)]));
  const lost = { slug: '404', title: 'Not found', description: 'There is no such page.', markdown: '# There is no such page\n\nSearch for it, or go to [the start](index.md).' };
  const assets = await bundle(styles());

  const files = {};
  for (const [slug, page] of [...pages, [lost.slug, lost]]) {
    const name = slug.replace(/(.)\/index$/, '$1');
    files[`docs/${name}.html`] = layout({ page, rendered: rendered.get(slug) ?? render(page), sections, pages, assets });
    if (page !== lost) files[`llms/${slug}.md`] = rawPage(page);
  }
  files['docs/llms.txt'] = index(sections, pages);
  files['docs/llms-full.txt'] = everything(sections, pages);
  files['docs/search.json'] = JSON.stringify(passagesOf(sections, pages, rendered));
  return files;
}

/** Contents and pages name the same. */
function held(sections, pages) {
  const listed = sections.flatMap(({ slugs }) => slugs);
  const missing = listed.filter((slug) => !pages.has(slug));
  const unlisted = [...pages.keys()].filter((slug) => !listed.includes(slug));
  if (missing.length) throw new Error(`web/docs/src/contents.mjs lists pages that are not there: ${missing.join(', ')}.`);
  if (unlisted.length) throw new Error(`web/docs/src/contents.mjs does not list ${unlisted.join(', ')}.`);
}

/** What is searched, in the order of the contents: `[slug, anchor, page's title, heading, words]`. */
function passagesOf(sections, pages, rendered) {
  return sections.flatMap(({ slugs }) => slugs).flatMap((slug) =>
    rendered.get(slug).passages.map(({ id, title, text }) => [slug, id, heading(pages.get(slug)), title, text.replace(/\s+/g, ' ').trim().slice(0, 1500)]));
}
