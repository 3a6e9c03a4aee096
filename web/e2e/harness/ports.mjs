// Ports that nobody listens on now.
import { createServer } from 'node:net';
import { randomInt } from 'node:crypto';

/** Below those that the system gives to connections meanwhile (32768 on Linux), above those of well-known servers. */
const RANGE = [15_000, 32_000];

/** `count` different free ports: all are held until each is known. */
export async function freePorts(count) {
  const servers = await Promise.all(Array.from({ length: count }, held));
  const ports = servers.map((server) => server.address().port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

/** A server on a port that was free. */
async function held() {
  for (;;) {
    const server = await listening(randomInt(...RANGE)).catch(ifTaken);
    if (server) return server;
  }
}

function listening(port) {
  return new Promise((resolve, reject) => {
    const server = createServer().on('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

function ifTaken(error) {
  if (error.code !== 'EADDRINUSE') throw error;
}
