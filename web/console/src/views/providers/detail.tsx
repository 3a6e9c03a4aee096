/** One provider: where its credential comes from and how it is lent, and how records are set there by hand. */
import { api, ask } from '~/api/client';
import { useQuery } from '~/api/query';
import { Badge } from '~/parts/badge';
import { Card } from '~/parts/card';
import { Empty } from '~/parts/empty';
import { ErrorNote } from '~/parts/error-note';
import { Facts } from '~/parts/facts';
import { LinkButton } from '~/parts/link';
import { Page } from '~/parts/page';
import { ProviderLogo } from '~/parts/provider-logo';
import { PageSkeleton } from '~/parts/skeleton';
import type { ViewProps } from '~/shell/lazy';
import { GetCredential, Lend } from './lend';
import { type Provider, apexWay, ttlRange, ways, waysOf } from './ways';

const crumbs = [{ label: 'Providers', to: '/providers' }];

export default function ProviderDetail({ params }: ViewProps) {
  const { data, failure, isLoading, refetch } = useQuery(['providers'], () => ask(api.GET('/v1/providers')));
  const provider = data?.data.find(({ key }) => key === params.key);
  if (isLoading) return <PageSkeleton />;
  if (!provider) {
    return (
      <Page title={params.key ?? 'Provider'} crumbs={crumbs}>
        {failure ? <ErrorNote failure={failure} retry={refetch} /> : <Empty icon="provider" title="No such provider" action={<LinkButton to="/providers" look="main">See all</LinkButton>}><p>This server has no provider of that name.</p></Empty>}
      </Page>
    );
  }
  const { key, name, docs_url, console_url } = provider;
  const all = waysOf(provider);
  const actions = (
    <>
      {docs_url && <LinkButton to={docs_url} icon="book">Documentation</LinkButton>}
      {console_url && <LinkButton to={console_url} icon="external">Open {key === 'rfc2136' ? 'the panel' : name}</LinkButton>}
    </>
  );
  return (
    <Page title={name} crumbs={crumbs} actions={actions} mark={<ProviderLogo provider={key} size={32} />}>
      <div class="grid gap-4 lg:grid-cols-[minmax(0,1fr)_20rem] items-start">
        <div class="grid gap-4 min-w-0">
          {all.includes('automatic') ? <><GetCredential provider={provider} /><Lend provider={provider} /></> : <Consent />}
        </div>
        <div class="grid gap-4 min-w-0">
          <Card title="Ways to connect">
            <ul class="grid gap-3">
              {all.map((way) => <li key={way} class="grid gap-1 justify-items-start"><Badge tone={ways[way].tone} icon={ways[way].icon}>{ways[way].label}</Badge><span class="text-sm text-soft">{ways[way].meaning}</span></li>)}
            </ul>
          </Card>
          <ByHand provider={provider} />
          <Card title="Limits"><p class="text-soft">{provider.limits}</p></Card>
        </div>
      </div>
    </Page>
  );
}

function ByHand({ provider }: { provider: Provider }) {
  const { capabilities: able, fields } = provider;
  const isRedirect = provider.model === 'redirect';
  return (
    <Card title="Records there">
      <Facts
        facts={[
          isRedirect ? null : ['Name', <><b class="font-medium">{fields.host}</b>, {fields.host_form === 'full' ? 'written in full' : 'without the domain'}</>],
          isRedirect || fields.apex === null ? null : ['Bare domain', fields.apex === '' ? 'The name is left empty' : <code>{fields.apex}</code>],
          isRedirect ? null : ['Value', <><b class="font-medium">{fields.value}</b>{fields.trailing_dot && ', host names end with a dot'}</>],
          ['Apex leads to', apexWay(able.apex)],
          ['Wildcards', yes(able.wildcard)],
          ['CAA records', yes(able.caa)],
          ['SRV records', yes(able.srv)],
          isRedirect ? null : ['TTL', ttlRange(able)],
        ]}
      />
    </Card>
  );
}

const yes = (is: boolean): string => (is ? 'Yes' : 'No');

const Consent = () => (
  <Card title="Nothing has to be lent">
    <div class="grid gap-2 text-pretty">
      <p>Where a customer's provider offers Domain Connect, the widget and the page of the domain have a button that leads there. The customer signs in, sees the records, and consents; proof and records are checked when they come back.</p>
      <p class="text-soft">Whether a provider offers it for your records is asked for each domain: your template has to be known to the provider.</p>
    </div>
  </Card>
);
