/** The flow, as one pure function from what is and what happened to what is next. No IO, no clock. */
import type { Connection, ConsentFlow, DomainReport, Finding, HttpsCheck, RecordsReport, ShareLink } from './api';
import type { Failure } from './client';
import { type Host, isLive, isOver, rows } from './progress';

export type Step =
  | 'enter_domain' | 'domain_analysis' | 'automatic_setup' | 'domain_connect' | 'manual_configuration'
  | 'in_progress' | 'success' | 'error' | 'email_setup';
export type Way = 'automatic' | 'domain_connect' | 'manual';

export interface State {
  step: Step;
  overlay: 'exit' | 'expired' | 'share' | null;
  /** What was typed, or is looked at. */
  domain: string;
  /** Why it cannot be one, in English; empty when that is plain, null when it can. */
  refusal: string | null;
  isBusy: boolean;
  /** The domain that was asked for first. */
  hosts: Host[];
  /** `www` or the bare domain, offered beside it. */
  companion: Host | null;
  withCompanion: boolean;
  way: Way;
  hasConsent: boolean;
  /** The way to the provider, for each host name. */
  consents: ConsentFlow[];
  /** Whose turn it is among them. */
  approving: number;
  /** Why the automatic way did not work, or the companion could not be added. */
  notice: { host: string | null; message: string } | null;
  failure: Failure | null;
  /** Where `retry` goes. */
  cameFrom: Step;
  isStalled: boolean;
  share: ShareLink | null;
  copied: string | null;
}

export type Happening =
  | { type: 'typed'; domain: string }
  | { type: 'submitted'; domain: string }
  | { type: 'refused'; message: string }
  | { type: 'analysed'; host: Host; companion: Host | null; www: boolean | 'ask' }
  | { type: 'companion'; wanted: boolean }
  | { type: 'way'; way: Way }
  | { type: 'go'; way: Way }
  | { type: 'consented'; wanted: boolean }
  | { type: 'connecting' }
  | { type: 'connected'; connection: Connection }
  | { type: 'alsoFailed'; hostname: string; message: string }
  | { type: 'ready' }
  | { type: 'flow'; flow: ConsentFlow }
  | { type: 'observed'; connection: Connection; records: RecordsReport | null }
  | { type: 'answered'; id: string; answer: HttpsCheck | 'unknown'; settled: boolean }
  | { type: 'published' }
  | { type: 'stalled' }
  | { type: 'failed'; failure: Failure }
  | { type: 'retry' }
  | { type: 'back' }
  | { type: 'closing' }
  | { type: 'expired' }
  | { type: 'sharing'; link: ShareLink | null }
  | { type: 'dismissed' }
  | { type: 'copied'; what: string | null }
  | { type: 'email' };

const REPLACED = ['cname_conflict', 'address_conflict'];

export const initial = (domain: string): State => ({
  step: 'enter_domain',
  overlay: null,
  domain,
  refusal: null,
  isBusy: false,
  hosts: [],
  companion: null,
  withCompanion: false,
  way: 'manual',
  hasConsent: false,
  consents: [],
  approving: 0,
  notice: null,
  failure: null,
  cameFrom: 'enter_domain',
  isStalled: false,
  share: null,
  copied: null,
});

export function flow(state: State, happening: Happening): State {
  switch (happening.type) {
    case 'typed':
      return { ...state, domain: happening.domain, refusal: null };
    case 'submitted':
      return { ...initial(happening.domain), step: 'domain_analysis', isBusy: true };
    case 'refused':
      return { ...state, step: 'enter_domain', isBusy: false, refusal: happening.message };
    case 'analysed':
      return analysed(state, happening.host, happening.companion, happening.www);
    case 'companion':
      return { ...state, withCompanion: happening.wanted };
    case 'way':
      return { ...state, way: happening.way };
    case 'go':
      return {
        ...state,
        way: happening.way,
        hosts: together(state),
        hasConsent: false,
        consents: [],
        approving: 0,
        notice: null,
        failure: null,
        step: happening.way === 'automatic' ? 'automatic_setup' : happening.way === 'manual' ? 'manual_configuration' : 'domain_connect',
      };
    case 'consented':
      return { ...state, hasConsent: happening.wanted };
    case 'connecting':
      return { ...state, isBusy: true, step: state.way === 'automatic' ? 'in_progress' : state.step };
    case 'connected':
      return { ...state, hosts: withConnection(state.hosts, happening.connection) };
    case 'alsoFailed':
      return {
        ...state,
        hosts: state.hosts.filter((host) => host.report.domain !== happening.hostname),
        notice: { host: happening.hostname, message: happening.message },
      };
    case 'ready':
      return fallBack(settle({ ...state, isBusy: false }));
    case 'flow':
      return { ...state, consents: [...state.consents, happening.flow] };
    case 'observed':
      return observed(state, happening.connection, happening.records);
    case 'answered':
      return settle({
        ...state,
        hosts: state.hosts.map((host) =>
          host.connection?.id === happening.id ? { ...host, answer: happening.answer, settled: happening.settled } : host),
      });
    case 'published':
      return { ...state, step: 'in_progress', isStalled: false };
    case 'stalled':
      return { ...state, isStalled: true };
    case 'failed':
      return { ...state, step: 'error', cameFrom: state.step === 'error' ? state.cameFrom : state.step, failure: happening.failure, isBusy: false };
    case 'retry':
      return { ...state, step: state.cameFrom, failure: null };
    case 'back':
      return back(state);
    case 'closing':
      return { ...state, overlay: 'exit' };
    case 'expired':
      return { ...state, overlay: 'expired', isBusy: false };
    case 'sharing':
      // Who has turned away meanwhile is not brought back by the link's arrival.
      return { ...state, overlay: happening.link ? state.overlay : 'share', share: happening.link ?? state.share };
    case 'dismissed':
      return { ...state, overlay: state.overlay === 'expired' ? 'expired' : null };
    case 'copied':
      return { ...state, copied: happening.what };
    case 'email':
      return { ...state, step: 'email_setup' };
  }
}

