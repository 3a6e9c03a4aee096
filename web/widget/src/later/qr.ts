/** A QR code (ISO/IEC 18004, model 2): bytes, error correction level L, versions 1 to 20. */

/** Codewords for correction in each block, and blocks, by version. */
const CORRECTION = [0, 7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28];
const BLOCKS = [0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8];
const LAST_VERSION = 20;

type Matrix = boolean[][];

/** Rows of modules, dark ones true, without the quiet zone. Refuses what is longer than 858 bytes. */
export function qr(text: string): Matrix {
  const bytes = new TextEncoder().encode(text);
  let version = 1;
  while (version <= LAST_VERSION && capacity(version) * 8 < 4 + lengthBits(version) + bytes.length * 8) version++;
  if (version > LAST_VERSION) throw new RangeError('too long for a QR code');
  const codewords = interleaved(padded(bytes, version), version);
  let best: Matrix = [];
  let lowest = Infinity;
  for (let mask = 0; mask < 8; mask++) {
    const { modules, reserved } = patterns(version, mask);
    place(modules, reserved, codewords, mask);
    const cost = penalty(modules);
    if (cost < lowest) [best, lowest] = [modules, cost];
  }
  return best;
}

/** The path of a picture with one unit for a module. */
export function qrPath(matrix: Matrix): string {
  return matrix.flatMap((row, y) => row.flatMap((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : []))).join('');
}

const lengthBits = (version: number): number => (version < 10 ? 8 : 16);

function rawCodewords(version: number): number {
  let modules = (16 * version + 128) * version + 64;
  if (version > 1) {
    const centres = Math.floor(version / 7) + 2;
    modules -= (25 * centres - 10) * centres - 55;
    if (version > 6) modules -= 36;
  }
  return Math.floor(modules / 8);
}

const capacity = (version: number): number => rawCodewords(version) - at(CORRECTION, version) * at(BLOCKS, version);

function at(list: ArrayLike<number>, index: number): number {
  return list[index] ?? 0;
}

function padded(bytes: Uint8Array, version: number): number[] {
  const bits: number[] = [];
  const push = (value: number, count: number): void => {
    for (let bit = count - 1; bit >= 0; bit--) bits.push((value >> bit) & 1);
  };
  push(4, 4);
  push(bytes.length, lengthBits(version));
  bytes.forEach((byte) => push(byte, 8));
  const room = capacity(version) * 8;
  push(0, Math.min(4, room - bits.length));
  push(0, -bits.length & 7);
  for (let pad = 0xec; bits.length < room; pad ^= 0xec ^ 0x11) push(pad, 8);
  return Array.from({ length: room / 8 }, (_, index) => parseInt(bits.slice(index * 8, index * 8 + 8).join(''), 2));
}

function interleaved(data: number[], version: number): number[] {
  const blocks = at(BLOCKS, version);
  const size = at(CORRECTION, version);
  const raw = rawCodewords(version);
  const short = Math.floor(raw / blocks) - size;
  const shortBlocks = blocks - (raw % blocks);
  const divisor = divisorOf(size);
  let from = 0;
  const parts = Array.from({ length: blocks }, (_, index) => {
    const own = data.slice(from, (from += short + (index < shortBlocks ? 0 : 1)));
    return { own, correction: remainder(own, divisor) };
  });
  const result: number[] = [];
  for (let index = 0; index <= short; index++) for (const { own } of parts) if (index < own.length) result.push(at(own, index));
  for (let index = 0; index < size; index++) for (const { correction } of parts) result.push(at(correction, index));
  return result;
}

/** In the field GF(2^8) modulo x^8 + x^4 + x^3 + x^2 + 1. */
function times(x: number, y: number): number {
  let product = 0;
  for (let bit = 7; bit >= 0; bit--) {
    product = (product << 1) ^ ((product >> 7) * 0x11d);
    product ^= ((y >> bit) & 1) * x;
  }
  return product;
}

function divisorOf(degree: number): number[] {
  const result = [...Array<number>(degree - 1).fill(0), 1];
  let root = 1;
  for (let step = 0; step < degree; step++) {
    for (let index = 0; index < degree; index++) result[index] = times(at(result, index), root) ^ (index + 1 < degree ? at(result, index + 1) : 0);
    root = times(root, 2);
  }
  return result;
}

function remainder(data: number[], divisor: number[]): number[] {
  const result = divisor.map(() => 0);
  for (const byte of data) {
    const factor = byte ^ (result.shift() ?? 0);
    result.push(0);
    divisor.forEach((coefficient, index) => (result[index] = at(result, index) ^ times(coefficient, factor)));
  }
  return result;
}

