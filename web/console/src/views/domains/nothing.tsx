/** Where there are no domains: why, and what to do. */
import { can } from '~/api/session';
import { Button } from '~/parts/button';
import { Empty } from '~/parts/empty';
import { LinkButton } from '~/parts/link';
import { place, setQuery } from '~/shell/router';
import { type Filter, isNarrowed } from './filter';
import { groups } from './groups';

/** A tenant that has not begun. */
export function NothingYet({ application }: { application: string | undefined }) {
  const request = [
    `curl -X POST ${location.origin}/v1/connections \\`,
    '  -H "Authorization: Bearer $NAMEPLATE_KEY" \\',
    '  -H "Content-Type: application/json" \\',
    `  -d '{"application_id": "${application ?? 'the id of your application'}", "hostname": "shop.customer.com"}'`,
  ].join('\n');
  const action = can('connections:write') && (
    <>
      <LinkButton to="/domains/connect" look="main" icon="plus">Connect a domain</LinkButton>
      <LinkButton to="/embed" icon="embed">Embed the widget</LinkButton>
    </>
  );
  return (
    <Empty icon="domain" title="No domains yet" action={action} snippet={{ title: 'By the API', text: request }}>
      <p>A domain belongs to one of your customers and shows your application. Connect the first one here, or let customers do it themselves in the widget.</p>
    </Empty>
  );
}

const calm: Partial<Record<Filter['show'], string>> = {
  attention: 'Nothing needs attention. Domains that stall, drift or fail are listed here.',
  waiting: 'No domain waits for its customer. Those whose records are still to be published are listed here.',
  live: 'No domain is live yet. Those that answer with HTTPS are listed here.',
  archived: 'Nothing was archived. Domains that you take away are listed here.',
};

/** Nothing fits what is asked for. */
export function NothingFits({ filter }: { filter: Filter }) {
  const isCalm = !isNarrowed(filter);
  const clear = (): void => setQuery({ ...Object.fromEntries(Object.keys(place.value.query).map((name) => [name, null])) });
  return (
    <Empty
      icon={isCalm ? 'good' : 'search'} title={isCalm ? `${groups[filter.show].label}: none` : 'No domain fits'}
      action={isCalm ? filter.show !== 'all' && <Button onClick={clear}>Show all domains</Button> : <Button icon="close" onClick={clear}>Clear the filters</Button>}
    >
      <p>{isCalm ? (calm[filter.show] ?? 'All domains were archived.') : told(filter)}</p>
    </Empty>
  );
}

function told({ search, show }: Filter): string {
  const where = show === 'all' ? 'None that is not archived' : `None under "${groups[show].label}"`;
  return search.trim() ? `${where} has "${search.trim()}" in its name, with the filters as they are.` : `${where} fits the filters.`;
}
