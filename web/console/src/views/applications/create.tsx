import { useId } from 'preact/hooks';
import { api, ask } from '~/api/client';
import { cache } from '~/api/query';
import { Button } from '~/parts/button';
import { Dialog } from '~/parts/dialog';
import { Input, Select, Textarea } from '~/parts/field';
import { Form, Submit } from '~/parts/form';
import { navigate } from '~/shell/router';
import { lines } from './lines';

export function Create({ isOpen, close }: { isOpen: boolean; close: () => void }) {
  const id = useId();
  const submit = async (values: Record<string, string>): Promise<void> => {
    const application = await ask(api.POST('/v1/applications', {
      body: {
        name: values.name!.trim(),
        environment: values.environment === 'live' ? 'live' : 'test',
        allowed_origins: lines(values.allowed_origins),
        default_origin: values.default_origin?.trim() || null,
      },
    }));
    cache.invalidate(['applications']);
    close();
    navigate(`/applications/${application.id}`);
  };
  return (
    <Dialog title="Create an application" isOpen={isOpen} close={close}>
      <Form id={id} submit={submit}>
        <Input name="name" label="Name" required autofocus placeholder="Acme Sites" hint="For you and your colleagues; customers do not see it." />
        <Select name="environment" label="Environment" hint="Decides how its keys begin: sk_test_ or sk_live_. It stays as it is." options={[{ value: 'test', label: 'Test' }, { value: 'live', label: 'Live' }]} />
        <Input name="default_origin" label="Origin (optional)" type="url" placeholder="https://sites.acme.example" hint="Where visitors of connected domains are led." />
        <Textarea name="allowed_origins" label="Pages that may embed the widget (optional)" rows={2} placeholder="https://app.acme.example" hint="One origin a line." />
        <div class="flex justify-end gap-2"><Button onClick={close}>Cancel</Button><Submit>Create application</Submit></div>
      </Form>
    </Dialog>
  );
}
