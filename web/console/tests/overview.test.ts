import { describe, expect, it } from 'vitest';
import { concernsOf, type Sources } from '../src/views/overview/attention';
import { latest, ofAudit, ofConnection } from '../src/views/overview/happenings';
import { stepsOf } from '../src/views/overview/steps';

const connection = (more: object) => ({ id: 'c', application_id: 'a', hostname: 'shop.x', hostname_unicode: 'shop.x', state: 'stalled', state_since: '2026-11-20T00:00:00Z', explanation: { sentence: 'It is so.', waiting_for: 'customer' }, ...more });
const concerns = (sources: object) => concernsOf(sources as Sources);
const certificate = (more: object, connection_id = 'c') => ({ connection_id, application_id: 'a', hostname: 'shop.x', certificate: { status: 'issued', last_problem: null, next_renewal: null, not_after: '2026-12-01T00:00:00Z', reported_at: '2026-11-20T00:00:00Z', ...more } });

describe('what needs attention', () => {
  it('says why, and what to do next', () => {
    const [failed, stalled] = concerns({ connections: [connection({}), connection({ id: 'f', state: 'failed', explanation: { sentence: 'Given up.', waiting_for: 'developer' } })] });
    expect(failed).toMatchObject({ id: 'f', isBad: true, next: 'Begin anew', nextTo: '/domains/connect?hostname=shop.x&application=a', to: '/domains/f' });
    expect(stalled).toMatchObject({ text: 'It is so.', checks: 'c', next: 'See the records', isBad: false });
  });

  it('is a webhook that was switched off for its failures, not one that somebody switched off', () => {
    const endpoint = { id: 'e', url: 'https://x', enabled: false, disabled_at: null, disabled_reason: null, failing_since: null };
    expect(concerns({ endpoints: [endpoint] })).toEqual([]);
    expect(concerns({ endpoints: [{ ...endpoint, disabled_reason: 'every attempt failed.' }] })).toMatchObject([{ isBad: true, text: 'It is told nothing more: every attempt failed.' }]);
    expect(concerns({ endpoints: [{ ...endpoint, enabled: true, failing_since: '2026-11-01T00:00:00Z' }] })).toMatchObject([{ isBad: false, at: '2026-11-01T00:00:00Z' }]);
  });

  it('is a credential that its provider refuses', () => {
    const credential = { id: 'k', provider: 'sandbox', last4: 'abcd', application_id: 'a', verdict: { status: 'bad_credential', message: 'No.', checked_at: '2026-11-20T00:00:00Z' } };
    expect(concerns({ credentials: [{ credential, application: 'Shop' }, { credential: { ...credential, verdict: null }, application: 'Shop' }] })).toMatchObject([{ title: 'sandbox …abcd, of Shop', text: 'No.' }]);
  });

  it('is a certificate that ends without a renewal, once', () => {
    expect(concerns({ certificates: [certificate({ next_renewal: '2026-11-25T00:00:00Z' })] })).toEqual([]);
    expect(concerns({ certificates: [certificate({})] })).toMatchObject([{ text: 'Its certificate ends on 1 Dec 2026, and no renewal is planned.' }]);
    const failing = certificate({ status: 'failed', last_problem: { message: 'Rate limited' } });
    expect(concerns({ certificates: [failing, failing] })).toMatchObject([{ text: 'Rate limited. What is served ends on 1 Dec 2026.' }]);
  });

  it('is a limit as it is: connections are refused beyond it, and nothing else is', () => {
    const of = (kind: string, used: number) => concerns({ usage: { usage: [{ kind, used, limit: 100 }] } })[0];
    expect(of('connect', 132)).toMatchObject({ isBad: true, title: 'Connections started: 132 of 100', text: expect.stringContaining('No further domain can be connected until the month ends.') });
    expect(of('connect', 92)).toMatchObject({ isBad: false, text: expect.stringContaining('92 % ') });
    expect(of('cert', 132)).toMatchObject({ isBad: false, text: expect.stringContaining('Nothing is refused for that.') });
  });

  it('is a quota that is nearly used', () => {
    const usage = { usage: [{ kind: 'connect', used: 79, limit: 100 }, { kind: 'cert', used: 80, limit: 100 }, { kind: 'api_call', used: 100, limit: 100 }, { kind: 'active_domain', used: 9, limit: null }] };
    expect(concerns({ usage }).map(({ id, isBad }) => [id, isBad])).toEqual([['quota cert', false], ['quota api_call', false]]);
  });
});

describe('what happened lately', () => {
  const entry = (action: string, more: object = {}) => ({ id: action, at: '2026-11-20T00:00:00Z', action, actor: { kind: 'api_key' }, target: { kind: 'x', id: 't' }, before: null, after: null, ...more }) as never;

  it('says it in words, also what it does not know', () => {
    expect(ofAudit(entry('application.create', { after: { name: 'Shop' } }))).toMatchObject({ name: 'Application Shop', what: 'was created', to: '/applications/t' });
    expect(ofAudit(entry('strange_thing.turn_around'))).toMatchObject({ name: 'Strange thing', what: 'turn around', to: null });
  });

  it('leaves to domains what they say themselves', () => {
    expect(ofAudit(entry('connection.live'))).toBeNull();
    expect(ofConnection(connection({ state: 'live' }) as never)).toMatchObject({ name: 'shop.x', what: 'went live', tone: 'good' });
  });

  it('is the newest first', () => {
    const all = [ofAudit(entry('key.create')), ofConnection(connection({ state_since: '2026-11-21T00:00:00Z' }) as never), null];
    expect(latest(all, 1).map(({ name }) => name)).toEqual(['shop.x']);
  });
});

it('the first steps leave out what cannot be told', () => {
  expect(stepsOf({ application: true, key: undefined, live: false, widget: undefined, webhook: true }).map(({ key, isDone }) => [key, isDone])).toEqual([['application', true], ['live', false], ['webhook', true]]);
});
