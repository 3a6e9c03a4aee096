// A developer's server that is told of events, and checks what it is told.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';

export async function startReceiver() {
  const told = [];
  let status = 200;
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const piece of request.setEncoding('utf8')) body += piece;
    told.push({ headers: request.headers, body, event: JSON.parse(body) });
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ heard: status === 200 }));
  });
  await new Promise((resolve, reject) => server.on('error', reject).listen(0, '127.0.0.1', resolve));
  return {
    url: `http://localhost:${server.address().port}/nameplate`,
    told,
    of: (type) => told.filter(({ event }) => event.type === type),
    /** Answers with this from now on. */
    answer: (next) => (status = next),
    stop: () => new Promise((stopped) => (server.close(stopped), server.closeAllConnections())),
  };
}

/** Whether a request was signed with this secret, as /docs/webhooks/verifying-signatures says. */
export function isSigned({ headers, body }, secret) {
  const expected = Buffer.from(`sha256=${createHmac('sha256', secret).update(`${headers['x-cd-timestamp']}.${body}`).digest('hex')}`);
  const shown = Buffer.from(headers['x-cd-signature'] ?? '');
  return shown.length === expected.length && timingSafeEqual(shown, expected);
}
