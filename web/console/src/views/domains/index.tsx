/** All domains: what they wait for, filtered and worked on. */
import { api, ask } from '~/api/client';
import { useQuery } from '~/api/query';
import { can } from '~/api/session';
import { LinkButton } from '~/parts/link';
import { Page } from '~/parts/page';
import { useActions } from '~/shell/actions';
import { useShortcut } from '~/shell/keyboard';
import { navigate, place, setQuery } from '~/shell/router';
import { useApplications } from './applications';
import { leaving } from './archive';
import { askedOf, filterOf, nameIn, without } from './filter';
import { type GroupName, countOf, groups } from './groups';
import { Filters } from './filters';
import { DomainList } from './list';
import { NothingFits, NothingYet } from './nothing';

const AGAIN_MS = 20_000;

export default function Domains() {
  const filter = filterOf(place.value.query);
  const { application } = filter;
  const summary = useQuery(['connections', 'summary', application], () => ask(api.GET('/v1/connections:summary', { params: { query: application ? { application_id: application } : {} } })), { everyMs: AGAIN_MS });
  const applications = useApplications().data ?? [];
  const mayConnect = can('connections:write');
  useShortcut('c', 'Connect a domain', () => mayConnect && navigate('/domains/connect'));
  useActions([
    ...(mayConnect ? [
      { label: 'Connect a domain', icon: 'plus' as const, keys: 'c', words: 'add new host name', run: () => navigate('/domains/connect') },
      { label: 'Connect many domains', icon: 'plus' as const, words: 'bulk import csv paste', run: () => navigate('/domains/connect/many') },
    ] : []),
    ...(Object.keys(groups) as GroupName[]).map((name) => ({ label: `Domains: ${groups[name].label.toLowerCase()}`, icon: 'filter' as const, run: () => setQuery({ show: name === 'all' ? null : name, state: null }) })),
  ], [mayConnect]);

  const byState = summary.data && without(summary.data.by_state, leaving.value.values());
  const asked = askedOf(filter);
  const total = byState && nameIn(filter.search) === '' ? countOf(byState, asked.state) : undefined;
  const isEmpty = summary.data?.total === 0 && application === null;
  return (
    <Page
      title="Domains"
      actions={mayConnect && (
        <>
          <LinkButton to="/domains/connect/many">Connect many</LinkButton>
          <LinkButton to="/domains/connect" look="main" icon="plus">Connect a domain</LinkButton>
        </>
      )}
    >
      {isEmpty ? (
        <NothingYet application={applications.at(-1)?.id} />
      ) : (
        <>
          <Filters filter={filter} byState={byState} applications={applications} />
          <DomainList key={JSON.stringify(asked)} asked={asked} total={total} nothing={<NothingFits filter={filter} />} />
        </>
      )}
    </Page>
  );
}
