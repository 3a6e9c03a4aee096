import { defineConfig } from 'vitest/config';
import { en } from './src/strings/en';

// Keys of texts are themselves here, as in the package.
export default defineConfig({
  define: Object.fromEntries(Object.keys(en).map((key) => [`T.${key}`, JSON.stringify(key)])),
  test: { include: ['tests/**/*.test.ts'] },
});
