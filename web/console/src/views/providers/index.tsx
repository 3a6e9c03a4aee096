/** Where customers keep their DNS, and what can be done there. */
import { api, ask } from '~/api/client';
import { useQuery } from '~/api/query';
import { Badge } from '~/parts/badge';
import { Button } from '~/parts/button';
import { Empty } from '~/parts/empty';
import { ErrorNote } from '~/parts/error-note';
import { Input } from '~/parts/field';
import { Page } from '~/parts/page';
import { ProviderLogo } from '~/parts/provider-logo';
import { Skeleton } from '~/parts/skeleton';
import { Segments } from '~/parts/tabs';
import { hrefOf, setQuery, useQueryState } from '~/shell/router';
import { type Provider, found, ways, waysOf } from './ways';

const options = [{ value: '', label: 'All' }, { value: 'automatic', label: ways.automatic.label }, { value: 'consent', label: ways.consent.label }];

export default function Providers() {
  const { data, failure, isLoading, refetch } = useQuery(['providers'], () => ask(api.GET('/v1/providers')));
  const [text, setText] = useQueryState('search');
  const [way, setWay] = useQueryState('way');
  const shown = data ? found(data.data, text, way) : [];
  return (
    <Page title="Providers" lead="Nameplate recognises where a domain's DNS is kept, speaks the words of that panel, and writes there by itself where the customer lets it.">
      <div class="flex flex-wrap items-end gap-3 mb-5">
        <Input class="grow max-w-sm basis-56" name="search" type="search" label="Search" isLabelHidden placeholder="Search providers" value={text} onInput={(event) => setText(event.currentTarget.value)} />
        <Segments label="Way" options={options} value={way} choose={setWay} />
        <p role="status" class={data ? 'text-sm text-soft py-1.5' : 'unseen'}>{data && `${shown.length} of ${data.data.length}`}</p>
      </div>
      {failure && <ErrorNote failure={failure} retry={refetch} />}
      {isLoading && <Skeleton lines={6} />}
      {data && shown.length === 0 && (
        <Empty icon="search" title={`No provider is called "${text}"`} action={<Button onClick={() => setQuery({ search: null, way: null })}>Show all</Button>}>
          <p>A domain kept anywhere else is connected all the same: the customer copies the records by hand.</p>
        </Empty>
      )}
      <ul class="grid gap-3 grid-cols-[repeat(auto-fill,minmax(min(100%,17rem),1fr))]">{shown.map((provider) => <Tile key={provider.key} provider={provider} />)}</ul>
    </Page>
  );
}

function Tile({ provider }: { provider: Provider }) {
  const { key, name, credential } = provider;
  return (
    <li class="flex">
      <a href={hrefOf(`/providers/${key}`)} class="card grow grid content-between gap-3 p-4 hover:border-edge">
        <span class="flex items-center gap-3 min-w-0">
          <ProviderLogo provider={key} size={32} />
          <span class="min-w-0"><b class="font-semibold wrap-anywhere">{name}</b>{credential.gate && <span class="block text-sm text-soft">The provider has conditions</span>}</span>
        </span>
        <span class="flex flex-wrap gap-1.5">
          {waysOf(provider).map((way) => <Badge key={way} tone={ways[way].tone} icon={ways[way].icon}>{ways[way].label}</Badge>)}
        </span>
      </a>
    </li>
  );
}
