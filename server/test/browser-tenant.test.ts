import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { hashSecret } from '../src/platform/password-hash.ts';
import { inTenant } from '../src/platform/tenant-door.ts';
import type { Role } from '../src/tenants/authorize.ts';
import { putQuotaIn } from '../src/tenants/quotas/service.ts';
import type { QuotaStates } from '../src/tenants/quotas/schema.ts';
import { TENANT_DEFAULTS, type TenantSettings } from '../src/tenants/settings/schema.ts';
import { setTierIn } from '../src/tenants/lifecycle/service.ts';
import { measureStorage } from '../src/tenants/upkeep/service.ts';
import { cellsOf, chromium, launchBrowser, settle, unlessSkipped } from './browser.ts';
import { findings, visitAsPerson as visitAsPersonOn } from './browser-person.ts';
import { type DashboardWorld, openDashboard } from './dashboard-world.ts';
import { addTestMember, cookieOf, createTestPerson, giveTestFactor, type TestPerson } from './people.ts';

let world: DashboardWorld;
let browser: Browser;
let people: Record<'owner' | 'viewer' | 'billing', TestPerson>;

const PASSWORD = 'seven quiet herons at dawn';

const visitAsPerson = (person: TestPerson, path: string, options?: BrowserContextOptions) =>
  visitAsPersonOn({ world, browser }, person, path, options);

async function member(role: Role): Promise<TestPerson> {
  const person = await createTestPerson(world.database.context, { passwordHash: await hashSecret(PASSWORD) });
  await addTestMember(world.database.context, person, world.known.tenantId, role);
  return person;
}

const settingsPath = () => `/api/v1/tenants/${world.known.tenantId}/settings`;
const send = (method: 'GET' | 'PUT', path: string, body?: object) => world.server.send(method, path, { key: world.known.apiKey, body });
const settings = async () => (await send('GET', settingsPath())).json as TenantSettings;
const quotas = async () => (await send('GET', `/api/v1/tenants/${world.known.tenantId}/quotas`)).json as QuotaStates;

const save = (page: Page) => page.getByRole('button', { name: 'Save settings' }).click();
const saved = (page: Page) => page.getByRole('status').filter({ hasText: 'The settings are saved.' }).waitFor();

/** The line of one quota, without the blanks between its parts. */
async function lineOf(page: Page, name: string): Promise<string> {
  const line = page.getByRole('region', { name: 'Quotas' }).getByRole('listitem').filter({ hasText: name });
  return (await line.innerText()).replaceAll(/\s+/g, ' ');
}

const ROOMS: [string, 'owner' | 'viewer', string, (page: Page) => Promise<void>][] = [
  ['general', 'owner', '/settings/general', async () => undefined],
  ['general, with what is wrong at its field', 'owner', '/settings/general', faulty],
  ['general, to read only', 'viewer', '/settings/general', async () => undefined],
  ['usage, with all tiers', 'viewer', '/settings/usage', async (page) => page.locator('summary').click()],
];

async function faulty(page: Page): Promise<void> {
  await page.getByLabel('Lookback, in days').fill('91');
  await save(page);
  await page.getByRole('alert').first().waitFor();
}

