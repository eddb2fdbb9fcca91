import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromium, launchBrowser, settle, unlessSkipped, visit, type Visit, visitAs } from './browser.ts';
import { findings } from './browser-person.ts';
import { AWKWARD_IDS, type DashboardWorld, openDashboard } from './dashboard-world.ts';
import type { TestTenant } from './database.ts';

let world: DashboardWorld;
let browser: Browser;

const LOST = { status: 503, contentType: 'application/problem+json' };
const DETAIL = 'The database cannot be reached at the moment; try again shortly.';
const PROBLEM = { ...LOST, body: JSON.stringify({ title: 'Not available', status: 503, code: 'unavailable', detail: DETAIL }) };

/** A state of the dashboard that somebody can come to see. */
interface Room {
  name: string;
  path: string;
  tenant: (of: DashboardWorld) => TestTenant | undefined;
  reach?: (page: Page) => Promise<void>;
  /** What the browser says of its own accord; nothing unless given. */
  complaints?: string[];
}

/** Chromium's word for a request that was answered so. */
const NOT_FOUND = 'Failed to load resource: the server responded with a status of 404 (Not Found)';

const demo = (of: DashboardWorld) => of.demo;
const known = (of: DashboardWorld) => of.known;
const empty = (of: DashboardWorld) => of.empty;
const conversion = (id: string) => `/conversions/${encodeURIComponent(id)}`;
const awkward = AWKWARD_IDS.toSorted((a, b) => b.length - a.length)[0];

const ROOMS: Room[] = [
  { name: 'sign-in', path: '/sign-in', tenant: () => undefined },
  { name: 'overview', path: '/?model=time_decay', tenant: demo },
  { name: 'overview with its days as a table', path: '/', tenant: demo, reach: (page) => page.getByText('Show as a table').click() },
  { name: 'comparison with a held row', path: '/compare?focus=spring-launch&groupBy=campaign', tenant: demo },
  { name: 'choice of models', path: '/compare', tenant: demo, reach: (page) => page.getByRole('button', { name: /^Models:/ }).click() },
  { name: 'choice of dates', path: '/compare', tenant: demo, reach: (page) => page.getByRole('button', { name: /^Dates:/ }).click() },
  { name: 'definition', path: '/', tenant: demo, reach: (page) => page.getByRole('button', { name: 'What is ROAS?' }).first().click() },
  { name: 'conversions', path: '/conversions', tenant: demo },
  { name: 'conversion', path: conversion('order-vector'), tenant: known },
  { name: 'duplicate conversion', path: conversion('order-second'), tenant: known },
  { name: 'unattributed conversion', path: conversion('order-alone'), tenant: known },
  { name: 'conversion of a long id', path: conversion(awkward), tenant: known },
  {
    name: 'missing conversion',
    path: conversion('nothing'),
    tenant: known,
    reach: (page) => page.getByText('There is no conversion with this id').waitFor(),
    complaints: [NOT_FOUND],
  },
  { name: 'overview without conversions', path: '/', tenant: empty },
  { name: 'comparison without conversions', path: '/compare', tenant: empty },
  { name: 'list without conversions', path: '/conversions', tenant: empty },
  { name: 'page that does not exist', path: '/nowhere/at-all', tenant: known },
];

async function enter({ path, tenant, reach }: Room, options: BrowserContextOptions = {}): Promise<Visit> {
  const owner = tenant(world);
  const opened = owner ? await visitAs(browser, world.server.url, owner.apiKey, options) : await visit(browser, world.server.url, options);
  await opened.page.goto(path);
  await settle(opened.page);
  await reach?.(opened.page);
  return opened;
}

/** Presses a key until the wanted element has the focus. */
async function tabTo(page: Page, wanted: string, key = 'Tab'): Promise<void> {
  for (let pressed = 0; pressed < 60; pressed += 1) {
    await page.keyboard.press(key);
    if (await page.locator(`${wanted}:focus`).count()) return;
  }
  throw new Error(`${wanted} was not reached by ${key}.`);
}

