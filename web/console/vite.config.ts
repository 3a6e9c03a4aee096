import tailwind from '@tailwindcss/vite';
import { defineConfig } from 'vitest/config';
import { worker } from './scripts/worker.mjs';

// A running program, to which the dev server hands what is not the console's own.
const program = process.env.NAMEPLATE_URL ?? 'http://localhost:8080';

const KIT = [
  'api/(client|failure|live-state|pages|query|query-cache|session|session-mark|transport)',
  'parts/(badge|button|card|copy|dialog|error-note|icon|instants|kbd|link|menu|page|person|place|skeleton|state-badge|time|timeline|toast|tooltip|undo|undoable)',
  'shell/(actions|keyboard|keys|match|router)',
];

export default defineConfig({
  base: '/console/',
  resolve: { alias: { '~': new URL('./src', import.meta.url).pathname } },
  // Utilities are made by Tailwind and nothing else of it: Vite minifies, for the browsers below.
  plugins: [tailwind({ optimize: false }), worker()],
  build: {
    outDir: 'dist/console',
    target: ['chrome123', 'edge123', 'firefox121', 'safari17.5'],
    cssMinify: 'lightningcss',
    modulePreload: { polyfill: false },
    // Nothing as data: within scripts, and nothing inline: the policy allows neither.
    assetsInlineLimit: 0,
    manifest: true,
    rolldownOptions: {
      input: { console: 'index.html', sw: 'src/sw.ts' },
      output: {
        entryFileNames: (chunk) => (chunk.name === 'sw' ? 'sw.js' : 'assets/[name].[hash].js'),
        chunkFileNames: 'assets/[name].[hash].js',
        assetFileNames: 'assets/[name].[hash][extname]',
        // What others wrote changes seldom: it stays where browsers have it. What nearly every screen is made of is one file: apart it would
        // be a dozen requests, and a tenth more.
        codeSplitting: { groups: [{ name: 'libraries', test: /node_modules/ }, { name: 'kit', test: new RegExp(`/src/(${KIT.join('|')})\\.tsx?$`) }] },
      },
    },
  },
  server: {
    port: Number(process.env.CONSOLE_PORT ?? 5173),
    // The program believes only its own origin where a cookie speaks for somebody.
    proxy: Object.fromEntries(['/v1', '/logos', '/sdk', '/console/sign-in/oidc'].map((path) => [
      path,
      {
        target: program,
        configure: (proxy) => proxy.on('proxyReq', (request) => {
          if (request.getHeader('origin')) request.setHeader('origin', new URL(program).origin);
        }),
        changeOrigin: true,
      },
    ])),
  },
  test: { include: ['tests/**/*.test.{ts,mjs}'] },
});
