/** What the overview reads. What this session may not see is not asked for. */
import { type Schema, api, ask } from '~/api/client';
import { useQuery } from '~/api/query';
import { can } from '~/api/session';
import { useApplications } from '../domains/applications';
import { useSummary } from './summary';

const AGAIN_MS = 60_000;
/** Credentials are listed by application: so many of them are looked at. */
const APPLICATIONS = 20;
const SOON_DAYS = 14;

export type Concerning = { credential: Schema<'DnsCredential'>; application: string };

export function useSources() {
  const mayRead = can('connections:read');
  const mayHook = can('webhooks:write') || can('apps:admin');
  const mayAdminister = can('apps:admin');
  const again = { everyMs: AGAIN_MS };
  const applications = useApplications();
  const few = (applications.data ?? []).slice(0, APPLICATIONS);
  const since = new Date();
  since.setHours(0, 0, 0, 0);
  return {
    applications,
    summary: useSummary(),
    urgent: useQuery(['connections', 'urgent'], () => ask(api.GET('/v1/connections', { params: { query: { state: ['stalled', 'drifted', 'failed'], sort: '-state_since', limit: 6 } } })), { isOn: mayRead, ...again }),
    today: useQuery(['connections', 'today', since.getTime()], async () => {
      const { data, next_cursor } = await ask(api.GET('/v1/connections', { params: { query: { state: ['live'], sort: '-state_since', limit: 100 } } }));
      const count = data.filter(({ state_since }) => Date.parse(state_since) >= since.getTime()).length;
      return { count, isMore: count === data.length && !!next_cursor };
    }, { isOn: mayRead, ...again }),
    certificates: useQuery(['certificates', 'concerns'], async () => {
      const [failed, ending] = await Promise.all([
        ask(api.GET('/v1/certificates', { params: { query: { status: 'failed', limit: 20 } } })),
        ask(api.GET('/v1/certificates', { params: { query: { expiring_within_days: SOON_DAYS, limit: 20 } } })),
      ]);
      return [...ending.data, ...failed.data];
    }, { isOn: mayRead, ...again }),
    endpoints: useQuery(['webhook-endpoints', 'overview'], () => ask(api.GET('/v1/webhook-endpoints', { params: { query: { limit: 100 } } })), { isOn: mayHook, ...again }),
    credentials: useQuery(['applications', 'credentials', few.map(({ id }) => id)], async () => {
      const lists = await Promise.all(few.map(async ({ id, name }) => {
        const { data } = await ask(api.GET('/v1/applications/{id}/credentials', { params: { path: { id }, query: { limit: 20 } } }));
        return data.map((credential): Concerning => ({ credential, application: name }));
      }));
      return lists.flat();
    }, { isOn: mayAdminister && few.length > 0 }),
    usage: useQuery(['usage', 'now'], () => ask(api.GET('/v1/usage')), again),
    keys: useQuery(['keys', 'overview'], () => ask(api.GET('/v1/keys', { params: { query: { limit: 100 } } })), { isOn: mayAdminister }),
    tokens: useQuery(['audit', 'widget-token'], () => ask(api.GET('/v1/audit', { params: { query: { action: 'widget_token.create', limit: 1 } } })), { isOn: mayAdminister, ...again }),
  };
}
export type SourcesRead = ReturnType<typeof useSources>;
