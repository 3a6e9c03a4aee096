// Writes src/parts/provider-marks.ts: the marks of DNS providers out of simple-icons, of which nothing else is shipped. See TRADEMARKS.md.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Our key of a provider, and what simple-icons calls its mark. The others have none there. */
const MARKS = {
  cloudflare: 'cloudflare', digitalocean: 'digitalocean', gandi: 'gandi', gcpdns: 'googlecloud', godaddy: 'godaddy', hetzner: 'hetzner', ionos: 'ionos', linode: 'akamai',
  namecheap: 'namecheap', netlify: 'netlify', porkbun: 'porkbun', vercel: 'vercel', vultr: 'vultr',
};
const icons = new URL('.', import.meta.resolve('simple-icons/icons/vercel.svg'));
const out = new URL('../src/parts/provider-marks.ts', import.meta.url);

const pathOf = (slug) => {
  const svg = readFileSync(new URL(`${slug}.svg`, icons), 'utf8');
  const paths = [...svg.matchAll(/ d="([^"]+)"/g)];
  if (paths.length !== 1 || !svg.includes('viewBox="0 0 24 24"')) throw new Error(`${slug}: one path on a grid of 24 is expected`);
  return paths[0][1];
};
const lines = Object.entries(MARKS).map(([key, slug]) => `  ${key}: '${pathOf(slug)}',`);
const text = `// Written by scripts/marks.mjs from simple-icons (CC0). The marks belong to their owners: see TRADEMARKS.md.
/** One path each, on a grid of 24, by the key of the provider. */
export const marks: Readonly<Record<string, string>> = {
${lines.join('\n')}
};
`;
if (process.argv.includes('--check')) {
  if (readFileSync(out, 'utf8') !== text) throw new Error(`${fileURLToPath(out)} is not what simple-icons has: run 'npm run marks'.`);
} else writeFileSync(out, text);