/** What is the same in every code of a version, and what tells the mask. */
function patterns(version: number, mask: number): { modules: Matrix; reserved: Matrix } {
  const size = version * 4 + 17;
  const grid = (): Matrix => Array.from({ length: size }, () => Array<boolean>(size).fill(false));
  const [modules, reserved] = [grid(), grid()];
  const set = (x: number, y: number, dark: boolean): void => {
    const [row, kept] = [modules[y], reserved[y]];
    if (!row || !kept || x < 0 || x >= size) return;
    row[x] = dark;
    kept[x] = true;
  };
  const square = (x: number, y: number, radius: number, isDark: (distance: number) => boolean): void => {
    for (let dy = -radius; dy <= radius; dy++) for (let dx = -radius; dx <= radius; dx++) set(x + dx, y + dy, isDark(Math.max(Math.abs(dx), Math.abs(dy))));
  };
  for (let index = 0; index < size; index++) {
    set(6, index, index % 2 === 0);
    set(index, 6, index % 2 === 0);
  }
  for (const [x, y] of [[3, 3], [size - 4, 3], [3, size - 4]] as const) square(x, y, 4, (distance) => distance !== 2 && distance !== 4);
  const centres = alignment(version);
  const last = centres.length - 1;
  centres.forEach((x, i) => centres.forEach((y, j) => {
    const isFinder = (i === 0 && j === 0) || (i === 0 && j === last) || (i === last && j === 0);
    if (!isFinder) square(x, y, 2, (distance) => distance !== 1);
  }));
  const level = (1 << 3) | mask;
  let rest = level;
  for (let step = 0; step < 10; step++) rest = (rest << 1) ^ ((rest >> 9) * 0x537);
  const format = ((level << 10) | rest) ^ 0x5412;
  const bit = (value: number, index: number): boolean => ((value >> index) & 1) === 1;
  for (let index = 0; index < 15; index++) {
    const dark = bit(format, index);
    if (index < 6) set(8, index, dark);
    else if (index < 8) set(8, index + 1, dark);
    else if (index === 8) set(7, 8, dark);
    else set(14 - index, 8, dark);
    if (index < 8) set(size - 1 - index, 8, dark);
    else set(8, size - 15 + index, dark);
  }
  set(8, size - 8, true);
  if (version > 6) {
    let tail = version;
    for (let step = 0; step < 12; step++) tail = (tail << 1) ^ ((tail >> 11) * 0x1f25);
    const word = (version << 12) | tail;
    for (let index = 0; index < 18; index++) {
      const [a, b] = [size - 11 + (index % 3), Math.floor(index / 3)];
      set(a, b, bit(word, index));
      set(b, a, bit(word, index));
    }
  }
  return { modules, reserved };
}

function alignment(version: number): number[] {
  if (version === 1) return [];
  const count = Math.floor(version / 7) + 2;
  const step = Math.ceil((version * 4 + 4) / (count * 2 - 2)) * 2;
  const rest = Array.from({ length: count - 1 }, (_, index) => version * 4 + 10 - index * step);
  return [6, ...rest.reverse()];
}

const MASKS: ((x: number, y: number) => boolean)[] = [
  (x, y) => (x + y) % 2 === 0,
  (_, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];

function place(modules: Matrix, reserved: Matrix, codewords: number[], mask: number): void {
  const size = modules.length;
  const isMasked = MASKS[mask] ?? (() => false);
  let index = 0;
  for (let right = size - 1; right >= 1; right -= 2) {
    if (right === 6) right = 5;
    for (let step = 0; step < size; step++) {
      for (const x of [right, right - 1]) {
        const y = ((right + 1) & 2) === 0 ? size - 1 - step : step;
        const row = modules[y];
        if (!row || reserved[y]?.[x]) continue;
        const dark = index < codewords.length * 8 && ((at(codewords, index >> 3) >> (7 - (index & 7))) & 1) === 1;
        row[x] = dark !== isMasked(x, y);
        index++;
      }
    }
  }
}

/** How hard a code is to read: long runs, squares, shapes like the corners, and too much of one colour. */
function penalty(modules: Matrix): number {
  const size = modules.length;
  const columns = modules.map((_, x) => modules.map((row) => row[x] ?? false));
  let cost = 0;
  for (const line of [...modules, ...columns]) {
    const text = line.map(Number).join('');
    for (const run of text.match(/0{5,}|1{5,}/g) ?? []) cost += run.length - 2;
    cost += 40 * ((text.match(/(?=10111010000)/g) ?? []).length + (text.match(/(?=00001011101)/g) ?? []).length);
  }
  for (let y = 1; y < size; y++) for (let x = 1; x < size; x++) {
    const color = modules[y]?.[x];
    if (color === modules[y - 1]?.[x] && color === modules[y]?.[x - 1] && color === modules[y - 1]?.[x - 1]) cost += 3;
  }
  const dark = modules.flat().filter(Boolean).length;
  return cost + 10 * Math.max(0, Math.ceil(Math.abs(dark * 20 - size * size * 10) / (size * size)) - 1);
}
