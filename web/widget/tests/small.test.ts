import jsqr from 'jsqr';
import { describe, expect, it } from 'vitest';
import { boundDomain, tidy } from '../src/controller';
import { qr } from '../src/later/qr';
import { planned } from '../src/later/review';
import { issuer } from '../src/later/success';
import { events } from '../src/later/updates';
import { contrast, legible } from '../src/theme';
import { report } from './samples';

describe('a QR code', () => {
  /** As a camera sees it. */
  const read = (text: string): string | undefined => {
    const code = qr(text);
    const scale = 4;
    const size = (code.length + 8) * scale;
    const pixels = new Uint8ClampedArray(size * size * 4).fill(255);
    for (let y = 0; y < size; y++) for (let x = 0; x < size; x++) {
      if (code[Math.floor(y / scale) - 4]?.[Math.floor(x / scale) - 4]) pixels.fill(0, (y * size + x) * 4, (y * size + x) * 4 + 3);
    }
    return jsqr(pixels, size, size)?.data;
  };

  it.each([1, 17, 53, 100, 134, 192, 230, 300, 425, 586, 700, 858])('of %i characters is read', (length) => {
    const text = `https://api.saas.example/share/${'0a1b2c3d4e5f'.repeat(80)}`.slice(0, length);
    expect(read(text)).toBe(text);
  });

  it('refuses what does not fit', () => {
    expect(() => qr('x'.repeat(859))).toThrow(RangeError);
  });
});

describe('a typed domain', () => {
  it.each([
    ['  HTTPS://Shop.Example.com/cart?x=1 ', 'shop.example.com'], ['example.com.', 'example.com'], ['example.com:8443', 'example.com'],
    ['*.example.com', '*.example.com'], ['münchen.example', 'münchen.example'],
  ])('%s', (typed, wanted) => expect(tidy(typed)).toBe(wanted));
});

it('reads the one domain of a token, and nothing from what is none', () => {
  const token = (claims: object): string => `h.${btoa(JSON.stringify(claims)).replace(/=/g, '')}.s`;
  expect(boundDomain(token({ domain: 'shop.customer.com' }))).toBe('shop.customer.com');
  expect(boundDomain(token({ app: 'x' }))).toBe(null);
  expect(boundDomain('nonsense')).toBe(null);
});

describe('the event stream', () => {
  const read = async (...pieces: string[]): Promise<{ id: string; data: string }[]> => {
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        pieces.forEach((piece) => controller.enqueue(new TextEncoder().encode(piece)));
        controller.close();
      },
    });
    const list = [];
    for await (const event of events(body)) list.push(event);
    return list;
  };

  it('is read over the ends of pieces, without comments', async () => {
    expect(await read(': hello\n\nid: 7\nevent: ssl.iss', 'ued\ndata: {"jobId":', '"1"}\n', '\nid: 8\r\ndata: {}\r\n\r\n')).toEqual([
      { id: '7', data: ' {"jobId":"1"}' }, { id: '8', data: ' {}' },
    ]);
  });

  it('leaves out what has not ended', async () => {
    expect(await read('id: 7\ndata: {}\n')).toEqual([]);
  });
});

describe('what an automatic setup changes', () => {
  it('is what the server says', () => {
    const changes = [{ action: 'create' as const, name: 'x', type: 'A', before: null, after: { ttl: 1, values: ['192.0.2.1'] } }];
    expect(planned(report({ plan: { provider: 'gandi', zone: 'customer.com', changes, untouched: 3 } }))).toBe(changes);
  });

  it('follows from what is there where the server says nothing', () => {
    const existing_records = [
      { host: 'shop.customer.com', type: 'A', value: '192.0.2.9', ttl: 60 },
      { host: 'shop.customer.com', type: 'MX', value: '10 mail.customer.com', ttl: 60 },
    ];
    expect(planned(report({ existing_records })).map(({ action, type }) => [action, type])).toEqual([['delete', 'A'], ['create', 'CNAME']]);
    expect(planned(report({ existing_records: report().desired_records }))).toEqual([]);
  });
});

it('names who signed', () => {
  expect(issuer("CN=E7, O=Let's Encrypt, C=US")).toBe("Let's Encrypt");
  expect(issuer('internal')).toBe('internal');
});

it('makes any accent readable on its ground', () => {
  for (const accent of [[255, 255, 0], [120, 120, 120], [0, 0, 0]] as [number, number, number][]) {
    expect(contrast(legible(accent, [255, 255, 255], [17, 17, 17]), [255, 255, 255])).toBeGreaterThanOrEqual(4.5);
    expect(contrast(legible(accent, [20, 20, 24], [240, 240, 240]), [20, 20, 24])).toBeGreaterThanOrEqual(4.5);
  }
});
