// Builds the site into dist/docs, and its pages for agents into dist/llms.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build } from 'vite';
import { readDocument } from '../src/pages.mjs';
import { site } from '../src/site.mjs';

const HERE = new URL('..', import.meta.url).pathname;
const DIST = join(HERE, 'dist');
const CLIENT = join(HERE, 'src/client');

/** The script and the style sheet, named by their content. */
async function bundle(styles) {
  const generated = join(HERE, 'node_modules/.docs');
  mkdirSync(generated, { recursive: true });
  writeFileSync(join(generated, 'style.css'), `${readFileSync(join(CLIENT, 'style.css'), 'utf8')}\n${styles}`);
  const output = await build({
    root: HERE,
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    base: '/docs/',
    build: {
      outDir: join(DIST, 'docs'),
      target: ['chrome123', 'edge123', 'firefox121', 'safari17.5'],
      cssMinify: 'lightningcss',
      modulePreload: false,
      rolldownOptions: {
        input: { site: join(CLIENT, 'site.ts'), style: join(generated, 'style.css') },
        output: { entryFileNames: 'assets/[name].[hash].js', chunkFileNames: 'assets/[name].[hash].js', assetFileNames: 'assets/[name].[hash][extname]' },
      },
    },
  });
  const names = output.output.map(({ fileName }) => fileName);
  return { script: names.find((name) => /site\..*\.js$/.test(name)), style: names.find((name) => /style\..*\.css$/.test(name)) };
}

rmSync(DIST, { recursive: true, force: true });
const files = await site(readDocument(), bundle);
for (const [path, text] of Object.entries(files)) {
  const place = join(DIST, path);
  mkdirSync(dirname(place), { recursive: true });
  writeFileSync(place, text);
}
cpSync(join(HERE, 'pages/public'), join(DIST, 'docs'), { recursive: true });
cpSync(join(HERE, '../../openapi-v1.yaml'), join(DIST, 'docs/openapi-v1.yaml'));
console.log(`${Object.keys(files).filter((path) => path.endsWith('.html')).length} pages in web/docs/dist`);
