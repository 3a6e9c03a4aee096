// Writes src/api/schema.ts from openapi-v1.yaml. `--check` only says whether it is current.
import { readFileSync, writeFileSync } from 'node:fs';
import openapiTS, { astToString } from 'openapi-typescript';

const source = new URL('../../../openapi-v1.yaml', import.meta.url);
const target = new URL('../src/api/schema.ts', import.meta.url);

export const written = async () =>
  `// Written from openapi-v1.yaml by scripts/schema.mjs; \`npm run schema\` renews it.\n${astToString(await openapiTS(source, { alphabetize: true }))}`;

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const text = await written();
  if (!process.argv.includes('--check')) writeFileSync(target, text);
  else if (readFileSync(target, 'utf8') !== text) {
    console.error('src/api/schema.ts is not what openapi-v1.yaml says: npm run schema -w @nameplate/console');
    process.exit(1);
  }
}
