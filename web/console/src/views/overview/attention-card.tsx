/** What needs somebody, first of all; or that nothing does. */
import { useState } from 'preact/hooks';
import { api, ask } from '~/api/client';
import { cache } from '~/api/query';
import { can } from '~/api/session';
import { Button } from '~/parts/button';
import { Card } from '~/parts/card';
import { Icon } from '~/parts/icon';
import { Link, LinkButton } from '~/parts/link';
import { Time, useNow } from '~/parts/time';
import { toast, toastFailure } from '~/parts/toast';
import { hrefOf } from '~/shell/router';
import { pieces } from '../domain/sentence';
import type { Concern } from './attention';

/** More than that is a list of its own. */
const SHOWN = 8;

interface AttentionProps {
  concerns: readonly Concern[];
  /** All domains that need attention, of which the first are among the concerns. */
  domains: number;
}

export function AttentionCard({ concerns, domains }: AttentionProps) {
  if (concerns.length === 0) {
    return (
      <section class="card px-4 py-3.5 flex items-center gap-3" aria-labelledby="calm">
        <span class="grid place-items-center size-8 shrink-0 rounded-full bg-good-wash text-good"><Icon name="check" /></span>
        <div><h2 id="calm" class="text-base">Nothing needs attention</h2><p class="text-sm text-soft">Domains, certificates, webhooks and credentials are as they should be.</p></div>
      </section>
    );
  }
  const shown = concerns.slice(0, SHOWN);
  const isMore = domains > shown.filter(({ kind }) => kind === 'connection').length;
  return (
    <Card title="Needs attention" isFlush actions={isMore && <Link to="/domains?show=attention&sort=state" class="link text-sm">All {domains.toLocaleString('en')} domains that do</Link>}>
      <ul aria-label="Needs attention" class="mt-2">{shown.map((concern) => <One key={concern.id} concern={concern} />)}</ul>
    </Card>
  );
}

function One({ concern: { icon, isBad, title, text, at, to, next, nextTo = to, checks } }: { concern: Concern }) {
  const [isBusy, setBusy] = useState(false);
  // What the server says, with its instants as people say them.
  const said = pieces(text, useNow()).map((piece) => (typeof piece === 'string' ? piece : piece.text)).join('');
  const check = async (id: string): Promise<void> => {
    setBusy(true);
    try {
      const { problem } = await ask(api.POST('/v1/connections/{id}/records:check', { params: { path: { id } } }));
      toast({ text: problem ? `${title}: ${problem.message}` : `${title} was checked.`, tone: problem ? 'plain' : 'good' });
      cache.invalidate(['connections']);
    } catch (thrown) {
      toastFailure(thrown);
    } finally {
      setBusy(false);
    }
  };
  return (
    <li class="flex flex-wrap items-start gap-x-3 gap-y-2 px-4 py-3 border-t border-line">
      <div class="grow basis-64 min-w-0 grid grid-cols-[auto_minmax(0,1fr)] gap-x-3">
        <Icon name={icon} class={`mt-1 row-span-2 ${isBad ? 'text-bad' : 'text-warn'}`} />
        <p class="flex flex-wrap gap-x-2 items-baseline">
          <a href={hrefOf(to)} class="font-medium hover:underline wrap-anywhere rounded-sm">{title}</a>
          {at && <span class="text-sm text-soft"><Time at={at} /></span>}
        </p>
        <p class="text-sm text-soft wrap-anywhere line-clamp-2" title={said}>{said}</p>
      </div>
      <div class="flex flex-wrap gap-2 ms-auto">
        {checks && can('connections:write') && <Button isSmall icon="refresh" isBusy={isBusy} onClick={() => void check(checks)} aria-label={`Check now: ${title}`}>Check now</Button>}
        <LinkButton isSmall to={nextTo} aria-label={`${next}: ${title}`}>{next}</LinkButton>
      </div>
    </li>
  );
}
