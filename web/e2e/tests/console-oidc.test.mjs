// People sign in to the console by a real identity provider: by an invitation first, and by themselves from then on.
import { strict as assert } from 'node:assert';
import { after, before, test } from 'node:test';
import { startBrowser, Watch } from '../harness/browser.mjs';
import { ACCOUNTS, CLIENT_ID, CLIENT_SECRET, issuerAt, startIdentityProvider } from '../harness/oidc.mjs';
import { startOrigin } from '../harness/pages.mjs';
import { freePorts } from '../harness/ports.mjs';
import { startProgram } from '../harness/program.mjs';

const [ADA, EVE] = Object.values(ACCOUNTS);
/** What Chromium says of an answer that is no success: nobody is signed in before they are. */
const REFUSED = /^Failed to load resource: the server responded with a status of 4\d\d/;
const stops = [];
let program;
let provider;
let browser;

async function stop() {
  for (const part of stops.splice(0)) await part();
}

before(async () => {
  const begun = (part) => {
    stops.unshift(() => (part.stop ?? part.close).call(part));
    return part;
  };
  try {
    const origin = begun(await startOrigin());
    const [port] = await freePorts(1);
    const settings = { OIDC_ISSUER: issuerAt(port), OIDC_CLIENT_ID: CLIENT_ID, OIDC_CLIENT_SECRET: CLIENT_SECRET, OIDC_NAME: 'Acme SSO' };
    program = begun(await startProgram({ originUrl: origin.url, settings }));
    provider = begun(await startIdentityProvider({ port, returnUrl: `${program.api}/console/sign-in/oidc/return` }));
    browser = begun(await startBrowser());
  } catch (error) {
    await stop();
    throw error;
  }
}, { timeout: 120_000 });
after(stop, { timeout: 60_000 });

/** A test with somebody in a browser of their own. */
const visit = (name, run) => test(name, { timeout: 60_000 }, async () => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-GB', reducedMotion: 'reduce' });
  context.setDefaultTimeout(20_000);
  const watch = new Watch([program.api, provider.issuer], [REFUSED]);
  try {
    await watch.attach(context);
    const page = await context.newPage();
    await run(page, context);
    watch.check();
  } catch (error) {
    error.message += `\nat ${context.pages()[0]?.url()}\n${watch.story()}`;
    throw error;
  } finally {
    await context.close();
  }
});

async function invite(email, role) {
  const { url } = await program.call('POST', '/v1/invitations', { email, role });
  return url;
}

const signInThere = async (page, { email }) => {
  await page.getByRole('heading', { name: 'Acme SSO' }).waitFor();
  await page.getByLabel('E-mail').fill(email);
  await page.getByRole('button', { name: 'Continue' }).click();
};
const sso = (page) => page.getByRole('link', { name: 'Continue with Acme SSO' });
const account = (page) => page.getByRole('button', { name: /^Account/ });
const told = (page, text) => page.getByRole('alert').getByText(text).waitFor();
const whoAmI = (page) => page.evaluate(async () => (await fetch('/v1/session')).json());

visit('an invited person joins, signs out, and signs in again without the invitation', async (page, context) => {
  await page.goto(await invite(ADA.email, 'owner'));
  await page.getByRole('heading', { name: 'You are invited' }).waitFor();
  await sso(page).click();
  await signInThere(page, ADA);
  await account(page).waitFor();
  assert.equal(new URL(page.url()).pathname, '/console/');
  const first = await whoAmI(page);
  assert.deepEqual([first.kind, first.role, first.member.email, first.member.name], ['member', 'owner', ADA.email, ADA.name]);
  const cookies = (await context.cookies(program.api)).filter(({ name }) => name.startsWith('nameplate'));
  assert.deepEqual(cookies.map(({ name, httpOnly, sameSite }) => [name, httpOnly, sameSite]), [['nameplate_session', true, 'Strict']], 'the journey is over');

  await account(page).click();
  await page.getByRole('menuitem', { name: /Sign out/ }).click();
  await sso(page).click();
  await account(page).waitFor();
  assert.equal((await whoAmI(page)).member.id, first.member.id, 'the provider knew them still');
});

visit('a sign-in in another window is noticed there, and leaves no trace in the address', async (page, context) => {
  await page.goto(`${program.api}/console/settings?x=1`);
  const [other] = await Promise.all([context.waitForEvent('page'), sso(page).click({ modifiers: ['ControlOrMeta'] })]);
  await signInThere(other, ADA);
  await account(other).waitFor();
  assert.equal(new URL(other.url()).pathname + new URL(other.url()).search, '/console/settings?x=1');
  await other.reload();
  await account(other).waitFor();
});

visit('somebody whom no tenant knows is told, and stays outside', async (page) => {
  await page.goto(`${program.api}/console/domains`);
  await sso(page).click();
  await signInThere(page, EVE);
  await told(page, 'Your provider has not verified your address yet.');
  assert.equal((await whoAmI(page)).error.code, 'unauthorized');
  ACCOUNTS['account-2'].email_verified = true;
  await sso(page).click();
  await told(page, 'Ask an owner or admin to invite you.');
  await page.goto(await invite('somebody@acme.example', 'viewer'));
  await sso(page).click();
  await told(page, 'The invitation is for another address.');
  assert.equal((await whoAmI(page)).error.code, 'unauthorized');
});

visit('whoever cancels is back at the sign-in', async (page) => {
  await page.goto(`${program.api}/console/`);
  await sso(page).click();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await told(page, 'The sign-in was cancelled.');
  await sso(page).waitFor();
});
