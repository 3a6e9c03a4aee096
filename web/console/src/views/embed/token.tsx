import { useEffect, useState } from 'preact/hooks';
import { type Failure, failureFrom } from '~/api/failure';
import { type Schema, api, ask } from '~/api/client';
import { Button } from '~/parts/button';
import { Card } from '~/parts/card';
import { Copyable } from '~/parts/copy';
import { ErrorNote } from '~/parts/error-note';
import { Time } from '~/parts/time';

/** A token to try things with, made here by whoever is signed in. */
export function Token({ application, domain }: { application: string; domain: string }) {
  const [made, setMade] = useState<Schema<'WidgetToken'> | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isBusy, setBusy] = useState(false);
  useEffect(() => setMade(null), [domain]);
  const mint = async (): Promise<void> => {
    setBusy(true);
    setFailure(null);
    try {
      setMade(await ask(api.POST('/v1/tokens', { body: { application_id: application, domain: domain || null } })));
    } catch (thrown) {
      setFailure(failureFrom(thrown));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Card title="A token to try it with" lead="What your server's answer will hold. It lets a browser connect domains, and nothing else.">
      <div class="grid gap-3">
        {failure && <ErrorNote failure={failure} />}
        {made?.auth_token && (
          <div class="grid gap-1">
            <p class="rounded-lg border border-line bg-sunk px-3 py-2"><Copyable text={made.auth_token} what="the token" /></p>
            <p class="text-sm text-soft">{domain ? `For ${domain} only. ` : ''}It ends <Time at={made.expires_at} />.</p>
          </div>
        )}
        <div><Button isBusy={isBusy} icon="key" onClick={() => void mint()}>{made ? 'Make another' : 'Make a token'}</Button></div>
      </div>
    </Card>
  );
}
