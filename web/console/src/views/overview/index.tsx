/** What needs attention first, and then how things are. */
import { useRef } from 'preact/hooks';
import { can } from '~/api/session';
import { ErrorNote } from '~/parts/error-note';
import { LinkButton } from '~/parts/link';
import { Page } from '~/parts/page';
import { Skeleton } from '~/parts/skeleton';
import { lazy } from '~/shell/lazy';
import { useShortcut } from '~/shell/keyboard';
import { navigate } from '~/shell/router';
import { AttentionCard } from './attention-card';
import { concernsOf } from './attention';
import { Checklist } from './checklist';
import { useSources } from './sources';
import { Numbers } from './standing';

/** Once so many are live, a tenant is not new any more. */
const NEW_UNTIL = 5;
const Below = lazy(() => import('./below'));

const waiting = <div class="card p-4"><Skeleton lines={6} /></div>;

export default function Overview() {
  const sources = useSources();
  const mayConnect = can('connections:write');
  useShortcut('c', 'Connect a domain', () => mayConnect && navigate('/domains/connect'));
  const { summary, urgent, endpoints, credentials, certificates, usage } = sources;
  const failed = Object.values(sources).find(({ failure }) => failure);
  const concerns = concernsOf({ connections: urgent.data?.data, endpoints: endpoints.data?.data, credentials: credentials.data, certificates: certificates.data, usage: usage.data });
  const isEmpty = summary.data?.total === 0;
  const isNew = summary.data !== undefined && (summary.data.by_state.live ?? 0) < NEW_UNTIL;
  // Nothing is drawn that something above it would push down a moment later.
  const isKnown = useRef(false);
  isKnown.current ||= Object.values(sources).every(({ isLoading }) => !isLoading);
  return (
    <Page title="Overview" actions={mayConnect && <LinkButton to="/domains/connect" look="main" icon="plus">Connect a domain</LinkButton>}>
      <div class="grid gap-4">
        {failed?.failure && <ErrorNote failure={failed.failure} retry={failed.refetch} />}
        {isKnown.current ? (
          <>
            {isNew && <Checklist />}
            {!(isEmpty && concerns.length === 0) && <AttentionCard concerns={concerns} domains={summary.data?.needs_attention ?? 0} />}
            {!isEmpty && <Numbers sources={sources} />}
            <Below params={{}} waiting={waiting} />
          </>
        ) : waiting}
      </div>
    </Page>
  );
}
