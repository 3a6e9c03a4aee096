import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { check, health, readable } from '../src/views/webhooks/events';

describe('the check of a signature', () => {
  const source = check('node').replace(/^import.*\n/, '').replace('export function', 'return function');
  const isFromNameplate = new Function('crypto', source)({ createHmac, timingSafeEqual: (a, b) => a.equals(b) });
  const signed = (body, timestamp) => ({ 'x-cd-timestamp': `${timestamp}`, 'x-cd-signature': `sha256=${createHmac('sha256', 'whsec_x').update(`${timestamp}.${body}`).digest('hex')}` });
  const now = Math.floor(Date.now() / 1000);

  it('believes what was signed, and nothing else', () => {
    expect(isFromNameplate('{}', signed('{}', now), 'whsec_x')).toBe(true);
    expect(isFromNameplate('{ }', signed('{}', now), 'whsec_x')).toBe(false);
    expect(isFromNameplate('{}', signed('{}', now), 'whsec_y')).toBe(false);
    expect(isFromNameplate('{}', { 'x-cd-timestamp': `${now}` }, 'whsec_x')).toBe(false);
  });

  it('refuses what is old', () => {
    expect(isFromNameplate('{}', signed('{}', now - 301), 'whsec_x')).toBe(false);
  });
});

it('a body is made readable where it can be', () => {
  expect(readable('{"a":1}')).toBe('{\n  "a": 1\n}');
  expect(readable('no json')).toBe('no json');
});

it('an endpoint does well, fails, was disabled, or is off', () => {
  const words = [{ enabled: true, failing_since: null, disabled_reason: null }, { enabled: true, failing_since: 'x', disabled_reason: null }, { enabled: false, failing_since: 'x', disabled_reason: '410' }, { enabled: false, failing_since: null, disabled_reason: null }];
  expect(words.map((endpoint) => health(endpoint).text)).toEqual(['on', 'failing', 'disabled', 'off']);
});
