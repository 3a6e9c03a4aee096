// Holds what one downloads to its budget, in bytes after gzip: the first screen, and each view that comes later. A part of a view comes when
// the view is there already.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const FIRST_SCREEN = 45_000;
const VIEW = 25_000;
const dist = new URL('../dist/console/', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('../manifest.json', dist), 'utf8'));
const sizeOf = (file) => gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length;

/** A chunk, what it imports at once, and their styles. */
function filesOf(name, seen = new Set()) {
  const chunk = manifest[name];
  if (seen.has(chunk.file)) return seen;
  for (const file of [chunk.file, ...(chunk.css ?? [])]) seen.add(file);
  for (const next of chunk.imports ?? []) filesOf(next, seen);
  return seen;
}
const sum = (files) => [...files].reduce((all, file) => all + sizeOf(file), 0);

let isOver = false;
const hold = (size, budget, name) => {
  isOver ||= size > budget;
  console.log(`${size > budget ? 'OVER ' : 'ok   '}${String(size).padStart(6)} of ${String(budget).padStart(6)}  ${name}`);
};
const shell = filesOf('index.html');
for (const first of ['src/shell/sign-in.tsx', 'src/views/overview/index.tsx']) {
  hold(sum(new Set([...shell, ...filesOf(first)])), FIRST_SCREEN, `first screen: the shell with ${first}`);
}
for (const [name, chunk] of Object.entries(manifest)) {
  if (!chunk.isDynamicEntry) continue;
  const before = Object.keys(manifest).filter((other) => manifest[other].dynamicImports?.includes(name)).map((other) => filesOf(other));
  const own = [...filesOf(name)].filter((file) => !shell.has(file) && !before.every((files) => files.has(file)));
  hold(sum(own), VIEW, name);
}
process.exit(isOver ? 1 : 0);
