/** What visitors are shown: the chain, how long it holds, when it is renewed and who decided that. */
import { can } from '~/api/session';
import { Badge, type Tone } from '~/parts/badge';
import { Button } from '~/parts/button';
import { Card } from '~/parts/card';
import { Copyable } from '~/parts/copy';
import { Empty } from '~/parts/empty';
import { Facts } from '~/parts/facts';
import { Icon, type IconName } from '~/parts/icon';
import { dateOf } from '~/parts/instants';
import { Time } from '~/parts/time';
import type { Schema } from '~/api/client';
import type { Acts, Connection } from './acts';
import { Chain } from './chain';

type Shown = Schema<'Certificate'>;

const statuses: Record<Shown['status'], { label: string; tone: Tone; icon: IconName }> = {
  pending: { label: 'Being obtained', tone: 'accent', icon: 'clock' },
  issued: { label: 'Issued', tone: 'good', icon: 'check' },
  failed: { label: 'Failed', tone: 'bad', icon: 'error' },
};
const decided = {
  authority: 'The authority suggests this time (ARI, RFC 9773).',
  life: "By the certificate's life: with a third of it left.",
};

export function Certificate({ connection, acts }: { connection: Connection; acts: Acts }) {
  const { certificate, state, proof } = connection;
  if (!certificate) return <None state={state} />;
  const mayRenew = can('connections:write') && proof !== null && state !== 'archived' && state !== 'failed';
  const isInternal = certificate.authority === 'internal' || certificate.issuer === 'internal';
  const { status, issuer, authority, names, not_before, not_after, next_renewal, renewal, serial, fingerprint_sha256, reported_at, chain } = certificate;
  return (
    <div class="grid gap-4">
      {certificate.last_problem ? <Problem problem={certificate.last_problem} /> : certificate.problem && <p class="rounded-lg bg-bad-wash px-4 py-3">{certificate.problem}</p>}
      <Card
        title="Certificate"
        actions={<><Badge {...statuses[status]}>{statuses[status].label}</Badge>{mayRenew && <Button isSmall icon="refresh" isBusy={acts.isBusy('renew')} onClick={() => acts.run('renew')}>Renew now</Button>}</>}
      >
        <div class="grid gap-4">
          {not_before && not_after && <Life from={not_before} until={not_after} renewal={next_renewal} />}
          <Facts
            facts={[
              ['Names', names.length > 0 ? <span class="flex flex-wrap gap-x-3">{names.map((name) => <code key={name}>{name}</code>)}</span> : null],
              ['Issuer', issuer],
              ['Authority', authority && authority !== issuer ? authority : null],
              ['Next renewal', next_renewal ? <><Time at={next_renewal} />{renewal && <span class="block text-sm text-soft">{decided[renewal]}</span>}</> : null],
              ['Serial', serial ? <Copyable text={serial} what="the serial number" /> : null],
              ['SHA-256', fingerprint_sha256 ? <Copyable text={fingerprint_sha256} what="the fingerprint" /> : null],
              ['Last heard from an edge', <Time at={reported_at} />],
            ]}
          />
        </div>
      </Card>
      {chain?.length > 0 && <Card title="Chain" lead={isInternal ? 'From the certificate of the name to the CA of this installation.' : 'From the certificate of the name to the root that browsers know.'}><Chain links={chain} names={names} isInternal={isInternal} /></Card>}
    </div>
  );
}

function None({ state }: { state: Connection['state'] }) {
  const isLive = state === 'live';
  return (
    <Empty icon="certificate" title={isLive ? 'The certificate is not ours' : 'There is no certificate yet'}>
      <p>{isLive ? 'No edge of Nameplate reports one for this name: somebody else ends TLS in front of it.' : 'It is obtained by itself as soon as every record is in place, before the first visitor comes.'}</p>
    </Empty>
  );
}

const who: Record<Schema<'Actor'>, string> = {
  customer: 'The customer has to act',
  operator: 'Whoever runs the platform has to act',
  authority: 'The authority has to act; it is tried again by itself',
  nobody: 'It passes by itself',
};

function Problem({ problem }: { problem: Schema<'CertificateProblem'> }) {
  return (
    <section role="alert" aria-label="Last problem" class="rounded-lg bg-bad-wash px-4 py-3 flex gap-3">
      <Icon name="error" class="text-bad mt-1" />
      <div class="grid gap-1 min-w-0">
        <p class="font-medium text-pretty wrap-anywhere">{problem.message}</p>
        {problem.detail && <p class="text-sm wrap-anywhere"><span class="text-soft">{problem.authority ?? 'The authority'} says:</span> {problem.detail}</p>}
        <p class="text-sm">{who[problem.actor]}.{problem.retry_at && <> Tried again <Time at={problem.retry_at} />.</>} <code class="text-soft">{problem.code}</code></p>
      </div>
    </section>
  );
}

/** Where between its two ends it is, and where it will be renewed. */
function Life({ from, until, renewal }: { from: string; until: string; renewal: string | null }) {
  const [start, end] = [Date.parse(from), Date.parse(until)];
  const share = (at: number): string => `${Math.min(100, Math.max(0, ((at - start) / (end - start)) * 100))}%`;
  return (
    <div class="grid gap-1.5">
      <div class="relative h-2 rounded-full bg-wash" aria-hidden="true">
        <span class="absolute inset-y-0 start-0 rounded-full bg-good" style={{ inlineSize: share(Date.now()) }} />
        {renewal && <span class="absolute -inset-y-1 w-0.5 bg-fg" style={{ insetInlineStart: share(Date.parse(renewal)) }} />}
      </div>
      <p class="flex flex-wrap justify-between gap-x-4 text-sm text-soft"><span>{dateOf(from)}</span>{renewal && <span>to be renewed {dateOf(renewal)}</span>}<span>{dateOf(until)}</span></p>
    </div>
  );
}
