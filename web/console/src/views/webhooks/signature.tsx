import { useState } from 'preact/hooks';
import { type Schema, api, ask } from '~/api/client';
import { cache } from '~/api/query';
import { Button } from '~/parts/button';
import { Card } from '~/parts/card';
import { Code } from '~/parts/code';
import { Confirm } from '~/parts/confirm';
import { Segments } from '~/parts/tabs';
import { Time } from '~/parts/time';
import { Secret } from '~/views/keys/create';
import { type Language, check, languages } from './events';

export function Signature({ endpoint: { id, former_secret_until } }: { endpoint: Schema<'WebhookEndpoint'> }) {
  const [language, setLanguage] = useState<Language>('node');
  const [isAsking, setAsking] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const rotate = async (): Promise<void> => {
    const made = await ask(api.POST('/v1/webhook-endpoints/{id}/rotate-secret', { params: { path: { id } } }));
    setSecret(made.signing_secret);
    cache.invalidate(['webhook-endpoints', id]);
  };
  return (
    <div class="grid gap-5 max-w-4xl">
      <Card title="Check each request" lead="Anybody can send something to your URL. What comes from here is signed with the endpoint's secret." actions={<Segments<Language> label="Language" options={languages} value={language} choose={setLanguage} />}>
        <Code title={`Check: ${languages.find(({ value }) => value === language)!.label}`} text={check(language)} />
        <ul class="text-sm text-soft grid gap-1 mt-3 ps-4 list-disc">
          <li>Answer with a 2xx within five seconds, and do the work afterwards.</li>
          <li>The same event may come twice: leave out what has an <code>id</code> that you have seen.</li>
          <li>Refuse what is older than five minutes: each attempt is signed anew.</li>
        </ul>
      </Card>
      <Card title="Signing secret" lead="It was shown when the endpoint was made. If it is lost, or seen by others, make a new one." actions={<Button icon="refresh" onClick={() => setAsking(true)}>Make a new secret</Button>}>
        {former_secret_until ? <p>The secret before signs too until <Time at={former_secret_until} isExact />.</p> : <p class="text-soft">One secret signs at present.</p>}
      </Card>
      <Confirm title="Make a new signing secret?" isOpen={isAsking} close={() => setAsking(false)} action="Make a new secret" run={rotate}>
        <p>For 24 hours requests are signed with both in <code>webhook-signature</code>; <code>X-CD-Signature</code> has the new one at once.</p>
      </Confirm>
      <Secret title="New signing secret" text={secret} isOpen={secret !== null} close={() => setSecret(null)}>Put it where your receiver reads the old one.</Secret>
    </div>
  );
}
