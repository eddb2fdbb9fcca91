import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium as playwright, type Page } from 'playwright-core';
import { onTestFinished } from 'vitest';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const QUIET = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'];
const OFFLINE = ['--disable-background-networking', '--disable-component-update', '--disable-sync'];
const PATIENCE_MS = 60_000;

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function findChromium(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const named = folders.flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return [process.env.CHROME_PATH ?? '', ...named].find((path) => path !== '' && isProgram(path));
}

/** The Chromium of this machine: `CHROME_PATH`, else the first of the usual names on the `PATH`; undefined when there is none. */
export const chromium = findChromium();

/** Ends the name of a set of browser tests: says why they are skipped where they are. */
export const unlessSkipped = chromium === undefined ? ' (needs a Chromium: none on the PATH, and CHROME_PATH names none)' : '';

export function launchBrowser(): Promise<Browser> {
  return playwright.launch({ executablePath: chromium, args: [...QUIET, ...OFFLINE] });
}

/** A page of its own, with everything its console complained about: errors, failed requests, breaches of the content security policy. */
export interface Visit {
  page: Page;
  complaints: string[];
}

/** Opens an empty page in a browser session of its own at `baseUrl`, closed when the test ends: pages left open slow those to come. */
export async function visit(browser: Browser, baseUrl: string, options: BrowserContextOptions = {}): Promise<Visit> {
  const context = await browser.newContext({ baseURL: baseUrl, viewport: { width: 1440, height: 900 }, ...options });
  onTestFinished(() => context.close());
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  return { page, complaints };
}

/** A page that is signed in by an API key, as the sign-in room does it. */
export async function visitAs(browser: Browser, baseUrl: string, apiKey: string, options: BrowserContextOptions = {}): Promise<Visit> {
  const opened = await visit(browser, baseUrl, options);
  const answer = await opened.page.request.post('/api/v1/security/sessions', { data: { apiKey } });
  if (!answer.ok()) throw new Error(`Signing in was answered ${answer.status()}.`);
  return opened;
}

/** Waits until nothing on the page is a previous answer or the shape of one to come. */
const arrived = (page: Page) => page.locator('[aria-busy=true], .skeleton').first().waitFor({ state: 'detached' });

/** The cells of a table as they read, row by row, without its header, once everything has come. */
export async function cellsOf(page: Page, name: string): Promise<string[][]> {
  await arrived(page);
  const rows = page.getByRole('region', { name }).locator('tbody tr, tfoot tr');
  await rows.first().waitFor();
  const cells = await Promise.all((await rows.all()).map((row) => row.locator('th, td').allInnerTexts()));
  return cells.map((row) => row.map((text) => text.replaceAll(/\s+/g, ' ').trim()));
}

/** Waits until no part of the room shows a previous answer or the shape of one to come. */
export async function settle(page: Page): Promise<void> {
  await page.locator('main h1').waitFor();
  await arrived(page);
}
