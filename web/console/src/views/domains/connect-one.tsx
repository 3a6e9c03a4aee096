/** One name: typed, looked at, begun. What is looked at stands in the address. */
import { useEffect, useState } from 'preact/hooks';
import { api, ask } from '~/api/client';
import { cache, useQuery } from '~/api/query';
import { can } from '~/api/session';
import { Empty } from '~/parts/empty';
import { ErrorNote } from '~/parts/error-note';
import { Checkbox, Input, Select } from '~/parts/field';
import { Form, Submit } from '~/parts/form';
import { LinkButton } from '~/parts/link';
import { Skeleton } from '~/parts/skeleton';
import { flush } from '~/parts/undo';
import { navigate, place, setQuery } from '~/shell/router';
import { type Application, defaultOf, useApplications } from './applications';
import { nameIn } from './filter';
import { DomainReport, type Report } from './report';

export function ConnectOne() {
  const { hostname = '', application = '' } = place.value.query;
  const { data: applications, failure } = useApplications();
  const [typed, setTyped] = useState(hostname);
  useEffect(() => setTyped(hostname), [hostname]);
  const chosen = application || defaultOf(applications ?? [])?.id || '';
  const look = useQuery(
    ['domains-check', hostname, chosen],
    () => ask(api.POST('/v1/domains:check', { body: { domain: hostname, application_id: chosen } })),
    { isOn: hostname !== '' && chosen !== '' },
  );
  if (failure) return <ErrorNote failure={failure} />;
  if (!applications) return <Skeleton />;
  if (applications.length === 0) return <NoApplication />;
  const field = look.failure?.field(['domain', 'hostname']);
  const refused = field ? look.failure!.beside(field) : null;
  return (
    <div class="grid gap-4">
      <div class="card p-4">
        <Form
          class="grid sm:grid-cols-[1fr_auto_auto] gap-3 items-start"
          submit={(values) => {
            const wanted = nameIn(typed).toLowerCase();
            if (wanted === hostname && (values.application ?? chosen) === chosen) look.refetch();
            setTyped(wanted);
            setQuery({ hostname: wanted, application: values.application ?? null });
          }}
        >
          <Input
            name="hostname" label="Host name" required value={typed} onInput={(event) => setTyped(event.currentTarget.value)} placeholder="shop.customer.com" inputMode="url" autocapitalize="none" autofocus
            {...(refused ? { error: refused } : {})} hint={refused ? undefined : 'As your customer wrote it; *. first for every name below.'}
          />
          {applications.length > 1 && <Select name="application" label="Application" value={chosen} options={choices(applications)} class="sm:w-48" />}
          <Submit look={look.data ? 'plain' : 'main'} isBusy={look.isLoading} class="sm:mt-6 min-h-9">Look at it</Submit>
        </Form>
      </div>
      {look.failure && !refused && <ErrorNote failure={look.failure} retry={look.refetch} />}
      {look.isLoading && <div class="card p-4"><Skeleton lines={4} /></div>}
      {look.data && (
        <>
          <DomainReport report={look.data} />
          {can('connections:write') && <Begin key={look.data.domain + chosen} report={look.data} application={chosen} />}
        </>
      )}
    </div>
  );
}

type Way = 'automatic' | 'manual';

const ways: Record<Way, { label: string; text: string }> = {
  automatic: { label: 'Automatic', text: 'The records are written with the DNS credential of the application.' },
  manual: { label: 'By hand', text: 'Your customer publishes the records; you see when they are there.' },
};

/** How it is set up, and the button that begins. */
function Begin({ report, application }: { report: Report; application: string }) {
  const isWritten = report.capabilities.auto_write;
  const [way, setWay] = useState<Way>(isWritten ? 'automatic' : 'manual');
  const begin = async (values: Record<string, string>): Promise<void> => {
    // Its name may be among those that are archived in a moment.
    await flush();
    const made = await ask(api.POST('/v1/connections', {
      body: { application_id: application, hostname: report.domain, setup_type: way, ...(values.takeover ? { takeover: true } : {}) },
    }));
    cache.invalidate(['connections']);
    navigate(`/domains/${made.id}`);
  };
  return (
    <section class="card p-4" aria-labelledby="begin">
      <h2 id="begin" class="text-base mb-3">How it is set up</h2>
      <Form submit={begin}>
        {isWritten ? (
          <fieldset class="grid sm:grid-cols-2 gap-2">
            <legend class="unseen">Setup</legend>
            {(Object.keys(ways) as Way[]).map((each) => (
              <label key={each} class="flex gap-2.5 rounded-lg border border-line p-3 has-checked:border-accent has-checked:bg-accent-wash">
                <input type="radio" name="setup_type" value={each} checked={each === way} onChange={() => setWay(each)} class="mt-0.5 size-4 shrink-0" />
                <span><span class="block font-medium">{ways[each].label}</span><span class="block text-sm text-soft">{ways[each].text}</span></span>
              </label>
            ))}
          </fieldset>
        ) : (
          <p class="text-soft">{ways.manual.text} {report.plan_problem ? `It cannot be automatic: ${report.plan_problem.message}` : 'With a DNS credential in the application it could be automatic.'}</p>
        )}
        {report.capabilities.domain_connect && <p class="text-soft text-pretty">{report.provider.name ?? 'The provider'} offers Domain Connect, too: your customer signs in there and consents. Once it is connected, that begins in DNS on its page, or in the widget.</p>}
        {!report.available && <Checkbox name="takeover" label="Take it over" hint="Another connection holds this name. Once ownership is proven afresh, the name moves here." />}
        <div class="flex flex-wrap gap-2"><Submit>Connect {report.hostname_unicode}</Submit></div>
      </Form>
    </section>
  );
}

export const choices = (applications: readonly Application[]) => applications.map(({ id, name }) => ({ value: id, label: name }));

export const NoApplication = () => (
  <Empty icon="application" title="An application comes first" action={can('apps:admin') && <LinkButton to="/applications" look="main">Go to applications</LinkButton>}>
    <p>A domain is connected for an application, which says what customers publish and where their visitors go.</p>
  </Empty>
);
