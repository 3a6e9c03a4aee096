/** Credentials that let Nameplate write at DNS providers for this application's domains. */
import { useId, useState } from 'preact/hooks';
import { type Schema, api, ask } from '~/api/client';
import { cache, usePages, useQuery, withhold } from '~/api/query';
import { Badge, type Tone } from '~/parts/badge';
import { Button } from '~/parts/button';
import { Card } from '~/parts/card';
import { Dialog } from '~/parts/dialog';
import { Empty } from '~/parts/empty';
import { ErrorNote } from '~/parts/error-note';
import { Input, Select, Textarea } from '~/parts/field';
import { Form, Submit } from '~/parts/form';
import { Link } from '~/parts/link';
import { ProviderLogo } from '~/parts/provider-logo';
import { Skeleton } from '~/parts/skeleton';
import { Time } from '~/parts/time';
import { toastFailure } from '~/parts/toast';
import { later } from '~/parts/undo';
import { setQuery, useQueryState } from '~/shell/router';
import { type Lendable, lendable, nameOf as named } from './sandbox';

type Credential = Schema<'DnsCredential'>;

export function Credentials({ application: { id } }: { application: Schema<'Application'> }) {
  const [wish] = useQueryState('provider');
  const [isOpen, setOpen] = useState(wish !== '');
  const key = ['application', id, 'credentials'];
  const { rows, failure, isLoading, refetch } = usePages<Credential>(key, (cursor) =>
    ask(api.GET('/v1/applications/{id}/credentials', { params: { path: { id }, query: { limit: 100, ...(cursor && { cursor }) } } })));
  const providers = useQuery(['providers'], () => ask(api.GET('/v1/providers')));
  const nameOf = (provider: string): string => named(provider, providers.data?.data ?? []);

  const drop = (credential: Credential): void => later({
    text: `The credential of ${nameOf(credential.provider)} was taken back.`,
    apply: () => withhold([credential.id]),
    send: () => ask(api.DELETE('/v1/applications/{id}/credentials/{credentialId}', { params: { path: { id, credentialId: credential.id } } })),
    after: () => cache.invalidate(key),
  });

  return (
    <div class="grid gap-4">
      <div class="flex flex-wrap items-center gap-3">
        <p class="text-soft grow basis-80">With a credential, new domains at that provider connect by themselves: nobody copies records. It is encrypted at rest and never shown again.</p>
        <Button look="main" icon="plus" onClick={() => setOpen(true)}>Lend a credential</Button>
      </div>
      {failure && <ErrorNote failure={failure} retry={refetch} />}
      {isLoading && <Skeleton />}
      {rows?.length === 0 && (
        <Empty icon="provider" title="Domains are connected by hand" action={<Button icon="plus" onClick={() => setOpen(true)}>Lend a credential</Button>}>
          <p>Lend a token that may edit a zone, and its records are written for you: every change is shown before and can be undone. <Link to="/providers">Which providers can do that</Link></p>
        </Empty>
      )}
      {rows && rows.length > 0 && (
        <ul class="grid gap-3" aria-label="DNS credentials">
          {rows.map((credential) => <Lent key={credential.id} application={id} credential={credential} name={nameOf(credential.provider)} drop={() => drop(credential)} />)}
        </ul>
      )}
      <Lend application={id} isOpen={isOpen} close={() => (setOpen(false), setQuery({ provider: null }))} able={lendable(providers.data?.data ?? [], wish, location.hostname)} wished={wish} />
    </div>
  );
}

const tone = (status: string | undefined): Tone => (status === undefined ? 'plain' : status === 'ok' ? 'good' : status === 'outage' || status === 'rate_limited' ? 'warn' : 'bad');

