import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NewReportLink } from '../src/attribution/report-links/schema.ts';
import { createReportLink, listReportLinks } from '../src/attribution/report-links/service.ts';
import { AdvertiserDetails } from '../src/catalog/advertisers/schema.ts';
import { putAdvertiser } from '../src/catalog/advertisers/service.ts';
import { putCampaign } from '../src/catalog/campaigns/service.ts';
import { chromium, settle, unlessSkipped, visit } from './browser.ts';
import { addMember, checkEverywhere, findings, openStage, pressToOpen, said, type Stage, visitAsPerson } from './browser-person.ts';
import type { TestTenant } from './database.ts';
import type { TestPerson } from './people.ts';

let stage: Stage;
let people: Record<'admin' | 'analyst', TestPerson>;

const HOSTILE = '<script>alert(1)</script>"\'><img src=x onerror=alert(2)>';

const LOGO = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/** Opens an address without any session, as a sponsor does. */
async function openAsStranger(path: string) {
  const { page, complaints } = await visit(stage.browser, stage.world.server.url);
  await page.goto(path);
  return { page, complaints };
}

async function make({ actor }: TestTenant, input: object): Promise<string> {
  const link = await createReportLink(stage.world.database.context, actor, NewReportLink.parse(input));
  return new URL(link.address).pathname;
}

const links = async () => {
  const { database, known } = stage.world;
  return (await listReportLinks(database.context, known.actor, { limit: 200 })).items;
};

async function shareAs(page: Page, title: string, covers?: string): Promise<string> {
  await pressToOpen(page, 'Share report');
  if (covers !== undefined) await page.getByLabel('It covers').selectOption({ label: covers });
  await page.getByLabel('Title').fill(title);
  await page.getByLabel('Note').fill('Spring, as agreed.');
  await page.getByRole('button', { name: 'Make the page' }).click();
  const address = await page.getByRole('dialog', { name: 'The page is there' }).getByRole('textbox').inputValue();
  await page.getByRole('button', { name: 'Done' }).click();
  return new URL(address).pathname;
}

