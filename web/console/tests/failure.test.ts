import { describe, expect, it } from 'vitest';
import { Failure, failureFrom, failureOf } from '../src/api/failure';

const refusal = (message: string, status = 400) => new Failure('invalid', message, 'ref', status);

describe('which field a refusal is about', () => {
  it('is the one that the message names', () => {
    expect(refusal('default_origin has to be an https URL.').field(['name', 'default_origin'])).toBe('default_origin');
    expect(refusal('Name must not be empty.').field(['name', 'default_origin'])).toBe('name');
  });
  it('is the first that it names', () => {
    expect(refusal('email is no address; role may stay.').field(['role', 'email'])).toBe('email');
  });
  it('is none when only a part of a word is alike', () => {
    expect(refusal('hostname is taken.').field(['name', 'host'])).toBeNull();
  });
  it('is none for what is no refusal of a field', () => {
    expect(refusal('The key lacks the scope for name.', 403).field(['name'])).toBeNull();
  });
});

it('says beside a field what is wrong without the name that the API has for it', () => {
  expect(refusal('default_origin must start with https://.').beside('default_origin')).toBe('It must start with https://.');
  expect(refusal('allowed_origins[1] must start with https://.').beside('allowed_origins')).toBe('Entry 2 must start with https://.');
  expect(refusal('A key with this name is there; name must differ.').beside('name')).toBe('A key with this name is there; name must differ.');
});

it('takes what the API says of itself', () => {
  const response = new Response(null, { status: 402 });
  const failure = failureOf(response, { error: { code: 'QuotaExceeded', message: 'No more.', ref: 'r', plan: 'starter', limit: 3, upgrade_url: 'https://x.example' } });
  expect(failure).toMatchObject({ code: 'QuotaExceeded', message: 'No more.', ref: 'r', status: 402, more: { plan: 'starter', limit: 3, upgrade_url: 'https://x.example' } });
});

it('finds a reference where something before the API answered', () => {
  const response = new Response('<html>', { status: 502, headers: { 'x-request-id': 'abc' } });
  expect(failureOf(response, '<html>')).toMatchObject({ code: 'internal', ref: 'abc', status: 502 });
});

it('calls what never reached the server by its name', () => {
  expect(failureFrom(new TypeError('Failed to fetch')).code).toBe('network');
  const known = refusal('x');
  expect(failureFrom(known)).toBe(known);
});
