/** The plans, and how one goes to another. */
import { useState } from 'preact/hooks';
import { type Failure, failureFrom } from '~/api/failure';
import { type Schema, api, ask } from '~/api/client';
import { cache, useQuery } from '~/api/query';
import { can } from '~/api/session';
import { Badge } from '~/parts/badge';
import { Button } from '~/parts/button';
import { Card } from '~/parts/card';
import { Confirm } from '~/parts/confirm';
import { ErrorNote } from '~/parts/error-note';
import { Facts } from '~/parts/facts';
import { Skeleton } from '~/parts/skeleton';
import { Time } from '~/parts/time';
import { titled } from '~/parts/titles';
import { toast } from '~/parts/toast';
import { place } from '~/shell/router';
import { type Less, type UsageKind, amount, isEnforced, isOpen, kinds, lessOf } from './kinds';

type Plan = Schema<'Plan'>;
type Offer = Schema<'PlanOffer'>;
type Subscription = Schema<'Subscription'>;

const counted = Object.keys(kinds) as UsageKind[];
/** Where the billing provider sends people back to. */
const back = (purchase?: 'done' | 'cancelled'): string => `${location.origin}/console/usage/plan${purchase ? `?purchase=${purchase}` : ''}`;
const purchases: Record<string, string> = {
  done: 'Thank you. The plan changes here as soon as the payment is confirmed.',
  cancelled: 'Nothing was bought; the plan is as it was.',
};

export function Plans({ subscription }: { subscription: Subscription }) {
  const { data, failure, isLoading, refetch } = useQuery(['plans'], () => ask(api.GET('/v1/plans')));
  const [busy, setBusy] = useState<Plan | 'portal' | null>(null);
  const [refused, setRefused] = useState<Failure | null>(null);
  const [asked, setAsked] = useState<Offer | null>(null);

  const run = async (what: Plan | 'portal', act: () => Promise<void>): Promise<void> => {
    setBusy(what);
    setRefused(null);
    try {
      await act();
    } catch (thrown) {
      setRefused(failureFrom(thrown));
    } finally {
      setBusy(null);
    }
  };
  const go = async (plan: Plan): Promise<void> => {
    try {
      cache.put(['subscription'], await ask(api.POST('/v1/subscriptions', { body: { plan } })));
      toast({ text: `You are on the plan ${titled(plan)} now.`, tone: 'good' });
    } catch (thrown) {
      if (failureFrom(thrown).code !== 'checkout_required') throw thrown;
      const { url } = await ask(api.POST('/v1/billing/checkout', { body: { plan, success_url: back('done'), cancel_url: back('cancelled') } }));
      location.assign(url);
    }
  };
  /** What takes something away is asked about first. */
  const choose = (offer: Offer): void => (lessOf(subscription.usage, offer.limits).length > 0 ? setAsked(offer) : void run(offer.id, () => go(offer.id)));
  const openPortal = (): Promise<void> => run('portal', async () => {
    const { url } = await ask(api.POST('/v1/billing/portal', { body: { return_url: back() } }));
    location.assign(url);
  });

  // Without anything for sale nobody bills, and there is no portal to go to.
  const isSelling = data?.data.some((offer) => offer.is_for_sale) ?? false;
  const purchase = purchases[place.value.query.purchase ?? ''];
  return (
    <div class="grid gap-5">
      {purchase && <p role="status" class="rounded-lg bg-accent-wash px-3 py-2.5">{purchase}</p>}
      <Card title={<>Plan <span class="capitalize">{subscription.plan}</span></>} actions={can('apps:admin') && isSelling && <Button isBusy={busy === 'portal'} icon="external" onClick={() => void openPortal()}>Cards and invoices</Button>}>
        <Facts facts={[
          ['Status', <Badge tone={subscription.status === 'active' ? 'good' : 'warn'}>{subscription.status.replaceAll('_', ' ')}</Badge>],
          ['Since', <Time at={subscription.since} />],
          ['Domains of one application', <>at most {amount(subscription.max_domains_per_app)} that are registered under <code>/v1/apps</code></>],
        ]} />
      </Card>
      {refused && <ErrorNote failure={refused} />}
      {failure && <ErrorNote failure={failure} retry={refetch} />}
      {isLoading && <Skeleton />}
      {data && (
        <ul class="grid sm:grid-cols-2 xl:grid-cols-4 gap-4">
          {data.data.map((offer) => <Choice key={offer.id} offer={offer} isOpen={isOpen(offer, isSelling)} now={subscription.plan} busy={busy} choose={choose} />)}
        </ul>
      )}
      {asked && (
        <Confirm title={`Switch to ${titled(asked.id)}`} isOpen close={() => setAsked(null)} action={`Switch to ${titled(asked.id)}`} run={() => go(asked.id)}>
          <p>It allows less than {titled(subscription.plan)}, at once:</p>
          <ul class="grid gap-2">{lessOf(subscription.usage, asked.limits).map((less) => <Loss key={less.kind} {...less} />)}</ul>
        </Confirm>
      )}
    </div>
  );
}

function Loss({ kind, used, was, limit }: Less) {
  return (
    <li>
      <b class="font-medium">{kinds[kind].name}</b>: {amount(limit)} a month, until now {was === null ? 'without limit' : amount(was)}; {amount(used)} so far.
      {used >= limit && <span class={`block text-sm ${isEnforced(kind) ? 'text-bad' : 'text-soft'}`}>{isEnforced(kind) ? 'No further domain can be connected this month. What is live stays live.' : 'The plan has no more in it. Nothing is refused for that.'}</span>}
    </li>
  );
}

function Choice({ offer, isOpen: mayChoose, now, busy, choose }: { offer: Offer; isOpen: boolean; now: Plan; busy: Plan | 'portal' | null; choose: (offer: Offer) => void }) {
  const isNow = offer.id === now;
  return (
    <li class={`card p-4 grid gap-3 grid-rows-[auto_1fr_auto] ${isNow ? 'border-accent!' : ''}`}>
      <h2 class="text-lg capitalize flex items-center justify-between gap-2">{offer.id}{isNow && <Badge tone="accent" icon="check">Yours</Badge>}</h2>
      <dl class="grid gap-1 text-sm content-start">
        {counted.map((kind) => (
          <div key={kind} class="flex justify-between gap-3"><dt class="text-soft">{kinds[kind].name}</dt><dd class="tabular-nums text-end">{amount(offer.limits[kind])}</dd></div>
        ))}
      </dl>
      {!isNow && mayChoose && can('apps:admin') && (
        <Button look="plain" isBusy={busy === offer.id} disabled={busy !== null && busy !== offer.id} onClick={() => choose(offer)}>Switch to {titled(offer.id)}</Button>
      )}
      {!isNow && !mayChoose && <p class="text-sm text-soft">Whoever runs the platform sets this one.</p>}
    </li>
  );
}
