// Writes dist/sdk/v1 (what the server serves) and dist/npm (the package). The same sources give the same bytes.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { build } from 'vite';

const root = new URL('..', import.meta.url).pathname;
const sdk = join(root, 'dist/sdk/v1');
const npm = join(root, 'dist/npm');
const source = (name) => join(root, 'src', name);

/** Loads TypeScript without imports of its own but types. */
async function evaluated(entry, plugins = []) {
  const made = await build({ ...settings('es'), build: { ...settings('es').build, lib: { entry, formats: ['es'] } }, plugins });
  const { code } = made[0].output[0];
  return import(`data:text/javascript;base64,${Buffer.from(code).toString('base64')}`);
}

function settings(format, define = {}) {
  return {
    root,
    configFile: false,
    logLevel: 'warn',
    define: { 'process.env.NODE_ENV': '"production"', ...define },
    build: { write: false, target: 'es2022', minify: 'oxc', modulePreload: false, lib: { formats: [format] } },
  };
}

/** One script that runs when it is loaded. */
async function script(name, { define = {}, alias = {}, plugins = [] } = {}) {
  const base = settings('iife', define);
  const made = await build({
    ...base,
    resolve: { alias },
    plugins,
    build: { ...base.build, lib: { entry: source(`entries/${name}.ts`), formats: ['iife'], name: '_' } },
  });
  const { output } = made[0];
  if (output.length !== 1) throw new Error(`${name} has become ${output.length} files`);
  return output[0].code.trim();
}

rmSync(join(root, 'dist'), { recursive: true, force: true });
mkdirSync(sdk, { recursive: true });

const { coreKeys, laterKeys } = await evaluated(source('strings/index.ts'));
const languages = {};
for (const file of readdirSync(source('strings')).sort()) {
  const code = /^([a-z]{2})\.ts$/.exec(file)?.[1];
  if (code) languages[code] = (await evaluated(source(`strings/${file}`)))[code];
}
const keys = [...coreKeys, ...laterKeys];
const numbers = Object.fromEntries(keys.map((key, number) => [`T.${key}`, String(number)]));
const names = Object.fromEntries(keys.map((key) => [`T.${key}`, JSON.stringify(key)]));

/** The texts that come later: by number in every language, or, where languages come whole and by name, none. */
const laterTexts = (isNumbered) => {
  const texts = Object.entries(languages).map(([code, all]) => [code, Object.fromEntries(laterKeys.map((key) => [keys.indexOf(key), all[key]]))]);
  return {
    name: 'later-texts',
    resolveId: (id) => (id === 'virtual:later-texts' ? '\0later-texts' : null),
    load: (id) => id === '\0later-texts'
      ? `export const texts = ${JSON.stringify(isNumbered ? Object.fromEntries(texts) : {})}; export const keys = '${isNumbered ? keys.join(' ') : ''}'`
      : null,
  };
};
/** Style sheets are asked for as text; blanks go. */
const style = {
  name: 'style',
  enforce: 'pre',
  resolveId: (id, from) => (id.endsWith('.css?inline') ? `\0style:${relative(source(''), join(from, '..', id.replace('?inline', '.text')))}` : null),
  load(id) {
    if (!id.startsWith('\0style:')) return null;
    const text = readFileSync(source(id.slice(7, -5)), 'utf8').replace(/\/\*[^]*?\*\//g, '').replace(/\s+/g, ' ').replace(/ ?([{};,>]) ?/g, '$1').replace(/: /g, ':').replace(/;}/g, '}').trim();
    return `export default ${JSON.stringify(text)}`;
  },
};
const own = { preact: source('render.ts') };

/** Writes a file under its hash, and gives the hash. */
function hashed(name, text) {
  const code = `${text}\n`;
  const hash = createHash('sha256').update(code).digest('base64');
  writeFileSync(join(sdk, `${name}.${hash.slice(0, 8).replace(/\W/g, '-')}.js`), code);
  return hash;
}
// The loader knows the hashes of what everybody needs first, and that file those of the rest.
const { en, ...rest } = Object.fromEntries(Object.entries(languages).map(([code, all]) =>
  [code, hashed(code, `(window.connectdomainChunks??={}).${code}=${JSON.stringify(coreKeys.map((key) => all[key]))}`)]));
rest.later = hashed('later', await script('later', { define: numbers, alias: { preact: source('later/preact.ts') }, plugins: [style, laterTexts(true)] }));
const ui = hashed('ui', await script('ui', { define: { ...numbers, HASHES: JSON.stringify(rest) }, alias: own, plugins: [style] }));
writeFileSync(join(sdk, 'connectdomain.js'), `${await script('loader', { define: { HASHES: JSON.stringify({ ui, en }) } })}\n`);
writeFileSync(join(sdk, 'connectdomain.bundle.js'), `${await script('bundle', { define: names, alias: own, plugins: [style, laterTexts(false)] })}\n`);

const base = settings('es', names);
await build({
  ...base,
  resolve: { alias: own },
  plugins: [style, laterTexts(false)],
  build: {
    ...base.build,
    write: true,
    outDir: npm,
    emptyOutDir: false,
    minify: false,
    lib: { entry: { index: source('entries/npm.ts'), react: source('entries/react.ts'), ...Object.fromEntries(Object.keys(languages).map((code) => [`strings/${code}`, source(`strings/${code}.ts`)])) }, formats: ['es'] },
    rolldownOptions: { external: ['react'], output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name].js' } },
  },
});
const tsc = join(root, '../node_modules/typescript/bin/tsc');
execFileSync(process.execPath, [tsc, '-p', join(root, 'tsconfig.package.json')], { stdio: 'inherit' });
// What the declarations of the package do not lead to, goes.
const reached = ['entries', 'strings', 'events.d.ts', 'options.d.ts'];
for (const name of readdirSync(join(npm, 'types'))) if (!reached.includes(name)) rmSync(join(npm, 'types', name), { recursive: true });
