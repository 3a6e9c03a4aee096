// A page around its words.
import { API_REFERENCE } from './contents.mjs';
import { heading, path } from './pages.mjs';

const escape = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
const LOGO = '<svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true"><rect width="24" height="24" rx="6" class="logo-plate"/><path d="M5.5 8.5H18.5M5.5 12H18.5M5.5 15.5H13" class="logo-lines"/></svg>';
const ICONS = {
  search: '<circle cx="7" cy="7" r="4.5"/><path d="m10.5 10.5 3.5 3.5"/>',
  menu: '<path d="M2.5 4.5h11M2.5 8h11M2.5 11.5h11"/>',
  theme: '<circle cx="8" cy="8" r="5.5"/><path d="M8 2.5a5.5 5.5 0 0 0 0 11z" class="filled"/>',
};
const icon = (name) => `<svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">${ICONS[name]}</svg>`;

/**
 * @param {object} all
 * @param {import('./pages.mjs').Page} all.page
 * @param {import('./markdown.mjs').Rendered} all.rendered
 * @param {{title: string, slugs: string[]}[]} all.sections
 * @param {Map<string, import('./pages.mjs').Page>} all.pages
 * @param {{script: string, style: string}} all.assets
 */
export function layout({ page, rendered, sections, pages, assets }) {
  const order = sections.flatMap(({ slugs }) => slugs);
  const at = order.indexOf(page.slug);
  const beside = [at > 0 && order[at - 1], at >= 0 && order[at + 1]].map((slug) => slug && pages.get(slug));
  const title = page.slug === 'index' ? 'Nameplate documentation' : `${heading(page)} · Nameplate`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<title>${escape(title)}</title>
<meta name="description" content="${escape(page.description)}">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="/docs/icon.svg" type="image/svg+xml">
${at < 0 ? '' : `<link rel="alternate" type="text/markdown" href="/llms/${page.slug}">\n`}<link rel="stylesheet" href="/docs/${assets.style}">
<script type="module" src="/docs/${assets.script}"></script>
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<header class="top">
<button class="plain narrow-only" id="menu" aria-expanded="false" aria-controls="contents" aria-label="Contents">${icon('menu')}</button>
<a class="brand" href="/docs" aria-label="Nameplate documentation">${LOGO}<span>Nameplate</span></a>
<button class="search" id="search" aria-keyshortcuts="Control+K /">${icon('search')}<span>Search</span><kbd>/</kbd></button>
<nav class="top-links" aria-label="Site"><a href="/docs/api-reference">API</a><a href="/console/">Console</a></nav>
<button class="plain" id="theme" aria-label="Theme">${icon('theme')}</button>
</header>
<div class="columns">
<nav class="contents" id="contents" aria-label="Contents">
${contents(page, sections, pages)}
</nav>
<main id="content" tabindex="-1">
<article>
${rendered.html}
</article>
<footer class="after">
${at < 0 ? '' : `<p class="forms"><a href="/llms/${page.slug}">This page as Markdown</a></p>\n`}${beside.some(Boolean) ? `<nav class="beside" aria-label="Before and after">${beside.map((other, index) => (other ? `<a href="${path(other.slug)}" rel="${index ? 'next' : 'prev'}"><small>${index ? 'Next' : 'Before'}</small>${escape(other.title)}</a>` : '<span></span>')).join('')}</nav>` : ''}
</footer>
</main>
${onThisPage(rendered.headings)}
</div>
</body>
</html>
`;
}

/** Beside a page of the API there is the API, and beside others all but its operations. */
function contents(page, sections, pages) {
  const isApi = page.slug.startsWith(`${API_REFERENCE}/`);
  const back = isApi ? '<p><a href="/docs">‹ Documentation</a></p>' : '';
  const shown = sections.filter(({ slugs }) => slugs[0].startsWith(`${API_REFERENCE}/`) === isApi || slugs[0] === `${API_REFERENCE}/index`);
  return [back, ...shown.map((section) => group(section, page, pages))].filter(Boolean).join('\n');
}

/** Of sections `within` another, the pages are shown where the reader is. */
function group({ title, slugs, within }, page, pages) {
  const items = () => `<ul>${slugs.map((slug) => item(pages.get(slug), page)).join('')}</ul>`;
  if (!within) return `<details open><summary>${escape(title)}</summary>${items()}</details>`;
  if (!slugs.includes(page.slug)) return `<p class="within"><a href="${path(`${API_REFERENCE}/index`)}#${title}">${escape(title)}</a></p>`;
  return `<div class="within"><p class="here">${escape(title)}</p>${items()}</div>`;
}

function item(other, page) {
  const current = other.slug === page.slug ? ' aria-current="page"' : '';
  const label = other.label ? `<span class="method method-${other.label.method.toLowerCase()}">${other.label.method}</span>` : '';
  return `<li><a href="${path(other.slug)}"${current}>${label}<span>${escape(other.title).replace(/(?<=[a-z])(?=[A-Z])/g, '<wbr>')}</span></a></li>`;
}

function onThisPage(headings) {
  const shown = headings.filter(({ level }) => level === 2 || level === 3);
  if (shown.length < 2) return '<div class="outline" aria-hidden="true"></div>';
  return `<nav class="outline" aria-label="On this page"><p>On this page</p><ul>${shown.map(({ level, id, text }) => `<li class="level-${level}"><a href="#${id}">${escape(text)}</a></li>`).join('')}</ul></nav>`;
}
