/** A webhook that told of the domain: where it is shown, and sending it again. */
import { useState } from 'preact/hooks';
import { api, ask } from '~/api/client';
import { cache } from '~/api/query';
import { Badge } from '~/parts/badge';
import { Button } from '~/parts/button';
import { Link } from '~/parts/link';
import { toast, toastFailure } from '~/parts/toast';

const tones = { delivered: 'good', failed: 'bad', pending: 'plain' } as const;

export function Delivery({ id, connectionId, status }: { id: string; connectionId: string; status: string }) {
  const [isBusy, setBusy] = useState(false);
  const replay = async (): Promise<void> => {
    setBusy(true);
    try {
      await ask(api.POST('/v1/webhook-deliveries/{id}/replay', { params: { path: { id } } }));
      toast({ text: 'The webhook is sent again.' });
    } catch (thrown) {
      toastFailure(thrown);
    } finally {
      setBusy(false);
      cache.invalidate(['connection', connectionId, 'timeline']);
      cache.invalidate(['webhook-deliveries']);
    }
  };
  return (
    <>
      {status && <Badge tone={tones[status as keyof typeof tones] ?? 'plain'}>{status}</Badge>}
      <Link to={`/webhooks/deliveries?delivery=${id}`}>Payload and answer</Link>
      <Button look="quiet" isSmall icon="refresh" isBusy={isBusy} onClick={replay}>Send again</Button>
    </>
  );
}
