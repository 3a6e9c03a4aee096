import { useState } from 'preact/hooks';
import { type Schema, api, ask } from '~/api/client';
import { cache } from '~/api/query';
import { role } from '~/api/session';
import { Button } from '~/parts/button';
import { Code } from '~/parts/code';
import { Dialog } from '~/parts/dialog';
import { Input, Select } from '~/parts/field';
import { Form, Submit } from '~/parts/form';
import { type Role, mayGive, roles } from './roles';

export function Invite({ isOpen, close }: { isOpen: boolean; close: () => void }) {
  const [made, setMade] = useState<Schema<'InvitationWithUrl'> | null>(null);
  const submit = async (values: Record<string, string>): Promise<void> => {
    setMade(await ask(api.POST('/v1/invitations', { body: { email: values.email!.trim(), role: values.role as Role } })));
    cache.invalidate(['invitations']);
  };
  const end = (): void => {
    setMade(null);
    close();
  };
  const given = mayGive(role.value);
  return (
    <>
      <Dialog title="Invite somebody" isOpen={isOpen && made === null} close={close}>
        <Form submit={submit}>
          <Input name="email" label="E-mail address" type="email" required autofocus hint="The one that their sign-in provider knows them by." />
          <Select name="role" label="Role" options={roles.filter((each) => given.includes(each.role)).map((each) => ({ value: each.role, label: `${each.label}: ${each.meaning}` }))} value="developer" />
          <div class="flex justify-end gap-2"><Button onClick={close}>Cancel</Button><Submit>Make the invitation</Submit></div>
        </Form>
      </Dialog>
      <Dialog title="Send them this link" isOpen={made !== null} close={end} isKept actions={<Button look="main" onClick={end}>Done</Button>}>
        <div class="grid gap-3">
          <p>It lets {made?.email} in, once, within seven days. It is shown this once; another can be made any time.</p>
          <Code title="Invitation" text={made?.url ?? ''} />
        </div>
      </Dialog>
    </>
  );
}
