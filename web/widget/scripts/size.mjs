// Holds what visitors download to its budget, in bytes after gzip.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const KB = 1000;
const sdk = new URL('../dist/sdk/v1', import.meta.url).pathname;
const budgetOf = (file) => {
  if (file === 'connectdomain.js') return KB;
  if (file === 'connectdomain.bundle.js') return 26 * KB;
  if (file.startsWith('ui.')) return 15 * KB;
  if (file.startsWith('later.')) return 20 * KB;
  return 2 * KB;
};

let isOver = false;
for (const file of readdirSync(sdk).sort()) {
  const size = gzipSync(readFileSync(join(sdk, file)), { level: 9 }).length;
  const budget = budgetOf(file);
  isOver ||= size > budget;
  console.log(`${size > budget ? 'OVER ' : 'ok   '}${String(size).padStart(6)} of ${String(budget).padStart(6)}  ${file}`);
}
process.exit(isOver ? 1 : 0);
