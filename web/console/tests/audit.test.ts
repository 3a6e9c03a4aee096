import { describe, expect, it } from 'vitest';
import { changed, namelessIn, pageOf, sentence, subject } from '../src/views/audit/entry';

describe('an audit entry', () => {
  it('reads as words', () => {
    expect(sentence('application.update')).toBe('Application updated');
    expect(sentence('webhook_endpoint.rotate_secret')).toBe('Webhook endpoint: secret rotated');
    expect(sentence('connection.register_acme_account')).toBe('Connection: ACME account registered');
    expect(sentence('connection.apply_records')).toBe('Connection: records applied');
    expect(sentence('connection.issuing_cert')).toBe('Connection gets its certificate');
    expect(sentence('connection.live')).toBe('Connection went live');
    expect(sentence('change_set.undo')).toBe('Change set undone');
    expect(sentence('connection.bulk_create')).toBe('Domains connected in bulk');
    expect(sentence('session.created')).toBe('Session created');
    expect(sentence('odd')).toBe('Odd');
  });

  it('calls what it is about by its name', () => {
    expect(subject({ before: { name: 'Before' }, after: { name: 'After' } })).toBe('After');
    expect(subject({ before: { email: 'ada@acme.example' }, after: null })).toBe('ada@acme.example');
    expect(subject({ before: null, after: { state: 'live' } })).toBeNull();
  });

  it('wants the name of each connection of which it says only the state, once', () => {
    const entry = (kind: string, id: string, after: object) => ({ target: { kind, id }, before: null, after });
    expect(namelessIn([entry('connection', '8', { state: 'live' }), entry('connection', '7', { state: 'live' }), entry('connection', '8', {}), entry('connection', '9', { hostname: 'x' }), entry('application', '6', {})])).toEqual(['7', '8']);
  });

  it('shows what is another one afterwards, and nothing else', () => {
    expect(changed({ before: { name: 'a', url: 'x', events: ['one'] }, after: { name: 'b', url: 'x', events: ['one', 'two'] } })).toEqual([
      { field: 'name', before: 'a', after: 'b' },
      { field: 'events', before: '["one"]', after: '["one","two"]' },
    ]);
    expect(changed({ before: null, after: { name: 'b', url: null } })).toEqual([{ field: 'name', before: null, after: 'b' }]);
    expect(changed({ before: { name: 'b' }, after: null })).toEqual([{ field: 'name', before: 'b', after: null }]);
    expect(changed({ before: null, after: null })).toEqual([]);
  });

  it('leads to what it is about, where that has a page', () => {
    expect(pageOf({ kind: 'connection', id: '7' })).toBe('/domains/7');
    expect(pageOf({ kind: 'api_key', id: '7' })).toBeNull();
  });
});
