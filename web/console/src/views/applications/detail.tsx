/** One application: its settings, what its domains publish, its keys and the DNS credentials lent to it. */
import { type Schema, api, ask } from '~/api/client';
import { useQuery } from '~/api/query';
import { can } from '~/api/session';
import { Badge } from '~/parts/badge';
import { ErrorNote } from '~/parts/error-note';
import { LinkButton } from '~/parts/link';
import { Missing, NoPart, isMissing } from '~/parts/missing';
import { Page } from '~/parts/page';
import { PageSkeleton } from '~/parts/skeleton';
import { type Tab, Tabs } from '~/parts/tabs';
import type { ViewProps } from '~/shell/lazy';
import { Credentials } from './credentials';
import { Keys } from './keys';
import { Records } from './records';
import { Settings } from './settings';

const tabs: readonly Tab[] = [{ key: '', label: 'Settings' }, { key: 'records', label: 'Records' }, { key: 'keys', label: 'API keys' }, { key: 'credentials', label: 'DNS credentials' }];

export default function Application({ params }: ViewProps) {
  const id = params.id!;
  const { data, failure, refetch } = useQuery(['application', id], () => ask(api.GET('/v1/applications/{id}', { params: { path: { id } } })));
  if (failure && !data) {
    return (
      <Page title="Application" crumbs={[{ label: 'Applications', to: '/applications' }]}>
        {isMissing(failure) ? <Missing what="application" icon="application" to="/applications" all="applications" /> : <ErrorNote failure={failure} retry={refetch} />}
      </Page>
    );
  }
  if (!data) return <PageSkeleton />;
  const allowed = can('apps:admin') ? tabs : tabs.filter(({ key }) => key === '' || key === 'records');
  const tab = params.tab ?? '';
  return (
    <Page
      title={data.name}
      mark={<Badge tone={data.environment === 'live' ? 'good' : 'plain'}>{data.environment}</Badge>}
      crumbs={[{ label: 'Applications', to: '/applications' }]}
      actions={<><LinkButton to={`/domains?application_id=${id}`} icon="domain">Domains</LinkButton>{can('connections:write') && <LinkButton to={`/embed?application=${id}`} icon="embed">Embed</LinkButton>}</>}
    >
      <Tabs label="Application" base={`/applications/${id}`} tabs={allowed} now={tab} />
      {allowed.some(({ key }) => key === tab) ? <Part tab={tab} application={data} /> : <NoPart to={`/applications/${id}`} />}
    </Page>
  );
}

function Part({ tab, application }: { tab: string; application: Schema<'Application'> }) {
  switch (tab) {
    case 'records': return <Records key={application.updated_at} application={application} />;
    case 'keys': return <Keys application={application} />;
    case 'credentials': return <Credentials application={application} />;
    default: return <Settings key={application.updated_at} application={application} />;
  }
}
