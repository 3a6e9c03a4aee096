import { describe, expect, it } from 'vitest';
import { changed, pageOf, sentence } from '../src/views/audit/entry';

describe('an audit entry', () => {
  it('reads as words', () => {
    expect(sentence('connection.issuing_cert')).toBe('connection issuing cert');
    expect(sentence('webhook_endpoint.created')).toBe('webhook endpoint created');
    expect(sentence('odd')).toBe('odd');
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
