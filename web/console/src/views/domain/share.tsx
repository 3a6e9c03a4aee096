/** A link for whoever holds the DNS login: it opens without an account, tells of this one domain, and can be taken back. Its URL is shown once. */
import { useEffect, useState } from 'preact/hooks';
import { type Schema, api, ask } from '~/api/client';
import { cache, usePages } from '~/api/query';
import { can } from '~/api/session';
import { Badge } from '~/parts/badge';
import { Button } from '~/parts/button';
import { Card } from '~/parts/card';
import { CopyButton } from '~/parts/copy';
import { Dialog } from '~/parts/dialog';
import { ErrorNote } from '~/parts/error-note';
import { Select } from '~/parts/field';
import { Form, Submit } from '~/parts/form';
import { LinkButton } from '~/parts/link';
import { Skeleton } from '~/parts/skeleton';
import { Time, useNow } from '~/parts/time';
import { later } from '~/parts/undo';
import type { Connection } from './acts';

type ShareLink = Schema<'ShareLink'>;

const lives = [
  { value: '86400', label: 'a day' },
  { value: '604800', label: 'a week' },
  { value: '2592000', label: '30 days' },
];
const keyOf = (id: string) => ['connection', id, 'share-links'] as const;

export function ShareDialog({ connection: { id, hostname_unicode }, isOpen, close }: { connection: Connection; isOpen: boolean; close: () => void }) {
  const [made, setMade] = useState<Schema<'ShareLinkWithUrl'> | null>(null);
  const [life, setLife] = useState('604800');
  useEffect(() => {
    if (!isOpen) setMade(null);
  }, [isOpen]);
  const create = async (): Promise<void> => {
    setMade(await ask(api.POST('/v1/connections/{id}/share-links', { params: { path: { id } }, body: { expires_in: Number(life) } })));
    cache.invalidate(keyOf(id));
  };
  return (
    <Dialog title={`Share ${hostname_unicode}`} isOpen={isOpen} close={close} isKept={!!made?.url}>
      {made?.url ? (
        <div class="grid gap-4">
          <p class="text-pretty">Send it to whoever holds the DNS login. The address is shown <b class="font-semibold">only now</b>.</p>
          <p class="flex items-center gap-2 rounded-lg border border-line bg-sunk ps-3 pe-1 py-1"><code class="grow wrap-anywhere" data-share-url>{made.url}</code><CopyButton text={made.url} what="the link" /></p>
          <p class="text-sm text-soft">It ends <Time at={made.expires_at} />.</p>
          <div class="flex flex-wrap justify-end gap-2"><LinkButton to={made.url} icon="external">Open it</LinkButton><Button look="main" onClick={close}>I have saved it</Button></div>
        </div>
      ) : (
        <Form submit={create}>
          <p class="text-pretty">A page for whoever holds the DNS login: the records of this one domain, and whether they are found yet. No account is needed; it shows nothing else, and you can take it back.</p>
          <Select name="expires_in" label="Good for" options={lives} value={life} onChange={(event) => setLife(event.currentTarget.value)} />
          <div class="flex justify-end gap-2"><Button onClick={close}>Cancel</Button><Submit icon="share">Make the link</Submit></div>
        </Form>
      )}
    </Dialog>
  );
}

export function ShareLinks({ connection: { id }, share }: { connection: Connection; share: (() => void) | null }) {
  const { rows, failure, isLoading, refetch, hasMore, more } = usePages<ShareLink>(keyOf(id), (cursor) =>
    ask(api.GET('/v1/connections/{id}/share-links', { params: { path: { id }, query: { limit: 20, ...(cursor ? { cursor } : {}) } } })));
  return (
    <Card title="Share links" lead="Each opens a page on this domain without an account." actions={share && <Button isSmall icon="plus" onClick={share}>Make a link</Button>}>
      {failure && <ErrorNote failure={failure} retry={refetch} />}
      {isLoading && <Skeleton lines={2} />}
      {rows?.length === 0 && <p class="text-soft">None was made.</p>}
      {rows && rows.length > 0 && <ul class="grid divide-y divide-line">{rows.map((link) => <One key={link.id} link={link} connectionId={id} />)}</ul>}
      {hasMore && <Button class="mt-3" onClick={more}>Show older</Button>}
    </Card>
  );
}

function One({ link, connectionId }: { link: ShareLink; connectionId: string }) {
  const present = useNow();
  const isOver = Date.parse(link.expires_at) <= present;
  const isOpen = !link.revoked_at && !isOver;
  return (
    <li class="flex flex-wrap items-center gap-x-4 gap-y-1 py-2 first:pt-0 last:pb-0" data-share-link={isOpen ? 'open' : 'closed'}>
      <span class="grow">Made <Time at={link.created_at} /></span>
      {link.revoked_at ? <Badge icon="close">Revoked</Badge> : isOver ? <Badge icon="clock">Ended</Badge> : <span class="text-sm text-soft">ends <Time at={link.expires_at} /></span>}
      {isOpen && can('connections:write') && <Button isSmall look="quiet" onClick={() => revoke(link, connectionId)}>Revoke</Button>}
    </li>
  );
}

function revoke({ id: linkId }: ShareLink, id: string): void {
  later({
    text: 'The link is revoked.',
    apply: () => cache.change<{ data: ShareLink[] }[]>(keyOf(id), (pages) => pages.map((page) => ({ ...page, data: page.data.map((each) => (each.id === linkId ? { ...each, revoked_at: new Date().toISOString() } : each)) }))),
    send: () => ask(api.DELETE('/v1/connections/{id}/share-links/{linkId}', { params: { path: { id, linkId } } })),
    after: () => cache.invalidate(keyOf(id)),
  });
}
