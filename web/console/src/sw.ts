/** Keeps the console's shell, so that it opens without a network. Never anything of `/v1` or `/sdk`: data stays with the server. */
const worker = self as unknown as ServiceWorkerGlobalScope;

// Both are written in when the console is built.
const SHELL = '__SHELL__' as unknown as string[];
const NAME = 'console-__BUILD__';
// What is kept is named by its content: no header makes another of it.
const WITHIN = { cacheName: NAME, ignoreVary: true };
const LOGOS = 'logos';

worker.addEventListener('install', (event) => {
  event.waitUntil(caches.open(NAME).then((cache) => cache.addAll(SHELL.map((path) => new Request(path, { cache: 'reload', credentials: 'omit' })))));
});

worker.addEventListener('activate', (event) => {
  const drop = async (): Promise<void> => {
    for (const name of await caches.keys()) if (name !== NAME && name !== LOGOS) await caches.delete(name);
    await worker.clients.claim();
  };
  event.waitUntil(drop());
});

worker.addEventListener('message', (event) => {
  if (event.data === 'take over') void worker.skipWaiting();
});

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== worker.location.origin) return;
  if (pathname.startsWith('/console/sign-in/oidc')) return;
  if (request.mode === 'navigate') event.respondWith(fetch(request).catch(() => kept('/console/')));
  else if (pathname.startsWith('/console/')) event.respondWith(caches.match(request, WITHIN).then((found) => found ?? fetch(request)));
  else if (pathname.startsWith('/logos/')) event.respondWith(logo(request));
});

const kept = async (path: string): Promise<Response> => (await caches.match(path, WITHIN)) ?? Response.error();

async function logo(request: Request): Promise<Response> {
  const cache = await caches.open(LOGOS);
  const found = await cache.match(request);
  if (found) return found;
  const answer = await fetch(request);
  if (answer.ok) await cache.put(request, answer.clone());
  return answer;
}
