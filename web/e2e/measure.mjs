// Measures the widget, and writes "The widget" into BENCHMARKS.md: bytes, the time until one can type, the time until a domain is live.
//
//   node web/e2e/measure.mjs            prints
//   node web/e2e/measure.mjs --write    and writes
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { startBrowser } from './harness/browser.mjs';
import { startOrigin, startPages } from './harness/pages.mjs';
import { startProgram } from './harness/program.mjs';
import { until } from './harness/until.mjs';
import { Visitor } from './harness/visitor.mjs';

const RUNS = 7;
/** A phone of the middle: six times slower than this machine, and the slow 4G of Lighthouse (bytes a second, milliseconds). */
const THROTTLE = { cpu: 6, latency: 150, downloadThroughput: (1.6 * 1e6) / 8, uploadThroughput: (0.75 * 1e6) / 8 };
const BENCHMARKS = new URL('../../BENCHMARKS.md', import.meta.url).pathname;
const DIST = new URL('../widget/dist/sdk/v1', import.meta.url).pathname;
const [BEGIN, END] = ['<!-- begin widget -->', '<!-- end widget -->'];

const median = (list) => [...list].sort((one, other) => one - other)[Math.floor(list.length / 2)];
const range = (list, digits = 0) => `${median(list).toFixed(digits)} (${Math.min(...list).toFixed(digits)}–${Math.max(...list).toFixed(digits)})`;

function bytes() {
  const best = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };
  return readdirSync(DIST).filter((name) => name.endsWith('.js')).sort().map((name) => {
    const raw = readFileSync(join(DIST, name));
    return [name.replace(/\.[\w-]{8}\.js$/, '.‹hash›.js'), raw.length, gzipSync(raw, { level: 9 }).length, brotliCompressSync(raw, best).length];
  });
}

/** Milliseconds from the click to a field that can be typed in, first with an empty cache and then again. */
async function opening(world, isThrottled) {
  const context = await world.browser.newContext({ viewport: { width: 1280, height: 800 } });
  try {
    const visitor = new Visitor(await context.newPage(), world);
    const session = await context.newCDPSession(visitor.page);
    await session.send('Network.enable');
    await visitor.arrive({});
    const throttle = async () => {
      if (!isThrottled) return;
      const { cpu, ...network } = THROTTLE;
      await session.send('Network.emulateNetworkConditions', { offline: false, ...network });
      await session.send('Emulation.setCPUThrottlingRate', { rate: cpu });
    };
    // Measured in the page: from the call of `open`, once the page has its token, to the frame in which the field has the focus.
    const once = () => visitor.page.evaluate(() => new Promise((resolve) => {
      const { open } = window.connectdomain;
      window.connectdomain.open = (options) => {
        const start = performance.now();
        const look = () => (document.querySelector('#connectdomain-widget-root')?.shadowRoot.activeElement?.id === 'cd-domain'
          ? resolve(performance.now() - start) : requestAnimationFrame(look));
        window.connectdomain.open = open;
        const opened = open(options);
        look();
        return opened;
      };
      document.getElementById('connect').click();
    }));
    await throttle();
    const cold = await once();
    await visitor.page.evaluate(() => window.connectdomain.close());
    await visitor.isGone();
    // Another page load, with what the browser kept of the files.
    await visitor.page.reload();
    const warm = await once();
    return { cold, warm };
  } finally {
    await context.close();
  }
}

/** Seconds from the domain's last letter to the screen that says that it is live. */
async function connecting(world, way) {
  const { program, browser } = world;
  const takeBack = way === 'automatic' ? await program.lend() : async () => undefined;
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  try {
    const zone = await program.newZone();
    const visitor = new Visitor(await context.newPage(), world);
    await visitor.open({});
    await visitor.widget.locator('#cd-domain').fill(`shop.${zone}`);
    const start = performance.now();
    await visitor.main().click();
    await until('the ways', async () => (await visitor.widget.locator(`input[value="${way}"]`).count()) > 0);
    await visitor.wayTo(way);
    if (way === 'automatic') {
      await visitor.at('automatic_setup');
      await visitor.main().click();
    } else if (way === 'manual') {
      await program.publishAll(zone, await visitor.rows());
    } else {
      const [provider] = await Promise.all([context.waitForEvent('page'), visitor.widget.locator('a.button.main').click()]);
      await provider.getByRole('button', { name: 'Connect', exact: true }).click();
    }
    await until('success', async () => (await visitor.step()) === 'success', 60_000);
    return (performance.now() - start) / 1000;
  } finally {
    await context.close();
    await takeBack();
  }
}

async function measured(world) {
  const opened = { plain: [], throttled: [] };
  for (let run = 0; run < RUNS; run++) {
    opened.plain.push(await opening(world, false));
    opened.throttled.push(await opening(world, true));
  }
  const ways = {};
  for (const way of ['automatic', 'domain_connect', 'manual']) {
    ways[way] = [];
    for (let run = 0; run < 3; run++) ways[way].push(await connecting(world, way));
  }
  return { opened, ways };
}

function section({ opened, ways }, browser) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  const times = (list) => [range(list.map(({ cold }) => cold)), range(list.map(({ warm }) => warm))];
  return [
    BEGIN,
    '## The widget',
    '',
    `Chromium ${browser} over \`nameplate dev\`, everything on one machine with ${cpus().length} cores. \`node web/e2e/measure.mjs --write\` measures it again.`,
    '',
    '| file | bytes | gzip | Brotli |',
    '|---|---|---|---|',
    ...bytes().map((row) => line(row)),
    '',
    `From the call of \`open\` to a field with the focus, in milliseconds: median and range of ${RUNS} fresh contexts. Warm is another load of the page, with the files in the cache.`,
    '',
    '| | cold | warm |',
    '|---|---|---|',
    line(['as it is', ...times(opened.plain)]),
    line(['6 × slower processor, 150 ms and 1.6 Mbit/s', ...times(opened.throttled)]),
    '',
    'From the domain typed to the screen that says it is live, in seconds, in the sandbox and with the internal authority, by somebody who clicks at once: median and range of three.',
    '',
    '| way | seconds |',
    '|---|---|',
    line(['written with a lent credential', range(ways.automatic, 1)]),
    line(['approved at the provider (Domain Connect)', range(ways.domain_connect, 1)]),
    line(['by hand', range(ways.manual, 1)]),
    END,
  ].join('\n');
}

const stops = [];
const begun = (part) => {
  stops.unshift(() => (part.stop ?? part.close).call(part));
  return part;
};
try {
  const origin = begun(await startOrigin());
  const program = begun(await startProgram({ originUrl: origin.url }));
  const pages = begun(await startPages({ program }));
  const browser = begun(await startBrowser());
  const text = section(await measured({ program, pages, browser }), browser.version());
  console.log(text);
  if (process.argv.includes('--write')) {
    const before = readFileSync(BENCHMARKS, 'utf8');
    const [head, tail] = before.includes(BEGIN) ? [before.split(BEGIN)[0], before.split(END)[1]] : [`${before.trimEnd()}\n\n`, '\n'];
    writeFileSync(BENCHMARKS, head + text + tail);
  }
} finally {
  for (const stop of stops) await stop();
}
