/** Making a key, and showing its secret the one time that it can be seen. */
import { useState } from 'preact/hooks';
import type { Schema } from '~/api/client';
import { can, type Scope } from '~/api/session';
import { Button } from '~/parts/button';
import { Copyable } from '~/parts/copy';
import { Dialog } from '~/parts/dialog';
import { Checkbox, Input } from '~/parts/field';
import { Form, Submit } from '~/parts/form';
import { scopes } from './scopes';

type Made = Schema<'ApiKeyWithSecret'>;
type Wish = Schema<'NewApiKey'>;

export function CreateKey({ isOpen, close, make }: { isOpen: boolean; close: () => void; make: (wish: Wish) => Promise<Made> }) {
  const [made, setMade] = useState<Made | null>(null);
  const submit = async ({ name }: Record<string, string>, data: FormData): Promise<void> => {
    setMade(await make({ name: name!.trim(), scopes: scopes.map(({ scope }) => scope).filter((scope) => data.has(scope)) }));
  };
  return (
    <>
      <Dialog title="Create an API key" isOpen={isOpen && made === null} close={close}>
        <Form submit={submit}>
          <Input name="name" label="Name" required autofocus placeholder="server-prod" hint="Where it will be used, so that you know it again." />
          <fieldset class="grid gap-1">
            <legend class="font-medium text-sm mb-1">What it may do</legend>
            {scopes.map(({ scope, meaning }) => <Checkbox key={scope} name={scope} label={<code>{scope}</code>} hint={meaning} disabled={!can(scope)} defaultChecked={isUsual(scope) && can(scope)} />)}
            <p class="text-sm text-soft">Nobody hands on more than they have.</p>
          </fieldset>
          <div class="flex justify-end gap-2"><Button onClick={close}>Cancel</Button><Submit>Create key</Submit></div>
        </Form>
      </Dialog>
      <Secret title="Your new API key" text={made?.secret ?? null} isOpen={made !== null} close={() => (setMade(null), close())}>
        Put the key <strong>{made?.name}</strong> where whatever uses it reads its secrets.
      </Secret>
    </>
  );
}

/** What a backend that connects domains needs. */
const isUsual = (scope: Scope): boolean => scope.startsWith('connections:');

/** A secret that is shown once: it is closed by saying that it was kept. */
export function Secret({ title, text, isOpen, close, children }: { title: string; text: string | null; isOpen: boolean; close: () => void; children: preact.ComponentChildren }) {
  return (
    <Dialog title={title} isOpen={isOpen} close={close} isKept actions={<Button look="main" onClick={close}>I have saved it</Button>}>
      <div class="grid gap-3">
        <p>{children} It is shown this once; nobody can show it again.</p>
        {text ? <p class="rounded-lg border border-line bg-sunk px-3 py-2"><Copyable text={text} what={title.toLowerCase()} /></p> : <p class="text-soft">This request was sent before, and its secret was shown then.</p>}
      </div>
    </Dialog>
  );
}
