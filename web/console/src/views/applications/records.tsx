/** What the domains of an application have to publish: the editor of its record template, with what comes of it. */
import { useState } from 'preact/hooks';
import { type Failure, failureFrom } from '~/api/failure';
import { type Schema, api, ask } from '~/api/client';
import { cache, useQuery } from '~/api/query';
import { can } from '~/api/session';
import { Button, IconButton } from '~/parts/button';
import { Card } from '~/parts/card';
import { ErrorNote } from '~/parts/error-note';
import { Input, Select } from '~/parts/field';
import { Table } from '~/parts/table';
import { Segments } from '~/parts/tabs';
import { toast } from '~/parts/toast';
import { useUnsaved } from '~/shell/unsaved';
import { EXAMPLE, edgeOf } from './edge';
import { type Line, type Shown, examples, fallback, faults, preview, types, variables } from './template';

export function Records({ application }: { application: Schema<'Application'> }) {
  const { id, record_template: saved, app_target: target } = application;
  const [template, setTemplate] = useState<Line[] | null>(saved);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isBusy, setBusy] = useState(false);
  const isChanged = JSON.stringify(template) !== JSON.stringify(saved);
  useUnsaved(isChanged);
  const wrong = template ? faults(template) : [];

  const save = async (): Promise<void> => {
    setBusy(true);
    setFailure(null);
    try {
      cache.put(['application', id], await ask(api.PATCH('/v1/applications/{id}', { params: { path: { id } }, body: { record_template: template } })));
      toast({ text: 'Saved. It holds for domains that are connected from now on.', tone: 'good' });
    } catch (thrown) {
      setFailure(failureFrom(thrown));
    } finally {
      setBusy(false);
    }
  };
  const put = (at: number, change: Partial<Line>): void => setTemplate(template!.map((line, index) => (index === at ? { ...line, ...change } : line)));

  return (
    <div class="grid gap-5">
      <Card
        title="Record template"
        lead="What a new domain of this application has to publish. Domains that are connected already keep theirs."
        actions={can('apps:admin') && template !== null && <Button isSmall onClick={() => setTemplate(null)}>Use the default</Button>}
      >
        {failure && <ErrorNote failure={failure} />}
        {template === null ? (
          <div class="grid gap-3 justify-items-start">
            <p>The default: a CNAME to the edge, and at an apex the edge's addresses (or the provider's ALIAS).</p>
            {can('apps:admin') && <Button icon="plus" onClick={() => setTemplate(fallback('subdomain'))}>Make one of its own</Button>}
          </div>
        ) : (
          <ol class="grid gap-3" aria-label="Records of the template">
            {template.map((line, at) => (
              <Row key={at} at={at} line={line} wrong={wrong.filter((fault) => fault.at === at)} put={put} drop={() => setTemplate(template.filter((_, index) => index !== at))} />
            ))}
            {can('apps:admin') && <li><Button isSmall icon="plus" onClick={() => setTemplate([...template, { host: '@', type: 'TXT', value: '' }])}>Add a record</Button></li>}
          </ol>
        )}
        {can('apps:admin') && isChanged && (
          <div class="flex flex-wrap gap-2 mt-4">
            <Button look="main" isBusy={isBusy} disabled={wrong.length > 0} onClick={() => void save()}>Save the template</Button>
            <Button onClick={() => (setTemplate(saved), setFailure(null))}>Discard changes</Button>
          </div>
        )}
        {template !== null && (
          <details class="mt-4 text-sm">
            <summary class="text-soft hover:text-fg w-fit">Variables</summary>
            <dl class="grid sm:grid-cols-[max-content_1fr] gap-x-4 gap-y-1 mt-2">
              {variables.map(({ name, meaning }) => <div key={name} class="contents"><dt><code>{name}</code></dt><dd class="text-soft">{meaning}</dd></div>)}
            </dl>
          </details>
        )}
      </Card>
      <Preview template={template} target={target} />
    </div>
  );
}

interface RowProps {
  at: number;
  line: Line;
  wrong: ReturnType<typeof faults>;
  put: (at: number, change: Partial<Line>) => void;
  drop: () => void;
}

