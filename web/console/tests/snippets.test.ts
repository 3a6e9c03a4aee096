import { describe, expect, it } from 'vitest';
import { type Wish, backend, chosen, frameworks, page, servers } from '../src/views/embed/snippets';

const wish: Wish = { origin: 'https://api.saas.example', application: '0198', domain: '', brandName: '', hasEmail: false, theme: {} };

describe('a snippet', () => {
  it('has in every framework where to go, for which application, and no key', () => {
    for (const { value } of frameworks) {
      const text = page(value, wish);
      expect(text).toContain("applicationId: '0198'");
      expect(text).toContain('https://api.saas.example');
      expect(text).not.toMatch(/sk_|theme|email:/);
    }
    for (const { value } of servers) expect(backend(value, wish)).toContain('https://api.saas.example/v1/tokens');
  });

  it('says only what differs', () => {
    expect(chosen({ accentColor: '#0ea5e9', radius: '', hideBranding: false, colorScheme: 'auto' })).toEqual({ accentColor: '#0ea5e9' });
    expect(page('html', { ...wish, hasEmail: true, theme: { accentColor: '#0ea5e9', hideBranding: true } })).toContain("theme: { accentColor: '#0ea5e9', hideBranding: true }");
  });

  it('lets no name out of its quotes', () => {
    const text = page('html', { ...wish, brandName: `O'Neil "</script>` });
    expect(text).toContain(`brandName: 'O\\'Neil "\\u003c/script>'`);
    expect(text.match(/<\/script>/g)).toHaveLength(2);
  });

  it('is a program that can be read', () => {
    const body = page('html', { ...wish, brandName: 'Acme', theme: { radius: '4px' } }).match(/<script>\n([\s\S]*)<\/script>/)![1]!;
    expect(() => new Function(body)).not.toThrow();
  });

  it('binds a token to one domain where asked to', () => {
    expect(backend('node', { ...wish, domain: 'shop.example' })).toMatch(/{\s+"application_id": "0198",\s+"domain": "shop.example"\s+}/);
  });
});
