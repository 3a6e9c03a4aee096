import { useState } from 'preact/hooks';
import { type Schema, api, ask } from '~/api/client';
import { cache, useQuery } from '~/api/query';
import { Badge } from '~/parts/badge';
import { Button } from '~/parts/button';
import { Code } from '~/parts/code';
import { Copyable } from '~/parts/copy';
import { Drawer } from '~/parts/dialog';
import { ErrorNote } from '~/parts/error-note';
import { Facts } from '~/parts/facts';
import { Link } from '~/parts/link';
import { Skeleton } from '~/parts/skeleton';
import { Time } from '~/parts/time';
import { toast, toastFailure } from '~/parts/toast';
import { deliveryStates } from './delivery-states';
import { readable } from './events';

type Attempt = Schema<'WebhookAttempt'>;

/** One delivery with its body and every attempt, beside the list. */
export function Delivery({ id, urlOf, close }: { id: string; urlOf: (endpoint: string) => string; close: () => void }) {
  const [isBusy, setBusy] = useState(false);
  const { data, failure, isLoading, refetch } = useQuery(['webhook-delivery', id], () => ask(api.GET('/v1/webhook-deliveries/{id}', { params: { path: { id } } })), { isOn: id !== '', everyMs: 3_000 });
  const replay = async (): Promise<void> => {
    setBusy(true);
    try {
      await ask(api.POST('/v1/webhook-deliveries/{id}/replay', { params: { path: { id } } }));
      toast({ text: 'It is sent once more.', tone: 'good' });
      cache.invalidate(['webhook-delivery', id]);
      cache.invalidate(['webhook-deliveries']);
    } catch (thrown) {
      toastFailure(thrown);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Drawer title={data?.type ?? 'Delivery'} isOpen={id !== ''} close={close} actions={data && <Button icon="refresh" isBusy={isBusy} onClick={() => void replay()}>Replay</Button>}>
      {failure && <ErrorNote failure={failure} retry={refetch} />}
      {isLoading && <Skeleton />}
      {data && (
        <div class="grid gap-5">
          <Facts facts={[
            ['State', <Badge tone={deliveryStates[data.status].tone}>{deliveryStates[data.status].label}</Badge>],
            ['To', urlOf(data.endpoint_id)],
            ['Event', <Copyable text={data.event_id} what="the event's id" />],
            ['About', data.jobId && <Link to={`/domains/${data.jobId}`}>domain {data.jobId}</Link>],
            ['Made', <Time at={data.created_at} />],
            ['Next attempt', data.next_retry_at && <Time at={data.next_retry_at} />],
          ]} />
          <Code title="Body, as it is sent" text={readable(data.body)} maxLines={24} />
          <section class="grid gap-3">
            <h3 class="text-base">Attempts</h3>
            {data.attempt_log.length === 0 ? <p class="text-soft">None yet.</p> : <ol class="grid gap-3">{data.attempt_log.map((attempt) => <One key={attempt.number} attempt={attempt} />)}</ol>}
          </section>
        </div>
      )}
    </Drawer>
  );
}

function One({ attempt: { number, at, took_ms, status, problem, answer } }: { attempt: Attempt }) {
  const isGood = status !== null && status >= 200 && status < 300;
  return (
    <li class="rounded-lg border border-line p-3 grid gap-2">
      <p class="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span class="text-soft">#{number}</span>
        <Badge tone={isGood ? 'good' : 'bad'}>{status ?? 'no answer'}</Badge>
        <span class="tabular-nums text-sm text-soft">{took_ms.toLocaleString('en')} ms</span>
        <span class="text-sm text-soft ms-auto"><Time at={at} /></span>
      </p>
      {problem && <p class="text-bad wrap-anywhere first-letter:uppercase">{problem}</p>}
      {answer && <Code title="Answer" text={answer} maxLines={12} />}
    </li>
  );
}
