// The official inspector of MCP, asking the real program: `nameplate mcp` as its child, or by HTTP.
import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BINARY, KEY } from './program.mjs';
import { until } from './until.mjs';

const INSPECTOR = new URL('../inspector/node_modules/@modelcontextprotocol/inspector/clients/launcher/build/index.js', import.meta.url).pathname;

/** Two ways to the same tools: `name` of the transport, and `ask` of a method with the arguments of a tool. */
export async function startInspectors(program) {
  const home = await mkdtemp(join(tmpdir(), 'nameplate-inspector-'));
  const server = await startServer(program, home);
  const inspect = (target) => (method, tool, args = {}, more = []) => {
    const named = tool ? ['--tool-name', tool, ...Object.entries(args).flatMap(([name, value]) => ['--tool-arg', `${name}=${value}`])] : [];
    return run(home, [...target, '--method', method, ...named, ...more]);
  };
  return {
    stdio: inspect([BINARY, 'mcp', '-e', `NAMEPLATE_URL=${program.api}`, '-e', `NAMEPLATE_API_KEY=${KEY}`]),
    http: inspect([server.url, '--transport', 'http', '--header', `Authorization: Bearer ${KEY}`]),
    keyless: inspect([server.url, '--transport', 'http']),
    async stop() {
      await server.stop();
      await rm(home, { recursive: true, force: true });
    },
  };
}

/** `nameplate mcp --listen`, which holds no key. */
async function startServer(program, home) {
  const child = spawn(BINARY, ['mcp', '--listen', '127.0.0.1:0'], {
    env: { PATH: process.env.PATH, HOME: home, NAMEPLATE_URL: program.api },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const ended = new Promise((resolve) => child.once('close', resolve));
  let output = '';
  child.stderr.setEncoding('utf8').on('data', (text) => (output += text));
  const [, address] = await until('the MCP server', () => /mcp\.addr=(\S+)/.exec(output));
  return {
    url: `http://${address}/mcp`,
    async stop() {
      child.kill('SIGTERM');
      await ended;
      process.removeListener('exit', kill);
    },
  };
}

/** What the inspector prints and how it ends; it asks once and goes. */
function run(home, args) {
  return new Promise((resolve) => {
    const options = { env: { PATH: process.env.PATH, HOME: home }, timeout: 60_000, maxBuffer: 1 << 24 };
    execFile(process.execPath, [INSPECTOR, '--cli', ...args], options, (error, out, err) => {
      resolve({ code: error ? (error.code ?? 1) : 0, out, err, json: () => JSON.parse(out) });
    });
  });
}
