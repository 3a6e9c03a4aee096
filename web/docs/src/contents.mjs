// What there is to read, and in which order. Every page is here, and everything here is a page (tests/site.test.mjs).

/** Sections with the slugs of their pages; the API reference follows them. */
export const SECTIONS = [
  {
    title: 'Concepts',
    slugs: ['concepts/routes'],
  },
  { title: 'Authentication', slugs: ['authentication/sign-in'] },
  { title: 'DNS', slugs: ['dns/providers', 'dns/writing'] },
  { title: 'Webhooks', slugs: ['webhooks/events'] },
  { title: 'Guides', slugs: ['guides/apps', 'guides/ssh', 'guides/mcp'] },
  { title: 'Billing', slugs: ['billing/plans-and-quotas'] },
  {
    title: 'Self-hosting',
    slugs: [
      'self-hosting/configuration', 'self-hosting/certificates',
      'self-hosting/kubernetes', 'self-hosting/observability',
    ],
  },
  { title: 'Reference', slugs: ['reference/lifecycle', 'reference/command-line', 'reference/mcp-tools'] },
  { title: 'More', slugs: ['changelog'] },
];

/** Where the pages written from the API's document begin. */
export const API_REFERENCE = 'api-reference';
