/** What somebody should look at, the worst first. Pure. */
import type { Schema } from '~/api/client';
import type { IconName } from '~/parts/icon';
import { dateOf } from '~/parts/instants';
import { states } from '~/parts/state-badge';
import { isEnforced, names } from '../usage/names';

export interface Concern {
  id: string;
  kind: 'connection' | 'webhook' | 'credential' | 'certificate' | 'quota';
  icon: IconName;
  isBad: boolean;
  title: string;
  text: string;
  /** Since when, where that is known. */
  at: string | null;
  /** Where one sees more. */
  to: string;
  /** What to do next, there or elsewhere. */
  next: string;
  nextTo?: string;
  /** A connection that can be looked at again from here. */
  checks?: string;
}

export interface Sources {
  connections?: readonly Schema<'Connection'>[] | undefined;
  endpoints?: readonly Schema<'WebhookEndpoint'>[] | undefined;
  credentials?: readonly { credential: Schema<'DnsCredential'>; application: string }[] | undefined;
  certificates?: readonly Schema<'CertificateEntry'>[] | undefined;
  usage?: Schema<'Usage'> | undefined;
}

export function concernsOf(sources: Sources): Concern[] {
  const of = {
    connections: (sources.connections ?? []).map(ofConnection),
    endpoints: (sources.endpoints ?? []).flatMap(ofEndpoint),
    credentials: (sources.credentials ?? []).flatMap(ofCredential),
    certificates: unique(sources.certificates ?? []).flatMap(ofCertificate),
    quota: sources.usage ? sources.usage.usage.flatMap(ofQuota) : [],
  };
  // What keeps visitors or events away comes before what may.
  const all = [...of.certificates, ...of.endpoints, ...of.credentials, ...of.quota, ...of.connections];
  return [...all.filter(({ isBad }) => isBad), ...all.filter(({ isBad }) => !isBad)];
}

function ofConnection(row: Schema<'Connection'>): Concern {
  const { id, hostname_unicode, state, state_since, explanation } = row;
  const about = { id, kind: 'connection' as const, icon: states[state].icon, isBad: state === 'failed', title: hostname_unicode, text: explanation.sentence, at: state_since, to: `/domains/${id}` };
  if (state === 'failed') return { ...about, next: 'Begin anew', nextTo: `/domains/connect?hostname=${encodeURIComponent(row.hostname)}&application=${row.application_id}` };
  return { ...about, next: explanation.waiting_for === 'customer' ? 'See the records' : 'See why', checks: id };
}

function ofEndpoint(endpoint: Schema<'WebhookEndpoint'>): Concern[] {
  const { id, url, enabled, disabled_at, disabled_reason, failing_since } = endpoint;
  const about = { id, kind: 'webhook' as const, icon: 'webhook' as const, title: url, to: `/webhooks/endpoints/${id}` };
  // Who switched it off by hand knows.
  if (!enabled) return disabled_reason ? [{ ...about, isBad: true, text: `It is told nothing more: ${clause(disabled_reason)}.`, at: disabled_at ?? null, next: 'Mend it' }] : [];
  return failing_since ? [{ ...about, isBad: false, text: 'It does not take what it is sent. Events wait and are tried again.', at: failing_since, next: 'See the answers' }] : [];
}

function ofCredential({ credential, application }: NonNullable<Sources['credentials']>[number]): Concern[] {
  const { verdict } = credential;
  if (!verdict || verdict.status === 'ok') return [];
  return [{ id: credential.id, kind: 'credential', icon: 'key', isBad: false, title: `${credential.provider} …${credential.last4}, of ${application}`, text: verdict.message, at: verdict.checked_at, to: `/applications/${credential.application_id}`, next: 'Look at the credential' }];
}

function ofCertificate({ connection_id, hostname, certificate }: Schema<'CertificateEntry'>): Concern[] {
  const { status, last_problem, next_renewal, not_after } = certificate;
  const about = { id: `certificate ${connection_id}`, kind: 'certificate' as const, icon: 'certificate' as const, title: hostname, to: `/domains/${connection_id}`, next: 'Look at the certificate' };
  if (status === 'failed' || (last_problem && not_after)) {
    const end = not_after ? ` What is served ends on ${dateOf(not_after)}.` : '';
    return [{ ...about, isBad: true, text: `${last_problem ? sentence(last_problem.message) : 'The last attempt at a certificate failed.'}${end}`, at: certificate.reported_at }];
  }
  return not_after && !next_renewal ? [{ ...about, isBad: true, text: `Its certificate ends on ${dateOf(not_after)}, and no renewal is planned.`, at: null }] : [];
}

const NEARLY = 0.8;

function ofQuota({ kind, used, limit }: Schema<'UsageCount'>): Concern[] {
  if (!limit || used < NEARLY * limit) return [];
  const isRefused = used >= limit && isEnforced(kind);
  const more = isRefused ? 'No further domain can be connected until the month ends. What is live stays live.' : isEnforced(kind) ? 'Once all of it is, no further domain can be connected until the month ends.' : 'Nothing is refused for that.';
  return [{
    id: `quota ${kind}`, kind: 'quota', icon: 'usage', isBad: isRefused, at: null, to: '/usage', next: 'See usage and plans',
    title: `${names[kind]}: ${used.toLocaleString('en')} of ${limit.toLocaleString('en')}`,
    text: `${Math.floor((used / limit) * 100)} % of what this plan has in it for a month is used. ${more}`,
  }];
}

/** The same certificate may fail and expire. */
const unique = (entries: readonly Schema<'CertificateEntry'>[]) => [...new Map(entries.map((entry) => [entry.connection_id, entry])).values()];
const clause = (text: string): string => text.trim().replace(/\.$/, '');
const sentence = (text: string): string => `${clause(text)}.`;
