// Pictures of screens: which, and how one is compared with its baseline.
import { readFileSync, writeFileSync, existsSync, mkdirSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';
import { screens } from './list.mjs';

const FOLDER = new URL('../baselines', import.meta.url).pathname;
const MADE_WITH = join(FOLDER, 'made-with.json');
/** Where a picture that differs is left, with the difference. */
export const DIFFERENT = new URL('../different', import.meta.url).pathname;
const PACKAGES = ['fonts-liberation', 'fonts-noto-core', 'fonts-noto-color-emoji'];

const phone = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true };
/** The variants that only some screens are pictured in. */
const OTHERS = {
  dark: { names: ['enter', 'analysis', 'review', 'manual', 'progress-records', 'success', 'share', 'exit'], colorScheme: 'dark' },
  phone: { names: ['enter', 'analysis', 'manual', 'progress-records', 'success', 'exit'], ...phone },
  arabic: { names: ['enter', 'analysis', 'review', 'manual', 'success'], open: { query: '?lang=ar&dir=rtl' } },
  forced: { names: ['analysis', 'manual', 'progress-records'], forcedColors: 'active' },
  brand: { names: ['enter', 'success'], open: { wishes: { theme: { accentColor: '#b4235a', radius: '2px', hideBranding: true } } } },
};

/** `{ name, screen, settings, open }` of each picture. */
export const pictures = [
  ...Object.keys(screens).map((screen) => ({ name: screen, screen, settings: {} })),
  ...Object.entries(OTHERS).flatMap(([variant, { names, open, ...settings }]) =>
    names.map((screen) => ({ name: `${screen}-${variant}`, screen, settings, open }))),
];

/** What draws the letters and lines: another version draws differently. */
export function drawnWith(browser) {
  const version = (name) => {
    try {
      return execFileSync('dpkg-query', ['-W', '-f', '${Version}', name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    } catch {
      return null;
    }
  };
  return { chromium: browser.version(), architecture: process.arch, ...Object.fromEntries(PACKAGES.map((name) => [name, version(name)])) };
}

/** Why these baselines say nothing on this machine, or null. */
export function whyNot(browser) {
  const have = drawnWith(browser);
  const made = existsSync(MADE_WITH) ? JSON.parse(readFileSync(MADE_WITH, 'utf8')) : {};
  const differing = Object.keys(have).filter((key) => have[key] !== made[key]);
  return differing.length ? differing.map((key) => `${key} ${have[key] ?? 'is missing'} here, ${made[key] ?? 'none'} there`).join('; ') : null;
}

export function renew(browser) {
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(MADE_WITH, `${JSON.stringify(drawnWith(browser), null, 2)}\n`);
}

export const keep = (name, bytes) => writeFileSync(join(FOLDER, `${name}.png`), smaller(bytes));

/**
 * What differs from the baseline, in a sentence, or null; every pixel counts. A picture of another size differs altogether. The picture and
 * the difference are left in `DIFFERENT`.
 */
export function difference(name, bytes) {
  const path = join(FOLDER, `${name}.png`);
  if (!existsSync(path)) throw new Error(`${path} is missing: UPDATE=1 makes it.`);
  const [before, now] = [PNG.sync.read(readFileSync(path)), PNG.sync.read(bytes)];
  const leave = (suffix, picture) => {
    mkdirSync(DIFFERENT, { recursive: true });
    writeFileSync(join(DIFFERENT, `${name}${suffix}.png`), picture);
  };
  if (before.width !== now.width || before.height !== now.height) {
    leave('', bytes);
    return `it is ${now.width}x${now.height}, and was ${before.width}x${before.height}`;
  }
  const marked = new PNG({ width: now.width, height: now.height });
  const count = pixelmatch(before.data, now.data, marked.data, now.width, now.height, { threshold: 0, includeAA: true });
  if (!count) return null;
  leave('', bytes);
  leave('.difference', PNG.sync.write(marked));
  return `${count} pixels differ, ${where(before, now)}`;
}

/** The box that the differing pixels of two pictures lie in, and by how much a channel differs at most. */
function where({ data, width }, now) {
  let [left, top, right, bottom, most] = [Infinity, Infinity, 0, 0, 0];
  for (let at = 0; at < data.length; at += 1) {
    const by = Math.abs(data[at] - now.data[at]);
    if (!by) continue;
    const pixel = Math.floor(at / 4);
    const [x, y] = [pixel % width, Math.floor(pixel / width)];
    [left, top, right, bottom, most] = [Math.min(left, x), Math.min(top, y), Math.max(right, x), Math.max(bottom, y), Math.max(most, by)];
  }
  return `from ${left},${top} to ${right},${bottom}, by at most ${most} of 255`;
}

/** The same pixels in fewer bytes: nothing shines through, and flat areas need no filter. */
const smaller = (bytes) => PNG.sync.write(PNG.sync.read(bytes), { colorType: 2, deflateLevel: 9, deflateStrategy: 0, filterType: 0 });
