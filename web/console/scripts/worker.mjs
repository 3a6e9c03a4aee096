// Tells the service worker which files the first screen needs, and names this build by them.
import { createHash } from 'node:crypto';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** The entry, what it imports, and their styles: what has to be there before anything can be seen. */
function shellOf(bundle) {
  const entry = Object.values(bundle).find((file) => file.isEntry && file.name === 'console');
  const seen = new Set();
  const walk = (name) => {
    const file = bundle[name];
    if (!file || seen.has(name)) return;
    seen.add(name);
    for (const style of file.viteMetadata?.importedCss ?? []) seen.add(style);
    for (const next of file.imports ?? []) walk(next);
  };
  walk(entry.fileName);
  // What of the shell comes later is wanted without a network too: above all the view that says so.
  for (const file of Object.values(bundle)) if (/\/src\/shell\//.test(file.facadeModuleId ?? '')) walk(file.fileName);
  return [...seen].sort().map((name) => `/console/${name}`);
}

export const worker = () => ({
  name: 'nameplate-worker',
  apply: 'build',
  enforce: 'post',
  generateBundle(_, bundle) {
    const shell = ['/console/', '/console/icon.svg', '/console/manifest.webmanifest', ...shellOf(bundle)];
    const page = bundle['index.html']?.source ?? '';
    const name = createHash('sha256').update(JSON.stringify(shell)).update(String(page)).digest('hex').slice(0, 12);
    const script = bundle['sw.js'];
    script.code = script.code.replace(/(["'`])__SHELL__\1/, () => JSON.stringify(shell)).replace('__BUILD__', () => name);
  },
  // Which files belong together: for the budgets, not for browsers.
  async writeBundle({ dir }) {
    await rename(join(dir, '.vite/manifest.json'), join(dir, '../manifest.json'));
    await rm(join(dir, '.vite'), { recursive: true });
  },
});
