import { useState } from 'preact/hooks';
import { type Schema, api, ask } from '~/api/client';
import { cache, useQuery } from '~/api/query';
import { Button } from '~/parts/button';
import { Dialog } from '~/parts/dialog';
import { Input, Select } from '~/parts/field';
import { Form, Submit } from '~/parts/form';
import { navigate } from '~/shell/router';
import { Secret } from '~/views/keys/create';
import { EventChoice, chosenEvents } from './event-choice';

type Made = Schema<'WebhookEndpointWithSecret'>;

export function Create({ isOpen, close }: { isOpen: boolean; close: () => void }) {
  const [made, setMade] = useState<Made | null>(null);
  const applications = useQuery(['applications', 'all'], () => ask(api.GET('/v1/applications', { params: { query: { limit: 100 } } })), { isOn: isOpen });
  const submit = async ({ url, description, application }: Record<string, string>, data: FormData): Promise<void> => {
    setMade(await ask(api.POST('/v1/webhook-endpoints', { body: { url: url!.trim(), description: description!.trim() || null, application_id: application || null, events: chosenEvents(data) } })));
    cache.invalidate(['webhook-endpoints']);
  };
  const end = (): void => {
    const id = made?.id;
    setMade(null);
    close();
    if (id) navigate(`/webhooks/endpoints/${id}`);
  };
  return (
    <>
      <Dialog title="Add a webhook endpoint" isOpen={isOpen && made === null} close={close}>
        <Form submit={submit}>
          <Input name="url" label="URL" type="url" required autofocus placeholder="https://api.acme.example/webhooks" />
          <Input name="description" label="Description (optional)" />
          <Select name="application" label="Of which application" options={[{ value: '', label: 'All applications' }, ...(applications.data?.data ?? []).map(({ id, name }) => ({ value: id, label: name }))]} />
          <EventChoice chosen={[]} />
          <div class="flex justify-end gap-2"><Button onClick={close}>Cancel</Button><Submit>Add endpoint</Submit></div>
        </Form>
      </Dialog>
      <Secret title="Signing secret" text={made?.signing_secret ?? null} isOpen={made !== null} close={end}>
        With it <strong class="wrap-anywhere">{made?.url}</strong> checks that what it is told comes from here.
      </Secret>
    </>
  );
}
