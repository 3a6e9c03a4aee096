// Ports that nobody listens on now, and that no other test is given.
import { createServer } from 'node:net';
import { randomInt } from 'node:crypto';

/** Below those that the system gives to connections meanwhile (32768 on Linux), above those of well-known servers. */
const FIRST = 15_000;
const ROWS = 680;
/** Ports in a row: a process listens on the first of its rows for as long as it lives, and so nobody else takes the others. */
const ROW = 25;

let mine = [];

/** `count` different free ports of 127.0.0.1. */
export async function freePorts(count) {
  const ports = [];
  while (ports.length < count) {
    if (mine.length === 0) mine = await ownRow();
    const port = mine.shift();
    const server = await listening(port);
    if (!server) continue;
    await new Promise((resolve) => server.close(resolve));
    ports.push(port);
  }
  return ports;
}

async function ownRow() {
  for (;;) {
    const first = FIRST + randomInt(ROWS) * ROW;
    const server = await listening(first);
    if (!server) continue;
    server.unref();
    return Array.from({ length: ROW - 1 }, (_, index) => first + 1 + index);
  }
}

/** A server on a port, or nothing where somebody else listens. */
function listening(port) {
  return new Promise((resolve, reject) => {
    const server = createServer().on('error', (error) => (error.code === 'EADDRINUSE' ? resolve(null) : reject(error)));
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}
