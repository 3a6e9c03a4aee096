import { expect, it } from 'vitest';
import { Keys } from '../src/shell/keys';

const known = ['g d', 'g a', 'd', '/', '?', 'mod+k'];
const key = (name: string, more = {}) => ({ key: name, ctrlKey: false, metaKey: false, altKey: false, ...more });

it('knows one key, two in a row, and one with a modifier', () => {
  const keys = new Keys();
  expect(keys.press(key('/'), known, 0)).toBe('/');
  expect(keys.press(key('g'), known, 0)).toBeNull();
  expect(keys.press(key('d'), known, 500)).toBe('g d');
  expect(keys.press(key('d'), known, 600)).toBe('d');
  expect(keys.press(key('k', { metaKey: true }), known, 0)).toBe('mod+k');
  expect(keys.press(key('K', { ctrlKey: true }), known, 0)).toBe('mod+k');
});

it('forgets the first half after a while', () => {
  const keys = new Keys();
  keys.press(key('g'), known, 0);
  expect(keys.press(key('d'), known, 1_200)).toBe('d');
});

it("leaves the browser's own alone", () => {
  const keys = new Keys();
  expect(keys.press(key('d', { ctrlKey: true }), known, 0)).toBeNull();
  expect(keys.press(key('/', { altKey: true }), known, 0)).toBeNull();
});

it('begins anew when the second half is none', () => {
  const keys = new Keys();
  keys.press(key('g'), known, 0);
  expect(keys.press(key('x'), known, 10)).toBeNull();
  expect(keys.press(key('d'), known, 20)).toBe('d');
});
