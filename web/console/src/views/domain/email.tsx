/** Mail of the same domain: MX, SPF, DKIM and DMARC, shown before they are written. SPF at the apex is left to a person always. */
import { useState } from 'preact/hooks';
import { type Schema, api, ask } from '~/api/client';
import { Badge, type Tone } from '~/parts/badge';
import { Button } from '~/parts/button';
import { Card } from '~/parts/card';
import { Copyable } from '~/parts/copy';
import { Dialog } from '~/parts/dialog';
import { Diff } from '~/parts/diff';
import { Input, Select } from '~/parts/field';
import { Form, Submit } from '~/parts/form';
import { toast } from '~/parts/toast';
import { type Connection, refresh } from './acts';

type Options = Schema<'Options'>;
type Applied = Schema<'AppliedEmail'>;

const mailboxes = [
  { value: 'google_workspace', label: 'Google Workspace' },
  { value: 'microsoft365', label: 'Microsoft 365' },
  { value: 'zoho', label: 'Zoho Mail' },
];
const policies = [
  { value: 'none', label: 'none: only report' },
  { value: 'quarantine', label: 'quarantine: to the spam folder' },
  { value: 'reject', label: 'reject' },
];

export function Email({ connection, isLent }: { connection: Connection; isLent: boolean }) {
  const [isOpen, setOpen] = useState(false);
  const isReady = isLent && connection.proof !== null;
  return (
    <Card title="Mail" lead={`Records for mail at ${connection.apex}, written with the lent credential after you have seen them.`} actions={isReady && <Button isSmall onClick={() => setOpen(true)}>Set up mail</Button>}>
      {!isReady && <p class="text-soft">They can be written once {isLent ? 'the name is proven' : 'a credential for the zone was lent to the application'}.</p>}
      {isOpen && <Setup connection={connection} close={() => setOpen(false)} />}
    </Card>
  );
}

function Setup({ connection, close }: { connection: Connection; close: () => void }) {
  const { id, apex } = connection;
  const [wish, setWish] = useState<Options | null>(null);
  const [plan, setPlan] = useState<Applied | null>(null);
  const [mailbox, setMailbox] = useState('google_workspace');
  const send = (body: Options) => ask(api.POST('/v1/connections/{id}/email:apply', { params: { path: { id } }, body }));
  const preview = async (values: Record<string, string>): Promise<void> => {
    const given = Object.fromEntries(Object.entries(values).filter(([, value]) => value.trim() !== '')) as unknown as Options;
    setPlan(await send({ ...given, dry_run: true }));
    setWish(given);
  };
  const write = async (): Promise<void> => {
    const done = await send(wish!);
    refresh(id);
    if (done.manual_records.length === 0) {
      close();
      toast({ text: 'The records for mail are written.', tone: 'good' });
    } else setPlan(done);
  };
  return (
    <Dialog title={`Mail at ${plan?.domain ?? apex}`} isOpen isWide close={close}>
      {!plan ? (
        <Form submit={preview}>
          <div class="grid gap-4 sm:grid-cols-2">
            <Select name="provider" label="Mailboxes at" options={mailboxes} value={mailbox} onChange={(event) => setMailbox(event.currentTarget.value)} />
            <Select name="dmarc_policy" label="DMARC policy" hint="What receivers do with mail that fails." options={policies} />
            {mailbox === 'microsoft365' && <Input name="m365_tenant" label="Tenant at Microsoft 365" hint="With or without .onmicrosoft.com; DKIM needs it." />}
            <Input name="dmarc_rua" label="Mailbox for reports" type="email" hint="Optional." placeholder={`dmarc@${apex}`} />
            <Input class="sm:col-span-2" name="dkim_value" label="DKIM key" hint="As the mailbox provider shows it; without it a note says how to get it." placeholder="v=DKIM1; k=rsa; p=…" />
          </div>
          <div class="flex justify-end gap-2"><Button onClick={close}>Cancel</Button><Submit>Show the changes</Submit></div>
        </Form>
      ) : (
        <Form submit={write}>
          <Outcome plan={plan} />
          <div class="flex justify-end gap-2">
            {plan.dry_run ? <><Button onClick={() => setPlan(null)}>Back</Button>{plan.write.changes.length > 0 && <Submit icon="write">Write {plan.write.changes.length === 1 ? 'the change' : `${plan.write.changes.length} changes`}</Submit>}</> : <Button look="main" onClick={close}>Done</Button>}
          </div>
        </Form>
      )}
    </Dialog>
  );
}

const tones: Record<string, Tone> = { present: 'good', wrong: 'bad', missing: 'plain' };

function Outcome({ plan }: { plan: Applied }) {
  return (
    <div class="grid gap-5">
      <section class="grid gap-2"><h3 class="text-base">{plan.dry_run ? 'What would be written' : 'What was written'}</h3><Diff changes={plan.write.changes} /></section>
      {plan.manual_records.length > 0 && (
        <section class="grid gap-2">
          <h3 class="text-base">To be set by a person</h3>
          <p class="text-soft text-pretty">These could replace something that somebody relies on, so they are never written for you.</p>
          <ul class="grid gap-2">{plan.manual_records.map(({ type, host, value }) => <li key={`${type} ${host}`} class="rounded-lg border border-line px-3 py-2 grid gap-0.5"><span class="wrap-anywhere"><code class="font-semibold">{type}</code> <code>{host}</code></span><Copyable text={value} what={`the value of ${type} ${host}`} /></li>)}</ul>
        </section>
      )}
      {!plan.dry_run && (
        <ul class="grid gap-1.5">{plan.checks.map(({ record, status, message }) => <li key={`${record.type} ${record.host} ${record.value}`} class="flex flex-wrap items-center gap-2"><Badge tone={tones[status] ?? 'warn'}>{status.replaceAll('_', ' ')}</Badge><code class="wrap-anywhere">{record.type} {record.host}</code>{message && <span class="text-sm text-soft">{message}</span>}</li>)}</ul>
      )}
      {plan.notes.length > 0 && <ul class="grid gap-1 text-sm text-soft list-disc ps-5">{plan.notes.map((note) => <li key={note} class="text-pretty">{note}</li>)}</ul>}
    </div>
  );
}
