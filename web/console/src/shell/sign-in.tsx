/** Two ways in: an API key, and the sign-in of the company where it is set up. */
import { useEffect, useState } from 'preact/hooks';
import { Failure, api, ask } from '~/api/client';
import { sessionEnd, signIn } from '~/api/session';
import { Checkbox, Input } from '~/parts/field';
import { Form, Submit } from '~/parts/form';
import { Icon } from '~/parts/icon';
import { LinkButton } from '~/parts/link';
import { Mark } from './mark';
import { BASE, place } from './router';
import { explained } from './problems';

/** A key that is not believed is a fault of the field. */
function besideKey(thrown: unknown): never {
  if (thrown instanceof Failure && thrown.status === 401) throw new Failure(thrown.code, 'This API key is not valid. It may have been revoked, or not be copied whole.', thrown.ref, 400);
  throw thrown;
}

export default function SignIn() {
  const { path, query } = place.value;
  const [oidc, setOidc] = useState<{ name: string } | null>(null);
  useEffect(() => {
    document.title = 'Sign in · Nameplate';
    ask(api.GET('/v1/sign-in')).then((answer) => setOidc(answer.oidc), () => setOidc(null));
  }, []);
  const invitation = query.invitation;
  const returnTo = query.return_to ?? (path === '/sign-in' ? `${BASE}/` : location.pathname + location.search);
  const more = new URLSearchParams({ return_to: returnTo, ...(invitation ? { invitation } : {}) });

  return (
    <main class="min-h-dvh grid place-items-center p-4 pb-[12vh]">
      <div class="w-full max-w-sm grid gap-6">
        <header class="grid gap-3 justify-items-center text-center">
          <Mark class="size-10" />
          <h1 class="text-xl">{invitation ? 'You are invited' : 'Sign in to Nameplate'}</h1>
          {invitation && <p class="text-soft">Sign in with the address that the invitation was sent to. It works once.</p>}
        </header>
        {sessionEnd.value === 'expired' && <Note icon="clock">Your session has ended. Sign in to go on where you were.</Note>}
        {query.problem && <Note icon="warning" isBad>{explained(query.problem)}{query.ref && <> <span class="block text-sm">ref <code>{query.ref}</code></span></>}</Note>}
        {oidc && (
          <>
            <LinkButton to={`/sign-in/oidc?${more}`} look={invitation ? 'main' : 'plain'} class="w-full min-h-10!">Continue with {oidc.name}</LinkButton>
            {!invitation && <p class="flex items-center gap-3 text-sm text-soft before:h-px before:grow before:bg-line after:h-px after:grow after:bg-line">or</p>}
          </>
        )}
        {invitation && !oidc && <Note icon="info">Signing in with a person's account is not set up on this server. Ask whoever runs it to set OIDC_ISSUER.</Note>}
        {!invitation && (
          <div class="card p-5">
            <Form submit={({ key = '', remember }) => signIn(key.trim(), remember !== undefined).catch(besideKey)}>
              <Input name="key" label="API key" type="password" required autocomplete="off" placeholder="sk_…" hint="The key of an application, or a platform key." />
              <Checkbox name="remember" label="Keep me signed in on this device" hint="By a cookie that scripts cannot read; it ends after 30 minutes without use. Otherwise the key is forgotten with this page." />
              <Submit class="w-full min-h-10!">Sign in</Submit>
            </Form>
          </div>
        )}
      </div>
    </main>
  );
}

const Note = ({ icon, isBad, children }: { icon: 'clock' | 'warning' | 'info'; isBad?: boolean; children: preact.ComponentChildren }) => (
  <div role={isBad ? 'alert' : 'status'} class={`flex gap-2.5 rounded-lg px-3 py-2.5 ${isBad ? 'bg-bad-wash' : 'bg-accent-wash'}`}>
    <Icon name={icon} class={`mt-0.5 ${isBad ? 'text-bad' : 'text-link'}`} /><div>{children}</div>
  </div>
);