describe.skipIf(chromium === undefined)(`a page that shows a report${unlessSkipped}`, () => {
  beforeAll(async () => {
    stage = await openStage();
    people = { admin: await addMember(stage, stage.world.known, 'admin'), analyst: await addMember(stage, stage.world.known, 'analyst') };
  });
  afterAll(() => stage?.close());

  test('is made from what is looked at in the Overview, read by a stranger, counted, and gone once it is revoked', async () => {
    const { page, complaints } = await visitAsPerson(stage, people.admin, '/?model=time_decay&groupBy=show&kinds=purchase&lookback=60');
    const path = await shareAs(page, HOSTILE);
    expect((await links())[0].report).toMatchObject({
      models: ['time_decay'],
      groupBy: 'show',
      conversionKind: ['purchase'],
      lookbackDays: 60,
    });
    const stranger = await openAsStranger(path);
    await stranger.page.getByRole('heading', { name: HOSTILE }).waitFor();
    await stranger.page.getByText('Spring, as agreed.').waitFor();
    expect(await stranger.page.getByRole('rowheader').allInnerTexts()).toEqual(expect.arrayContaining(['Unattributed', 'All conversions']));
    const cookies = await stranger.page.context().cookies();
    expect(cookies).toEqual([]);
    const [file] = await Promise.all([stranger.page.waitForEvent('download'), stranger.page.getByRole('link', { name: /as CSV/ }).click()]);
    expect(file.suggestedFilename()).toBe('report.csv');
    await page.goto('/settings/sharing');
    await page.getByText('opened 1 time').waitFor();
    expect(await page.getByText(HOSTILE).count()).toBeGreaterThan(0);
    await checkEverywhere(page, 'settings sharing with pages');
    await pressToOpen(page, /^Revoke the page/, 'alertdialog');
    await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke' }).click();
    await said(page, 'The page is gone.');
    await stranger.page.reload();
    await stranger.page.getByRole('heading', { name: 'There is nothing here' }).waitFor();
    expect(complaints).toEqual([]);
    expect(stranger.complaints.filter((one) => !one.includes('404'))).toEqual([]);
  });

  test('is made from what is compared, and keeps to the last days', async () => {
    const { page } = await visitAsPerson(stage, people.admin, '/compare?models=linear,last_touch&groupBy=campaign&days=30');
    await pressToOpen(page, 'Share report');
    await page.getByText('It always shows the last 30 days').waitFor();
    expect(await findings(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await shareAs(page, 'Compared');
    expect((await links())[0].report).toMatchObject({ models: ['last_touch', 'linear'].toSorted(), days: 30 });
  });

  test('is of one advertiser alone where that is chosen, and of the campaign from whose page it is shared', async () => {
    const { context } = stage.world.database;
    const { actor } = stage.world.known;
    await putAdvertiser(context, actor, 'lark', AdvertiserDetails.parse({ name: 'Lark Mattresses' }));
    await putCampaign(context, actor, 'lark-spring', { name: 'Lark Spring', advertiser: 'lark' });
    await putCampaign(context, actor, 'other', { name: 'Somebody Else', spendMinor: 5_000, currency: 'USD' });
    const { page, complaints } = await visitAsPerson(stage, people.admin, '/');
    await pressToOpen(page, 'Share report');
    await checkEverywhere(page, 'share dialog of one advertiser');
    await page.keyboard.press('Escape');
    const path = await shareAs(page, 'For Lark', 'only advertiser Lark Mattresses (lark)');
    expect((await links())[0].report).toMatchObject({ advertiser: 'lark' });
    const stranger = await openAsStranger(path);
    await stranger.page.getByText('This report covers the campaigns of “Lark Mattresses” alone').waitFor();
    expect(await stranger.page.getByText(/Somebody Else|Unattributed/).count()).toBe(0);
    await checkEverywhere(stranger.page, 'report page of one advertiser');
    await page.goto('/catalog/campaigns/lark-spring/credit');
    await pressToOpen(page, 'Share report');
    expect(await page.getByLabel('It covers').inputValue()).toBe('campaign lark-spring');
    await page.keyboard.press('Escape');
    await shareAs(page, 'For Lark Spring');
    expect((await links())[0].report).toMatchObject({ campaign: 'lark-spring', groupBy: 'show' });
    await pressToOpen(page, 'Mail report');
    expect(await page.getByLabel('It covers').inputValue()).toBe('campaign lark-spring');
    await page.goto('/settings/sharing');
    await page.getByText(/only campaign lark-spring/).waitFor();
    await page.getByText(/only advertiser lark/).waitFor();
    expect([...complaints, ...stranger.complaints]).toEqual([]);
  });

  test('is not made of more than eight models, which is said before anything is filled in', async () => {
    const rules = ['first_touch', 'last_touch', 'linear', 'time_decay', 'position_based'];
    const many = [...rules, ...['a', 'b', 'c', 'd'].map((name) => `own-${name}`)];
    const { page } = await visitAsPerson(stage, people.admin, `/compare?models=${many.join(',')}`);
    await page.getByText('A shared page takes 8 models at most').waitFor();
    expect(await page.getByRole('button', { name: 'Share report' }).isDisabled()).toBe(true);
    await page.goto(`/compare?models=${many.slice(0, 8).join(',')}`);
    await page.getByRole('button', { name: 'Share report' }).waitFor();
    expect(await page.getByRole('button', { name: 'Share report' }).isEnabled()).toBe(true);
  });

  test('is made by nobody but who sets the tenant up', async () => {
    const { page } = await visitAsPerson(stage, people.analyst, '/');
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    expect(await page.getByRole('button', { name: 'Share report' }).count()).toBe(0);
    await page.goto('/settings/sharing');
    await page.getByRole('heading', { name: 'Pages of reports' }).waitFor();
    expect(await page.getByRole('button', { name: /^Revoke the page/ }).count()).toBe(0);
  });

  test('stands up to WCAG 2.2 AA in light, in dark and on a phone, and prints on A4 without cutting its table', async () => {
    const all = ['first_touch', 'last_touch', 'linear', 'time_decay', 'position_based', 'shapley'];
    for (const [name, models] of [
      ['report page', ['linear']],
      ['report page of many models', all],
    ] as const) {
      const { page } = await openAsStranger(
        await make(stage.world.demo, { title: 'Spring', note: 'As agreed.', report: { models, groupBy: 'show' } }),
      );
      await settle(page);
      await page.getByText('Simulated data: these').waitFor();
      await page.emulateMedia({ media: 'print' });
      await page.setViewportSize({ width: 703, height: 1_000 });
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
      expect(await page.evaluate(`document.querySelector('.wide').scrollWidth - document.querySelector('.wide').clientWidth`)).toBe(0);
      await page.emulateMedia({ media: 'screen' });
      await page.setViewportSize({ width: 1_440, height: 900 });
      await checkEverywhere(page, name);
    }
  });

  test('of days, and of a tenant without any events, is a page, too', async () => {
    const days = (await openAsStranger(await make(stage.world.demo, { report: { groupBy: 'day', days: 14 } }))).page;
    expect(await days.title()).toContain('credit by day');
    await checkEverywhere(days, 'report by day');
    await checkEverywhere((await openAsStranger(await make(stage.world.empty, { report: {} }))).page, 'report of nothing');
    await checkEverywhere((await openAsStranger(`/r/${'a'.repeat(32)}`)).page, 'report absent');
  });

  test('carries the logo and colour that are set in the settings', async () => {
    const { page, complaints } = await visitAsPerson(stage, people.admin, '/settings/general');
    await page.locator('input[name=logo]').setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer: Buffer.from(LOGO, 'base64') });
    await page.locator('input[name=colour]').fill('#ffee00');
    await page.getByRole('button', { name: 'Save logo and colour' }).click();
    await said(page, 'Logo and colour are saved.');
    await page.getByRole('img', { name: 'Known Paths' }).first().waitFor();
    await checkEverywhere(page, 'settings general with brand');
    const { page: stranger, complaints: heard } = await openAsStranger(await make(stage.world.known, { report: {} }));
    const logo = stranger.getByRole('img', { name: 'Known Paths' });
    await logo.waitFor();
    expect(await stranger.evaluate(`document.querySelector('img.logo').naturalWidth`)).toBe(1);
    await checkEverywhere(stranger, 'report page with brand');
    await page.setViewportSize({ width: 1_440, height: 900 });
    await pressToOpen(page, 'Remove both', 'alertdialog');
    await page.getByRole('alertdialog').getByRole('button', { name: 'Remove both' }).click();
    await said(page, 'Logo and colour are removed.');
    await stranger.reload();
    expect(await logo.count()).toBe(0);
    expect([...complaints, ...heard]).toEqual([]);
  });
});
