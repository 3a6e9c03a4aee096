// An identity provider that somebody else has written, with accounts of its own and a page on which people say who they are.
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

export const CLIENT_ID = 'nameplate-console';
/** Has characters that have to be encoded on their way. */
export const CLIENT_SECRET = 'a/secret+of:these-tests';

/** Who has an account there, by what the provider knows them by. */
export const ACCOUNTS = {
  'account-1': { email: 'ada@acme.example', email_verified: true, name: 'Ada Lovelace' },
  'account-2': { email: 'eve@elsewhere.example', email_verified: false, name: 'Eve' },
};

const page = (uid) => `<!doctype html><html lang="en"><meta charset="utf-8"><title>Acme SSO</title><h1>Acme SSO</h1>
<form method="post" action="/interaction/${uid}"><label>E-mail <input name="email" required></label>
<button name="choice" value="go">Continue</button> <button name="choice" value="cancel" formnovalidate>Cancel</button></form></html>`;

async function formOf(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  return new URLSearchParams(Buffer.concat(parts).toString());
}

/** `port` is where it listens, and part of what it is called; `returnUrl` is where it sends browsers back to. */
export async function startIdentityProvider({ port, returnUrl }) {
  const issuer = issuerAt(port);
  const key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' });
  const provider = new Provider(issuer, {
    clients: [{ client_id: CLIENT_ID, client_secret: CLIENT_SECRET, redirect_uris: [returnUrl], token_endpoint_auth_method: 'client_secret_basic' }],
    jwks: { keys: [{ ...key, use: 'sig', alg: 'RS256', kid: 'of-these-tests' }] },
    cookies: { keys: [randomBytes(16).toString('hex')] },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    ttl: Object.fromEntries(['AccessToken', 'AuthorizationCode', 'Grant', 'IdToken', 'Interaction', 'Session'].map((name) => [name, 600])),
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    findAccount: (_, id) => (id in ACCOUNTS ? { accountId: id, claims: () => ({ sub: id, ...ACCOUNTS[id] }) } : undefined),
    // The company has agreed for everybody that the console learns who they are.
    async loadExistingGrant({ oidc }) {
      const known = oidc.session.grantIdFor(oidc.client.clientId);
      if (known) return oidc.provider.Grant.find(known);
      const grant = new oidc.provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
      grant.addOIDCScope('openid email profile');
      await grant.save();
      return grant;
    },
  });

  const said = async (request, response) => {
    const form = await formOf(request);
    const account = Object.keys(ACCOUNTS).find((id) => ACCOUNTS[id].email === form.get('email'));
    const result = account && form.get('choice') === 'go' ? { login: { accountId: account } } : { error: 'access_denied', error_description: 'It was cancelled.' };
    await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
  };
  const others = provider.callback();
  const server = createServer((request, response) => {
    const [, uid] = /^\/interaction\/([\w-]+)$/.exec(request.url) ?? [];
    if (!uid) return others(request, response);
    if (request.method !== 'POST') return response.writeHead(200, { 'content-type': 'text/html' }).end(page(uid));
    said(request, response).catch((error) => response.writeHead(500).end(error.message));
  });
  await new Promise((resolve, reject) => server.on('error', reject).listen(port, '127.0.0.1', resolve));
  return {
    issuer,
    stop: () => new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    }),
  };
}

/** Another site than the program's, as in life: `localhost` is none of its own. */
export const issuerAt = (port) => `http://127.0.0.1:${port}`;
