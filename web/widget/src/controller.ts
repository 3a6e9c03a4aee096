/** What the buttons do: calls the API, tells the flow, tells the page. */
import type { Connection, ConsentFlow, DomainReport, ShareLink } from './api';
import { createClient, Failure, isFailure } from './client';
import { call, type CloseReason, tell } from './events';
import { flow, type Happening, initial, isUnderWay, type State, type Step, type Way } from './flow';
import type { Options } from './options';
import type { Later, Surroundings } from './surroundings';
import { type Host, isLive, isOver } from './progress';
import { recall, remember } from './remembered';
import type { Watch } from './later/updates';

const STALL_MS = 45_000;

export interface Actions {
  type(domain: string): void;
  submit(): void;
  tell(happening: Happening): void;
  choose(way: Way): void;
  applyPlan(): void;
  published(): void;
  retry(): void;
  share(): void;
  email(): void;
  copy(what: string, text: string): void;
  redraw(): void;
  /** As a person would: asks first when something is under way. */
  leave(): void;
  close(reason: CloseReason): void;
}

export interface Controller {
  actions: Actions;
  api: ReturnType<typeof createClient>;
  later(): Later | null;
  state(): State;
  start(): void;
}

/** `onChange` is called after each change; `onClosed` once, at the end. */
export function createController(options: Options, around: Surroundings, baseUrl: string, onChange: () => void, onLater: (later: Later) => void, onClosed: () => void): Controller {
  const bound = boundDomain(options.token);
  let state = initial(bound ?? options.prefilledDomain ?? '');
  let watched: Watch | null = null;
  let later: Later | null = null;
  let hasEnded = false;
  let lookups = 0;
  let lastStep: Step | null = null;
  let stallTimer: ReturnType<typeof setTimeout> | undefined;
  let copyTimer: ReturnType<typeof setTimeout> | undefined;
  const announced = new Set<string>();
  const answering = new Set<string>();

  const api = createClient({
    baseUrl,
    token: options.token,
    onTokenExpired: options.onTokenExpired,
    onSessionEnd: () => dispatch({ type: 'expired' }),
  });

  const first = (): Host | undefined => state.hosts[0];
  const facts = () => ({
    domain: first()?.report.domain ?? state.domain,
    provider: first()?.report.provider.name ?? null,
    jobId: first()?.connection?.id ?? null,
  });

  function dispatch(happening: Happening): void {
    if (hasEnded) return;
    state = flow(state, happening);
    if (state.step !== lastStep) {
      lastStep = state.step;
      const { domain, provider, jobId } = facts();
      const detail = { domain, provider, step: state.step, jobId };
      tell('step', detail);
      call(options.onStep, detail);
      clearTimeout(stallTimer);
      if (state.step === 'in_progress') stallTimer = setTimeout(() => dispatch({ type: 'stalled' }), STALL_MS);
    }
    if (state.step === 'success') announce();
    onChange();
  }

  /** Tells the page of each host name that is live, once. */
  function announce(): void {
    for (const { connection, report } of state.hosts) {
      if (connection?.state !== 'live' || announced.has(connection.id)) continue;
      announced.add(connection.id);
      const domain = connection.hostname;
      tell('success', { domain, success: true, setupType: connection.setup_type, provider: report.provider.name, jobId: connection.id });
      call(options.onSuccess, { id: connection.id, domain });
    }
    remember(options.applicationId, null);
  }

  const failed = (error: unknown): void => {
    const failure = isFailure(error) ? error : new Failure('internal', String(error));
    if (failure.code === 'session' || failure.code === 'aborted') return;
    dispatch({ type: 'failed', failure });
  };

  async function lookAt(domain: string): Promise<Host> {
    const report = await api.call<DomainReport>('POST', '/v1/domains:check', { domain, application_id: options.applicationId });
    const query = new URLSearchParams({ hostname: report.domain, application_id: options.applicationId });
    const { data } = await api.call<{ data: Connection[] }>('GET', `/v1/connections?${query}`);
    const open = data.filter(({ state: at }) => at !== 'archived' && at !== 'failed');
    const connection = open.find(({ state: at }) => at === 'live') ?? open.find(({ proof }) => proof) ?? open[0] ?? null;
    return { report, connection, records: null, answer: null, settled: false };
  }

  /** `www` of a bare domain, or the bare domain of `www`. */
  function companionOf({ report }: Host): string | null {
    if (bound || options.www === false || report.kind === 'wildcard') return null;
    if (report.kind === 'apex') return `www.${report.domain}`;
    return report.domain === `www.${report.apex}` ? report.apex : null;
  }

  async function submit(): Promise<void> {
    const domain = tidy(state.domain);
    if (!domain.includes('.')) return dispatch({ type: 'refused', message: '' });
    stop();
    dispatch({ type: 'submitted', domain });
    const lookup = ++lookups;
    try {
      const prepared = prepare();
      prepared.catch(() => undefined);
      const host = await lookAt(domain);
      const other = companionOf(host);
      // The companion is an offer: when it cannot be looked at, it is not made.
      const companion = other ? await lookAt(other).catch(() => null) : null;
      await prepared;
      if (lookup !== lookups || state.step !== 'domain_analysis') return;
      dispatch({ type: 'analysed', host, companion, www: options.www ?? 'ask' });
      if (host.connection && state.step !== 'domain_analysis') begin();
    } catch (error) {
      if (isFailure(error) && error.code === 'invalid') dispatch({ type: 'refused', message: error.message });
      else failed(error);
    }
  }

  /** Creates the connections that are missing, and follows them. */
  async function connect(way: Way): Promise<void> {
    dispatch({ type: 'connecting' });
    for (const [index, { report, connection }] of state.hosts.entries()) {
      const isUsable = connection && !isOver({ connection } as Host) && (connection.setup_type === 'automatic') === (way === 'automatic');
      if (isUsable || connection?.proof || connection?.state === 'live') continue;
      try {
        const body = { application_id: options.applicationId, hostname: report.domain, setup_type: way };
        dispatch({ type: 'connected', connection: await api.call<Connection>('POST', '/v1/connections', body) });
      } catch (error) {
        if (index === 0 || !isFailure(error) || error.code === 'session') return failed(error);
        dispatch({ type: 'alsoFailed', hostname: report.domain, message: error.message });
      }
    }
    dispatch({ type: 'ready' });
    begin();
    if (way !== 'domain_connect') return;
    try {
      for (const { connection } of state.hosts) {
        if (connection) dispatch({ type: 'flow', flow: await api.call<ConsentFlow>('POST', `/v1/connections/${connection.id}/domain-connect`, {}) });
      }
    } catch (error) {
      if (isFailure(error) && error.code === 'no_domain_connect') dispatch({ type: 'go', way: 'manual' });
      else failed(error);
    }
  }

  /** Follows every connection of the flow until all are live. */
  function begin(): void {
    stop();
    const ids = state.hosts.flatMap(({ connection }) => (connection ? [connection.id] : []));
    const { jobId, domain } = facts();
    if (!ids.length || hasEnded || !later) return;
    if (jobId) remember(options.applicationId, { jobId, domain });
    state.hosts.filter(isLive).forEach(({ connection }) => connection && open(connection.id));
    watched = later.watch({
      client: api,
      ids: state.hosts.flatMap((host) => (host.connection && !isLive(host) ? [host.connection.id] : [])),
      onSeen(connection, records) {
        dispatch({ type: 'observed', connection, records });
        if (connection.state === 'live') open(connection.id);
        if (connection.state === 'failed' || connection.state === 'archived') {
          remember(options.applicationId, null);
          failed(new Failure('connection_ended', connection.problem?.message ?? ''));
        }
      },
      onFailure: failed,
    });
  }

  function open(id: string): void {
    if (answering.has(id)) return;
    answering.add(id);
    void later?.visit(api, id, (answer, settled) => {
      dispatch({ type: 'answered', id, answer, settled });
      return !hasEnded;
    });
  }

  function stop(): void {
    watched?.stop();
    watched = null;
  }

  /** What comes after the first screens, wanted soon. */
  async function prepare(): Promise<void> {
    if (later) return;
    try {
      const loaded = await around.load('later');
      if (later) return;
      later = loaded;
      onLater(loaded);
    } catch {
      // The loader lets it be tried again.
      throw new Failure('network', '');
    }
  }

  const actions: Actions = {
    type: (domain) => dispatch({ type: 'typed', domain }),
    submit: () => void submit(),
    tell: dispatch,
    choose(way) {
      dispatch({ type: 'go', way });
      if (way !== 'automatic') void connect(way);
    },
    applyPlan: () => void connect('automatic'),
    published() {
      dispatch({ type: 'published' });
      watched?.look();
    },
    retry() {
      const { failure, cameFrom } = state;
      dispatch({ type: 'retry' });
      if (failure?.code === 'connection_ended' || cameFrom === 'domain_analysis') void submit();
      else if (cameFrom === 'manual_configuration' || cameFrom === 'domain_connect' || cameFrom === 'in_progress') void connect(state.way);
    },
    async share() {
      dispatch({ type: 'sharing', link: null });
      const id = facts().jobId;
      try {
        if (!state.share && id) dispatch({ type: 'sharing', link: await api.call<ShareLink>('POST', `/v1/connections/${id}/share-links`, {}) });
      } catch (error) {
        dispatch({ type: 'dismissed' });
        failed(error);
      }
    },
    email: () => dispatch({ type: 'email' }),
    async copy(what, text) {
      const focused = document.activeElement?.shadowRoot?.activeElement;
      if (!(await later?.copyText(text, focused))) return;
      dispatch({ type: 'copied', what });
      clearTimeout(copyTimer);
      copyTimer = setTimeout(() => dispatch({ type: 'copied', what: null }), 2500);
    },
    redraw: onChange,
    leave() {
      if (state.overlay === 'expired') actions.close('session_expired');
      else if (state.overlay) dispatch({ type: 'dismissed' });
      else if (isUnderWay(state)) dispatch({ type: 'closing' });
      else actions.close('user_closed');
    },
    close(reason) {
      if (hasEnded) return;
      // Live but not seen answering yet is live all the same.
      announce();
      hasEnded = true;
      stop();
      clearTimeout(stallTimer);
      const { connection } = first() ?? {};
      const succeeded = announced.size > 0;
      const { domain, provider, jobId } = facts();
      if (jobId && !succeeded) remember(options.applicationId, { jobId, domain });
      onClosed();
      tell('close', {
        domain, success: succeeded, setupType: connection?.setup_type ?? null, provider,
        lastStatus: connection?.state ?? null, jobId, reason: succeeded ? 'completed' : reason,
      });
      call(options.onClose, { id: jobId, domain, succeeded });
    },
  };

  return {
    actions,
    api,
    later: () => later,
    state: () => state,
    start() {
      const left = recall(options.applicationId);
      const wanted = bound ?? (options.prefilledDomain ? tidy(options.prefilledDomain) : null);
      if (left && (!wanted || wanted === left.domain)) state = initial(left.domain);
      if (bound || (left && (!wanted || wanted === left.domain))) void submit();
      else dispatch({ type: 'typed', domain: state.domain });
    },
  };
}

/** What people paste: with a scheme, a path, a port, blanks, capitals. */
export function tidy(text: string): string {
  return text.trim().toLowerCase().replace(/^[a-z]+:\/\//, '').replace(/[/?#:].*$/, '').replace(/\.$/, '');
}

/** The one host name that the token is for, if it is for one. The server holds the token to it; this only saves a question. */
export function boundDomain(token: string): string | null {
  try {
    const payload = (token.split('.')[1] ?? '').replace(/-/g, '+').replace(/_/g, '/');
    return (JSON.parse(atob(payload)) as { domain?: string }).domain ?? null;
  } catch {
    return null;
  }
}
