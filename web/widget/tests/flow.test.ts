import { describe, expect, it } from 'vitest';
import { Failure } from '../src/client';
import { blocking, flow, type Happening, initial, isUnderWay, type State, ways } from '../src/flow';
import { connection, host, records, report } from './samples';

const after = (...happenings: Happening[]): State => happenings.reduce(flow, initial(''));
const submitted: Happening = { type: 'submitted', domain: 'shop.customer.com' };
const analysed = (changes: Partial<Extract<Happening, { type: 'analysed' }>> = {}): Happening => ({ type: 'analysed', host: host(), companion: null, www: 'ask', ...changes });
const all = { auto_write: true, domain_connect: true };
const apex = report({ domain: 'customer.com', hostname_unicode: 'customer.com', kind: 'apex', capabilities: all });
const www = report({ domain: 'www.customer.com', hostname_unicode: 'www.customer.com', capabilities: all });

describe('the analysis', () => {
  it('offers the ways that can work, the best first', () => {
    const state = after(submitted, analysed({ host: host({ report: report({ capabilities: all }) }) }));
    expect(ways(state)).toEqual(['automatic', 'domain_connect', 'manual']);
    expect(state).toMatchObject({ step: 'domain_analysis', way: 'automatic', isBusy: false });
  });

  it('goes back to the field when the domain cannot be one', () => {
    expect(after(submitted, { type: 'refused', message: 'A public suffix.' })).toMatchObject({ step: 'enter_domain', refusal: 'A public suffix.' });
    expect(after(submitted, { type: 'refused', message: '' }, { type: 'typed', domain: 'a' }).refusal).toBe(null);
  });

  it('takes www along when it is free, and leaves it when something stands in its way', () => {
    expect(after(submitted, analysed({ host: host({ report: apex }), companion: host({ report: www }) })).withCompanion).toBe(true);
    const held = report({ ...www, available: false });
    expect(after(submitted, analysed({ host: host({ report: apex }), companion: host({ report: held }) })).withCompanion).toBe(false);
  });

  it('replaces what leads elsewhere only when it writes itself', () => {
    const finding = { code: 'address_conflict', severity: 'blocking' as const, record: null, message: '', fix: '' };
    expect(blocking(report({ conflicts: [finding] }), 'automatic')).toEqual([]);
    expect(blocking(report({ conflicts: [finding] }), 'manual')).toEqual([finding]);
  });

  it('goes on where it was left', () => {
    expect(after(submitted, analysed({ host: host({ connection: connection() }) })).step).toBe('manual_configuration');
    expect(after(submitted, analysed({ host: host({ connection: connection({ setup_type: 'automatic', state: 'propagating', ownership_challenge: null }) }) })).step).toBe('in_progress');
    expect(after(submitted, analysed({ host: host({ connection: connection({ state: 'live' }) }) })).step).toBe('in_progress');
    expect(after(submitted, analysed({ host: host({ connection: connection({ state: 'failed' }) }) })).step).toBe('domain_analysis');
  });
});

describe('by hand', () => {
  const manual = after(submitted, analysed(), { type: 'go', way: 'manual' }, { type: 'connecting' }, { type: 'connected', connection: connection() }, { type: 'ready' });

  it('shows the records until they are said, or seen, to be there', () => {
    expect(manual).toMatchObject({ step: 'manual_configuration', isBusy: false });
    expect(flow(manual, { type: 'published' }).step).toBe('in_progress');
    const seen = flow(manual, { type: 'observed', connection: connection({ state: 'propagating', proof: { at: '' } }), records: records({ propagated: true, status: 'propagated' }) });
    expect(seen.step).toBe('in_progress');
  });

  it('succeeds when the name is live and has answered, and not before', () => {
    const live = flow(manual, { type: 'observed', connection: connection({ state: 'live' }), records: null });
    expect(live.step).toBe('in_progress');
    const id = connection().id;
    const refused = { reached: false, url: '', took_ms: null, certificate: null, problem: null };
    const late = flow(live, { type: 'answered', id, answer: refused, settled: false });
    expect(late.step).toBe('in_progress');
    expect(flow(late, { type: 'answered', id, answer: { ...refused, reached: true }, settled: true }).step).toBe('success');
    expect(flow(late, { type: 'answered', id, answer: refused, settled: true }).step).toBe('success');
  });

  it('asks before it is left', () => {
    expect(isUnderWay(manual)).toBe(true);
    expect(isUnderWay(initial(''))).toBe(false);
    const asked = flow(manual, { type: 'closing' });
    expect(asked.overlay).toBe('exit');
    expect(flow(asked, { type: 'dismissed' }).overlay).toBe(null);
  });

  it('does not let an ended session be dismissed', () => {
    expect(flow(flow(manual, { type: 'expired' }), { type: 'dismissed' }).overlay).toBe('expired');
  });

  it('tries again where it failed', () => {
    const failed = flow(manual, { type: 'failed', failure: new Failure('network', '') });
    expect(failed.step).toBe('error');
    expect(flow(failed, { type: 'retry' })).toMatchObject({ step: 'manual_configuration', failure: null });
    expect(flow(failed, { type: 'back' }).step).toBe('enter_domain');
  });
});

