import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drainShares } from '../src/attribution/share-runs/service.ts';
import { claimShare, listReceivedShares, revokeShare } from '../src/attribution/shares/service.ts';
import type { Role } from '../src/tenants/authorize.ts';
import { cellsOf, chromium, launchBrowser, settle, unlessSkipped } from './browser.ts';
import { findings, visitAsPerson as visitAsPersonOn } from './browser-person.ts';
import type { TestTenant } from './database.ts';
import { type DashboardWorld, openDashboard } from './dashboard-world.ts';
import { addTestMember, createTestPerson, type TestPerson } from './people.ts';
import { grant, offer } from './share-world.ts';

let world: DashboardWorld;
let browser: Browser;
let people: Record<'grantor' | 'grantee' | 'viewer', TestPerson>;
let ids: Record<'live' | 'small', string>;

const ROOM = '/settings/sharing';

const visitAsPerson = (person: TestPerson, path: string, options?: BrowserContextOptions) =>
  visitAsPersonOn({ world, browser }, person, path, options);

async function member({ tenantId }: TestTenant, role: Role): Promise<TestPerson> {
  const person = await createTestPerson(world.database.context);
  await addTestMember(world.database.context, person, tenantId, role);
  return person;
}

const grantor = () => ({ ...world.known, campaign: 'spring-26' });
const endsInMonths = () => ({ expiresAt: new Date(Date.now() + 90 * 86_400_000).toISOString() });

/** Offers that have come as far as each can: entered, live, matching, and over. */
async function fill(): Promise<void> {
  const { context } = world.database;
  const { actor } = world.empty;
  const live = await grant(context, grantor(), world.empty, endsInMonths());
  const small = await grant(context, grantor(), world.empty, { ...endsInMonths(), minPeople: 500 });
  const matching = await offer(context, grantor(), { ...endsInMonths(), kind: 'matching', partner: 'Shop' });
  await claimShare(context, actor, matching.invitationCode);
  await offer(context, grantor(), { ...endsInMonths(), partner: 'Lark Agency', breakdowns: [], conversionKinds: ['purchase'] });
  const { id } = await offer(context, grantor(), { ...endsInMonths(), partner: 'Gone' });
  await revokeShare(context, world.known.actor, id);
  ids = { live, small };
}

async function press(page: Page, name: string | RegExp, opens: 'dialog' | 'alertdialog' = 'dialog'): Promise<void> {
  await page.getByRole('button', { name }).first().click();
  await page.getByRole(opens).waitFor();
}

const breakDown = (by: string) => async (page: Page) => {
  await page.getByLabel('Broken down by').selectOption(by);
  await page
    .getByRole('region', { name: `By ${by}` })
    .first()
    .waitFor();
  await settle(page);
};

type Side = 'grantor' | 'grantee';
const ROOMS: [string, Side, () => string, (page: Page) => Promise<unknown>][] = [
  ['what is shared', 'grantor', () => ROOM, (page) => page.getByRole('button', { name: /ended share/ }).click()],
  ['an offer to be made', 'grantor', () => ROOM, (page) => press(page, 'Offer a campaign')],
  ['a share to be revoked', 'grantor', () => ROOM, (page) => press(page, /^Revoke the share/, 'alertdialog')],
  ['what is received', 'grantee', () => ROOM, async () => undefined],
  ['a matching share to be accepted', 'grantee', () => ROOM, (page) => press(page, /^Accept/)],
  ['a report', 'grantee', () => `${ROOM}/${ids.live}`, breakDown('show')],
  ['a report by day', 'grantor', () => `${ROOM}/${ids.live}`, breakDown('day')],
  ['a report below its floor', 'grantee', () => `${ROOM}/${ids.small}`, async () => undefined],
];

/** Makes an offer by the form, and answers its code. */
async function makeOffer(page: Page): Promise<string> {
  await press(page, 'Offer a campaign');
  await page.getByLabel('Campaign', { exact: true }).selectOption('spring-26');
  await page.getByLabel('Who it is for').fill('Two tenants');
  await page.getByLabel('Channel').check();
  await page.getByLabel('Smallest row, in people').fill('2');
  await page.getByLabel('Send the code to').fill('partner@people.example');
  await page.keyboard.press('Enter');
  const code = await page.getByLabel('The invitation code').inputValue();
  expect(await findings(page)).toEqual([]);
  await page.getByRole('button', { name: 'I have kept it' }).click();
  await page.getByText('for Two tenants').waitFor();
  expect(await page.content()).not.toContain(code);
  return code;
}

/** The report of the share whose row holds a text, with its rows by show. */
async function readReport(page: Page, row: string): Promise<string[][]> {
  await page
    .getByRole('row')
    .filter({ hasText: row })
    .getByRole('link', { name: /^Report/ })
    .click();
  await page.getByRole('region', { name: 'By campaign' }).waitFor();
  await breakDown('show')(page);
  return cellsOf(page, 'By show');
}

