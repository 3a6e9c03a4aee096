/** Writing for the customer: what would change is shown before, and what changed can be undone. Or the customer consents at the provider. */
import { useState } from 'preact/hooks';
import { type Schema, api, ask } from '~/api/client';
import { type Failure, failureFrom } from '~/api/failure';
import { type Query, cache, useQuery } from '~/api/query';
import { can } from '~/api/session';
import { Button } from '~/parts/button';
import { Card } from '~/parts/card';
import { Diff } from '~/parts/diff';
import { ErrorNote } from '~/parts/error-note';
import { LinkButton } from '~/parts/link';
import { Skeleton } from '~/parts/skeleton';
import { toast } from '~/parts/toast';
import { type Connection, refresh } from './acts';
import { undo } from './change-sets';

type Report = Schema<'DomainReport'>;

export function Write({ connection, report }: { connection: Connection; report: Query<Report> }) {
  const { capabilities, provider } = report.data ?? {};
  return (
    <Card title="Write for the customer" lead="Only these records are touched; everything else in the zone, mail too, stays as it is.">
      {report.isLoading ? <Skeleton /> : report.failure ? <ErrorNote failure={report.failure} retry={report.refetch} /> : (
        <div class="grid gap-4">
          {capabilities!.auto_write ? <Plan connection={connection} /> : <NotLent connection={connection} provider={provider!} />}
          {capabilities!.domain_connect && <Consent connection={connection} provider={provider!.name ?? 'the provider'} />}
        </div>
      )}
    </Card>
  );
}

const planKey = (id: string) => ['zone-plan', id] as const;

function Plan({ connection: { id } }: { connection: Connection }) {
  const plan = useQuery(planKey(id), () => ask(api.POST('/v1/connections/{id}/records:apply', { params: { path: { id } }, body: { dry_run: true } })));
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const apply = async (): Promise<void> => {
    setBusy(true);
    setFailure(null);
    try {
      const { change_set } = await ask(api.POST('/v1/connections/{id}/records:apply', { params: { path: { id } }, body: {} }));
      if (change_set) toast({ text: 'The records are written.', tone: 'good', action: { label: 'Undo', run: () => void undo(change_set, id) }, ms: 10_000 });
      else toast({ text: 'Nothing had to be written.' });
    } catch (thrown) {
      setFailure(failureFrom(thrown));
    } finally {
      setBusy(false);
      cache.invalidate(planKey(id));
      refresh(id);
    }
  };
  if (plan.isLoading) return <Skeleton />;
  const wrong = failure ?? plan.failure;
  return (
    <div class="grid gap-3">
      {wrong && <ErrorNote failure={wrong} retry={plan.refetch} />}
      {plan.data && !plan.failure && (
        <>
          <p class="text-soft">{plan.data.changes.length > 0 ? <>This would change in <b class="font-medium text-fg">{plan.data.zone}</b>, with the credential that was lent:</> : <>A lent credential reaches <b class="font-medium text-fg">{plan.data.zone}</b>.</>}</p>
          <Diff changes={plan.data.changes} />
          <div class="flex flex-wrap gap-2">
            {plan.data.changes.length > 0 && <Button look="main" icon="write" isBusy={isBusy} onClick={apply}>Write {plan.data.changes.length === 1 ? 'the change' : `${plan.data.changes.length} changes`}</Button>}
            <Button icon="refresh" isBusy={plan.isFetching && !isBusy} onClick={plan.refetch}>Look again</Button>
          </div>
        </>
      )}
    </div>
  );
}

function NotLent({ connection, provider }: { connection: Connection; provider: Report['provider'] }) {
  const where = provider.name ?? 'the DNS provider';
  const to = `/applications/${connection.application_id}/credentials${provider.key ? `?provider=${encodeURIComponent(provider.key)}` : ''}`;
  return (
    <div class="flex flex-wrap items-center gap-3">
      <p class="grow basis-72 text-pretty">
        {provider.auto_write ? <>No credential of {where} that reaches this zone was lent to the application. With one, records are written, proven and mended by themselves.</> : <>Nameplate cannot write at {where}: the customer publishes the records by hand.</>}
      </p>
      {provider.auto_write && can('apps:admin') && <LinkButton to={to} icon="key">Lend a credential</LinkButton>}
    </div>
  );
}

function Consent({ connection: { id }, provider }: { connection: Connection; provider: string }) {
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [flow, setFlow] = useState<Schema<'DomainConnectFlow'> | null>(null);
  const begin = async (): Promise<void> => {
    setBusy(true);
    setFailure(null);
    try {
      setFlow(await ask(api.POST('/v1/connections/{id}/domain-connect', { params: { path: { id } }, body: {} })));
    } catch (thrown) {
      setFailure(failureFrom(thrown));
    } finally {
      setBusy(false);
    }
  };
  return (
    <div class="grid gap-3 border-t border-line pt-4 first:border-0 first:pt-0">
      {failure && <ErrorNote failure={failure} />}
      <div class="flex flex-wrap items-center gap-3">
        <p class="grow basis-72 text-pretty">{provider} offers Domain Connect for these records: whoever has the login signs in there, sees them, and consents. Nothing is lent.</p>
        {flow ? <LinkButton to={flow.url} look="main" icon="external">Sign in at {flow.provider_name}</LinkButton> : <Button icon="arrow-right" isBusy={isBusy} onClick={begin}>Begin Domain Connect</Button>}
      </div>
      {flow && <p class="text-sm text-soft">It opens in a new tab and holds for a short while. Proof and records are looked for when the customer comes back.</p>}
    </div>
  );
}
