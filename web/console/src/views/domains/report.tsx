/** What a look at a domain has shown: who runs its DNS, what is in the way, what would be written. */
import type { Schema } from '~/api/client';
import { Badge, type Tone } from '~/parts/badge';
import { Copyable } from '~/parts/copy';
import { Diff } from '~/parts/diff';
import { Facts } from '~/parts/facts';
import { Icon, type IconName } from '~/parts/icon';
import { duration } from '~/parts/instants';
import { Link } from '~/parts/link';
import { ProviderLogo } from '~/parts/provider-logo';

export type Report = Schema<'DomainReport'>;

const kinds: Record<Report['kind'], string> = { apex: 'The domain itself', subdomain: 'A name below the domain', wildcard: 'Every name below the domain' };
const looks: Record<Schema<'Severity'>, { icon: IconName; tone: string; label: string; badge: Tone }> = {
  blocking: { icon: 'error', tone: 'text-bad', label: 'In the way', badge: 'bad' },
  warning: { icon: 'warning', tone: 'text-warn', label: 'Take care', badge: 'warn' },
  info: { icon: 'info', tone: 'text-soft', label: 'Good to know', badge: 'plain' },
};

export function DomainReport({ report }: { report: Report }) {
  return (
    <section class="card" aria-labelledby="report">
      <header class="px-4 pt-4 pb-3 flex flex-wrap items-center gap-2">
        <h2 id="report" class="text-base wrap-anywhere" title={report.domain}>{report.hostname_unicode}</h2>
        {report.available ? <Badge tone="good" icon="check">Free to connect</Badge> : <Badge tone="warn" icon="warning">Held by another connection</Badge>}
      </header>
      <div class="px-4 pb-4 grid gap-4">
        <Facts facts={[
          ['DNS provider', <Provider key="p" report={report} />],
          ['What it is', `${kinds[report.kind]}${report.kind === 'apex' ? '' : ` ${report.apex}`}`],
          ['Possible', <Possible key="w" report={report} />],
          report.nameservers.length > 0 ? ['Name servers', report.nameservers.join(', ')] : null,
          report.wait_seconds ? ['Old answers last', `up to ${duration(report.wait_seconds * 1000)}`] : null,
        ]} />
        {report.conflicts.length > 0 && <Findings report={report} />}
        {report.www_redirect_recommended && (
          <p class="text-sm text-soft">
            Visitors write www as well: <Link to={`/domains/connect?hostname=${encodeURIComponent(`www.${report.domain}`)}`}>connect www.{report.hostname_unicode}</Link> too, and redirect one to the other.
          </p>
        )}
        {report.plan ? <Plan plan={report.plan} /> : <Wanted report={report} />}
      </div>
    </section>
  );
}

function Provider({ report: { provider } }: { report: Report }) {
  if (provider.status === 'detected' && provider.key) {
    return <span class="inline-flex items-center gap-2"><ProviderLogo provider={provider.key} size={16} />{provider.name ?? provider.key}</span>;
  }
  const told = {
    detected: provider.name ?? 'Known',
    other: 'One that is not known here; records are published by hand.',
    mixed: 'Name servers of several providers answer for it.',
    ambiguous: `One of ${provider.candidates.join(', ')}`,
    unknown: 'Its name servers could not be found.',
  };
  return <>{told[provider.status]}</>;
}

function Possible({ report: { capabilities, kind } }: { report: Report }) {
  const ways = [capabilities.auto_write && 'Automatic', capabilities.domain_connect && 'Domain Connect', 'By hand'].filter((way) => way !== false);
  const cannot = [kind === 'wildcard' && capabilities.wildcard === false && 'no wildcard names', kind === 'apex' && capabilities.apex_flattening === false && 'no host name at the domain itself'].filter((each) => each !== false);
  return (
    <span class="inline-flex flex-wrap gap-1.5">
      {ways.map((way) => <Badge key={way} tone={way === 'By hand' ? 'plain' : 'accent'}>{way}</Badge>)}
      {cannot.map((each) => <Badge key={each} tone="warn" icon="warning">{each}</Badge>)}
    </span>
  );
}

const Findings = ({ report }: { report: Report }) => (
  <ul class="grid gap-2" aria-label="Findings">
    {report.conflicts.map((finding, index) => {
      const { icon, tone, label, badge } = looks[finding.severity];
      return (
        <li key={index} class="flex gap-2.5 rounded-lg border border-line px-3 py-2.5">
          <Icon name={icon} class={`mt-0.5 ${tone}`} />
          <div class="grow min-w-0 grid gap-0.5">
            <p class="wrap-anywhere">{finding.message}</p>
            <p class="text-sm text-soft wrap-anywhere">{finding.fix}</p>
            {finding.record && <p class="text-sm font-mono wrap-anywhere">{finding.record.host} {finding.record.type} {finding.record.value}</p>}
          </div>
          <span><Badge tone={badge}>{label}</Badge></span>
        </li>
      );
    })}
  </ul>
);

const Plan = ({ plan }: { plan: NonNullable<Report['plan']> }) => (
  <div class="grid gap-2">
    <h3 class="text-sm">What would be written in {plan.zone}</h3>
    <Diff changes={plan.changes} />
    <p class="text-sm text-soft">{plan.untouched === 0 ? 'Nothing else stands there.' : `${plan.untouched.toLocaleString('en')} other ${plan.untouched === 1 ? 'set of records stays' : 'sets of records stay'} as they are, those of mail among them.`}</p>
  </div>
);

const Wanted = ({ report }: { report: Report }) => (
  <div class="grid gap-2">
    <h3 class="text-sm">What is published then, beside a record that proves ownership</h3>
    <ul class="grid gap-1">
      {report.desired_records.map((record) => (
        <li key={`${record.host} ${record.type} ${record.value}`} class="grid sm:grid-cols-[minmax(0,1fr)_4rem_minmax(0,1fr)] gap-x-3 items-center rounded-lg bg-sunk border border-line px-3 py-1">
          <span class="font-mono text-sm wrap-anywhere">{record.host}</span><span class="font-mono text-sm text-soft">{record.type}</span>
          <Copyable text={record.value} what={`the value of ${record.type} ${record.host}`} />
        </li>
      ))}
    </ul>
  </div>
);
