// While a program does not answer them yet, `npm run dev` answers these by itself. Goes with src/api/upcoming.ts.
const SESSION = {
  kind: 'api_key', tenant: { id: '0198c0de-0000-7000-8000-000000000001', name: 'Demo' }, application_id: null,
  scopes: ['connections:read', 'connections:write', 'apps:admin', 'webhooks:write', 'usage:read'], role: null, member: null,
  key: { id: '0198c0de-0000-7000-8000-000000000002', name: 'demo', last4: 'demo' }, tenants: [], expires_at: null, by_cookie: false,
};
const PLATFORM = { ...SESSION, kind: 'platform_key', tenant: null, scopes: [], key: { ...SESSION.key, name: 'platform' } };
const answers = {
  'GET /v1/sign-in': (_, send) => send(200, { oidc: null }),
  'GET /v1/session': (key, send) => (key ? send(200, key.startsWith('pk_') ? PLATFORM : SESSION) : send(401, refusal)),
  'POST /v1/session': (key, send) => (key ? send(201, key.startsWith('pk_') ? PLATFORM : SESSION) : send(401, refusal)),
  'DELETE /v1/session': (_, send) => send(204),
};
const refusal = { error: { code: 'unauthorized', message: 'There is no valid key.', ref: '0198c0de-0000-7000-8000-00000000000f' } };

export const upcoming = (program) => ({
  name: 'nameplate-upcoming',
  apply: 'serve',
  configureServer(server) {
    if (process.env.VITEST) return;
    let isServed;
    server.middlewares.use(async (request, response, next) => {
      const answer = answers[`${request.method} ${request.url.split('?')[0]}`];
      if (!answer) return next();
      isServed ??= fetch(`${program}/v1/sign-in`).then(({ status }) => status === 200, () => true);
      if (await isServed) return next();
      const key = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1];
      answer(key, (status, body) => {
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(body && JSON.stringify(body));
      });
    });
  },
});
