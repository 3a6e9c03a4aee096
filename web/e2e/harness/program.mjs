// `nameplate dev` as a child process in a folder of its own, and what a developer and a customer do there over HTTP.
import { spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { freePorts } from './ports.mjs';
import { until } from './until.mjs';

export const KEY = 'sk_test_demo';
const TOKEN_SECRET = 'the-secret-of-these-tests-and-of-nothing-else';
export const BINARY = resolve(process.env.NAMEPLATE_BIN ?? new URL('../../../target/debug/nameplate', import.meta.url).pathname);
/** The settings of the ports that `nameplate dev` listens on. */
const PORTS = ['PORT', 'EDGE_TLS_PORT', 'EDGE_HTTP_PORT', 'SANDBOX_PORT', 'SANDBOX_DNS_PORT', 'DEMO_PORT', 'ACME_DNS_PORT', 'ACME_DNS_API_PORT', 'SSH_PORT'];

/** `settings` are further variables, or others. Without `originUrl` visitors see what Acme Sites publishes. */
export async function startProgram({ originUrl, settings = {} } = {}) {
  if (!existsSync(BINARY)) throw new Error(`${BINARY} is not there: build it with 'cargo build --bin nameplate', or name another in NAMEPLATE_BIN.`);
  const folder = await mkdtemp(join(tmpdir(), 'nameplate-e2e-'));
  const [originPort, ...free] = await freePorts(PORTS.length + 1);
  const ports = Object.fromEntries(PORTS.map((name, index) => [name, String(free[index])]));
  const child = spawn(BINARY, ['dev'], {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      ...(process.env.WEB_DIST ? { WEB_DIST: process.env.WEB_DIST } : {}),
      DATABASE_URL: `sqlite://${folder}/data/nameplate.db`,
      EDGE_ORIGIN_DEFAULT: originUrl ?? `http://localhost:${originPort}`,
      TOKEN_HMAC_SECRET: TOKEN_SECRET,
      CREDENTIAL_ENC_KEY: '5a'.repeat(32),
      ...ports,
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const hear = (text) => (output += text);
  child.stdout.setEncoding('utf8').on('data', hear);
  child.stderr.setEncoding('utf8').on('data', hear);
  const ended = new Promise((resolve) => child.once('close', resolve));
  // Whatever happens to this process, the other does not outlive it.
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);

  const stop = async () => {
    child.kill('SIGINT');
    const timer = setTimeout(kill, 5000);
    await ended;
    clearTimeout(timer);
    process.removeListener('exit', kill);
    await rm(folder, { recursive: true, force: true });
  };

  try {
    await until('that nameplate dev is up', () => child.exitCode !== null || output.includes('Ctrl-C ends'), 60_000);
    if (child.exitCode !== null) throw new Error(`nameplate dev ended with ${child.exitCode}`);
    const application = /demo application (\S+)/.exec(output)[1];
    return {
      ...developer(`http://localhost:${ports.PORT}`, application),
      ...customer(`http://127.0.0.1:${ports.SANDBOX_PORT}`),
      api: `http://localhost:${ports.PORT}`,
      panel: `http://127.0.0.1:${ports.SANDBOX_PORT}`,
      edgePort: Number(ports.EDGE_TLS_PORT),
      ports: { ...ports, ORIGIN_PORT: String(originPort) },
      folder,
      application,
      output: () => output,
      stop,
    };
  } catch (error) {
    await stop();
    throw new Error(`${error.message}\n${output}`, { cause: error });
  }
}

async function json(url, { method = 'GET', body, headers = {} } = {}) {
  const response = await fetch(url, {
    method,
    headers: body === undefined ? headers : { ...headers, 'content-type': 'application/json' },
    body: body === undefined ? null : JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${text}`);
  return text ? JSON.parse(text) : null;
}

/** The same token an hour later: rightly signed, and over (RFC 7519, 4.1.4). */
export function expired(token) {
  const [header, payload] = token.split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url'));
  const past = Buffer.from(JSON.stringify({ ...claims, iat: claims.iat - 7200, exp: claims.exp - 7200 })).toString('base64url');
  const signature = createHmac('sha256', TOKEN_SECRET).update(`${header}.${past}`).digest('base64url');
  return `${header}.${past}.${signature}`;
}

/** What the SaaS does with its key. */
function developer(api, application) {
  const call = (method, path, body) => json(api + path, { method, body, headers: { authorization: `Bearer ${KEY}` } });
  return {
    call,
    /** A widget token; `more` are fields of `POST /v1/tokens`. */
    mint: (more = {}) => call('POST', '/v1/tokens', { application_id: application, ...more }),
    connectionOf: async (hostname) =>
      (await call('GET', `/v1/connections?hostname=${hostname}&application_id=${application}`)).data[0],
    /** Another application's connection of a host name, with its records in place. */
    async held(zone, hostname, publish) {
      const { id } = await call('POST', '/v1/applications', { name: 'Another' });
      const made = await call('POST', '/v1/connections', { application_id: id, hostname, setup_type: 'manual' });
      await publish(zone, [made.ownership_challenge, ...made.dns_records].map(({ name, host, type, value }) => [name ?? host, type, value]));
      await until(`${hostname} live elsewhere`, async () => (await call('GET', `/v1/connections/${made.id}`)).state === 'live');
    },
    /** Lends the application a credential that may write every zone of the sandbox; gives how to take it back. */
    async lend() {
      const { id } = await call('POST', `/v1/applications/${application}/credentials`, { provider: 'sandbox', token: 'a-token-of-the-tests' });
      return () => call('DELETE', `/v1/applications/${application}/credentials/${id}`);
    },
  };
}

/** What the customer does at their DNS provider. */
function customer(panel) {
  const zoneUrl = (zone) => `${panel}/api/zones/${zone}`;
  const records = async (zone) => (await json(`${zoneUrl(zone)}/records`)).data;
  let zones = 0;
  return {
    records,
    /** A zone at the customer's provider that no other test uses; `furnished` are records that stand there already. */
    async newZone(...furnished) {
      const zone = `customer-${++zones}.test`;
      await json(`${panel}/api/zones`, { method: 'POST', body: { zone } });
      for (const [name, type, value, ttl = 5] of furnished) await json(`${zoneUrl(zone)}/records`, { method: 'POST', body: { name, type, value, ttl } });
      return zone;
    },
    publish: (zone, name, type, value, ttl = 5) => json(`${zoneUrl(zone)}/records`, { method: 'POST', body: { name, type, value, ttl } }),
    unpublish: (zone, id) => json(`${zoneUrl(zone)}/records/${id}`, { method: 'DELETE' }),
    /** As the widget shows them: `[name, type, value]`. */
    async publishAll(zone, rows) {
      for (const [name, type, value] of rows) await json(`${zoneUrl(zone)}/records`, { method: 'POST', body: { name, type, value, ttl: 5 } });
    },
  };
}
