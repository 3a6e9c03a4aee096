import { describe, expect, it } from 'vitest';
import { inUnit, speaker } from '../src/say';
import { coreKeys, laterKeys } from '../src/strings';
import { en } from '../src/strings/en';

const modules = import.meta.glob<Record<string, Record<string, string>>>('../src/strings/??.ts', { eager: true });
const languages = Object.entries(modules).map(([path, module]) => [path.slice(-5, -3), Object.values(module)[0] ?? {}] as const);
const placeholders = (text: string): string[] => [...text.matchAll(/\{\w+\}/g)].map(([all]) => all).sort();

describe.each(languages)('the language %s', (code, texts) => {
  it('is called as its file is, and says everything', () => {
    expect(Object.keys(modules[`../src/strings/${code}.ts`] ?? {})).toEqual([code]);
    expect(Object.keys(texts)).toEqual(Object.keys(en));
  });

  it('leaves no value out', () => {
    for (const [key, text] of Object.entries(en)) expect([key, placeholders(texts[key] ?? '')]).toEqual([key, placeholders(text)]);
  });
});

it('has each text in one file, now or later', () => {
  expect([...coreKeys, ...laterKeys].sort()).toEqual(Object.keys(en).sort());
});

describe('saying', () => {
  const say = speaker((key) => en[key], 'en');

  it('keeps host names together in any direction', () => {
    expect(say('successTitle', { host: 'a.example' })).toBe('a.example is live');
    expect(say('enterIntro', { brand: 'مثال' })).toContain('\u2068مثال\u2069');
    const arabic = speaker(() => 'النطاق {host} يعمل', 'ar');
    expect(arabic('successTitle', { host: 'a.example' })).toBe('النطاق \u2068a.example\u2069 يعمل');
  });

  it('mixes words and elements', () => {
    expect(say.rich('successTitle', { host: 'x' })).toEqual(['', 'x', ' is live']);
  });

  it.each([[45, 'second', 45], [300, 'minute', 5], [14_400, 'hour', 4], [172_800, 'day', 2]])('tells %i seconds in %ss', (seconds, unit, n) => {
    expect(inUnit(seconds)).toEqual([n, unit]);
  });
});
