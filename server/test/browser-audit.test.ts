import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recordAuditIn } from '../src/platform/audit.ts';
import { recordSecurityEventIn } from '../src/platform/security-events.ts';
import { inTenant } from '../src/platform/tenant-door.ts';
import { createApiKey } from '../src/security/apikeys/service.ts';
import { cellsOf, chromium, launchBrowser, settle, unlessSkipped, visitAs } from './browser.ts';
import { findings } from './browser-person.ts';
import { type DashboardWorld, openDashboard } from './dashboard-world.ts';

let world: DashboardWorld;
let browser: Browser;

async function open(path: string, key = world.known.apiKey) {
  const opened = await visitAs(browser, world.server.url, key, { colorScheme: 'light', reducedMotion: 'reduce', acceptDownloads: true });
  await opened.page.goto(path);
  await settle(opened.page);
  return opened;
}

const ROOMS: [string, string, (page: Page) => Promise<void>][] = [
  ['the audit log', '/settings/audit-log', async (page) => page.getByText('Show', { exact: true }).first().click()],
  ['security events', '/settings/events', async (page) => page.getByRole('radio', { name: 'Medium and high' }).check()],
  ['webhooks', '/settings/webhooks', async (page) => addWebhook(page, 'https://receiver.example/hook')],
];

async function addWebhook(page: Page, url: string): Promise<void> {
  await page.getByLabel('Address').fill(url);
  await page.getByRole('button', { name: 'Create the webhook' }).click();
  await page.getByText('whsec_').waitFor();
}

describe.skipIf(chromium === undefined)(`who did what, in the dashboard${unlessSkipped}`, () => {
  beforeAll(async () => {
    world = await openDashboard(4);
    browser = await launchBrowser();
    await inTenant(world.database.context.db, world.known.tenantId, async (tx) => {
      await recordAuditIn(tx, {
        actor: 'member:a',
        action: 'thing.do',
        target: 'a-thing',
        before: { name: 'Old' },
        after: { name: 'New' },
      });
      await recordSecurityEventIn(tx, { kind: 'mfa_changed', severity: 'high', actor: 'member:a', detail: { is: 'off' } });
      await recordSecurityEventIn(tx, { kind: 'new_device', actor: 'member:a', detail: { device: 'Firefox', network: '192.0.2.0/24' } });
      await recordSecurityEventIn(tx, { kind: 'scope_denied', actor: 'api_key:b', detail: { route: '/api/v1/campaigns/:key' } });
    });
  });
  afterAll(async () => {
    await browser?.close();
    await world?.close();
  });

  test.each(ROOMS)('meets WCAG 2.2 AA in light, in dark and on a phone, and opens without complaint: %s', async (_, path, reach) => {
    const { page, complaints } = await open(path);
    await reach(page);
    await settle(page);
    expect(await findings(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await findings(page)).toEqual([]);
    await page.setViewportSize({ width: 390, height: 844 });
    await expect.poll(() => page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
    expect(await findings(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test('rows of the audit log are filtered, and show what they changed', async () => {
    const { page } = await open('/settings/audit-log');
    await page.getByLabel('Who').fill('member:a');
    await page.getByRole('button', { name: 'Filter' }).click();
    await expect
      .poll(async () => (await cellsOf(page, 'What was done')).map((cells) => cells.slice(1, 4)))
      .toEqual([['member:a', 'thing.do', 'a-thing']]);
    await page.getByText('Show', { exact: true }).click();
    expect(await page.locator('details').innerText()).toContain('"name": "New"');
  });

  test('the audit log is saved as a file', async () => {
    const { page } = await open('/settings/audit-log');
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Export as CSV' }).click()]);
    expect(download.suggestedFilename()).toBe('audit-log.csv');
    expect(readFileSync(await download.path(), 'utf8')).toContain(',member:a,thing.do,a-thing,');
  });

  test('events are told in words, and the harmless ones can be left out', async () => {
    const { page } = await open('/settings/events');
    const severities = async () => new Set((await cellsOf(page, 'Events')).map(([, severity]) => severity));
    expect(await severities()).toEqual(new Set(['High', 'Medium', 'Low']));
    await page.getByRole('radio', { name: 'High', exact: true }).check();
    await expect.poll(severities).toEqual(new Set(['High']));
    expect((await cellsOf(page, 'Events'))[0][2]).toContain('A second factor was added, removed or made anew.');
  });

  test('a webhook is added with its secret shown once, tried, disabled and deleted', async () => {
    const { page } = await open('/settings/webhooks', world.empty.apiKey);
    await addWebhook(page, 'https://receiver.example/of-mine');
    const cells = async () => (await cellsOf(page, 'Webhooks')).map((row) => row.slice(0, 3));
    await expect.poll(cells).toEqual([['https://receiver.example/of-mine', 'Info', 'Enabled']]);
    await page.getByRole('button', { name: /^Send a test/ }).click();
    await page.getByText('A test is on its way').waitFor();
    await page.getByRole('button', { name: /^Disable/ }).click();
    await expect.poll(async () => (await cells())[0][2]).toBe('Disabled');
    await page.getByRole('button', { name: /^Delete the webhook/ }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByText('No webhooks').waitFor();
    await page.reload();
    await settle(page);
    expect(await page.getByText('whsec_').count()).toBe(0);
  });

  test('a key without the right is told so', async () => {
    const { context } = world.database;
    const { apiKey } = await createApiKey(context, world.known.actor, { name: 'Reader', scopes: ['read'] });
    const { page } = await open('/settings/audit-log', apiKey);
    await page.getByText('Your role does not open this page').waitFor();
    expect(await page.getByRole('table').count()).toBe(0);
  });
});
