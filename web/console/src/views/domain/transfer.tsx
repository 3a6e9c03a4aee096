/** Moving the name to another application of the account: a connection that takes it over, proven afresh. */
import { useState } from 'preact/hooks';
import { api, ask } from '~/api/client';
import { cache, useQuery } from '~/api/query';
import { Button } from '~/parts/button';
import { Card } from '~/parts/card';
import { Dialog } from '~/parts/dialog';
import { Select } from '~/parts/field';
import { Form, Submit } from '~/parts/form';
import { navigate } from '~/shell/router';
import type { Connection } from './acts';

export function Transfer({ connection }: { connection: Connection }) {
  const { hostname, hostname_unicode, application_id } = connection;
  const [isOpen, setOpen] = useState(false);
  const { data } = useQuery(['applications', 'all'], () => ask(api.GET('/v1/applications', { params: { query: { limit: 100 } } })));
  const others = (data?.data ?? []).filter(({ id }) => id !== application_id);
  const move = async ({ application }: Record<string, string>): Promise<void> => {
    const made = await ask(api.POST('/v1/connections', { body: { application_id: application!, hostname, takeover: true, setup_type: 'manual' } }));
    cache.invalidate(['connections']);
    setOpen(false);
    navigate(`/domains/${made.id}`);
  };
  return (
    <Card title="Move to another application" lead="The name goes on being served from here until the move is proven." actions={<Button isSmall icon="transfer" disabled={others.length === 0} onClick={() => setOpen(true)}>Move</Button>}>
      {data && others.length === 0 && <p class="text-soft">There is no other application to move it to.</p>}
      <Dialog title={`Move ${hostname_unicode}`} isOpen={isOpen} close={() => setOpen(false)}>
        <Form submit={move}>
          <ol class="grid gap-2 list-decimal ps-5 text-pretty">
            <li>A second connection of the name is begun for the other application, with an ownership record of its own.</li>
            <li>The customer publishes that record. Nothing else counts as proof of a move, no lent credential either.</li>
            <li>When it is seen, the name changes hands at once, and this connection is archived.</li>
          </ol>
          <Select name="application" label="To" options={others.map(({ id, name }) => ({ value: id, label: name }))} />
          <div class="flex justify-end gap-2"><Button onClick={() => setOpen(false)}>Cancel</Button><Submit icon="transfer">Begin the move</Submit></div>
        </Form>
      </Dialog>
    </Card>
  );
}
