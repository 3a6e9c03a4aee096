/** One domain: where it stands, why, and everything that can be done about it. */
import { useState } from 'preact/hooks';
import { type Schema, api, ask } from '~/api/client';
import { useQuery } from '~/api/query';
import { can } from '~/api/session';
import { Button } from '~/parts/button';
import { Empty } from '~/parts/empty';
import { ErrorNote } from '~/parts/error-note';
import { LinkButton } from '~/parts/link';
import { Menu } from '~/parts/menu';
import { Page } from '~/parts/page';
import { PageSkeleton, Skeleton } from '~/parts/skeleton';
import { StateBadge } from '~/parts/state-badge';
import { Tabs } from '~/parts/tabs';
import { type Action, useActions } from '~/shell/actions';
import { useShortcut } from '~/shell/keyboard';
import { type ViewProps, lazy } from '~/shell/lazy';
import { navigate } from '~/shell/router';
import { type Acts, type Connection, useActs } from './acts';
import { Certificate } from './certificate';
import { departing } from './departing';
import { Overview } from './overview';
import { archive, leavingSince, partingOf } from './parting';
import { Left } from './parting-note';
import { Route } from './route';
import { Settings } from './settings';
import { ShareDialog } from './share';
import { Standing } from './standing';
import { isMoving } from './steps';
import { Story } from './story';

const tabs = [
  { key: '', label: 'Overview' },
  { key: 'dns', label: 'DNS' },
  { key: 'certificate', label: 'Certificate' },
  { key: 'timeline', label: 'Timeline' },
  { key: 'route', label: 'Route' },
  { key: 'settings', label: 'Settings' },
];
/** It weighs as much as the others together. */
const Dns = lazy<{ connection: Connection; acts: Acts }>(() => import('./dns'));
const crumbs = [{ label: 'Domains', to: '/domains' }];
/** Not every step is an event: while it moves one looks, too. */
const MOVING_MS = 3_000;
const RESTING_MS = 10_000;

export default function Domain({ params }: ViewProps) {
  const id = params.id!;
  const [everyMs, setEvery] = useState(MOVING_MS);
  const query = useQuery(['connection', id], () => ask(api.GET('/v1/connections/{id}', { params: { path: { id } } })), { everyMs });
  const { failure, isLoading, refetch } = query;
  const since = leavingSince(id);
  const connection = query.data && since ? departing(query.data, since) : query.data;
  const wanted = connection && !isMoving(connection) ? RESTING_MS : MOVING_MS;
  if (wanted !== everyMs) setEvery(wanted);

  if (isLoading) return <PageSkeleton />;
  if (!connection) {
    return (
      <Page title="Domain" crumbs={crumbs}>
        {failure?.status === 404 || failure?.status === 400 ? (
          <Empty icon="domain" title="There is no such domain" action={<LinkButton to="/domains" look="main">Go to domains</LinkButton>}>
            <p>It may have been removed long ago, or it belongs to another account than the one you are signed in to.</p>
          </Empty>
        ) : failure && <ErrorNote failure={failure} retry={refetch} />}
      </Page>
    );
  }
  return <Shown connection={connection} tab={params.tab ?? ''} />;
}

function Shown({ connection, tab }: { connection: Schema<'Connection'>; tab: string }) {
  const { id, hostname, hostname_unicode, state, application_id } = connection;
  const acts = useActs(connection);
  const [isSharing, setSharing] = useState(false);
  const application = useQuery(['application', application_id], () => ask(api.GET('/v1/applications/{id}', { params: { path: { id: application_id } } })));
  const mayWrite = can('connections:write');
  const isEnded = state === 'archived' || state === 'failed';
  const parting = partingOf(id);
  const base = `/domains/${id}`;
  const visit = hostname.startsWith('*.') ? null : `https://${hostname}`;

  const doing: Action[] = !mayWrite || isEnded ? [] : [
    { label: 'Verify ownership', icon: 'search', keys: 'v', words: 'proof txt', run: () => acts.run('verify') },
    { label: 'Check records', icon: 'refresh', keys: 'r', words: 'dns propagation', run: () => acts.run('check') },
    { label: 'Check HTTPS', icon: 'certificate', keys: 'h', words: 'visit tls route', run: () => acts.run('https') },
    { label: 'Share with the customer', icon: 'share', keys: 's', words: 'link colleague', run: () => setSharing(true) },
  ];
  const ending: Action[] = mayWrite && !isEnded ? [{ label: `Archive ${hostname_unicode}`, icon: 'archive', words: 'delete remove offboard', run: () => archive(connection, false) }] : [];
  useActions([...doing, ...ending, ...tabs.slice(1).map(({ key, label }) => ({ label: `${label} of ${hostname_unicode}`, run: () => navigate(`${base}/${key}`) }))], [id, state]);

  return (
    <Page
      title={hostname_unicode}
      crumbs={crumbs}
      mark={<StateBadge state={state} />}
      lead={<>{hostname !== hostname_unicode && <><code>{hostname}</code> · </>}{application.data ? <a class="link" href={`/console/applications/${application_id}`}>{application.data.name}</a> : ' '}</>}
      actions={
        <>
          {visit && (state === 'live' || state === 'drifted') && <LinkButton to={visit} icon="external">Visit</LinkButton>}
          {doing.length > 0 && <Button icon="share" onClick={() => setSharing(true)}>Share</Button>}
          {doing.length > 0 && (
            <Menu
              label="More actions" look="plain"
              items={[
                ...doing.slice(0, 3).map(({ label, icon, run }) => ({ label, icon, run })),
                null,
                { label: 'Move to another application', icon: 'transfer', to: `${base}/settings` },
                ...ending.map(({ icon, run }) => ({ label: 'Archive', icon, run, isDanger: true })),
              ]}
            />
          )}
        </>
      }
    >
      {doing.map(({ keys, label, run }) => <Shortcut key={keys} keys={keys!} label={label} run={run} />)}
      {parting && <Left parting={parting} />}
      <Standing connection={connection} acts={acts} share={() => setSharing(true)} tab={tab} />
      <Tabs label={`Parts of ${hostname_unicode}`} base={base} tabs={tabs} now={tab} />
      {tab === '' && <Overview connection={connection} acts={acts} />}
      {tab === 'dns' && <Dns connection={connection} acts={acts} waiting={<Skeleton lines={6} />} />}
      {tab === 'certificate' && <Certificate connection={connection} acts={acts} />}
      {tab === 'timeline' && <Story connection={connection} />}
      {tab === 'route' && <Route connection={connection} />}
      {tab === 'settings' && <Settings connection={connection} share={() => setSharing(true)} />}
      {!tabs.some(({ key }) => key === tab) && <Empty icon="search" title="There is no such part" action={<LinkButton to={base} look="main">Go to the overview</LinkButton>}><p>The address names a part that this page does not have.</p></Empty>}
      <ShareDialog connection={connection} isOpen={isSharing} close={() => setSharing(false)} />
    </Page>
  );
}

function Shortcut({ keys, label, run }: { keys: string; label: string; run: () => void }) {
  useShortcut(keys, label, run);
  return null;
}
