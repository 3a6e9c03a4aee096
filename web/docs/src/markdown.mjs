// Markdown to HTML: links between pages, anchors, code with colours as classes (the policy allows no style in attributes).
import MarkdownIt from 'markdown-it';
import { createHighlighter } from 'shiki';
import { transformerStyleToClass } from '@shikijs/transformers';
import { path, target } from './pages.mjs';

const LANGUAGES = ['sh', 'bash', 'json', 'http', 'js', 'ts', 'jsx', 'vue', 'svelte', 'html', 'css', 'yaml', 'toml', 'ini', 'sql', 'python', 'ruby', 'go', 'php', 'rust', 'nginx', 'dns-zone', 'docker', 'promql', 'xml', 'diff'];
const KNOWN_TO_SHIKI = { 'dns-zone': 'text', promql: 'text' };

/**
 * @typedef {object} Rendered
 * @property {string} html
 * @property {{level: number, id: string, text: string}[]} headings
 * @property {{id: string, title: string, text: string}[]} passages what can be searched: a heading, and the words below it
 */

/** Makes what renders pages; `styles()` afterwards gives the rules for the colours of their code. */
export async function renderer() {
  const classes = transformerStyleToClass({ classPrefix: 'c-' });
  const highlighter = await createHighlighter({
    themes: ['github-light-high-contrast', 'github-dark-high-contrast'],
    langs: LANGUAGES.map((language) => KNOWN_TO_SHIKI[language] ?? language).filter((language) => language !== 'text'),
  });
  const markdown = new MarkdownIt({ html: true, linkify: false, typographer: false });

  markdown.renderer.rules.fence = (tokens, index) => {
    const { content, info } = tokens[index];
    const [language = 'text', ...words] = info.trim().split(/\s+/).filter(Boolean);
    const known = LANGUAGES.includes(language) ? KNOWN_TO_SHIKI[language] ?? language : 'text';
    const code = highlighter.codeToHtml(content.trimEnd(), {
      lang: known,
      themes: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
      defaultColor: false,
      transformers: [classes],
    });
    const kind = words.includes('answer') ? ' code-answer' : '';
    return `<div class="code${kind}" data-language="${markdown.utils.escapeHtml(language)}">${code}</div>\n`;
  };
  markdown.renderer.rules.table_open = (tokens, index) => `<div class="table${tokens[index].meta?.isWide ? ' table-wide' : ''}" tabindex="0" role="group" aria-label="Table"><table>\n`;
  const { code_inline: asCode } = markdown.renderer.rules;
  markdown.renderer.rules.code_inline = (tokens, index, ...rest) =>
    tokens[index].meta?.mayBreak ? `<code>${withBreaks(tokens[index].content, markdown.utils.escapeHtml)}</code>` : asCode(tokens, index, ...rest);
  markdown.renderer.rules.table_close = () => '</table></div>\n';

  /** @returns {Rendered} */
  function render(page) {
    const environment = {};
    const tokens = markdown.parse(page.markdown, environment);
    const headings = withAnchors(tokens, page);
    withLinks(tokens, page);
    withoutEmptyHeaders(tokens);
    withNumbersAligned(tokens);
    withTablesForNarrowWindows(tokens);
    withPictures(tokens, markdown.utils.escapeHtml);
    return { html: markdown.renderer.render(tokens, markdown.options, environment), headings, passages: passages(tokens) };
  }
  return { render, styles: () => classes.getCSS() };
}

function withAnchors(tokens, page) {
  const taken = new Map();
  const headings = [];
  tokens.forEach((token, index) => {
    if (token.type !== 'heading_open') return;
    const text = plain(tokens[index + 1]);
    const wanted = anchor(text);
    const times = taken.get(wanted) ?? 0;
    taken.set(wanted, times + 1);
    const id = times ? `${wanted}-${times}` : wanted;
    const level = Number(token.tag.slice(1));
    const before = headings.at(-1)?.level ?? 0;
    if (level > before + 1) throw new Error(`${page.slug}: the heading "${text}" skips a level.`);
    token.attrSet('id', id);
    headings.push({ level, id, text });
  });
  return headings;
}

function withLinks(tokens, page) {
  for (const token of tokens) {
    for (const child of token.children ?? []) {
      if (child.type === 'link_open') {
        const href = child.attrGet('href');
        const to = target(page, href);
        if (to) child.attrSet('href', path(to.slug) + (to.anchor ? `#${to.anchor}` : ''));
        if (/^https?:/.test(href)) child.attrSet('rel', 'noopener');
      }
      if (child.type === 'image') {
        const source = child.attrGet('src');
        if (source.startsWith('/')) child.attrSet('src', `/docs${source}`);
      }
    }
  }
}

