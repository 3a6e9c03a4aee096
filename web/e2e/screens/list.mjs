// Every screen and overlay of the widget, and how a visitor gets there.
import { answers, connection, finding, halfWay, inPlace, live, never, refuse } from './answers.mjs';

const HOST = 'shop.example.com';
const isOpen = (state, more = {}) => answers({ is_open: true, connection: state, ...more });
const looked = async (visitor, domain = HOST) => visitor.search(domain);
const chosen = (way, heading) => async (visitor) => {
  await looked(visitor);
  await visitor.wayTo(way);
  await visitor.at(heading);
};
const resumed = (step) => async (visitor) => {
  await looked(visitor);
  await visitor.at(step);
};

/** `go` leads there; `answer` is what the API says; `wishes` are options of `open`. */
export const screens = {
  enter: {},
  'enter-wrong': { go: async (visitor) => { await visitor.main().click(); await visitor.inside('[aria-invalid="true"]'); } },
  looking: { answer: answers({ over: { 'POST /v1/domains:check': never } }), go: async (visitor) => { await visitor.type(HOST); await visitor.inside('.body.calm h2'); } },
  analysis: { go: looked },
  'analysis-www': { answer: answers({ report: { kind: 'apex' } }), go: (visitor) => looked(visitor, 'example.com') },
  'analysis-by-hand': { answer: answers({ report: { capabilities: { auto_write: false, domain_connect: false }, provider: { key: null, name: null, status: 'unknown' } } }), go: looked },
  'analysis-findings': { answer: answers({ report: { conflicts: [finding.caa, finding.address, finding.ttl], wait_seconds: 14_400 } }), go: looked },
  'analysis-taken': { answer: answers({ report: { available: false, conflicts: [finding.correct] } }), go: looked },
  review: { go: chosen('automatic', 'automatic_setup') },
  approve: { go: chosen('domain_connect', 'domain_connect') },
  manual: { answer: answers({ connection: halfWay }), go: async (visitor) => { await chosen('manual', 'manual_configuration')(visitor); await visitor.inside('.record.differs'); } },
  'manual-two': {
    answer: answers({ report: { capabilities: { auto_write: false, domain_connect: false } } }),
    go: async (visitor) => { await looked(visitor, 'example.com'); await visitor.main().click(); await visitor.inside('section + section .record'); },
  },
  'manual-fallback': {
    answer: answers({ over: { 'POST /v1/connections': { status: 201, body: connection(HOST, { problem: { code: 'dns_conflict', message: 'Cloudflare manages this record itself.' } }) } } }),
    go: async (visitor) => { await chosen('automatic', 'automatic_setup')(visitor); await visitor.agree(); await visitor.at('manual_configuration'); },
  },
  'progress-records': { answer: isOpen({ ...halfWay, setup_type: 'automatic' }), go: resumed('in_progress') },
  'progress-certificate': { answer: isOpen({ ...inPlace, state: 'issuing_cert' }), go: resumed('in_progress') },
  'progress-trouble': {
    answer: isOpen({ ...inPlace, state: 'issuing_cert', certificate: { status: 'failed', issuer: null, not_after: null, last_problem: { message: 'The authority did not answer.', retry_at: '2026-03-02T10:05:00.000Z' } } }),
    go: resumed('in_progress'),
  },
  'progress-stalled': {
    answer: isOpen({ ...halfWay, setup_type: 'automatic', checked_at: '2026-03-02T09:50:00.000Z' }, { report: { wait_seconds: 14_400 } }),
    clock: true,
    go: async (visitor) => { await resumed('in_progress')(visitor); await visitor.page.clock.fastForward(46_000); await visitor.inside('.alert.calm'); },
  },
  success: { answer: isOpen(live), wishes: { email: true }, go: async (visitor) => { await resumed('success')(visitor); await visitor.inside('.receipt'); } },
  'success-later': {
    answer: isOpen(live, { over: { [`POST /v1/connections/${connection().id}/https:check`]: { status: 200, body: { reached: false, url: `https://${HOST}/`, took_ms: null, certificate: null, problem: { code: 'unreachable', message: 'No answer within ten seconds.' } } } } }),
    clock: true,
    go: async (visitor) => {
      await looked(visitor);
      await visitor.at('in_progress');
      for (let seconds = 0; seconds < 40 && (await visitor.step()) !== 'success'; seconds += 2) await visitor.page.clock.runFor(2000);
      await visitor.at('success');
    },
  },
  error: { answer: answers({ over: { 'POST /v1/connections': refuse(422, 'dns_conflict', 'shop.example.com already has mail under it.') } }), console: [/status of 422/], go: async (visitor) => { await looked(visitor); await visitor.wayTo('manual'); await visitor.at('error'); } },
  'email-choice': { answer: isOpen(live), wishes: { email: true }, go: async (visitor) => { await resumed('success')(visitor); await visitor.plain().click(); await visitor.at('email_setup'); } },
  'email-review': { answer: isOpen(live), wishes: { email: true }, go: async (visitor) => { await screens['email-choice'].go(visitor); await visitor.main().click(); await visitor.inside('.changes'); } },
  'email-done': { answer: isOpen(live), wishes: { email: true }, go: async (visitor) => { await screens['email-review'].go(visitor); await visitor.agree(); await visitor.gone('.changes'); await visitor.inside('.notes'); } },
  exit: { answer: answers({ connection: halfWay }), go: async (visitor) => { await screens.manual.go(visitor); await visitor.page.keyboard.press('Escape'); await visitor.inside('.sheet'); } },
  expired: { answer: answers({ over: { 'POST /v1/domains:check': refuse(401, 'invalid_token', 'The token has expired.') } }), console: [/status of 401/], go: async (visitor) => { await visitor.type(HOST); await visitor.inside('.sheet'); } },
  share: { answer: answers({ connection: halfWay }), go: async (visitor) => { await screens.manual.go(visitor); await visitor.inside('.i-link'); await visitor.widget.locator('button:has(.i-link)').click(); await visitor.inside('.qr'); } },
};