describe.skipIf(chromium === undefined)(`a tenant's own settings and usage on the dashboard${unlessSkipped}`, () => {
  beforeAll(async () => {
    world = await openDashboard(4);
    browser = await launchBrowser();
    people = { owner: await member('owner'), viewer: await member('viewer'), billing: await member('billing') };
    await giveTestFactor(world.database.context, people.owner);
  });
  afterEach(async () => {
    world.database.setNow(Date.now());
    const headers = { cookie: await cookieOf(world.database.context, people.owner) };
    const back = await world.server.send('PUT', settingsPath(), { headers, body: TENANT_DEFAULTS });
    if (back.status !== 200) throw new Error(`the settings could not be put back: ${back.text}`);
  });
  afterAll(async () => {
    await browser?.close();
    await world?.close();
  });

  test.each(ROOMS)('meet WCAG 2.2 AA in light, in dark and on a phone, and open without complaint: %s', async (_, who, path, reach) => {
    const { page, complaints } = await visitAsPerson(people[who], path, { colorScheme: 'light', reducedMotion: 'reduce' });
    await reach(page);
    expect(await findings(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await findings(page)).toEqual([]);
    await page.setViewportSize({ width: 375, height: 812 });
    await expect.poll(() => page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
    expect(await findings(page)).toEqual([]);
    expect(complaints.filter((complaint) => !complaint.includes('400 (Bad Request)'))).toEqual([]);
  });

  test('are saved as they stand in the form, by keyboard alone, and reports follow them at once', async () => {
    const { page } = await visitAsPerson(people.owner, '/');
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByLabel('Lookback, in days').fill('14');
    await page.getByLabel('Half-life, in days').fill('3.5');
    await page.getByLabel('Weakest evidence that counts').selectOption('user_id');
    await page.getByLabel('Currency').selectOption('EUR');
    await page.getByLabel('Time zone').selectOption('Europe/Berlin');
    await page.getByLabel('Half-life, in days').focus();
    await page.keyboard.press('Enter');
    await saved(page);
    expect(await settings()).toEqual({
      ...TENANT_DEFAULTS,
      lookbackDays: 14,
      halfLifeDays: 3.5,
      minEvidence: 'user_id',
      currency: 'EUR',
      timeZone: 'Europe/Berlin',
    });
    await expect.poll(() => page.locator('main time').first().getAttribute('title')).toMatch(/UTC · .* (CET|CEST|GMT\+[12])$/);
    await saved(page);
    await page.getByRole('link', { name: 'Overview' }).click();
    await settle(page);
    const lookback = page.getByLabel('Lookback', { exact: true });
    expect(await lookback.locator('option:checked').innerText()).toBe('14 days (default)');
    expect(new URL(page.url()).search).toBe('');
    await page.goto('/settings/general');
    await settle(page);
    expect(await page.getByLabel('Half-life, in days').inputValue()).toBe('3.5');
    await expect(page.locator('main time').first().getAttribute('title')).resolves.toMatch(/UTC · .* (CET|CEST|GMT\+[12])$/);
  });

  test('say at each field what is wrong with it, and change nothing', async () => {
    const { page } = await visitAsPerson(people.owner, '/settings/general');
    await page.getByLabel('Lookback, in days').fill('half');
    await page.getByLabel('Half-life, in days').fill('400');
    await page.getByLabel('Keep events for so many days').fill('7');
    await save(page);
    await page.getByRole('alertdialog').getByRole('button', { name: 'Save' }).click();
    await page.getByRole('alert').filter({ hasText: 'Must be a whole number of days.' }).waitFor();
    await page.getByRole('alert').filter({ hasText: 'Must be at most 365.' }).waitFor();
    await page.getByRole('alert').filter({ hasText: 'Must be at least 30.' }).waitFor();
    expect(await page.locator('[aria-invalid=true]').count()).toBe(3);
    await expect.poll(() => page.evaluate('document.activeElement.name')).toBe('lookbackDays');
    expect(await settings()).toEqual(TENANT_DEFAULTS);
    await page.getByLabel('Lookback, in days').fill('20');
    await page.getByLabel('Half-life, in days').fill('4');
    await page.getByLabel('Keep events for so many days').fill('');
    await save(page);
    await saved(page);
    expect(await settings()).toEqual({ ...TENANT_DEFAULTS, lookbackDays: 20, halfLifeDays: 4 });
  });

  test('ask before events are deleted or members are kept out, and do nothing when the answer is no', async () => {
    const { page } = await visitAsPerson(people.owner, '/settings/general');
    await page.getByLabel('Keep events for so many days').fill('400');
    await page.getByLabel('Every member needs a second factor').check();
    await save(page);
    const question = page.getByRole('alertdialog', { name: 'Save these settings?' });
    await question.getByText('Events that are older than 400 days will be deleted').waitFor();
    await question.getByText('Members without a second factor see nothing of this tenant').waitFor();
    expect(await findings(page)).toEqual([]);
    await question.getByRole('button', { name: 'Cancel' }).click();
    await question.waitFor({ state: 'detached' });
    expect(await settings()).toEqual(TENANT_DEFAULTS);
    await save(page);
    await question.getByRole('button', { name: 'Save' }).click();
    await saved(page);
    expect(await settings()).toEqual({ ...TENANT_DEFAULTS, retentionDays: 400, mfaRequired: true });
    await page.getByLabel('Keep events for so many days').fill('500');
    await save(page);
    await saved(page);
    expect(await settings()).toEqual({ ...TENANT_DEFAULTS, retentionDays: 500, mfaRequired: true });
    const without = (await visitAsPerson(people.viewer, '/settings/general')).page;
    await without.getByText('This tenant asks its members for a second factor.').waitFor();
  });

  test('ask once more who is there when that was long ago, and then go on', async () => {
    const admin = await member('admin');
    const { page } = await visitAsPerson(admin, '/settings/general');
    world.database.setNow(Date.now() + 11 * 60_000);
    await page.getByLabel('Lookback, in days').fill('21');
    await save(page);
    await page.getByRole('dialog', { name: 'Confirm that it is you' }).waitFor();
    await page.getByLabel('Your password').fill(PASSWORD);
    await page.keyboard.press('Enter');
    await saved(page);
    expect(await settings()).toEqual({ ...TENANT_DEFAULTS, lookbackDays: 21 });
  });

  test('rename the tenant everywhere it is shown, and say at the field that a name is needed', async () => {
    const { page } = await visitAsPerson(people.owner, '/settings/general');
    await page.getByLabel('Name', { exact: true }).fill(' ');
    await page.getByRole('button', { name: 'Rename' }).click();
    await page.getByRole('alert').filter({ hasText: 'A name is needed.' }).waitFor();
    await page.getByLabel('Name', { exact: true }).fill('Better Known Paths');
    await page.getByRole('button', { name: 'Rename' }).click();
    await page.getByRole('status').filter({ hasText: 'This tenant is now called Better Known Paths.' }).waitFor();
    await page.getByRole('banner').getByText('Better Known Paths').waitFor();
    const { json } = await send('GET', `/api/v1/tenants/${world.known.tenantId}`);
    expect(json).toMatchObject({ name: 'Better Known Paths', slug: 'known' });
  });

  test.each(['viewer', 'billing'] as const)('are read only to the role %s', async (who) => {
    await send('PUT', settingsPath(), { ...TENANT_DEFAULTS, minEvidence: 'promo_code', retentionDays: 1_000, currency: 'EUR' });
    const { page } = await visitAsPerson(people[who], '/settings');
    await page.getByText('An owner or an administrator of this tenant can change this.').waitFor();
    for (const text of ['Promo code', '1,000 days', 'EUR, Euro']) await page.getByText(text, { exact: true }).waitFor();
    expect(await page.locator('main').getByRole('textbox').count()).toBe(0);
    expect(await page.locator('main').getByRole('button').count()).toBe(0);
  });

  test('say of each quota what is used of how much, what the operator has set, and when 80 and 100 % are reached', async () => {
    const { context } = world.database;
    const limit = (quota: 'events_per_month' | 'campaigns' | 'storage_bytes', most: number | null) =>
      inTenant(context.db, world.known.tenantId, (tx) => putQuotaIn(tx, 'test', quota, most));
    await inTenant(context.db, world.known.tenantId, (tx) => setTierIn(tx, 'test', 'starter'));
    await measureStorage(context, 'system');
    const [events, , , campaigns] = (await quotas()).items;
    const used = events.used ?? 0;
    expect([used > 10, campaigns.used]).toEqual([true, 1]);
    await limit('events_per_month', Math.floor(used / 0.8));
    await limit('campaigns', 1);
    await limit('storage_bytes', null);
    const { page } = await visitAsPerson(people.billing, '/settings/usage');
    expect(await lineOf(page, 'Events this month')).toMatch(
      new RegExp(`80 % used set for you .* ${used} of ${Math.floor(used / 0.8)} Begins anew`),
    );
    expect(await lineOf(page, 'Campaigns')).toMatch(/used up set for you .* No further campaign .* 1 of 1$/);
    expect(await lineOf(page, 'API calls')).toMatch(/at most 6,000 a minute$/);
    expect(await lineOf(page, 'Members')).toMatch(/ of 25$/);
    expect(await lineOf(page, 'AI spend')).toMatch(/ \$0\.00 of \$50\.00 Begins anew 1 \w+ \d{4}, 00:00 \(UTC\)$/);
    expect(await lineOf(page, 'Storage')).toMatch(/set for you .* kB · no limit Estimated .* \(UTC\)$/);
    await page.getByText('Tier: Starter').waitFor();
    await page.locator('summary').click();
    const tiers = await cellsOf(page, 'What each tier contains');
    expect(tiers.find(([quota]) => quota === 'Events a month')).toEqual([
      'Events a month',
      '10,000,000',
      '50,000,000',
      '500,000,000',
      'without limit',
    ]);
  });
});
