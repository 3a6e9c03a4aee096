import { type Schema, api, ask } from '~/api/client';
import { cache, useQuery } from '~/api/query';
import { can } from '~/api/session';
import { Card } from '~/parts/card';
import { Copyable } from '~/parts/copy';
import { Facts } from '~/parts/facts';
import { Input, Textarea } from '~/parts/field';
import { Form, Submit } from '~/parts/form';
import { Link } from '~/parts/link';
import { Progress } from '~/parts/progress';
import { Skeleton } from '~/parts/skeleton';
import { Time } from '~/parts/time';
import { toast } from '~/parts/toast';
import { kinds } from '~/views/usage/kinds';
import { lines } from './lines';

export function Settings({ application }: { application: Schema<'Application'> }) {
  const { id } = application;
  const mayChange = can('apps:admin');
  const submit = async (values: Record<string, string>): Promise<void> => {
    const changed = await ask(api.PATCH('/v1/applications/{id}', {
      params: { path: { id } },
      body: { name: values.name!.trim(), default_origin: values.default_origin!.trim() || null, allowed_origins: lines(values.allowed_origins) },
    }));
    cache.put(['application', id], changed);
    cache.invalidate(['applications']);
    toast({ text: 'Saved. Visitors are led there within seconds.', tone: 'good' });
  };
  return (
    <div class="grid gap-5 lg:grid-cols-[minmax(0,1fr)_minmax(0,23rem)] items-start">
      <Card title="Settings">
        <Form submit={submit} isGuarded>
          <fieldset disabled={!mayChange} class="grid gap-4">
            <Input name="name" label="Name" required defaultValue={application.name} />
            <Input name="default_origin" label="Origin" type="url" defaultValue={application.default_origin ?? ''} placeholder="the platform's default" hint="Where visitors of this application's domains are led: scheme, host and port." />
            <Textarea name="allowed_origins" label="Pages that may embed the widget" rows={4} isCode defaultValue={application.allowed_origins.join('\n')} placeholder="https://app.acme.example" hint="One origin a line: scheme, host, port. Without any, pages of every origin may." />
          </fieldset>
          {mayChange && <div><Submit>Save</Submit></div>}
        </Form>
      </Card>
      <div class="grid gap-5">
        <Card title="In short">
          <Facts isNarrow facts={[
            ['Id', <Copyable text={id} what="the application's id" />],
            ['CNAME target', <Copyable text={application.app_target} what="the CNAME target" />],
            ['Created', <Time at={application.created_at} />],
            ['Changed', <Time at={application.updated_at} />],
          ]} />
          <p class="text-sm text-soft mt-1">A CNAME to this target proves a name and leads its traffic here, in one record.</p>
        </Card>
        {can('usage:read') && <Quota />}
      </div>
    </div>
  );
}

function Quota() {
  const { data, isLoading } = useQuery(['usage'], () => ask(api.GET('/v1/usage')));
  return (
    <Card title="Quota" lead={<>This month, for all applications of the account together. <Link to="/usage">Usage and plan</Link></>}>
      {isLoading && <Skeleton />}
      <ul class="grid gap-3">
        {data?.usage.map(({ kind, used, limit }) => (
          <li key={kind} class="grid gap-1">
            <p class="flex justify-between gap-3"><span class="text-soft">{kinds[kind].name}</span><span class="tabular-nums">{used.toLocaleString('en')}{limit !== null && <span class="text-soft"> of {limit.toLocaleString('en')}</span>}</span></p>
            {limit !== null && <Progress label={`${kinds[kind].name}: ${used} of ${limit}`} value={used} max={limit} />}
          </li>
        ))}
      </ul>
    </Card>
  );
}
