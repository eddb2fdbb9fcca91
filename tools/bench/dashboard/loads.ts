import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';

/** What one load of a page came to: milliseconds, and bytes of scripts, styles and the page itself, gzipped whatever the server did. */
export interface Load {
  firstPaintMs: number;
  largestPaintMs: number;
  /** Of all tasks on the main thread, what went beyond 50 ms each (Lighthouse, "Total Blocking Time", without its window). */
  blockedMs: number;
  /** Cumulative layout shift (web.dev, "CLS"), of all shifts that nobody's input caused. */
  shift: number;
  bytes: number;
  /** The part of `bytes` that only charts need. */
  chartBytes: number;
  requests: number;
}

interface Seen {
  firstPaintMs: number;
  largestPaintMs: number;
  blockedMs: number;
  shift: number;
}

const WATCH = `
  const seen = { firstPaintMs: 0, largestPaintMs: 0, blockedMs: 0, shift: 0 };
  window.seenByBench = seen;
  const watch = (type, take) => new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true });
  watch('paint', (entry) => { if (entry.name === 'first-contentful-paint') seen.firstPaintMs = entry.startTime; });
  watch('largest-contentful-paint', (entry) => { seen.largestPaintMs = entry.startTime; });
  watch('longtask', (entry) => { seen.blockedMs += Math.max(0, entry.duration - 50); });
  watch('layout-shift', (entry) => { if (!entry.hadRecentInput) seen.shift += entry.value; });
`;

/** Four times slower than the machine, as Lighthouse slows a phone down. */
export const SLOWED = 4;

/** Has a page run as on a processor so many times slower. */
export async function slowDown(page: Page, times: number): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: times });
}

/** Loads an address with nothing in any cache, until `shown` says that it stands. */
export async function loadOnce(
  browser: Browser,
  url: string,
  visit: { apiKey?: string; shown: (page: Page) => Promise<void> },
): Promise<Load> {
  const context = await browser.newContext({ baseURL: url, viewport: { width: 1440, height: 900 } });
  try {
    if (visit.apiKey !== undefined) {
      const answer = await context.request.post('/api/v1/security/sessions', { data: { apiKey: visit.apiKey } });
      if (!answer.ok()) throw new Error(`signing in was answered with ${answer.status()}`);
    }
    const page = await context.newPage();
    await page.addInitScript(WATCH);
    await slowDown(page, SLOWED);
    const sizes: { path: string; bytes: Promise<number> }[] = [];
    page.on('response', (response) => {
      if (!['document', 'script', 'stylesheet'].includes(response.request().resourceType())) return;
      const bytes = response.body().then((body) => gzipSync(body, { level: 9 }).length);
      // A load that fails says so itself.
      void bytes.catch(() => undefined);
      sizes.push({ path: new URL(response.url()).pathname, bytes });
    });
    await page.goto('/');
    await visit.shown(page);
    const counted = await Promise.all(sizes.map(async ({ path, bytes }) => ({ path, bytes: await bytes })));
    const sum = (of: typeof counted) => of.reduce((all, { bytes }) => all + bytes, 0);
    const seen = await page.evaluate<Seen>('window.seenByBench');
    const isChart = ({ path }: { path: string }) => path.includes('/chart-canvas-');
    return { ...seen, bytes: sum(counted), chartBytes: sum(counted.filter(isChart)), requests: counted.length };
  } finally {
    await context.close();
  }
}

/** Serves one page without scripts, for the time a browser needs at the least. */
export async function withBarePage<Result>(html: string, work: (url: string) => Promise<Result>): Promise<Result> {
  const server = createServer((_, answer) => answer.setHeader('content-type', 'text/html; charset=utf-8').end(html));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}
