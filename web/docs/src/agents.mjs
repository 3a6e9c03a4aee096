// The same pages for agents: an index (llms.txt), everything at once, and each page as Markdown. https://llmstxt.org
import { heading, path, target } from './pages.mjs';

/** The page's Markdown, with links that lead to where pages are on a server, and without marks that are for writers. */
export function rawPage(page) {
  const text = page.markdown
    .replace(/\n?<!-- (?:written from code|end): .* -->\n?/g, '')
    .replace(/^```(\w+) .*$/gm, '```$1')
    .replace(/\]\(([^)\s]+)\)/g, (whole, href) => {
      const to = target(page, href);
      if (to) return `](${path(to.slug)}${to.anchor ? `#${to.anchor}` : ''})`;
      return href.startsWith('/') ? `](/docs${href})` : whole;
    });
  return `${text.trim()}\n`;
}

/** `llms.txt`: every page with what it is about, in the order of the contents. */
export function index(sections, pages) {
  const lines = sections.map(({ title, slugs }) => `## ${title}\n\n${slugs.map((slug) => entry(pages.get(slug))).join('\n')}`);
  return `# Nameplate

> Custom domains for SaaS products: it says which DNS records a customer has to publish, or writes them; proves who owns the name; obtains the certificate;
> serves the name at its edge; and keeps watching it. One program with an API, a command line, an MCP server, a widget and a console.

Each page is Markdown at the address here. Everything at once: /docs/llms-full.txt. The API's document: /docs/openapi-v1.yaml.

${lines.join('\n\n')}
`;
}

const entry = (page) => `- [${heading(page)}](/llms/${page.slug}): ${page.description}`;

/** `llms-full.txt`: all of them. */
export function everything(sections, pages) {
  const all = sections.flatMap(({ slugs }) => slugs).map((slug) => pages.get(slug));
  return all.map((page) => `Source: ${path(page.slug)}\n\n${rawPage(page)}`).join('\n---\n\n');
}
