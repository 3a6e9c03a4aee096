/** What is known of the zone before anything is written: asked of DNS once, when a part of the page wants it. */
import { api, ask } from '~/api/client';
import { useQuery } from '~/api/query';
import type { Connection } from './acts';
import { notationOf } from './notation';

export function useReport({ hostname, application_id, apex }: Connection, isOn = true) {
  const report = useQuery(['zone-report', application_id, hostname], () => ask(api.POST('/v1/domains:check', { body: { domain: hostname, application_id } })), { isOn });
  const providers = useQuery(['providers'], () => ask(api.GET('/v1/providers')), { isOn });
  return { report, notation: notationOf({ apex }, report.data, providers.data?.data ?? []) };
}
