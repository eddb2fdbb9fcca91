import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromium, launchBrowser, unlessSkipped, type Visit, visit } from './browser.ts';
import { visitAsOperator } from './browser-operator.ts';
import { buildDashboard } from './dashboard-world.ts';
import { type DocumentedOperation, type OpenApiDocument, operationsOf, readOpenApi } from './documented.ts';
import { startTestServer, type TestServer } from './http.ts';
import { addTestMember, cookieOf, createTestPerson } from './people.ts';
import { freeTexts, PROBE, PROBED, withTexts } from './probes.ts';
import { isPublic, type RouteFixture } from './route-fixture.ts';
import { methodOf, routeFixtures } from './routes.ts';
import { openWorld, type World } from './world.ts';

const PATHS = fileURLToPath(new URL('../../dashboard/src/paths.ts', import.meta.url));
/** What ends or empties the tenant that is looked at. */
const ENDS = /\/(close|suspend|sample)\b/;
/** Things of their own rooms that are opened from lists, at most. */
const MOST_OF_A_KIND = 2;

let world: World;
let server: TestServer;
let browser: Browser;
let document: OpenApiDocument;
/** The places in requests that took the probe. */
const taken: string[] = [];
/** Addresses of pages for strangers that were answered. */
const pages: string[] = [];

async function sendProbes(fixture: RouteFixture, { requestBody }: DocumentedOperation): Promise<void> {
  const { path, body } = fixture.valid;
  const schema = requestBody?.content['application/json']?.schema;
  if (schema === undefined || body === undefined || isPublic(fixture)) return;
  if (fixture.prepare !== undefined && fixture.isPlatform !== true) return;
  const key = fixture.isPlatform === true ? world.operator.token : world.mine.apiKey;
  const send = (sent: unknown) => server.send(methodOf(fixture), path, { key, body: sent });
  const places = freeTexts(body, schema, document);
  const accepted: (typeof places)[number][] = [];
  for (const place of places) {
    const answer = await send(withTexts(body, [place], PROBE));
    expect(answer.status, `${fixture.operation} ${place.join('.')}: ${answer.text}`).toBeLessThan(500);
    if (answer.status < 300) accepted.push(place);
    pages.push(...[...answer.text.matchAll(/"address":"([^"]*\/(?:x|r|explanations?|reports?)\/[^"]+)"/g)].map(([, address]) => address));
  }
  taken.push(...accepted.map((place) => `${fixture.operation} ${place.filter((step) => typeof step === 'string').join('.')}`));
}

interface Rooms {
  plain: string[];
  things: RegExp[];
}

/** The addresses of the dashboard of those who are signed in, as `paths.ts` names them: a tenant's, or those of operators. */
function roomsOf(isOperators = false): Rooms {
  const text = readFileSync(PATHS, 'utf8').split('} as const')[0];
  const all = [...text.matchAll(/: '(\/[^']*)'/g)].map(([, path]) => path);
  const inside = all.filter(
    (path) => path.startsWith('/platform') === isOperators && !/^\/(sign-in|forgotten|choose|verify|invitation)/.test(path),
  );
  const things = inside.filter((path) => path.includes('$'));
  return {
    plain: inside.filter((path) => !path.includes('$')),
    things: things.map((path) => new RegExp(`^${path.replaceAll(/\$\w+/g, '[^/]+')}$`)),
  };
}

async function lookAt(page: Page): Promise<{ isProbed: boolean; shows: boolean; links: string[] }> {
  await page.locator('main h1').first().waitFor();
  await page.waitForLoadState('networkidle');
  const links = await page.locator('main a[href^="/"]').evaluateAll((all) => all.map((one) => one.getAttribute('href') ?? ''));
  const text = await page.locator('body').innerText();
  return { isProbed: await page.evaluate<boolean>(PROBED), shows: text.includes('<img src=x data-probe'), links };
}