describe.skipIf(chromium === undefined)(`sharing in the dashboard${unlessSkipped}`, () => {
  beforeAll(async () => {
    world = await openDashboard(4);
    browser = await launchBrowser();
    people = {
      grantor: await member(world.known, 'owner'),
      grantee: await member(world.empty, 'admin'),
      viewer: await member(world.empty, 'viewer'),
    };
    await fill();
  });
  afterAll(async () => {
    await browser?.close();
    await world?.close();
  });

  test.each(ROOMS)('meets WCAG 2.2 AA in light, in dark and on a phone, and opens without complaint: %s', async (_, side, path, reach) => {
    const { page, complaints } = await visitAsPerson(people[side], path(), { colorScheme: 'light', reducedMotion: 'reduce' });
    await reach(page);
    expect(await findings(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await findings(page)).toEqual([]);
    await page.setViewportSize({ width: 390, height: 844 });
    await expect.poll(() => page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
    expect(await findings(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test('leads from an offer to the same report on both sides, and revoking it acts at once', async () => {
    const ours = (await visitAsPerson(people.grantor, ROOM)).page;
    const code = await makeOffer(ours);
    const mail = (await world.database.mails()).findLast(({ to }) => to === 'partner@people.example');
    expect(mail?.text).toContain(code);
    const theirs = (await visitAsPerson(people.grantee, ROOM)).page;
    await theirs.getByLabel('Invitation code').fill('earshot_share_wrong');
    await theirs.getByRole('button', { name: 'Enter the code' }).click();
    await theirs.getByText('This invitation code does not work').waitFor();
    await theirs.getByLabel('Invitation code').fill(code);
    await theirs.keyboard.press('Enter');
    await theirs.getByRole('status').filter({ hasText: 'Known Paths offers you “spring-26”' }).waitFor();
    const scope = 'by show, channel';
    const row = theirs.getByRole('row').filter({ hasText: scope });
    expect(await row.getByRole('link').count()).toBe(0);
    await row.getByRole('button', { name: 'Accept' }).click();
    await theirs.getByRole('dialog').getByRole('button', { name: 'Accept' }).click();
    await theirs.getByRole('status').filter({ hasText: 'You can now read' }).waitFor();
    await drainShares(world.database.context, 'system', world.known.tenantId);
    const read = await readReport(theirs, scope);
    expect(read.length).toBeGreaterThan(1);
    expect(read.at(-1)?.[0]).toBe('All rows');
    await theirs.getByText('these figures are complete').waitFor();
    expect(await theirs.getByText('Behind every row stand at least 2 people').count()).toBe(1);
    await ours.reload();
    expect(await readReport(ours, scope)).toEqual(read);
    await ours.goBack();
    await ours
      .getByRole('row')
      .filter({ hasText: scope })
      .getByRole('button', { name: /^Revoke/ })
      .focus();
    await ours.keyboard.press('Enter');
    await ours.getByRole('alertdialog').getByRole('button', { name: 'Revoke' }).click();
    await ours.getByRole('status').filter({ hasText: 'no longer shared with Nothing Yet' }).waitFor();
    await theirs.getByLabel('Model', { exact: true }).selectOption('first_touch');
    await theirs.getByText('This share cannot be read').waitFor();
    await theirs.getByRole('link', { name: 'Sharing' }).first().click();
    await theirs.getByRole('region', { name: 'Shared with us' }).first().waitFor();
    await row.waitFor({ state: 'detached' });
  });

  test('lets the grantee accept a match for some kinds of conversions, and end a share', async () => {
    const { page } = await visitAsPerson(people.grantee, ROOM);
    await press(page, /^Accept/);
    for (const kind of ['Visits', 'Leads', 'Sign-ups', 'Installs', 'Subscriptions', 'Purchases']) await page.getByLabel(kind).uncheck();
    await page.getByRole('dialog').getByRole('button', { name: 'Accept' }).click();
    await page.getByRole('alert').filter({ hasText: 'Choose at least one kind' }).waitFor();
    await page.getByLabel('Purchases').check();
    await page.getByRole('dialog').getByRole('button', { name: 'Accept' }).click();
    await page.getByRole('status').filter({ hasText: 'You can now read' }).waitFor();
    const { items } = await listReceivedShares(world.database.context, world.empty.actor);
    expect(items.find(({ kind }) => kind === 'matching')?.granteeKinds).toEqual(['purchase']);
    const row = page.getByRole('row').filter({ hasText: 'Matching' });
    await row.getByRole('button', { name: /^End/ }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'End' }).click();
    await page.getByRole('status').filter({ hasText: 'You no longer read' }).waitFor();
    await row.waitFor({ state: 'detached' });
  });

  test('lets a viewer read what is shared, and change nothing', async () => {
    const { page } = await visitAsPerson(people.viewer, ROOM);
    await page
      .getByRole('link', { name: /^Report/ })
      .first()
      .waitFor();
    expect(await page.getByRole('button', { name: /Offer|Accept|Decline|End|Revoke|Enter/ }).count()).toBe(0);
  });
});
