/** One endpoint: what was sent to it, its settings, and how it checks signatures. */
import { useState } from 'preact/hooks';
import { type Schema, api, ask } from '~/api/client';
import { cache, useQuery, withhold } from '~/api/query';
import { Badge } from '~/parts/badge';
import { Button } from '~/parts/button';
import { ErrorNote } from '~/parts/error-note';
import { Missing, NoPart, isMissing } from '~/parts/missing';
import { Page } from '~/parts/page';
import { PageSkeleton } from '~/parts/skeleton';
import { Tabs } from '~/parts/tabs';
import { Time } from '~/parts/time';
import { toast, toastFailure } from '~/parts/toast';
import { later } from '~/parts/undo';
import type { ViewProps } from '~/shell/lazy';
import { navigate } from '~/shell/router';
import { Deliveries } from './deliveries';
import { health } from './events';
import { Settings } from './settings';
import { Signature } from './signature';

const crumbs = [{ label: 'Webhooks', to: '/webhooks' }];
const tabs = [{ key: '', label: 'Deliveries' }, { key: 'settings', label: 'Settings' }, { key: 'signature', label: 'Signature' }];

export default function Endpoint({ params }: ViewProps) {
  const id = params.id!;
  const { data, failure, refetch } = useQuery(['webhook-endpoints', id], () => ask(api.GET('/v1/webhook-endpoints/{id}', { params: { path: { id } } })), { everyMs: 10_000 });
  if (failure && !data) {
    return (
      <Page title="Webhook endpoint" crumbs={crumbs}>
        {isMissing(failure) ? <Missing what="endpoint" icon="webhook" to="/webhooks" all="webhooks" /> : <ErrorNote failure={failure} retry={refetch} />}
      </Page>
    );
  }
  if (!data) return <PageSkeleton />;
  const tab = params.tab ?? '';
  return (
    <Page title={data.url} mark={<Badge tone={health(data).tone}>{health(data).text}</Badge>} lead={data.description ?? undefined} crumbs={crumbs} actions={<Actions endpoint={data} />}>
      <Trouble endpoint={data} />
      <Tabs label="Endpoint" base={`/webhooks/endpoints/${id}`} tabs={tabs} now={tab} />
      {tab === '' && <Deliveries endpoints={[data]} only={id} />}
      {tab === 'settings' && <Settings key={data.updated_at} endpoint={data} />}
      {tab === 'signature' && <Signature endpoint={data} />}
      {!tabs.some(({ key }) => key === tab) && <NoPart to={`/webhooks/endpoints/${id}`} />}
    </Page>
  );
}

function Actions({ endpoint: { id, url } }: { endpoint: Schema<'WebhookEndpoint'> }) {
  const [isBusy, setBusy] = useState(false);
  const test = async (): Promise<void> => {
    setBusy(true);
    try {
      const { status, last_status, last_problem } = await ask(api.POST('/v1/webhook-endpoints/{id}/test', { params: { path: { id } } }));
      const answered = last_status === null ? (last_problem ?? 'it gave no answer') : `it answered ${last_status}`;
      toast({ text: status === 'delivered' ? `The test arrived: ${answered}.` : `The test did not arrive: ${answered}.`, tone: status === 'delivered' ? 'good' : 'bad' });
    } catch (thrown) {
      toastFailure(thrown);
    } finally {
      setBusy(false);
      cache.invalidate(['webhook-deliveries']);
    }
  };
  const remove = (): void => {
    navigate('/webhooks');
    later({
      text: `${url} was removed.`,
      apply: () => withhold([id]),
      send: () => ask(api.DELETE('/v1/webhook-endpoints/{id}', { params: { path: { id } } })),
      after: () => cache.invalidate(['webhook-endpoints']),
    });
  };
  return <><Button icon="bolt" isBusy={isBusy} onClick={() => void test()}>Send a test</Button><Button look="quiet" onClick={remove}>Remove</Button></>;
}

/** What is wrong with it, and what to do. */
function Trouble({ endpoint: { id, enabled, disabled_at, disabled_reason, failing_since } }: { endpoint: Schema<'WebhookEndpoint'> }) {
  if (enabled && !failing_since) return null;
  const enable = async (): Promise<void> => {
    try {
      cache.put(['webhook-endpoints', id], await ask(api.PATCH('/v1/webhook-endpoints/{id}', { params: { path: { id } }, body: { enabled: true } })));
      cache.invalidate(['webhook-endpoints']);
    } catch (thrown) {
      toastFailure(thrown);
    }
  };
  if (enabled) return <p class="rounded-lg bg-warn-wash px-3 py-2.5 mb-4">Every attempt has failed since <Time at={failing_since} isExact />. After three days it is disabled; what waits is tried again meanwhile.</p>;
  return (
    <div class="flex flex-wrap items-center gap-3 rounded-lg bg-wash px-3 py-2.5 mb-4">
      <p class="grow basis-60">Nothing is sent here{disabled_at && <> since <Time at={disabled_at} /></>}{disabled_reason ? `: ${disabled_reason}` : '.'}</p>
      <Button onClick={() => void enable()}>Switch it on</Button>
    </div>
  );
}
