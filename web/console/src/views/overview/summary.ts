/** How many domains are in which state. */
import { api, ask } from '~/api/client';
import { useQuery } from '~/api/query';
import { can } from '~/api/session';

const AGAIN_MS = 60_000;

export const useSummary = () => useQuery(['connections', 'summary', null], () => ask(api.GET('/v1/connections:summary')), { isOn: can('connections:read'), everyMs: AGAIN_MS });
