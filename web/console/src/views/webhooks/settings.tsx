import { type Schema, api, ask } from '~/api/client';
import { cache } from '~/api/query';
import { Card } from '~/parts/card';
import { Checkbox, Input } from '~/parts/field';
import { Form, Submit } from '~/parts/form';
import { toast } from '~/parts/toast';
import { EventChoice, chosenEvents } from './event-choice';

export function Settings({ endpoint: { id, url, description, enabled, events } }: { endpoint: Schema<'WebhookEndpoint'> }) {
  const submit = async (values: Record<string, string>, data: FormData): Promise<void> => {
    const body = { url: values.url!.trim(), description: values.description!.trim() || null, enabled: data.has('enabled'), events: chosenEvents(data) };
    cache.put(['webhook-endpoints', id], await ask(api.PATCH('/v1/webhook-endpoints/{id}', { params: { path: { id } }, body })));
    cache.invalidate(['webhook-endpoints']);
    toast({ text: 'Saved.', tone: 'good' });
  };
  return (
    <Card title="Settings" class="max-w-3xl">
      <Form submit={submit} isGuarded>
        <Input name="url" label="URL" type="url" required defaultValue={url} />
        <Input name="description" label="Description" defaultValue={description ?? ''} />
        <EventChoice chosen={events} />
        <Checkbox name="enabled" label="Send to it" defaultChecked={enabled} hint="While it is off, what happens is not sent, and not kept for later either." />
        <div><Submit>Save</Submit></div>
      </Form>
    </Card>
  );
}
