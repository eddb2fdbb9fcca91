import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromium, launchBrowser, settle, unlessSkipped, visit, visitAs } from './browser.ts';
import { findings } from './browser-person.ts';
import { type DashboardWorld, openDashboard } from './dashboard-world.ts';

let world: DashboardWorld;
let browser: Browser;

describe.skipIf(chromium === undefined)(`the search over everything and the keys${unlessSkipped}`, () => {
  beforeAll(async () => {
    world = await openDashboard(20);
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await world?.close();
  });

  async function open(path = '/', options = {}) {
    const opened = await visitAs(browser, world.server.url, world.known.apiKey, options);
    await opened.page.goto(path);
    await settle(opened.page);
    return { ...opened, dialog: opened.page.getByRole('dialog', { name: 'Search and go anywhere' }) };
  }

  test('lead to a page of a room by a few letters and Enter, and keep what was chosen', async () => {
    const { page, dialog, complaints } = await open('/?kinds=purchase');
    await page.keyboard.press('Control+K');
    await dialog.getByRole('combobox').fill('cohor');
    await expect.poll(() => dialog.getByRole('option', { selected: true }).innerText()).toContain('Cohorts');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/analytics/cohorts?kinds=purchase');
    expect(await dialog.count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  test('find a campaign by its name, a show by its key, and a conversion by its id', async () => {
    const { page, dialog, complaints } = await open();
    await page.getByRole('button', { name: 'Search', exact: true }).first().click();
    await dialog.getByRole('combobox').fill('26 spring');
    await dialog.getByRole('option', { name: /^Spring 26/ }).click();
    await page.waitForURL('**/catalog/campaigns/spring-26');
    await page.keyboard.press('/');
    await dialog.getByRole('combobox').fill('night-sh');
    await dialog
      .getByRole('option', { name: /night-shift/ })
      .first()
      .click();
    await page.waitForURL('**/catalog/shows/night-shift');
    await page.keyboard.press('/');
    await dialog.getByRole('combobox').fill('order-vector');
    await dialog.getByRole('option', { name: 'Open the conversion with the id order-vector' }).click();
    await page.waitForURL('**/conversions/order-vector');
    expect(complaints).toEqual([]);
  });

  test('say nothing of another tenant, whatever is typed', async () => {
    const { page, dialog } = await open();
    const loaded = page.waitForResponse(/\/api\/v1\/campaigns/);
    await page.keyboard.press('Control+K');
    await dialog.getByRole('combobox').fill('o');
    await (await loaded).finished();
    await dialog.getByRole('combobox').fill('demo');
    await dialog.getByText('Open the conversion with the id demo').waitFor();
    expect(await dialog.getByRole('option').allInnerTexts()).toEqual(['Open the conversion with the id demo']);
  });

  test('show a name as text, and an id that is markup as an id', async () => {
    const { page, dialog, complaints } = await open();
    await page.keyboard.press('Control+K');
    const probe = '<img src=x onerror=alert(1)>';
    await dialog.getByRole('combobox').fill(probe);
    await dialog.getByRole('option', { name: `Open the conversion with the id ${probe}` }).waitFor();
    expect(await dialog.locator('img').count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  test('open rooms by two keys, leave typing alone, and can be switched off', async () => {
    const { page } = await open();
    await page.keyboard.press('g');
    await page.keyboard.press('v');
    await page.waitForURL('**/conversions');
    await settle(page);
    await page.keyboard.press('?');
    const help = page.getByRole('dialog', { name: 'Keys' });
    await help.getByText('Go to Compare models').waitFor();
    expect(await findings(page)).toEqual([]);
    await help.getByRole('checkbox').uncheck();
    await page.keyboard.press('Escape');
    await help.waitFor({ state: 'detached' });
    await page.keyboard.press('g');
    await page.keyboard.press('o');
    await page.keyboard.press('/');
    await page.keyboard.press('Control+K');
    await page.getByRole('dialog', { name: 'Search and go anywhere' }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/conversions');
  });

  test('give the focus back to what had it, as every dialog does', async () => {
    const { page, dialog } = await open('/catalog/campaigns');
    const button = page.getByRole('button', { name: 'Search', exact: true }).last();
    await button.focus();
    await page.keyboard.press('Enter');
    await dialog.getByRole('combobox').waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await expect.poll(() => button.evaluate((one) => one === one.ownerDocument.activeElement)).toBe(true);
    const create = page.getByRole('button', { name: 'New campaign' });
    await create.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'New campaign' }).waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => create.evaluate((one) => one === one.ownerDocument.activeElement)).toBe(true);
  });

  test('change the colours and sign out', async () => {
    const { page, dialog } = await open();
    await page.keyboard.press('Control+K');
    await dialog.getByRole('combobox').fill('dark');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator('html').getAttribute('data-theme')).toBe('dark');
    await page.keyboard.press('Control+K');
    await dialog.getByRole('combobox').fill('sign out');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/sign-in');
  });

  test('meet WCAG 2.2 AA in light and in dark and on a phone', async () => {
    const { page, dialog } = await open('/', { colorScheme: 'light', reducedMotion: 'reduce' });
    await page.keyboard.press('Control+K');
    await dialog.getByRole('option').first().waitFor();
    expect(await findings(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await findings(page)).toEqual([]);
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await findings(page)).toEqual([]);
  });

  test('are not there before somebody has signed in', async () => {
    const { page } = await visit(browser, world.server.url);
    await page.goto('/sign-in');
    await page.keyboard.press('Control+K');
    await page.keyboard.press('?');
    expect(await page.getByRole('dialog').count()).toBe(0);
  });
});
