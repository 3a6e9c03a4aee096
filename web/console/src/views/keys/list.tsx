/** API keys, and how one is revoked. */
import { useState } from 'preact/hooks';
import type { Schema } from '~/api/client';
import { session } from '~/api/session';
import { Badge } from '~/parts/badge';
import { Button } from '~/parts/button';
import { Confirm } from '~/parts/confirm';
import { type Column, Table } from '~/parts/table';
import { Time } from '~/parts/time';

export type ApiKey = Schema<'ApiKey'>;

/** `more` are columns that the place adds; `revoke` ends the key at once. */
export function KeyList({ rows, revoke, more = [] }: { rows: readonly ApiKey[]; revoke: (key: ApiKey) => Promise<unknown>; more?: readonly Column<ApiKey>[] }) {
  const [leaving, setLeaving] = useState<ApiKey | null>(null);
  const columns: Column<ApiKey>[] = [
    { key: 'name', label: 'Name', cell: (key) => <span class="font-medium">{key.name}{session.value?.key?.id === key.id && <span class="text-soft font-normal"> (yours now)</span>}<code class="sm:hidden block text-soft font-normal">…{key.last4}</code></span> },
    { key: 'secret', label: 'Ends with', isExtra: true, cell: (key) => <code>…{key.last4}</code> },
    ...more,
    { key: 'scopes', label: 'May', isExtra: true, cell: (key) => <span class="flex flex-wrap gap-1">{key.scopes.map((scope) => <Badge key={scope}>{scope}</Badge>)}</span> },
    { key: 'created', label: 'Made', isExtra: true, cell: (key) => <Time at={key.created_at} /> },
    {
      key: 'end',
      label: <span class="unseen">Actions</span>,
      isAtEnd: true,
      cell: (key) => (key.revoked_at ? <span class="text-soft">revoked <Time at={key.revoked_at} /></span> : <Button isSmall look="quiet" aria-label={`Revoke ${key.name}`} onClick={() => setLeaving(key)}>Revoke</Button>),
    },
  ];
  return (
    <>
      <Table<ApiKey> caption="API keys" rows={rows} keyOf={(key) => key.id} columns={columns} />
      <Confirm title="Revoke this key?" isOpen={leaving !== null} close={() => setLeaving(null)} action="Revoke the key" run={() => revoke(leaving!)}>
        <p>Whatever uses <strong>{leaving?.name}</strong> (…{leaving?.last4}) is refused from that moment on{session.value?.key?.id === leaving?.id ? ', this console among it' : ''}. A revoked key does not come back.</p>
      </Confirm>
    </>
  );
}
