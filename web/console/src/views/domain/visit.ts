/** What a visitor gets now: asked once for all parts of the page that say it. */
import { type Schema, api, ask } from '~/api/client';
import { useQuery } from '~/api/query';

export type Visit = Schema<'HttpsReport'>;

export const useVisit = (id: string, isOn: boolean) => useQuery(['https', id], () => ask(api.POST('/v1/connections/{id}/https:check', { params: { path: { id } } })), { isOn });