function Lent({ application, credential, name, drop }: { application: string; credential: Credential; name: string; drop: () => void }) {
  const [isBusy, setBusy] = useState(false);
  const { verdict } = credential;
  const check = async (): Promise<void> => {
    setBusy(true);
    try {
      await ask(api.POST('/v1/applications/{id}/credentials/{credentialId}/check', { params: { path: { id: application, credentialId: credential.id } } }));
      cache.invalidate(['application', application, 'credentials']);
    } catch (thrown) {
      toastFailure(thrown);
    } finally {
      setBusy(false);
    }
  };
  return (
    <li>
      <Card
        title={<span class="inline-flex flex-wrap items-center gap-2"><ProviderLogo provider={credential.provider} />{name} <code class="text-soft font-normal text-sm">…{credential.last4}</code></span>}
        actions={<><Button isSmall icon="refresh" isBusy={isBusy} onClick={() => void check()}>Check now<span class="unseen"> the credential of {name}</span></Button><Button isSmall look="quiet" onClick={drop}>Take back<span class="unseen"> the credential of {name}</span></Button></>}
      >
        <p class="flex flex-wrap items-center gap-x-3 gap-y-1">
          <Badge tone={tone(verdict?.status)} icon={verdict?.status === 'ok' ? 'good' : 'info'}>{verdict ? verdict.status.replaceAll('_', ' ') : 'not checked'}</Badge>
          <span class="wrap-anywhere">{verdict?.message ?? 'The provider was not asked yet.'}</span>
          {verdict && <span class="text-sm text-soft">checked <Time at={verdict.checked_at} /></span>}
        </p>
        {verdict && verdict.zones.length > 0 && (
          <p class="text-sm text-soft mt-2 wrap-anywhere">Sees {verdict.zones.join(', ')}{verdict.zones_total > verdict.zones.length && ` and ${(verdict.zones_total - verdict.zones.length).toLocaleString('en')} more`}{credential.zone && `; used for ${credential.zone} only`}.</p>
        )}
      </Card>
    </li>
  );
}

interface LendProps {
  application: string;
  isOpen: boolean;
  close: () => void;
  able: readonly Lendable[];
  wished: string;
}

function Lend({ application, isOpen, close, able, wished }: LendProps) {
  const id = useId();
  const listed = able.map(({ key, name }) => ({ value: key, label: name }));
  // An address may name one that is not listed; the server knows whether it is there.
  const options = wished === '' || listed.some(({ value }) => value === wished) ? listed : [{ value: wished, label: wished }, ...listed];
  const [picked, setPicked] = useState(wished);
  const chosen = picked || (able[0]?.key ?? '');
  const provider = able.find(({ key }) => key === chosen);
  const submit = async ({ token, zone }: Record<string, string>): Promise<void> => {
    await ask(api.POST('/v1/applications/{id}/credentials', { params: { path: { id: application } }, body: { provider: chosen, token: token!.trim(), zone: zone!.trim() || null } }));
    cache.invalidate(['application', application, 'credentials']);
    close();
  };
  return (
    <Dialog title="Lend a DNS credential" isOpen={isOpen && able.length > 0} close={close}>
      <Form id={id} submit={submit}>
        <Select name="provider" label="Provider" value={chosen} options={options} onChange={(event) => setPicked(event.currentTarget.value)} />
        {provider && (
          <div class="text-sm grid gap-1 rounded-lg bg-wash px-3 py-2">
            <p>{provider.credential.hint}</p>
            {provider.credential.gate && <p class="text-warn">{provider.credential.gate}</p>}
            <p class="flex flex-wrap gap-x-4">
              {provider.console_url && <Link to={provider.console_url}>Open {provider.name}</Link>}
              {provider.docs_url && <Link to={provider.docs_url}>Their guide</Link>}
            </p>
          </div>
        )}
        <Textarea name="token" label="Credential" required rows={3} isCode autocomplete="off" hint={provider && <>As it is pasted: <code>{provider.credential.format}</code></>} />
        <Input name="zone" label="Only for this zone (optional)" placeholder="customer.com" />
        <div class="flex justify-end gap-2"><Button onClick={close}>Cancel</Button><Submit>Lend it</Submit></div>
      </Form>
    </Dialog>
  );
}