describe.skipIf(chromium === undefined)(`the rooms of the dashboard${unlessSkipped}`, () => {
  beforeAll(async () => {
    world = await openDashboard(60);
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await world?.close();
  });

  test.each(ROOMS.map((room) => [room.name, room] as const))(
    'meet WCAG 2.2 AA in light and in dark, fit a phone without scrolling sideways, and open without complaint: %s',
    async (_, room) => {
      const { page, complaints } = await enter(room, { colorScheme: 'light', reducedMotion: 'reduce' });
      expect(await findings(page)).toEqual([]);
      await page.emulateMedia({ colorScheme: 'dark' });
      expect(await findings(page)).toEqual([]);
      await page.setViewportSize({ width: 390, height: 844 });
      await expect.poll(() => page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
      expect(await findings(page)).toEqual([]);
      expect([...new Set(complaints)]).toEqual(room.complaints ?? []);
    },
  );

  test('say how to begin where nothing has been recorded yet', async () => {
    for (const [path, words] of [
      ['/', 'Steps to the first credited conversion'],
      ['/compare', 'No conversions yet'],
      ['/conversions', 'No conversions yet'],
    ]) {
      const { page } = await visitAs(browser, world.server.url, world.empty.apiKey);
      await page.goto(path);
      await page.getByText(words, { exact: true }).waitFor();
      expect(await page.getByRole('note').count()).toBe(0);
    }
  });

  test('lead back to all conversions from a choice that none meets', async () => {
    const { page } = await visitAs(browser, world.server.url, world.known.apiKey);
    await page.goto('/compare?kinds=install');
    await page.getByText('No conversions in this selection').waitFor();
    await page.getByRole('button', { name: 'Show all time and all kinds' }).click();
    await page.getByRole('region', { name: 'Side by side' }).first().waitFor();
    expect(page.url()).toBe(`${world.server.url}/compare`);
  });

  test.each([
    ['overview', '/', '**/api/v1/attribution/report?*', 'By campaign'],
    ['comparison', '/compare', '**/api/v1/attribution/compare?*', 'Side by side'],
    ['list of conversions', '/conversions', '**/api/v1/conversions?*', 'Conversions'],
    ['conversion', conversion('order-vector'), '**/explanation?*', 'Credit under each model'],
  ])('tell a failure in the API’s words and work again at the next try: %s', async (_, path, failing, table) => {
    const { page } = await visitAs(browser, world.server.url, world.known.apiKey);
    await page.route(failing, (route) => route.fulfill(PROBLEM));
    await page.goto(path);
    await page.getByRole('alert').getByText(DETAIL).first().waitFor();
    expect(await page.getByRole('region', { name: table }).locator('table').count()).toBe(0);
    expect(await findings(page)).toEqual([]);
    await page.unroute(failing);
    await page.getByRole('button', { name: 'Try again' }).first().click();
    await page.getByRole('region', { name: table }).locator('table').first().waitFor();
    await settle(page);
  });

  test('say that the server cannot be reached, and come back when it can', async () => {
    const { page } = await visitAs(browser, world.server.url, world.known.apiKey);
    const ahead = page.waitForResponse(/assets\/conversion-/);
    await page.goto('/conversions');
    await settle(page);
    await (await ahead).finished();
    await page.context().setOffline(true);
    await page.getByRole('link', { name: 'order-vector', exact: true }).click();
    await page
      .getByText(/did not answer|failed to open/)
      .first()
      .waitFor();
    await page.context().setOffline(false);
    await page.getByRole('button', { name: 'Try again' }).first().click();
    await page.getByRole('region', { name: 'Path' }).locator('table').waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  test('can be walked by keyboard alone: sign-in, overview, comparison, conversion', async () => {
    const { page } = await visit(browser, world.server.url);
    await page.goto('/');
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await tabTo(page, 'button:has-text("Use an API key instead")');
    await page.keyboard.press('Enter');
    await tabTo(page, 'input[name=apiKey]');
    await page.keyboard.type(world.known.apiKey);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    await tabTo(page, 'a[href="#room"]');
    await tabTo(page, 'a[href="/compare"]');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Compare models' }).waitFor();
    await settle(page);
    expect(await page.locator('main:focus').count()).toBe(1);
    await tabTo(page, 'input[type=range]');
    await page.keyboard.press('ArrowLeft');
    await page.waitForURL('**/compare?lookback=29');
    await tabTo(page, 'input[value=value]');
    await page.keyboard.press('ArrowRight');
    await page.waitForURL('**/compare?lookback=29&measure=share');
    await tabTo(page, 'th button[aria-pressed]');
    await page.keyboard.press('Space');
    await page.getByRole('region', { name: 'Spring 26 under each model' }).waitFor();
    await tabTo(page, 'a[href^="/conversions"]', 'Shift+Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Conversions' }).waitFor();
    await tabTo(page, 'input[type=search]');
    await page.keyboard.type('order-vector');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'order-vector' }).waitFor();
    expect(page.url()).toBe(`${world.server.url}/conversions/order-vector?lookback=29`);
  });

  test('keep the colours somebody chose, over those of the system', async () => {
    const { page } = await visitAs(browser, world.server.url, world.known.apiKey, { colorScheme: 'dark' });
    const paper = () => page.evaluate<string>('getComputedStyle(document.documentElement).backgroundColor');
    await page.goto('/');
    await settle(page);
    const dark = await paper();
    await page.getByRole('radio', { name: 'Light' }).first().check();
    await expect.poll(paper).not.toBe(dark);
    const light = await paper();
    await page.reload();
    await settle(page);
    expect(await paper()).toBe(light);
    await page.getByRole('radio', { name: 'As the system' }).first().check();
    await expect.poll(paper).toBe(dark);
  });
});
