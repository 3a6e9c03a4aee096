import { expect, it } from 'vitest';
import { lendSnippet, placeholder, shapeOf } from '~/views/providers/credential';

const names = (format: string): string[] => shapeOf(format).parts.map(({ name, isOptional }) => (isOptional ? `[${name}]` : name));

it.each([
  ['token', 'one', ['token']],
  ['token[:teamId]', ':', ['token', '[teamId]']],
  ['apikey:secretapikey', ':', ['apikey', 'secretapikey']],
  ['prefix.secret', '.', ['prefix', 'secret']],
  ['accessKeyId:secretAccessKey[:region]', ':', ['accessKeyId', 'secretAccessKey', '[region]']],
  ['apiUser:apiKey:clientIp', ':', ['apiUser', 'apiKey', 'clientIp']],
  ['JSON {tenant_id, client_id}', 'json', ['tenant_id', 'client_id']],
  ['apiKey, or JSON {url,api_key[,server_id]}', 'json', ['url', 'api_key', '[server_id]']],
])('%s is taken apart', (format, by, parts) => {
  expect(shapeOf(format).by).toBe(by);
  expect(names(format)).toEqual(parts);
});

it('knows what a service account has', () => {
  expect(names('service-account JSON with managed_zone')).toContain('managed_zone');
});

it('stands in for the secret without what may be left out', () => {
  expect(placeholder('accessKeyId:secretAccessKey[:region]')).toBe('<accessKeyId>:<secretAccessKey>');
  expect(placeholder('prefix.secret')).toBe('<prefix>.<secret>');
  expect(placeholder('token')).toBe('<token>');
});

it('gives JSON as an object and everything else as text', () => {
  const body = (key: string, format: string) => {
    const snippet = lendSnippet('https://api.example', 'app', { key, credential: { format, kind: 'token', hint: '', gate: null } });
    return JSON.parse(/'(\{.*\})'/s.exec(snippet)![1]!) as { provider: string; token: unknown };
  };
  expect(body('cloudflare', 'token')).toEqual({ provider: 'cloudflare', token: '<token>' });
  expect(body('azuredns', 'JSON {tenant_id}').token).toEqual({ tenant_id: '…' });
});
