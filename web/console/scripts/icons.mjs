// Draws the console's icons: the SVG as it is, and as PNG for what cannot read it. `npm run icons`; what it writes is kept.
import { writeFileSync } from 'node:fs';
import { crc32, deflateSync } from 'node:zlib';

const INK = [0x33, 0x50, 0xd6];
const folder = new URL('../public/', import.meta.url);
// On a grid of 24: the plate, and three lines of a name on it.
const LINES = [[5.5, 8.5, 18.5], [5.5, 12, 18.5], [5.5, 15.5, 13]];
const HALF = 1;
const SAMPLES = 4;

const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><rect width="24" height="24" rx="6" fill="#3350d6"/><path d="${LINES.map(([x, y, end]) => `M${x} ${y}H${end}`).join('')}" stroke="#fff" stroke-width="${2 * HALF}" stroke-linecap="round"/></svg>\n`;

const isOnPlate = (x, y, corner) => {
  const inside = (value) => Math.min(Math.max(value, corner), 24 - corner);
  return Math.hypot(x - inside(x), y - inside(y)) <= corner;
};
const isOnLine = (x, y) => LINES.some(([from, at, to]) => Math.hypot(x - Math.min(Math.max(x, from), to), y - at) <= HALF);

/** `corner` 0 fills the square (the system cuts it), and then the name keeps to the middle. */
function pixels(size, corner) {
  const rows = [];
  const zoom = corner === 0 ? 0.72 : 1;
  for (let row = 0; row < size; row++) {
    const line = Buffer.alloc(1 + size * 4);
    for (let column = 0; column < size; column++) {
      let plate = 0;
      let ink = 0;
      for (let sample = 0; sample < SAMPLES * SAMPLES; sample++) {
        const x = ((column + ((sample % SAMPLES) + 0.5) / SAMPLES) / size) * 24;
        const y = ((row + (Math.floor(sample / SAMPLES) + 0.5) / SAMPLES) / size) * 24;
        plate += corner === 0 || isOnPlate(x, y, corner) ? 1 : 0;
        ink += isOnLine(12 + (x - 12) / zoom, 12 + (y - 12) / zoom) ? 1 : 0;
      }
      const all = SAMPLES * SAMPLES;
      for (const [index, colour] of INK.entries()) line[1 + column * 4 + index] = Math.round(colour + (255 - colour) * (ink / all));
      line[4 + column * 4] = Math.round((255 * plate) / all);
    }
    rows.push(line);
  }
  return Buffer.concat(rows);
}

function png(size, corner) {
  const chunk = (name, data) => {
    const body = Buffer.concat([Buffer.from(name), data]);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    const sum = Buffer.alloc(4);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(size, 0);
  head.writeUInt32BE(size, 4);
  head.set([8, 6, 0, 0, 0], 8);
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', head), chunk('IDAT', deflateSync(pixels(size, corner), { level: 9 })), chunk('IEND', Buffer.alloc(0))]);
}

writeFileSync(new URL('icon.svg', folder), svg);
writeFileSync(new URL('icon-192.png', folder), png(192, 6));
writeFileSync(new URL('icon-512.png', folder), png(512, 6));
writeFileSync(new URL('icon-maskable-512.png', folder), png(512, 0));
writeFileSync(new URL('icon-180.png', folder), png(180, 0));
