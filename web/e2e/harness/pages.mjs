// The SaaS whose customers connect domains: its page with the strictest policy that allows the widget, its backend that mints
// tokens, the origin behind the edge, and, where the program does not serve them itself, the widget's files.
import { createServer } from 'node:http';
import { existsSync, readFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';

const DIST = process.env.WIDGET_DIST ?? new URL('../../widget/dist/sdk', import.meta.url).pathname;

/** Opens the widget with what the test asks for, and keeps what it is told. */
const SCRIPT = `
  window.told = [];
  window.called = [];
  for (const name of ['step', 'success', 'close']) {
    addEventListener('connectdomain:' + name, (event) => window.told.push([name, event.detail]));
  }
  const mint = async (wish) => (await fetch('/mint', { method: 'POST', body: JSON.stringify(wish ?? {}) })).json();
  document.getElementById('connect').addEventListener('click', async () => {
    const { token: wish, renew, token_given: given, ...options } = window.wishes ?? {};
    const { application_id, token, base_url } = await mint(wish);
    const heard = (name) => (value) => window.called.push([name, value]);
    window.opened = window.connectdomain.open({
      applicationId: application_id, token: given ?? token, baseUrl: base_url, brandName: 'Acme',
      onSuccess: heard('success'), onClose: heard('close'), onStep: heard('step'),
      ...(renew === undefined ? {} : { onTokenExpired: async () => (window.called.push(['expired']), renew ? (await mint(wish)).token : null) }),
      ...options,
    });
  });
`;

const page = ({ nonce, widget, lang, dir, file }) => `<!doctype html>
<html lang="${lang}" dir="${dir}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Acme</title><link rel="icon" href="data:,">
<script nonce="${nonce}" src="${widget}/sdk/v1/${file}"></script></head>
<body><main><h1>Acme</h1><p>Settings of your shop.</p><button id="connect">Connect your domain</button> <button>Something else</button></main>
<script nonce="${nonce}">${SCRIPT}</script></body></html>`;

/** The policy of a page as strict as can be: no style, no inline script, nothing from elsewhere but the widget and its API. */
const policy = (nonce, widget, api, types) => [
  "default-src 'none'",
  `script-src 'nonce-${nonce}' ${widget}`,
  `connect-src 'self' ${api}`,
  'img-src data:',
  "require-trusted-types-for 'script'",
  `trusted-types ${types}`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

function listening(handler) {
  return new Promise((resolve, reject) => {
    const server = createServer((request, response) => {
      Promise.resolve(handler(request, response)).catch((error) => response.writeHead(500).end(String(error)));
    }).on('error', reject);
    server.listen(0, '127.0.0.1', () => resolve({
      url: `http://localhost:${server.address().port}`,
      stop: () => new Promise((stopped) => (server.close(stopped), server.closeAllConnections())),
    }));
  });
}

const bodyOf = async (request) => {
  let text = '';
  for await (const piece of request) text += piece;
  return text;
};

/** The application behind the edge. */
export const startOrigin = () => listening((request, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Shop</title><h1>Shop</h1>'));

/** The widget's files, when the program has none; `tampered` names files that somebody else has changed. */
async function startFiles(tampered) {
  return listening((request, response) => {
    const path = join(DIST, new URL(request.url, 'http://localhost').pathname.replace(/^\/sdk/, ''));
    if (!path.startsWith(DIST) || !existsSync(path)) return response.writeHead(404).end();
    const changed = [...tampered].some((name) => path.includes(`/${name}.`)) ? '\nvoid 0;' : '';
    return response.writeHead(200, { 'content-type': 'text/javascript', 'access-control-allow-origin': '*', 'cache-control': 'no-store' }).end(readFileSync(path) + changed);
  });
}

export async function startPages({ program }) {
  const isServed = await fetch(`${program.api}/sdk/v1/connectdomain.js`).then(({ ok }) => ok, () => false);
  if (!isServed && !existsSync(join(DIST, 'v1/connectdomain.js'))) throw new Error(`${DIST} holds no widget: run 'npm run build' in web/.`);
  const tampered = new Set();
  const files = await startFiles(tampered);
  const widget = isServed ? program.api : files.url;
  const saas = await listening(async (request, response) => {
    const url = new URL(request.url, 'http://localhost');
    if (request.method === 'POST' && url.pathname === '/mint') {
      const { auth_token: token } = await program.mint(JSON.parse(await bodyOf(request)));
      return response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ application_id: program.application, token, base_url: program.api }));
    }
    if (url.pathname !== '/') return response.writeHead(404).end();
    const nonce = randomBytes(16).toString('base64');
    const isBundle = url.searchParams.has('bundle');
    const from = url.searchParams.has('tampered') ? files.url : widget;
    response.writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy(nonce, from, program.api, isBundle ? "'none'" : 'connectdomain'),
    });
    return response.end(page({
      nonce,
      widget: from,
      file: isBundle ? 'connectdomain.bundle.js' : 'connectdomain.js',
      lang: url.searchParams.get('lang') ?? 'en',
      dir: url.searchParams.get('dir') ?? 'ltr',
    }));
  });
  return {
    url: saas.url,
    widget,
    isServed,
    tampered,
    origins: [saas.url, files.url, widget, program.api],
    stop: () => Promise.all([saas.stop(), files.stop()]),
  };
}
