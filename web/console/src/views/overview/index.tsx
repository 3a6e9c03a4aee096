/** What needs attention first, and then how things are. */
import { can } from '~/api/session';
import { ErrorNote } from '~/parts/error-note';
import { LinkButton } from '~/parts/link';
import { Page } from '~/parts/page';
import { Skeleton } from '~/parts/skeleton';
import { useShortcut } from '~/shell/keyboard';
import { navigate } from '~/shell/router';
import { AttentionCard } from './attention-card';
import { concernsOf } from './attention';
import { Checklist } from './checklist';
import { latest, ofAudit, ofConnection } from './happenings';
import { HappeningsCard } from './happenings-card';
import { useSources } from './sources';
import { ByState, Numbers } from './standing';
import { UsageCard } from './usage-card';

const LATELY = 8;

export default function Overview() {
  const sources = useSources();
  const mayConnect = can('connections:write');
  useShortcut('c', 'Connect a domain', () => mayConnect && navigate('/domains/connect'));
  const { summary, urgent, moved, endpoints, credentials, certificates, usage, history, audit } = sources;
  const failed = Object.values(sources).find(({ failure }) => failure);
  const concerns = concernsOf({ connections: urgent.data?.data, endpoints: endpoints.data?.data, credentials: credentials.data, certificates: certificates.data, usage: usage.data });
  const happenings = latest([...(moved.data?.data ?? []).map(ofConnection), ...(audit.data?.data ?? []).map(ofAudit)], LATELY);
  const isEmpty = summary.data?.total === 0;
  const isReading = [urgent, endpoints, certificates, usage].some(({ isLoading }) => isLoading);
  return (
    <Page title="Overview" actions={mayConnect && <LinkButton to="/domains/connect" look="main" icon="plus">Connect a domain</LinkButton>}>
      <div class="grid gap-4">
        {failed?.failure && <ErrorNote failure={failed.failure} retry={failed.refetch} />}
        <Checklist sources={sources} />
        {!(isEmpty && concerns.length === 0) && <AttentionCard concerns={concerns} isLoading={isReading} domains={summary.data?.needs_attention ?? 0} />}
        {!isEmpty && <Numbers sources={sources} />}
        <div class="grid lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)] gap-4 items-start">
          {moved.isLoading || audit.isLoading ? <div class="card p-4"><Skeleton lines={6} /></div> : <HappeningsCard happenings={happenings} />}
          <div class="grid gap-4">
            {summary.data && !isEmpty && <ByState counts={summary.data.by_state} />}
            {history.data && <UsageCard days={history.data.data} />}
          </div>
        </div>
      </div>
    </Page>
  );
}
