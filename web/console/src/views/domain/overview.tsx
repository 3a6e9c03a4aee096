/** What the customer has to publish, how ownership is proven, and what is known besides. */
import { Card } from '~/parts/card';
import { Facts } from '~/parts/facts';
import { Time } from '~/parts/time';
import type { Acts, Connection } from './acts';
import { Proofs } from './proofs';
import { Records } from './records';

const setups: Record<string, string> = {
  automatic: 'Automatic, with a lent credential',
  manual: 'By hand',
  domain_connect: 'Domain Connect, by consent at the provider',
  semiautomatic: 'Half automatic',
  shared_login: 'With a shared login',
  async: 'Later, by somebody else',
  api: 'By your program',
};
const kinds = { apex: 'Bare domain', subdomain: 'Subdomain', wildcard: 'Wildcard' };

export function Overview({ connection, acts }: { connection: Connection; acts: Acts }) {
  const { id, kind, setup_type, created_at, expires_at, batch_id, checked_at, takeover } = connection;
  return (
    <div class="grid gap-4">
      {takeover && !connection.proof && <Takeover />}
      <Records connection={connection} acts={acts} />
      <div class="grid gap-4 lg:grid-cols-[minmax(0,1fr)_22rem] items-start">
        <Proofs connection={connection} />
        <Card title="About">
          <Facts
            facts={[
              ['Kind', kinds[kind]],
              ['Set-up', setups[setup_type] ?? setup_type],
              ['Created', <Time at={created_at} />],
              ['Last looked at', <Time at={checked_at} none="not yet" />],
              expires_at ? ['Given up', <Time at={expires_at} />] : null,
              batch_id ? ['Batch', <code>{batch_id}</code>] : null,
              ['Id', <code class="text-sm">{id}</code>],
            ]}
          />
        </Card>
      </div>
    </div>
  );
}

const Takeover = () => (
  <p class="rounded-lg bg-accent-wash px-4 py-3 text-pretty">
    <b class="font-semibold">This moves the name here.</b> Its present holder goes on serving it until the ownership record below, which is made for this move, is seen at the zone's own servers. Then it changes
    hands at once, and the old connection is archived.
  </p>
);
