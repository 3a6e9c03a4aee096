/** Many names: pasted or from a file, created in one batch, followed on its page. */
import { useState } from 'preact/hooks';
import { api, ask } from '~/api/client';
import { cache } from '~/api/query';
import { can } from '~/api/session';
import { buttonClass } from '~/parts/button';
import { ErrorNote } from '~/parts/error-note';
import { Input, Select, Textarea } from '~/parts/field';
import { Form, Submit } from '~/parts/form';
import { Icon } from '~/parts/icon';
import { Skeleton } from '~/parts/skeleton';
import { flush } from '~/parts/undo';
import { navigate } from '~/shell/router';
import { defaultOf, useApplications } from './applications';
import { NoApplication, choices } from './connect-one';
import { inChunks, namesIn } from './names';
import { type Refusal, keepRefusals, refusedOf } from './refused';
import { RefusalList } from './refusal-list';

/** So many the API takes at once. */
const AT_ONCE = 1_000;
const number = (value: number): string => value.toLocaleString('en');

export function ConnectMany() {
  const { data: applications, failure } = useApplications();
  const [text, setText] = useState('');
  const [sent, setSent] = useState<number | null>(null);
  const [refused, setRefused] = useState<readonly Refusal[]>([]);
  const { names, repeated, odd } = namesIn(text);
  if (failure) return <ErrorNote failure={failure} />;
  if (!applications) return <Skeleton />;
  if (applications.length === 0) return <NoApplication />;

  const create = async ({ application, batch, setup }: Record<string, string>): Promise<void> => {
    const batch_id = batch!.trim();
    const no: Refusal[] = [];
    let taken = 0;
    try {
      // Some of the names may be among those that are archived in a moment.
      await flush();
      for (const part of inChunks(names, AT_ONCE)) {
        setSent(taken + no.length);
        const connections = part.map((hostname) => ({ hostname, ...(setup ? { setup_type: setup as 'automatic' | 'manual' } : {}) }));
        const answer = await ask(api.POST('/v1/connections:bulk', { body: { application_id: application ?? defaultOf(applications)!.id, batch_id, connections } }));
        taken += answer.created + answer.existing;
        no.push(...refusedOf(answer.data));
      }
    } finally {
      setSent(null);
      cache.invalidate(['connections']);
    }
    if (taken === 0) return setRefused(no);
    keepRefusals(batch_id, no);
    navigate(`/domains/batches/${encodeURIComponent(batch_id)}`);
  };

  return (
    <div class="grid gap-4">
      {refused.length > 0 && <RefusalList refused={refused} />}
      <div class="card p-4">
        <Form submit={create}>
          <Textarea
            name="hostname" label="Host names" rows={9} isCode required value={text} onInput={(event) => setText(event.currentTarget.value)}
            placeholder={'shop.customer.com\nwww.another.example'} hint="One a line, a list with commas, or a table copied from a spreadsheet."
          />
          <div class="flex flex-wrap items-center gap-x-4 gap-y-2">
            <FileButton take={setText} />
            <p class="text-sm text-soft" role="status">{told(names.length, repeated, odd)}</p>
          </div>
          <div class="grid sm:grid-cols-3 gap-3">
            {applications.length > 1 && <Select name="application" label="Application" value={defaultOf(applications)!.id} options={choices(applications)} />}
            <Select name="setup" label="Setup" value="" options={[{ value: '', label: 'Automatic where possible' }, { value: 'manual', label: 'By hand' }]} />
            <Input name="batch" label="Name of the batch" required maxLength={100} defaultValue={newBatch(new Date())} hint="With the same name it can be sent again after it broke off." />
          </div>
          <div class="flex flex-wrap items-center gap-3">
            {can('connections:write') && <Submit disabled={names.length === 0}>{names.length > 0 ? `Connect ${number(names.length)} ${names.length === 1 ? 'domain' : 'domains'}` : 'Connect'}</Submit>}
            {sent !== null && names.length > AT_ONCE && <p class="text-soft tabular-nums" role="status">{number(sent)} of {number(names.length)} sent</p>}
          </div>
        </Form>
      </div>
    </div>
  );
}

function told(count: number, repeated: number, odd: readonly string[]): string {
  const parts = [
    count > 0 && `${number(count)} ${count === 1 ? 'name' : 'names'} found`,
    repeated > 0 && `${number(repeated)} repeated`,
    odd.length > 0 && `${number(odd.length)} ${odd.length === 1 ? 'line' : 'lines'} without one: ${odd.slice(0, 3).map((line) => `"${line.slice(0, 40)}"`).join(', ')}${odd.length > 3 ? ' …' : ''}`,
  ].filter(Boolean);
  return parts.length > 0 ? `${parts.join(', ')}.` : '';
}

/** As it is read in lists: `import-2026-11-22-0619`. */
const newBatch = (at: Date): string => `import-${at.toISOString().slice(0, 16).replace('T', '-').replace(':', '')}`;

const FileButton = ({ take }: { take: (text: string) => void }) => (
  <label class={`${buttonClass('plain', true)} focus-within:outline-2 focus-within:outline-link`}>
    <Icon name="arrow-up" />Choose a file
    <input
      type="file" accept=".csv,.txt,.tsv,text/csv,text/plain" class="unseen"
      onChange={(event) => {
        const input = event.currentTarget;
        void input.files?.[0]?.text().then((text) => { take(text); input.value = ''; });
      }}
    />
  </label>
);