/** With the companion, when it is wanted. */
const together = ({ hosts, companion, withCompanion }: State): Host[] => (withCompanion && companion && hosts.length === 1 ? [...hosts, companion] : hosts);

/** Ways that can work for every host name of the flow, the best first. */
export function ways(state: State): Way[] {
  const all = together(state);
  const list: Way[] = [];
  if (all.every(({ report }) => report.capabilities.auto_write)) list.push('automatic');
  if (all.every(({ report }) => report.capabilities.domain_connect)) list.push('domain_connect');
  return [...list, 'manual'];
}

/** Whether closing would leave something half done, so that it is asked first. */
export function isUnderWay(state: State): boolean {
  return ['in_progress', 'manual_configuration', 'domain_connect'].includes(state.step) && state.hosts.some((host) => host.connection && !isLive(host) && !isOver(host));
}

/** What blocks this way; the automatic one replaces what leads elsewhere, after it was shown. */
export function blocking(report: DomainReport, way: Way): Finding[] {
  return report.conflicts.filter(({ severity, code }) => severity === 'blocking' && !(way === 'automatic' && REPLACED.includes(code)));
}

function analysed(state: State, host: Host, companion: Host | null, www: boolean | 'ask'): State {
  const isFree = !!companion && companion.report.available && !blocking(companion.report, companion.report.capabilities.auto_write ? 'automatic' : 'manual').length;
  const isBegun = !!companion?.connection && !isLive(companion) && !isOver(companion);
  const next: State = {
    ...state,
    isBusy: false,
    domain: host.report.domain,
    hosts: isBegun && host.connection ? [host, companion] : [host],
    companion,
    withCompanion: www === true ? !!companion : isFree && (!host.connection || isBegun),
  };
  next.way = ways(next)[0] ?? 'manual';
  if (!host.connection || isOver(host)) return next;
  const { setup_type: setup, state: at } = host.connection;
  next.way = setup === 'automatic' || setup === 'domain_connect' ? setup : 'manual';
  const isAllThere = rows(host).every((row) => row.status === 'found');
  next.step = next.way === 'manual' && !isAllThere && at !== 'live' ? 'manual_configuration' : 'in_progress';
  return fallBack(settle(next));
}

function observed(state: State, connection: Connection, records: RecordsReport | null): State {
  const hosts = withConnection(state.hosts, connection).map((host) =>
    host.connection?.id === connection.id && records ? { ...host, records } : host);
  const next = fallBack(settle({ ...state, hosts }));
  const isThere = next.hosts.map((host) => !!host.connection && rows(host).every((row) => row.status === 'found'));
  const isAllThere = isThere.every(Boolean);
  // One name is approved, and the next is to be: each has a window of its own, which only a click may open.
  if (next.way === 'domain_connect' && isThere[next.approving] && !isAllThere && next.approving < next.hosts.length - 1) {
    return { ...next, approving: next.approving + 1, step: 'domain_connect' };
  }
  const isWaiting = next.step === 'manual_configuration' || next.step === 'domain_connect';
  return isAllThere && isWaiting ? { ...next, step: 'in_progress' } : next;
}

/** The automatic way can end: from then on the customer goes on by hand, and is told why. */
function fallBack(state: State): State {
  const held = state.way === 'automatic' && state.step === 'in_progress' && !state.isBusy &&
    state.hosts.find(({ connection }) => connection && (connection.setup_type !== 'automatic' || (connection.ownership_challenge && connection.problem)) && connection.state !== 'live');
  if (!held) return state;
  return { ...state, way: 'manual', step: 'manual_configuration', notice: { host: null, message: held.connection?.problem?.message ?? '' } };
}

/** Live and answering, all of them: that is success. */
function settle(state: State): State {
  if (state.isBusy || !state.hosts.length) return state;
  const isDone = state.hosts.every((host) => isLive(host) && host.settled);
  const isWaiting = ['in_progress', 'manual_configuration', 'domain_connect'].includes(state.step);
  if (!isWaiting || !state.hosts.every(isLive)) return state;
  return { ...state, step: isDone ? 'success' : 'in_progress' };
}

function withConnection(hosts: Host[], connection: Connection): Host[] {
  return hosts.map((host) => (host.report.domain === connection.hostname ? { ...host, connection } : host));
}

function back(state: State): State {
  switch (state.step) {
    case 'automatic_setup':
    case 'domain_connect':
    case 'manual_configuration':
      return { ...state, step: 'domain_analysis', notice: null, hosts: state.hosts.slice(0, 1), companion: state.hosts[1] ?? state.companion };
    case 'in_progress':
      // What is written for them goes on without being watched.
      return { ...state, step: state.way === 'domain_connect' ? 'domain_connect' : state.way === 'manual' ? 'manual_configuration' : 'enter_domain' };
    case 'email_setup':
      return { ...state, step: 'success' };
    default:
      return { ...state, step: 'enter_domain', failure: null, isBusy: false };
  }
}