/** A header that says nothing is no header (the corner of a table, or a table that is a list). */
function withoutEmptyHeaders(tokens) {
  tokens.forEach((token, index) => {
    if (token.type !== 'th_open' || tokens[index + 1].content) return;
    token.tag = 'td';
    tokens[index + 2].tag = 'td';
  });
}

/** Columns that are set to the right: by a class, since the policy of pages refuses styles. */
function withNumbersAligned(tokens) {
  for (const token of tokens) {
    if (token.attrGet('style') !== 'text-align:right') continue;
    token.attrs = token.attrs.filter(([name]) => name !== 'style');
    token.attrSet('class', 'number');
  }
}

/** From so many columns on, the first stays in sight while the others are scrolled. */
const WIDE = 7;
/** Code of a table that is longer may break. */
const LONG = 24;

/** Long code breaks where its words end, wide tables are called so, and names of tests, which are long, are behind how many they are. */
function withTablesForNarrowWindows(tokens) {
  let table, titles, column;
  tokens.forEach((token, index) => {
    if (token.type === 'table_open') [table, titles] = [token, []];
    if (token.type === 'table_close') table = undefined;
    if (token.type === 'tr_open') column = 0;
    if (!table || token.type !== 'inline') return;
    if (tokens[index - 1].type === 'th_open') {
      titles.push(token.content.toLowerCase());
      table.meta = { isWide: titles.length >= WIDE };
      return;
    }
    if (table.meta.isWide && column === 0) token.children = token.children.flatMap(inWords);
    if (titles[column] === 'shown by') foldTests(token);
    for (const child of token.children) if (child.type === 'code_inline' && child.content.length > LONG) child.meta = { mayBreak: true };
    column += 1;
  });
}

const html = (content) => ({ type: 'html_inline', content });

/** `RecordsPropagated` may break before `Propagated`. */
function inWords(child) {
  if (child.type !== 'text') return [child];
  const words = child.content.split(/(?<=[a-z])(?=[A-Z])/).map((content) => ({ type: 'text', content }));
  return words.flatMap((word, index) => (index ? [html('<wbr>'), word] : [word]));
}

function foldTests(cell) {
  const count = cell.children.filter(({ type, content }) => type === 'code_inline' && content.includes(' › ')).length;
  if (!count) return;
  cell.children = [html(`<details><summary>${count} ${count === 1 ? 'test' : 'tests'}</summary>`), ...cell.children, html('</details>')];
}

function withBreaks(code, escape) {
  return code.split(/(?<=[/._:=,›-])(?=\w)/).map(escape).join('<wbr>');
}

/** A picture keeps a size at which its words are read, scrolls where there is less room, and can be opened by itself. */
function withPictures(tokens, escape) {
  tokens.forEach((token, index) => {
    const [only, ...others] = token.type === 'inline' ? token.children : [];
    if (only?.type !== 'image' || others.length || tokens[index - 1].type !== 'paragraph_open') return;
    const source = escape(only.attrGet('src'));
    Object.assign(tokens[index - 1], { tag: 'div', attrs: [['class', 'picture'], ['tabindex', '0'], ['role', 'group'], ['aria-label', 'Picture']] });
    Object.assign(tokens[index + 1], { type: 'html_block', tag: '', content: `</div>\n<p class="picture-alone"><a href="${source}">Open the picture by itself</a></p>\n` });
  });
}

/** As forges make them, so that links with anchors lead to the same place there. */
export function anchor(text) {
  return text.toLowerCase().trim().replace(/[^\p{L}\p{N}\s_-]/gu, '').replaceAll(' ', '-');
}

function plain(inline) {
  return (inline.children ?? []).map(({ type, content }) => (['text', 'code_inline'].includes(type) ? content : ['softbreak', 'hardbreak'].includes(type) ? ' ' : '')).join('');
}

function passages(tokens) {
  const found = [];
  let inHeading = false;
  for (const [index, token] of tokens.entries()) {
    if (token.type === 'heading_open') {
      found.push({ id: token.attrGet('id'), title: plain(tokens[index + 1]), text: '' });
      inHeading = true;
    } else if (token.type === 'heading_close') {
      inHeading = false;
    } else if (!inHeading && found.length && (token.type === 'inline' || token.type === 'fence')) {
      found.at(-1).text += ` ${token.type === 'inline' ? plain(token) : token.content}`;
    }
  }
  return found;
}
