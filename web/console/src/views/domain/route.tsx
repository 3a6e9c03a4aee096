/** Where requests go, and what a visitor gets now. */
import { Fragment } from 'preact';
import type { Query } from '~/api/query';
import { can } from '~/api/session';
import { Badge } from '~/parts/badge';
import { Button } from '~/parts/button';
import { Card } from '~/parts/card';
import { ErrorNote } from '~/parts/error-note';
import { Facts } from '~/parts/facts';
import { Icon } from '~/parts/icon';
import { dateOf, duration } from '~/parts/instants';
import { Link } from '~/parts/link';
import { Skeleton } from '~/parts/skeleton';
import { Time } from '~/parts/time';
import type { Connection } from './acts';
import { type Visit as Report, useVisit } from './visit';

const sources = {
  route: 'chosen for the route that serves it',
  connection: 'chosen for this domain',
  application: "the application's default",
  platform: "the platform's default",
};

export function Route({ connection }: { connection: Connection }) {
  const { id, state, route, application_id } = connection;
  const isEnded = state === 'archived' || state === 'failed';
  const mayAsk = can('connections:write') && !isEnded;
  const visit = useVisit(id, mayAsk);
  return (
    <div class="grid gap-4">
      <Path connection={connection} />
      {route && (
        <Card title="Route" actions={<Badge tone={route.served ? 'good' : 'warn'} icon={route.served ? 'check' : 'pause'}>{route.served ? 'The edges serve it' : 'The edges do not serve it'}</Badge>}>
          <Facts
            facts={[
              ['Origin', <><code class="wrap-anywhere">{route.origin}</code><span class="block text-sm text-soft">{sources[route.source]}{route.source !== 'connection' && can('apps:admin') && <> · <Link to={`/applications/${application_id}`}>Change it</Link></>}</span></>],
              ['Why not', route.why_not],
            ]}
          />
        </Card>
      )}
      {mayAsk && <Visit visit={visit} />}
    </div>
  );
}

/** A visitor's way in three stations. */
function Path({ connection: { hostname_unicode, route, certificate } }: { connection: Connection }) {
  const stations = [
    { icon: 'domain' as const, title: hostname_unicode, hint: 'the visitor' },
    { icon: 'edge' as const, title: 'Edge', hint: certificate?.status === 'issued' ? 'HTTPS ends here' : 'no certificate yet' },
    { icon: 'application' as const, title: route?.origin.replace(/^https?:\/\//, '') ?? '–', hint: 'your origin' },
  ];
  return (
    <ol aria-label="The way of a request" class="grid sm:grid-cols-[1fr_auto_1fr_auto_1fr] items-center gap-3">
      {stations.map(({ icon, title, hint }, index) => (
        <Fragment key={icon}>
          {index > 0 && <li aria-hidden="true" class="grid place-items-center text-soft max-sm:rotate-90"><Icon name="arrow-right" class="size-5 rtl:-scale-x-100" /></li>}
          <li class="card flex items-center gap-3 px-4 py-3 min-w-0"><Icon name={icon} class="text-link size-5" /><span class="min-w-0"><b class="font-medium block wrap-anywhere">{title}</b><span class="text-sm text-soft">{hint}</span></span></li>
        </Fragment>
      ))}
    </ol>
  );
}

function Visit({ visit }: { visit: Query<Report> }) {
  const report = visit.data;
  return (
    <Card
      title="What a visitor gets now"
      lead="One request to wherever DNS leads, with the certificate verified as a browser does."
      actions={<Button isSmall icon="refresh" isBusy={visit.isFetching} onClick={visit.refetch}>Ask again</Button>}
    >
      {visit.failure && <ErrorNote failure={visit.failure} retry={visit.refetch} />}
      {visit.isLoading && <Skeleton />}
      {report && (
        <div class="grid gap-4" data-visit={report.reached ? 'reached' : 'not reached'}>
          <p class="flex flex-wrap items-center gap-x-4 gap-y-1">
            <Badge tone={tone(report)} icon={report.reached ? 'good' : 'error'}>{report.reached ? 'Reached' : 'Not reached'}</Badge>
            {report.status !== null && <span class="text-2xl font-semibold tabular-nums">{report.status}</span>}
            {report.took_ms !== null && <span class="text-soft tabular-nums">in {duration(report.took_ms)}</span>}
          </p>
          {report.problem && <p class="text-pretty wrap-anywhere">{report.problem.message}</p>}
          <Facts
            facts={[
              ['Asked for', <code class="wrap-anywhere">{report.url}</code>],
              report.certificate ? ['Certificate', <>by {report.certificate.issuer}, until {dateOf(report.certificate.not_after)}<code class="block text-sm text-soft wrap-anywhere">{report.certificate.serial}</code></>] : null,
              ['Asked', <Time at={report.checked_at} />],
            ]}
          />
        </div>
      )}
    </Card>
  );
}

/** An origin's error is an answer, and not a good one. */
const tone = ({ reached, status }: Report) => (!reached ? 'bad' : status !== null && status >= 500 ? 'warn' : 'good');
