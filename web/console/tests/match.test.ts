import { expect, it } from 'vitest';
import { find, match, queryString } from '../src/shell/match';

it.each([
  ['/', '/', {}],
  ['/domains', '/domains', {}],
  ['/domains/:id', '/domains/7', { id: '7' }],
  ['/domains/:id/:tab?', '/domains/7', { id: '7' }],
  ['/domains/:id/:tab?', '/domains/7/records', { id: '7', tab: 'records' }],
  ['/settings/*', '/settings', { rest: '' }],
  ['/settings/*', '/settings/members/new', { rest: 'members/new' }],
  ['/share/:name', '/share/b%C3%BCcher', { name: 'bücher' }],
  ['/share/:name', '/share/%', { name: '%' }],
])('%s fits %s', (pattern, path, params) => expect(match(pattern, path)).toEqual(params));

it.each([
  ['/', '/domains'],
  ['/domains', '/domain'],
  ['/domains', '/domains/7'],
  ['/domains/:id', '/domains'],
  ['/domains/:id/:tab?', '/domains/7/records/more'],
])('%s does not fit %s', (pattern, path) => expect(match(pattern, path)).toBeNull());

it('takes the first that fits', () => {
  const routes = [{ path: '/applications/new' }, { path: '/applications/:id' }];
  expect(find(routes, '/applications/new')?.route).toBe(routes[0]);
  expect(find(routes, '/applications/7')).toEqual({ route: routes[1], params: { id: '7' } });
  expect(find(routes, '/nowhere')).toBeNull();
});

it('writes a query without what is empty', () => {
  expect(queryString({ state: 'live', search: '', sort: null, q: 'a b' })).toBe('?state=live&q=a+b');
  expect(queryString({})).toBe('');
});
