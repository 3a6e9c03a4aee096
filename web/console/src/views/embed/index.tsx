/** Everything for the page that customers connect their domains on: a token, what to paste, and the widget as it will look. */
import { useState } from 'preact/hooks';
import type { Schema } from '~/api/client';
import { Card } from '~/parts/card';
import { Code } from '~/parts/code';
import { Empty } from '~/parts/empty';
import { ErrorNote } from '~/parts/error-note';
import { Checkbox, Input, Select } from '~/parts/field';
import { Link, LinkButton } from '~/parts/link';
import { Page } from '~/parts/page';
import { Skeleton } from '~/parts/skeleton';
import { Segments } from '~/parts/tabs';
import { useQueryState } from '~/shell/router';
import { defaultOf, useApplications } from '../domains/applications';
import { Looks } from './looks';
import { Preview } from './preview';
import { type Framework, type Server, type Theme, type Wish, backend, frameworks, page, servers } from './snippets';
import { Token } from './token';

type Application = Schema<'Application'>;

export default function Embed() {
  const [wanted, choose] = useQueryState('application');
  const { data, failure, isLoading, refetch } = useApplications();
  const application = data?.find(({ id }) => id === wanted) ?? defaultOf(data ?? []);
  return (
    <Page title="Embed" lead="Your customers connect their domains in your product: a button, the widget behind it, and a token from your server.">
      {failure && <ErrorNote failure={failure} retry={refetch} />}
      {isLoading && <Skeleton />}
      {data && !application && (
        <Empty icon="embed" title="First, an application" action={<LinkButton to="/applications?create=1" look="main" icon="plus">Create an application</LinkButton>}>
          <p>The widget connects domains for one of your applications.</p>
        </Empty>
      )}
      {application && <Workbench key={application.id} applications={data!} application={application} choose={choose} />}
    </Page>
  );
}

function Workbench({ applications, application, choose }: { applications: readonly Application[]; application: Application; choose: (id: string) => void }) {
  const [domain, setDomain] = useState('');
  const [brandName, setBrandName] = useState(application.name);
  const [hasEmail, setEmail] = useState(false);
  const [theme, setTheme] = useState<Theme>({});
  const [framework, setFramework] = useQueryState('in', 'html');
  const [server, setServer] = useQueryState('server', 'node');
  const wish: Wish = { origin: location.origin, application: application.id, domain: domain.trim(), brandName: brandName.trim(), hasEmail, theme };
  const inPage = frameworks.find(({ value }) => value === framework)?.value ?? 'html';
  const onServer = servers.find(({ value }) => value === server)?.value ?? 'node';

  return (
    <div class="grid gap-5 xl:grid-cols-[minmax(0,1fr)_minmax(0,30rem)] items-start">
      <div class="grid gap-5 min-w-0">
        <Card title="For whom">
          <div class="grid sm:grid-cols-2 gap-4">
            <Select name="application" label="Application" value={application.id} options={applications.map(({ id, name }) => ({ value: id, label: name }))} onChange={(event) => choose(event.currentTarget.value)} />
            <Input name="domain" label="Only for one domain (optional)" value={domain} placeholder="any" onInput={(event) => setDomain(event.currentTarget.value)} />
            <Input name="brand" label="What your product is called" value={brandName} onInput={(event) => setBrandName(event.currentTarget.value)} />
            <Checkbox name="email" class="self-end" label="Offer to set up mail afterwards" checked={hasEmail} onChange={(event) => setEmail(event.currentTarget.checked)} />
          </div>
        </Card>
        <Card title="1. On your server" lead="Where your API key is. It makes a token for somebody who is signed in to your product." actions={<Segments<Server> label="Server" options={servers} value={onServer} choose={setServer} />}>
          <Code title={`Server: ${onServer}`} text={backend(onServer, wish)} />
        </Card>
        <Card title="2. In your page" lead="The button, and the widget behind it." actions={<Segments<Framework> label="Framework" options={frameworks} value={inPage} choose={setFramework} />}>
          <Code title={`Page: ${inPage}`} text={page(inPage, wish)} />
          <Origins application={application} />
        </Card>
        <Token application={application.id} domain={wish.domain} />
      </div>
      <div class="grid gap-5 min-w-0 xl:sticky xl:top-17">
        <Looks theme={theme} change={setTheme} />
        <Preview wish={wish} allowed={application.allowed_origins} />
      </div>
    </div>
  );
}

function Origins({ application }: { application: Application }) {
  const { allowed_origins: allowed } = application;
  return (
    <p class="text-sm text-soft mt-3 wrap-anywhere">
      {allowed.length === 0 ? 'Pages of every origin may embed it. ' : `Only pages of ${allowed.join(', ')} may embed it. `}
      <Link to={`/applications/${application.id}`}>Change that</Link>
    </p>
  );
}
