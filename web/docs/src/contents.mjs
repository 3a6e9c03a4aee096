// What there is to read, and in which order. Every page is here, and everything here is a page (tests/site.test.mjs).

/** Sections with the slugs of their pages; the API reference follows them. */
export const SECTIONS = [
  { title: 'Start', slugs: ['index', 'getting-started/quickstart', 'getting-started/embed-in-your-product'] },
  {
    title: 'Concepts',
    slugs: [
      'concepts/architecture', 'concepts/applications', 'concepts/connections', 'concepts/ownership-and-setup-types', 'concepts/certificates',
      'concepts/routes',
    ],
  },
  {
    title: 'Connect flow',
    slugs: [
      'connect-flow/overview', 'connect-flow/preflight', 'connect-flow/create-a-connection', 'connect-flow/verify-and-go-live',
      'connect-flow/wildcards-and-apex', 'connect-flow/share-links', 'connect-flow/moving-a-domain', 'connect-flow/offboarding',
    ],
  },
  { title: 'Authentication', slugs: ['authentication/overview', 'authentication/widget-tokens', 'authentication/sign-in'] },
  { title: 'DNS', slugs: ['dns/providers', 'dns/provider-setup', 'dns/writing', 'dns/domain-connect', 'dns/email-dns'] },
  { title: 'Widget', slugs: ['widget-sdk/overview', 'widget-sdk/installation-and-embed', 'widget-sdk/reference', 'widget-sdk/accessibility'] },
  { title: 'Webhooks', slugs: ['webhooks/overview', 'webhooks/events', 'webhooks/verifying-signatures'] },
  { title: 'Guides', slugs: ['guides/command-line', 'guides/console', 'guides/apps', 'guides/ssh', 'guides/mcp', 'guides/for-agents'] },
  { title: 'Billing', slugs: ['billing/plans-and-quotas'] },
  {
    title: 'Self-hosting',
    slugs: [
      'self-hosting/overview', 'self-hosting/install', 'self-hosting/production', 'self-hosting/configuration', 'self-hosting/certificates',
      'self-hosting/systemd', 'self-hosting/containers', 'self-hosting/helm', 'self-hosting/kubernetes', 'self-hosting/observability', 'self-hosting/scaling', 'self-hosting/backup-and-restore',
      'self-hosting/upgrades', 'self-hosting/moving-to-postgresql', 'self-hosting/import',
    ],
  },
  { title: 'Security', slugs: ['security/overview', 'security/threat-model', 'security/supply-chain', 'security/reporting'] },
  { title: 'Reference', slugs: ['reference/index', 'reference/lifecycle', 'reference/command-line', 'reference/mcp-tools'] },
  { title: 'More', slugs: ['troubleshooting', 'user-journeys', 'faq', 'changelog'] },
];

/** Where the pages written from the API's document begin. */
export const API_REFERENCE = 'api-reference';