/** Opens every room, and some of the things to which their lists lead: those that show a probe, and the kinds of things that were there. */
async function lookThrough(
  { plain, things }: Rooms,
  open: (path: string) => Promise<Visit>,
): Promise<{ showing: string[]; opened: string[] }> {
  const found = new Map<string, string[]>(things.map(({ source }) => [source, []]));
  const showing: string[] = [];
  const look = async (path: string) => {
    const { page, complaints } = await open(path);
    const { isProbed, shows, links } = await lookAt(page);
    expect(isProbed, path).toBe(false);
    expect([...new Set(complaints)], path).toEqual([]);
    if (shows) showing.push(path);
    for (const link of links) {
      const kind = things.find((pattern) => pattern.test(link.split('?')[0]));
      const known = kind && found.get(kind.source);
      if (known && known.length < MOST_OF_A_KIND && !known.includes(link)) known.push(link);
    }
  };
  for (const path of plain) await look(path);
  for (const path of [...found.values()].flat()) await look(path);
  return { showing, opened: [...found].filter(([, paths]) => paths.length > 0).map(([kind]) => kind) };
}

describe.skipIf(chromium === undefined)(`names that are markup${unlessSkipped}`, () => {
  beforeAll(async () => {
    const dashboardFolder = buildDashboard();
    world = await openWorld();
    server = await startTestServer(world.database.context, { dashboardFolder });
    document = await readOpenApi(server);
    const operations = new Map(operationsOf(document));
    for (const fixture of routeFixtures(world)) {
      const operation = operations.get(fixture.operation);
      if (operation && !ENDS.test(fixture.operation)) await sendProbes(fixture, operation);
    }
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await world?.close();
  });

  test('are taken by the fields for names, notes and keys of every kind of thing', () => {
    expect(taken.length).toBeGreaterThan(50);
    for (const field of ['campaigns/{key} name', 'shows/{key} name', 'advertisers/{key} name', 'tags/{key} name', 'budgets/{key} name'])
      expect(
        taken.some((one) => one.endsWith(field)),
        `${field} among ${taken.join('\n')}`,
      ).toBe(true);
  });

  test('are text in every room of the dashboard, which opens without complaint', async () => {
    const { page, complaints } = await visit(browser, server.url);
    const person = await createTestPerson(world.database.context);
    await addTestMember(world.database.context, person, world.mine.tenantId, 'owner');
    const [name, value] = (await cookieOf(world.database.context, person)).split('=');
    await page.context().addCookies([{ name, value, url: server.url }]);
    const { showing, opened } = await lookThrough(roomsOf(), async (path) => {
      await page.goto(path);
      return { page, complaints };
    });
    expect(showing.length).toBeGreaterThan(15);
    expect(opened.length).toBeGreaterThan(8);
  }, 900_000);

  test('are text in every room of operators too', async () => {
    expect(taken).toEqual(expect.arrayContaining(['POST /api/v1/platform/tenants name', 'PATCH /api/v1/platform/tenants/{id} name']));
    const suspend = `/api/v1/platform/tenants/${world.operator.tenantId}/suspend`;
    expect((await server.send('POST', suspend, { key: world.operator.token, body: { reason: PROBE } })).status).toBeLessThan(300);
    const ground = { browser, world: { database: world.database, server } };
    // An operator who opens a page anew signs in anew.
    const { showing, opened } = await lookThrough(roomsOf(true), (path) => visitAsOperator(ground, path));
    expect(showing).toEqual(expect.arrayContaining(['/platform/tenants']));
    expect(opened.length).toBeGreaterThan(1);
    expect(showing.length).toBeGreaterThan(4);
  }, 300_000);

  test('are text on the pages that strangers open', async () => {
    expect(pages.length).toBeGreaterThan(0);
    for (const address of new Set(pages)) {
      const { page, complaints } = await visit(browser, server.url);
      const opened = await page.goto(new URL(address).pathname);
      expect(opened?.status()).toBe(200);
      expect(await page.evaluate<boolean>(PROBED), address).toBe(false);
      expect(complaints).toEqual([]);
    }
  });
});
