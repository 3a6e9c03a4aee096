/** Every certificate that edges hold for the account's domains: what ends first comes first, after what has a problem. */
import { useEffect } from 'preact/hooks';
import { type Schema, api, ask } from '~/api/client';
import { usePages, useQuery } from '~/api/query';
import { Badge } from '~/parts/badge';
import { Button } from '~/parts/button';
import { Empty } from '~/parts/empty';
import { ErrorNote } from '~/parts/error-note';
import { Input } from '~/parts/field';
import { dateOf } from '~/parts/instants';
import { LinkButton } from '~/parts/link';
import { Page } from '~/parts/page';
import { Skeleton } from '~/parts/skeleton';
import { Table } from '~/parts/table';
import { Segments } from '~/parts/tabs';
import { Time, useNow } from '~/parts/time';
import { useQueryState } from '~/shell/router';
import { byUrgency, matching } from './order';

type Entry = Schema<'CertificateEntry'> & { hostname_unicode: string };

const filters = [
  { value: '', label: 'All' },
  { value: 'ending', label: 'End within 30 days' },
  { value: 'failed', label: 'With a problem' },
];
const PAGE = 100;
const SORTED = 500;

export default function Certificates() {
  const [filter, setFilter] = useQueryState('show');
  const [text, setText] = useQueryState('search');
  const asked = filter === 'failed' ? { status: 'failed' as const } : filter === 'ending' ? { expiring_within_days: 30 } : {};
  const { rows, failure, isLoading, refetch, hasMore, more, isFetchingMore } = usePages(['certificates', asked], async (cursor) => {
    const page = await ask(api.GET('/v1/certificates', { params: { query: { ...asked, limit: PAGE, ...(cursor ? { cursor } : {}) } } }));
    return { ...page, data: page.data.map((entry) => ({ ...entry, id: entry.connection_id })) };
  });
  // What ends first is known when all are: to be sorted here, they have to be here.
  useEffect(() => {
    if (hasMore && !isFetchingMore && rows && rows.length < SORTED) more();
  }, [hasMore, isFetchingMore, rows?.length]);
  // Entries have names as certificates do, in A-labels; connections know how people write them.
  const { data: unicode } = useQuery(['connections', 'unicode'], async () => {
    const { data } = await ask(api.GET('/v1/connections', { params: { query: { search: 'xn--', limit: 100 } } }));
    return Object.fromEntries(data.map(({ id, hostname_unicode }) => [id, hostname_unicode]));
  }, { isOn: rows?.some(({ hostname }) => hostname.includes('xn--')) ?? false });
  const written = (rows ?? []).map((entry): Entry => ({ ...entry, hostname_unicode: unicode?.[entry.connection_id] ?? entry.hostname }));
  const shown = byUrgency(matching(written, text));
  const isEmpty = rows?.length === 0;
  return (
    <Page title="Certificates" lead="What edges serve for your domains. They are obtained, renewed and replaced by themselves; what needs somebody stands first.">
      <div class="flex flex-wrap items-end gap-3 mb-5">
        <Input class="grow max-w-sm basis-56" name="search" type="search" label="Search" isLabelHidden placeholder="Search host names" value={text} onInput={(event) => setText(event.currentTarget.value)} />
        <Segments label="Show" options={filters} value={filter} choose={setFilter} />
      </div>
      {failure && <ErrorNote failure={failure} retry={refetch} />}
      {isLoading && <Skeleton lines={6} />}
      {isEmpty && filter === '' && (
        <Empty icon="certificate" title="No certificates yet" action={<LinkButton to="/domains" look="main">Go to domains</LinkButton>}>
          <p>As soon as the records of a domain are in place, a certificate is obtained for it, before its first visitor comes.</p>
        </Empty>
      )}
      {rows && shown.length === 0 && !(isEmpty && filter === '') && <Empty icon="good" title={text ? `Nothing is called "${text}"` : 'None of these'} action={<Button onClick={() => { setFilter(''); setText(''); }}>Show all</Button>}><p>{filter === 'failed' ? 'Every certificate could be had.' : filter === 'ending' ? 'No certificate ends within 30 days.' : 'No host name fits.'}</p></Empty>}
      {shown.length > 0 && <Table caption="Certificates" rows={shown} keyOf={(entry) => entry.connection_id} to={(entry) => `/domains/${entry.connection_id}/certificate`} columns={columns} />}
      {hasMore && rows && rows.length >= SORTED && <Button class="mt-4" isBusy={isFetchingMore} onClick={more}>Show more</Button>}
    </Page>
  );
}

const columns = [
  { key: 'hostname', label: 'Host name', cell: ({ hostname, hostname_unicode, certificate }: Entry) => <span class="wrap-anywhere" title={hostname}>{hostname_unicode}<span class="block sm:hidden">{!isGood(certificate) && <Standing certificate={certificate} />}</span></span> },
  { key: 'issuer', label: 'Issuer', isExtra: true, cell: ({ certificate }: Entry) => certificate.issuer ?? <span class="text-soft">–</span> },
  { key: 'ends', label: 'Ends', cell: ({ certificate }: Entry) => <Ends certificate={certificate} /> },
  { key: 'renewal', label: 'Next renewal', isExtra: true, cell: ({ certificate }: Entry) => <Time at={certificate.next_renewal} /> },
  { key: 'problem', label: 'Standing', isExtra: true, cell: ({ certificate }: Entry) => <Standing certificate={certificate} /> },
];

const SOON_MS = 14 * 86_400_000;

function Ends({ certificate: { not_after } }: { certificate: Entry['certificate'] }) {
  const present = useNow();
  const isSoon = not_after !== null && Date.parse(not_after) - present < SOON_MS;
  return <span class={isSoon ? 'text-warn font-medium' : ''}><Time at={not_after} />{not_after && <span class="block text-sm text-soft font-normal">{dateOf(not_after)}</span>}</span>;
}

const isGood = ({ status, last_problem, problem }: Entry['certificate']): boolean => status === 'issued' && !last_problem && !problem;

function Standing({ certificate: { status, last_problem, problem } }: { certificate: Entry['certificate'] }) {
  const said = last_problem?.message ?? problem;
  if (said) return <span class="grid gap-1 justify-items-start min-w-40 max-w-md"><Badge tone="bad" icon="error">Problem</Badge><span class="text-sm text-soft wrap-anywhere max-sm:hidden">{said}</span></span>;
  return status === 'pending' ? <Badge tone="accent" icon="clock">Being obtained</Badge> : <Badge tone="good" icon="check">Good</Badge>;
}
