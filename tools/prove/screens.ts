import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { startChromium } from '../chromium.ts';
import { addTestMember, cookieOf, createTestPerson } from '../../server/test/people.ts';
import { createTestOperator, signInOf } from '../../server/test/operators.ts';
import type { OperatorSignIn } from '../../server/src/security/operators/schema.ts';
import { openInstallation } from '../../server/src/main.ts';
import { readSettings } from '../../server/src/platform/settings.ts';
import { DEMO_SLUG } from '../../server/src/integrations/demo/rules.ts';
import { findTenantBySlug } from '../../server/src/tenants/service.ts';
import { startServer } from '../bench/installation.ts';
import { addressOf, OPERATOR_SCREENS, SCREENS, type Screen } from './screens/rooms.ts';

const FOLDER = fileURLToPath(new URL('../../docs/screens', import.meta.url));
const BUILD = fileURLToPath(new URL('../build-dashboard.ts', import.meta.url));
const SIZE = { width: 1280, height: 800 };
const THEMES = ['light', 'dark'] as const;
/** The pictures are half as wide as the screen and compressed so far that text still reads. */
const SCALE = 0.6;
const QUALITY = 55;

/** Waits until nothing is asked for any more and nothing says that it waits: what has arrived may ask for more. */
async function settled(page: Page): Promise<void> {
  await page.locator('main h1').first().waitFor();
  const waiting = page.locator('[aria-busy=true], .skeleton');
  for (let calm = 0; calm < 2;) {
    await waiting.first().waitFor({ state: 'detached' });
    await page.waitForLoadState('networkidle');
    await page.evaluate('new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn, 100)))');
    calm = (await waiting.count()) === 0 ? calm + 1 : 0;
  }
}

async function shoot(page: Page): Promise<Buffer> {
  const session = await page.context().newCDPSession(page);
  const clip = { x: 0, y: 0, ...SIZE, scale: SCALE };
  const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: QUALITY, clip });
  await session.detach();
  return Buffer.from(data, 'base64');
}

const LOOK_EVERY_MS = 2_000;

/** Waits for the demo's validation, the longest of what the server computes once it stands. */
async function demoIsComputed({ request }: BrowserContext): Promise<void> {
  for (;;) {
    const answer = await request.get('/api/v1/attribution/validations?limit=1');
    const { items } = (await answer.json()) as { items: { state: string }[] };
    if (!items.some(({ state }) => state === 'queued' || state === 'running')) return;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

/** A picture of what a page shows in each theme. */
async function shootThemes(page: Page, of: string): Promise<string[]> {
  const names: string[] = [];
  for (const theme of THEMES) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    await settled(page);
    const name = `${of}-${theme}.webp`;
    await writeFile(join(FOLDER, name), await shoot(page));
    names.push(name);
  }
  return names;
}

async function picture(context: BrowserContext, screen: Screen): Promise<string[]> {
  const address = await addressOf(screen, context.request);
  if (address === undefined) return [];
  const page = await context.newPage();
  try {
    await page.goto(address);
    return await shootThemes(page, screen.name);
  } finally {
    await page.close();
  }
}

/** The page that shows them all. */
function contents(names: readonly string[]): string {
  const rooms = [...new Set(names.map((name) => name.replace(/-(light|dark)\.webp$/, '')))];
  const rows = rooms.map((room) => `| ${room} | ![${room}, light](${room}-light.webp) | ![${room}, dark](${room}-dark.webp) |`);
  return [
    '# Screens',
    '',
    'Every room of the dashboard with the demo, whose data is simulated, in light and in dark. Made anew by `npm run screens`.',
    '',
    '| room | light | dark |',
    '| --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}

async function takeAll(browser: Browser, { url, cookie }: { url: string; cookie: string }): Promise<string[]> {
  const context = await browser.newContext({ baseURL: url, viewport: SIZE });
  const [name, value] = cookie.split('=');
  await context.addCookies([{ name, value, url }]);
  process.stderr.write('waiting until the demo is computed\n');
  await demoIsComputed(context);
  const names: string[] = [];
  for (const screen of SCREENS) {
    const taken = await picture(context, screen);
    process.stderr.write(taken.length === 0 ? `${screen.name}: the demo has nothing to show there\n` : `${screen.name}\n`);
    names.push(...taken);
  }
  await context.close();
  return names;
}

/** The rooms of operators, as one who has signed in goes through them. */
async function takeOperators(browser: Browser, url: string, { email, password, code }: OperatorSignIn): Promise<string[]> {
  const context = await browser.newContext({ baseURL: url, viewport: SIZE });
  const page = await context.newPage();
  await page.goto('/platform/audit-log');
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByLabel('Code of the authenticator app').fill(code);
  await page.getByRole('button', { name: 'Sign in as an operator' }).click();
  const names: string[] = [];
  for (const { name, link } of OPERATOR_SCREENS) {
    const before = page.url();
    await page.getByRole('link', { name: link }).first().click();
    await page.waitForURL(({ href }) => href !== before);
    names.push(...(await shootThemes(page, name)));
    process.stderr.write(`${name}\n`);
  }
  await context.close();
  return names;
}

/** Serves the demo from a folder of its own, and takes a picture of every room as its owner sees it, and of those of operators. */
async function main(): Promise<void> {
  execFileSync(process.execPath, [BUILD], { stdio: ['ignore', 2, 2] });
  const folder = await mkdtemp(join(tmpdir(), 'earshot-screens-'));
  const { DATABASE_URL: _app, DATABASE_OWNER_URL: _owner, INIT_CWD: _cwd, ...around } = process.env;
  const env = { ...around, EARSHOT_DATA_DIR: join(folder, 'data'), EARSHOT_DEMO: '1', PORT: '0', HOST: '127.0.0.1', LOG_LEVEL: 'warn' };
  const server = await startServer({ env });
  const installation = await openInstallation(readSettings(env, folder));
  const browser = await startChromium();
  try {
    const { context } = installation;
    const tenantId = await findTenantBySlug(context, 'system', DEMO_SLUG);
    if (tenantId === undefined) throw new Error('there is no demo');
    const person = await createTestPerson(context, { email: 'owner@demo.example' });
    await addTestMember(context, person, tenantId, 'owner');
    await mkdir(FOLDER, { recursive: true });
    for (const old of (await readdir(FOLDER)).filter((name) => name.endsWith('.webp'))) await rm(join(FOLDER, old));
    const names = await takeAll(browser, { url: server.url, cookie: await cookieOf(context, person) });
    names.push(...(await takeOperators(browser, server.url, signInOf(context, await createTestOperator(context)))));
    await writeFile(join(FOLDER, 'README.md'), contents(names));
  } finally {
    await browser.close();
    await server.kill();
    await installation.close();
    await rm(folder, { recursive: true, force: true });
  }
}

await main();