describe('two names', () => {
  const both = after(submitted, analysed({ host: host({ report: apex }), companion: host({ report: www }) }));
  const one = connection({ id: '1', hostname: 'customer.com' });
  const other = connection({ id: '2', hostname: 'www.customer.com' });

  it('are one flow, done when both are', () => {
    let state = flow(both, { type: 'go', way: 'automatic' });
    expect(state.hosts).toHaveLength(2);
    const written = { setup_type: 'automatic' as const, ownership_challenge: null };
    for (const happening of [
      { type: 'connecting' }, { type: 'connected', connection: { ...one, ...written } }, { type: 'connected', connection: { ...other, ...written } }, { type: 'ready' },
      { type: 'observed', connection: { ...one, ...written, state: 'live' }, records: null }, { type: 'answered', id: '1', answer: 'unknown', settled: true },
    ] as Happening[]) state = flow(state, happening);
    expect(state.step).toBe('in_progress');
    state = flow(state, { type: 'observed', connection: { ...other, ...written, state: 'live' }, records: null });
    state = flow(state, { type: 'answered', id: '2', answer: 'unknown', settled: true });
    expect(state.step).toBe('success');
  });

  it('are approved one after the other', () => {
    let state = flow(both, { type: 'go', way: 'domain_connect' });
    const consent = { url: '', provider_name: 'Gandi', width: 0, height: 0 };
    for (const happening of [
      { type: 'connected', connection: one }, { type: 'connected', connection: other }, { type: 'flow', flow: consent }, { type: 'flow', flow: consent }, { type: 'published' },
      { type: 'observed', connection: { ...one, state: 'live' }, records: null },
    ] as Happening[]) state = flow(state, happening);
    expect(state).toMatchObject({ step: 'domain_connect', approving: 1 });
  });

  it('go on with one when the other cannot be added', () => {
    const state = flow(flow(both, { type: 'go', way: 'manual' }), { type: 'alsoFailed', hostname: 'www.customer.com', message: 'It is held.' });
    expect(state.hosts.map(({ report: { domain } }) => domain)).toEqual(['customer.com']);
    expect(state.notice?.host).toBe('www.customer.com');
  });

  it('are one again after going back, without losing what was begun', () => {
    let state = flow(both, { type: 'go', way: 'manual' });
    state = flow(state, { type: 'connected', connection: other });
    state = flow(state, { type: 'back' });
    expect(state).toMatchObject({ step: 'domain_analysis', companion: { connection: { id: '2' } } });
    expect(state.hosts).toHaveLength(1);
  });
});

it('keeps a link for later when the sheet was closed before it came', () => {
  const link = { url: 'https://api.saas.example/share/t', expires_at: '2026-07-02T12:00:00.000Z' };
  const closed = after({ type: 'sharing', link: null }, { type: 'dismissed' }, { type: 'sharing', link });
  expect(closed).toMatchObject({ overlay: null, share: link });
  expect(flow(closed, { type: 'sharing', link: null })).toMatchObject({ overlay: 'share', share: link });
});

it('lets people go back from what goes on by itself, and try another domain', () => {
  const going = after(submitted, analysed({ host: host({ connection: connection({ setup_type: 'automatic', state: 'propagating', ownership_challenge: null }) }) }));
  const left = flow(going, { type: 'back' });
  expect(left.step).toBe('enter_domain');
  const ended = connection({ setup_type: 'automatic', problem: { code: 'x', message: '' } });
  expect(flow(left, { type: 'observed', connection: ended, records: null }).step).toBe('enter_domain');
});

it('falls back to doing it by hand when the automatic way ends, and says why', () => {
  const problem = { code: 'provider_refused', message: 'The token may not write.' };
  const state = after(submitted, analysed({ host: host({ report: report({ capabilities: all }) }) }), { type: 'go', way: 'automatic' }, { type: 'connecting' },
    { type: 'connected', connection: connection({ setup_type: 'automatic', problem }) }, { type: 'ready' });
  expect(state).toMatchObject({ step: 'manual_configuration', way: 'manual', notice: { message: problem.message } });
});
