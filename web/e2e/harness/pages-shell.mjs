// Runs the commands of a page, one after another in one bash, beside a program of their own.
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { missing } from '../../docs/src/blocks.mjs';
import { BINARY, startProgram } from './program.mjs';

/** What pages say, by setting; the last is where Acme Sites publishes. */
const ON_PAGES = {
  PORT: 8080, EDGE_TLS_PORT: 8443, EDGE_HTTP_PORT: 8081, SANDBOX_PORT: 8083, SANDBOX_DNS_PORT: 5300, DEMO_PORT: 3100,
  ACME_DNS_PORT: 5353, ACME_DNS_API_PORT: 8082, SSH_PORT: 2222, ORIGIN_PORT: 3001,
};
/** How long one block may take. */
const PATIENCE_S = 90;

/** Runs them all; gives a sentence for the first that is not as the page says, or nothing. */
export async function runPage(commands) {
  const program = await startProgram();
  const folder = await mkdtemp(join(tmpdir(), 'nameplate-page-'));
  try {
    const [bin, home, work] = await Promise.all(['bin', 'home', 'work'].map(async (name) => {
      await mkdir(join(folder, name));
      return join(folder, name);
    }));
    await symlink(BINARY, join(bin, 'nameplate'));
    // Readers are where they started the program.
    await symlink(join(program.folder, 'edge-data'), join(work, 'edge-data'));
    const ports = Object.entries(ON_PAGES).map(([name, shown]) => [String(shown), program.ports[name]]);
    await writeFile(join(folder, 'all.sh'), await script(folder, commands, (text) => swapped(text, ports)));
    await bash(join(folder, 'all.sh'), work, {
      PATH: `${bin}:${process.env.PATH}:/usr/sbin`, HOME: home, LANG: 'C.UTF-8', NAMEPLATE_URL: program.api, NAMEPLATE_DEV: program.folder,
    }, commands.length * PATIENCE_S);
    return await firstFault(folder, commands, (text) => swapped(text, ports.map(([shown, real]) => [real, shown])));
  } finally {
    await program.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** A port stands alone: `localhost:8080`, `-p 5300`. */
function swapped(text, ports) {
  const by = new Map(ports);
  return text.replace(/(?<![\w.-])\d{4,5}(?![\w.]|-\d)/g, (number) => by.get(number) ?? number);
}

async function script(folder, commands, local) {
  const lines = ['set -o pipefail'];
  for (const [index, { text, exits }] of commands.entries()) {
    await writeFile(join(folder, `${index}.sh`), `${local(text)}\n`);
    // With -e the first command that fails ends it all; what is to fail says so, and is the last of its block.
    const strict = exits === 0 ? 'set -e' : 'set +e';
    lines.push(`echo ${index} >'${folder}/at'`, strict, `. '${folder}/${index}.sh' >'${folder}/${index}.out' 2>'${folder}/${index}.err'`, `status=$?; set +e; [ $status = ${exits} ] || exit $status`);
  }
  lines.push(`echo ${commands.length} >'${folder}/at'`);
  return `${lines.join('\n')}\n`;
}

/** Its whole process group ends with it. */
function bash(file, cwd, env, patience) {
  return new Promise((resolve) => {
    const child = spawn('bash', ['--noprofile', '--norc', file], { cwd, env, stdio: 'ignore', detached: true });
    const end = () => {
      try {
        process.kill(-child.pid, 'SIGKILL');
      } catch {
        // Nobody is left in it.
      }
    };
    const timer = setTimeout(end, patience * 1000);
    child.once('exit', () => {
      clearTimeout(timer);
      end();
      resolve();
    });
  });
}

async function firstFault(folder, commands, shown) {
  const read = async (name) => shown(await readFile(join(folder, name), 'utf8').catch(() => ''));
  const reached = Number(await read('at'));
  for (const [index, command] of commands.entries()) {
    const [out, err] = [await read(`${index}.out`), await read(`${index}.err`)];
    const say = (what) => `line ${command.line}: ${what}\n\n${command.text}\n\n── printed\n${out}\n── and on standard error\n${err}`;
    if (index >= reached) return say(command.exits ? `it did not end with ${command.exits}, or not in time` : 'it failed, or did not end in time');
    const absent = command.answer && missing(command.answer, command.answer.language === 'json' ? out : out + err);
    if (absent) return say(absent);
  }
  return undefined;
}
