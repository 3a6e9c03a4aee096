/** One account: what it uses, its plan, and whether it is served. */
import { useState } from 'preact/hooks';
import { type Schema, api, ask } from '~/api/client';
import { cache, useQuery } from '~/api/query';
import { Badge } from '~/parts/badge';
import { Button } from '~/parts/button';
import { Card } from '~/parts/card';
import { Copyable } from '~/parts/copy';
import { Dialog } from '~/parts/dialog';
import { ErrorNote } from '~/parts/error-note';
import { Facts } from '~/parts/facts';
import { Input, Select } from '~/parts/field';
import { Form, Submit } from '~/parts/form';
import { Missing, isMissing } from '~/parts/missing';
import { Page } from '~/parts/page';
import { PageSkeleton } from '~/parts/skeleton';
import { Time } from '~/parts/time';
import { titled } from '~/parts/titles';
import { toast, toastFailure } from '~/parts/toast';
import type { ViewProps } from '~/shell/lazy';
import { amount, kinds } from '~/views/usage/kinds';

const crumbs = [{ label: 'Tenants', to: '/platform/tenants' }];
const plans: readonly Schema<'Plan'>[] = ['free', 'pro', 'growth', 'enterprise'];

export default function Tenant({ params }: ViewProps) {
  const id = params.id!;
  const key = ['platform', 'tenant', id];
  const [isSuspending, setSuspending] = useState(false);
  const { data, failure, refetch } = useQuery(key, () => ask(api.GET('/v1/platform/tenants/{id}', { params: { path: { id } } })), { everyMs: 15_000 });
  if (failure && !data) {
    return (
      <Page title="Tenant" crumbs={crumbs}>
        {isMissing(failure) ? <Missing what="tenant" icon="tenant" to="/platform/tenants" all="tenants">No tenant of this platform has the id that the address names.</Missing> : <ErrorNote failure={failure} retry={refetch} />}
      </Page>
    );
  }
  if (!data) return <PageSkeleton />;
  const renew = (): void => {
    cache.invalidate(key);
    cache.invalidate(['platform', 'tenants']);
  };
  const resume = (): Promise<void> => ask(api.POST('/v1/platform/tenants/{id}/resume', { params: { path: { id } } })).then(() => (renew(), void toast({ text: `${data.name} is served again.`, tone: 'good' })), toastFailure);
  const suspend = async ({ reason }: Record<string, string>): Promise<void> => {
    await ask(api.POST('/v1/platform/tenants/{id}/suspend', { params: { path: { id } }, body: { reason: reason!.trim() } }));
    renew();
    setSuspending(false);
  };
  const setPlan = ({ plan }: Record<string, string>): Promise<void> =>
    ask(api.PATCH('/v1/platform/tenants/{id}', { params: { path: { id } }, body: { plan: plan as Schema<'Plan'> } })).then(() => (renew(), void toast({ text: 'The plan was changed.', tone: 'good' })));

  return (
    <Page
      title={data.name}
      mark={data.suspended_at ? <Badge tone="bad">suspended</Badge> : <Badge tone="good">active</Badge>}
      crumbs={crumbs}
      actions={data.suspended_at ? <Button onClick={() => void resume()}>Resume</Button> : <Button onClick={() => setSuspending(true)}>Suspend</Button>}
    >
      <div class="grid gap-5 lg:grid-cols-2 items-start">
        <Card title="In short">
          <Facts facts={[
            ['Id', <Copyable text={id} what="the tenant's id" />],
            ['Since', <Time at={data.created_at} />],
            ['Suspended', data.suspended_at && <><Time at={data.suspended_at} />{data.suspended_reason && `: ${data.suspended_reason}`}</>],
            ['Applications', data.applications.toLocaleString('en')],
            ['Domains', data.connections === 0 ? '0' : `${data.connections.toLocaleString('en')}, ${data.live.toLocaleString('en')} of them live`],
          ]} />
        </Card>
        <Card title="This month">
          <dl class="grid gap-1.5">
            {data.usage.map(({ kind, used, limit }) => (
              <div key={kind} class="flex justify-between gap-3">
                <dt class="text-soft">{kinds[kind].name}</dt>
                <dd class="tabular-nums">{used.toLocaleString('en')} <span class="text-soft">{limit === null ? amount(limit) : `of ${amount(limit)}`}</span></dd>
              </div>
            ))}
          </dl>
        </Card>
        <Card title="Plan" lead="Counts at once. What was used stays used.">
          <Form key={data.plan} submit={setPlan} class="flex flex-wrap items-end gap-3">
            <Select name="plan" label="Plan" class="w-48" value={data.plan} options={plans.map((plan) => ({ value: plan, label: titled(plan) }))} />
            <Submit look="plain">Change plan</Submit>
          </Form>
        </Card>
      </div>
      <Dialog title={`Suspend ${data.name}?`} isOpen={isSuspending} close={() => setSuspending(false)}>
        <Form submit={suspend}>
          <p>Its keys are refused, its domains are not served, and nobody is told anything, until it is resumed. Nothing is deleted.</p>
          <Input name="reason" label="Reason" required autofocus hint="It is kept here and in their audit log; a refusal does not name it." />
          <div class="flex justify-end gap-2"><Button onClick={() => setSuspending(false)}>Cancel</Button><Submit look="danger">Suspend</Submit></div>
        </Form>
      </Dialog>
    </Page>
  );
}