function Row({ at, line, wrong, put, drop }: RowProps) {
  const nth = `record ${at + 1}`;
  const fault = (field: string): { error?: string } => {
    const found = wrong.find((each) => each.field === field);
    return found ? { error: found.text } : {};
  };
  const number = (text: string): number | null => (text === '' ? null : Number(text));
  // One below the other they are a table: its head is said once.
  const label = (text: string) => <span class={at === 0 ? '' : 'md:unseen'}>{text}{at > 0 && <span class="unseen"> of {nth}</span>}</span>;
  return (
    <li class="grid gap-2 items-start grid-cols-[1fr_1fr_auto] md:grid-cols-[7rem_6rem_minmax(10rem,1fr)_6rem_6rem_auto] max-md:border-b max-md:border-line max-md:pb-4">
      <Input name={`host-${at}`} label={label('Host')} value={line.host} {...fault('host')} onInput={(event) => put(at, { host: event.currentTarget.value })} />
      <Select name={`type-${at}`} class="max-md:col-span-2" label={label('Type')} value={line.type} options={types.map((type) => ({ value: type, label: type }))} onChange={(event) => put(at, { type: event.currentTarget.value as Line['type'] })} />
      <Input name={`value-${at}`} class="max-md:col-span-3" label={label('Value')} value={line.value} {...fault('value')} onInput={(event) => put(at, { value: event.currentTarget.value })} />
      <Input name={`ttl-${at}`} label={label('TTL (s)')} type="number" min={1} placeholder="300" value={line.ttl ?? ''} {...fault('ttl')} onInput={(event) => put(at, { ttl: number(event.currentTarget.value) })} />
      <Input name={`priority-${at}`} label={label('Priority')} type="number" min={0} disabled={line.type !== 'MX'} value={line.priority ?? ''} {...fault('priority')} onInput={(event) => put(at, { priority: number(event.currentTarget.value) })} />
      <IconButton label={`Remove ${nth}`} icon="minus" look="quiet" class={`max-md:mt-6 ${at === 0 ? 'md:mt-6' : 'md:mt-1'}`} onClick={drop} />
    </li>
  );
}

function Preview({ template, target }: { template: Line[] | null; target: string }) {
  const [hostname, setHostname] = useState(examples[0]!.hostname);
  const example = examples.find((each) => each.hostname === hostname)!;
  const edge = useQuery(['edge-names'], async () => {
    const [below, apex] = await Promise.all([EXAMPLE.below, EXAMPLE.apex].map((domain) => ask(api.POST('/v1/domains:check', { body: { domain } }))));
    return edgeOf(below!, apex!);
  }, { isOn: can('connections:read') });
  const rows = preview(template, example, target, edge.data);
  const isOpen = !edge.isLoading && rows.some(({ value }) => value.includes('{edge_'));
  return (
    <Card title="Preview" lead={<>What a customer is told to publish{example.kind === 'apex' && template === null && ', where the provider has no record that leads an apex to a host name'}.{isOpen && <> What is still in braces is a name or an address of your edges; it is filled in for each domain that is connected.</>}</>} actions={<Segments label="Example" value={hostname} choose={setHostname} options={examples.map((each) => ({ value: each.hostname, label: each.label }))} />}>
      <Table<Shown>
        caption={`Records for ${hostname}`}
        rows={rows}
        keyOf={(row) => JSON.stringify(row)}
        columns={[
          { key: 'name', label: 'Name', cell: (row) => <code>{row.name}</code> },
          { key: 'type', label: 'Type', cell: (row) => row.type },
          { key: 'value', label: 'Value', class: 'wrap-anywhere min-w-44', cell: (row) => <code>{row.value}</code> },
          { key: 'ttl', label: 'TTL', isNumber: true, isExtra: true, cell: (row) => row.ttl },
          { key: 'priority', label: 'Priority', isNumber: true, isExtra: true, cell: (row) => row.priority ?? '–' },
        ]}
      />
    </Card>
  );
}
