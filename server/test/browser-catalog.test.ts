import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AdvertiserDetails } from '../src/catalog/advertisers/schema.ts';
import { putAdvertiser } from '../src/catalog/advertisers/service.ts';
import { putCampaign } from '../src/catalog/campaigns/service.ts';
import { PlacementDetails } from '../src/catalog/placements/schema.ts';
import { followShow } from '../src/catalog/feeds/service.ts';
import { LinkDetails } from '../src/catalog/links/schema.ts';
import { putLink } from '../src/catalog/links/service.ts';
import { putPlacement } from '../src/catalog/placements/service.ts';
import { putShow } from '../src/catalog/shows/service.ts';
import { cellsOf, chromium, settle, unlessSkipped } from './browser.ts';
import { addMember, checkEverywhere, findings, openStage, pressToOpen, said, type Stage, visitAsPerson } from './browser-person.ts';
import { type FeedServer, feedText, openFeedServer } from './feed-server.ts';
import type { TestPerson } from './people.ts';

let stage: Stage;
let feeds: FeedServer;
let people: Record<'analyst' | 'viewer' | 'newcomer' | 'billing', TestPerson>;

// The dashboard goes by the real clock: whatever day it is, flights that end next year run, and those that begin then are planned.
const NEXT_YEAR = new Date().getUTCFullYear() + 1;
const CAMPAIGN = 'autumn-26';
const PLACEMENT = 'autumn-26-daily-tech-mid-roll';

/** A campaign as ad operations book it: two placements, and an advertiser. */
async function fill(): Promise<void> {
  const { context } = stage.world.database;
  const { actor } = stage.world.known;
  await putAdvertiser(context, actor, 'lark', AdvertiserDetails.parse({ name: 'Lark Mattresses', siteHost: 'lark.example' }));
  await putShow(context, actor, 'daily-tech', { name: 'Daily Tech' });
  await putShow(context, actor, 'night-shift', { name: 'Night Shift' });
  await putCampaign(context, actor, CAMPAIGN, {
    name: 'Autumn 26',
    advertiser: 'lark',
    startsOn: '2026-10-01',
    endsOn: `${NEXT_YEAR}-12-31`,
    budgetMinor: 1_250_000,
    currency: 'USD',
    goal: { kind: 'impressions', count: 400_000 },
  });
  const placement = { campaign: CAMPAIGN, startsOn: '2026-10-01', endsOn: `${NEXT_YEAR}-12-31`, bookedImpressions: 200_000 };
  const price = { basis: 'cpm', amountMinor: 2_500, currency: 'USD' };
  await putPlacement(
    context,
    actor,
    PLACEMENT,
    PlacementDetails.parse({ ...placement, show: 'daily-tech', position: 'mid_roll', kind: 'dynamic', price }),
  );
  await putPlacement(
    context,
    actor,
    'autumn-26-night-shift-host-read',
    PlacementDetails.parse({ ...placement, show: 'night-shift', position: 'Host read', kind: 'baked_in' }),
  );
  const link = LinkDetails.parse({ campaign: CAMPAIGN, show: 'daily-tech', destination: 'https://lark.example/daily' });
  await putLink(context, actor, 'lark', link);
  feeds.answer('/lark', feedText('Lark Radio', [{ guid: 'lark-1' }, { guid: 'lark-2' }], '<itunes:author>Lark Media</itunes:author>'));
  await followShow(context, actor, { feedUrl: feeds.url('/lark') });
}

const ROOMS: [string, keyof typeof people, string, (page: Page) => Promise<unknown>][] = [
  ['campaigns', 'analyst', '/catalog', async () => undefined],
  ['no campaigns yet', 'newcomer', '/catalog', async () => undefined],
  ['a campaign to be created', 'analyst', '/catalog/campaigns', (page) => pressToOpen(page, 'New campaign')],
  ['a campaign', 'analyst', `/catalog/campaigns/${CAMPAIGN}`, async () => undefined],
  ['a campaign to be read only', 'viewer', `/catalog/campaigns/${CAMPAIGN}`, async () => undefined],
  ['a placement to be booked', 'analyst', `/catalog/campaigns/${CAMPAIGN}/delivery`, (page) => pressToOpen(page, 'New placement')],
  ['a placement', 'analyst', `/catalog/placements/${PLACEMENT}`, async () => undefined],
  ['a placement to be deleted', 'analyst', `/catalog/placements/${PLACEMENT}`, (page) => pressToOpen(page, 'Delete', 'alertdialog')],
  ['shows', 'analyst', '/catalog/shows', async () => undefined],
  ['a show', 'analyst', '/catalog/shows/daily-tech', async () => undefined],
  ['a show to be added', 'analyst', '/catalog/shows', (page) => pressToOpen(page, 'Add a show')],
  ['a show with a feed', 'analyst', '/catalog/shows/lark-radio', async () => undefined],
  ['a link to be created', 'analyst', `/catalog/campaigns/${CAMPAIGN}/codes`, (page) => pressToOpen(page, 'New link')],
  ['a QR code', 'analyst', `/catalog/campaigns/${CAMPAIGN}/codes`, (page) => pressToOpen(page, 'QR code of lark')],
  ['files', 'analyst', '/catalog/files', async () => undefined],
  ['advertisers', 'analyst', '/catalog/advertisers', async () => undefined],
  ['an advertiser to be edited', 'analyst', '/catalog/advertisers', (page) => pressToOpen(page, 'Edit Lark Mattresses')],
];

describe.skipIf(chromium === undefined)(`the catalogue on the dashboard${unlessSkipped}`, () => {
  beforeAll(async () => {
    stage = await openStage();
    const { known, empty } = stage.world;
    people = {
      analyst: await addMember(stage, known, 'analyst'),
      viewer: await addMember(stage, known, 'viewer'),
      newcomer: await addMember(stage, empty, 'owner'),
      billing: await addMember(stage, known, 'billing'),
    };
    feeds = await openFeedServer();
    await fill();
  });
  afterAll(async () => {
    await feeds?.close();
    await stage?.close();
  });

  test.each(ROOMS)(
    'meets WCAG 2.2 AA in light, in dark and on a phone, and opens without complaint: %s',
    async (name, who, path, reach) => {
      const { page, complaints } = await visitAsPerson(stage, people[who], path, { colorScheme: 'light', reducedMotion: 'reduce' });
      await reach(page);
      await checkEverywhere(page, `catalog ${name}`);
      expect(complaints).toEqual([]);
    },
  );

  test('books a campaign for a new advertiser and a placement in it, by keyboard alone, and its pixel address can be copied', async () => {
    const { page } = await visitAsPerson(stage, people.analyst, '/catalog/advertisers');
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await pressToOpen(page, 'New advertiser');
    await page.getByLabel('Name', { exact: true }).fill('Finch Coffee');
    await page.getByLabel('Site').fill('https://finch.example/shop');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').filter({ hasText: 'Must be the name of a host' }).waitFor();
    await page.getByLabel('Site').fill('finch.example');
    await page.keyboard.press('Enter');
    await said(page, '“Finch Coffee” is saved.');
    await page.getByRole('link', { name: 'Campaigns' }).click();
    await pressToOpen(page, 'New campaign');
    await page.getByLabel('Name', { exact: true }).fill('Winter Roast');
    await page.getByLabel('Advertiser').selectOption('finch-coffee');
    await page.getByRole('textbox', { name: 'Budget' }).fill('12,500.505');
    await page.getByLabel('Currency').selectOption('USD');
    await page.getByRole('combobox', { name: 'Goal' }).selectOption('impressions');
    await page.getByLabel('First day').fill(`${NEXT_YEAR}-12-24`);
    await page.getByLabel('Last day').fill(`${NEXT_YEAR}-12-01`);
    await page.keyboard.press('Enter');
    await page.getByText('Must be an amount such as 1500.00.').waitFor();
    await page.getByText('Needs a number beside it.').waitFor();
    await page.getByRole('textbox', { name: 'Budget' }).fill('12,500.50');
    await page.getByLabel('How many').fill('400,000');
    await page.keyboard.press('Enter');
    await page.getByText('Must not lie before startsOn.').waitFor();
    await page.getByLabel('Last day').fill(`${NEXT_YEAR + 1}-01-31`);
    await page.keyboard.press('Enter');
    await said(page, '“Winter Roast” is in the catalogue.');
    await page.getByRole('link', { name: 'Winter Roast' }).waitFor();
    expect(await cellsOf(page, 'Campaigns')).toContainEqual([
      'Winter Roast winter-roast',
      'Finch Coffee',
      `24 Dec ${NEXT_YEAR} – 31 Jan ${NEXT_YEAR + 1} planned`,
      '$12,500.50',
      '400,000 impressions',
    ]);
    await page.getByRole('link', { name: 'Winter Roast' }).click();
    await page.getByRole('link', { name: 'Delivery' }).click();
    await pressToOpen(page, 'New placement');
    await page.getByRole('dialog').getByLabel('Show', { exact: true }).selectOption('night-shift');
    await page.getByLabel('Position').selectOption('own');
    await page.getByLabel('Which position').fill('Host read');
    await page.getByLabel('Booked impressions').fill('50 000');
    await page.getByLabel(/^Price(?! is)/).fill('25');
    await page.getByLabel('Currency').selectOption('EUR');
    await page.keyboard.press('Enter');
    await said(page, 'The placement is booked.');
    await page.getByText('0 of 50,000').waitFor();
    expect(await cellsOf(page, 'Placements')).toEqual([
      ['Host read winter-roast-night-shift-host-read', 'Night Shift any episode', 'Dynamic', 'Always', '0 of 50,000', '€25.00 CPM'],
    ]);
    await page.getByRole('link', { name: 'Host read' }).click();
    await page.getByLabel('Ad server').selectOption('megaphone');
    const address = await page.getByLabel('Pixel address', { exact: true }).inputValue();
    expect(address).toMatch(/^https:\/\/earshot\.example\/i\.gif\?p=[0-9a-z]{12}&k=[\w-]{16}&ip=%%IP_ADDRESS%%/);
    await page.getByRole('button', { name: 'Pixel address' }).click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(address);
  });

  test('refuses a key that is taken, and what had it stays as it was', async () => {
    const { page } = await visitAsPerson(stage, people.analyst, '/catalog/campaigns');
    await pressToOpen(page, 'New campaign');
    await page.getByLabel('Name', { exact: true }).fill('Another autumn');
    await page.getByLabel('Key').fill(CAMPAIGN);
    await page.keyboard.press('Enter');
    await page.getByRole('alert').filter({ hasText: 'Is taken already' }).waitFor();
    expect(await page.getByLabel('Key').getAttribute('aria-invalid')).toBe('true');
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: 'Autumn 26' }).waitFor();
  });

  test('keeps everything of a campaign that an edit does not touch', async () => {
    const { page } = await visitAsPerson(stage, people.analyst, `/catalog/campaigns/${CAMPAIGN}`);
    const read = () => stage.world.server.send('GET', `/api/v1/campaigns/${CAMPAIGN}`, { key: stage.world.known.apiKey });
    const before = (await read()).json as object;
    await pressToOpen(page, /^Edit$/);
    await page.getByLabel('Name', { exact: true }).fill('Autumn 2026');
    await page.keyboard.press('Enter');
    await said(page, 'The campaign is saved.');
    await page.getByRole('heading', { level: 1, name: 'Autumn 2026' }).waitFor();
    expect((await read()).json).toEqual({ ...before, name: 'Autumn 2026' });
  });

  test('takes where a baked-in ad stands in the audio as people write it, and says it so', async () => {
    const details = { campaign: CAMPAIGN, show: 'daily-tech', position: 'pre_roll', kind: 'baked_in' };
    await putPlacement(stage.world.database.context, stage.world.known.actor, 'heard', PlacementDetails.parse(details));
    const { page } = await visitAsPerson(stage, people.analyst, '/catalog/placements/heard');
    await pressToOpen(page, 'Edit');
    await page.getByLabel('Starts at').fill('12:34.5');
    await page.keyboard.press('Enter');
    await page.getByText('is needed with a start').or(page.getByText('is needed with an end')).first().waitFor();
    await page.getByLabel('Ends at').fill('13:04');
    await page.keyboard.press('Enter');
    await page.getByText('12:34.5 – 13:04').waitFor();
    const stored = await stage.world.server.send('GET', '/api/v1/placements/heard', { key: stage.world.known.apiKey });
    expect(stored.json).toMatchObject({ audio: { startSeconds: 754.5, endSeconds: 784 } });
    await stage.world.server.send('DELETE', '/api/v1/placements/heard', { key: stage.world.known.apiKey });
  });

  test('lets a promo code stand for a campaign for a period, and takes it back', async () => {
    const { page } = await visitAsPerson(stage, people.analyst, `/catalog/campaigns/${CAMPAIGN}/codes`);
    const form = page.getByRole('form', { name: 'Add code' });
    await form.getByLabel('Code').fill('lark10');
    await form.getByLabel('Show').selectOption('daily-tech');
    await form.getByLabel('First day').fill('2026-10-01');
    await form.getByLabel('Last day').fill('2026-10-31');
    await page.keyboard.press('Enter');
    await said(page, 'LARK10 stands for this campaign.');
    const [row] = await cellsOf(page, 'Promo codes');
    expect(row.slice(0, 3)).toEqual(['LARK10', 'Daily Tech', '1 Oct 2026 – 31 Oct 2026']);
    await form.getByLabel('Code').fill('lark10');
    await form.getByLabel('First day').fill('2026-10-31');
    await page.keyboard.press('Enter');
    await form.getByRole('alert').waitFor();
    const takeBack = page.getByRole('button', { name: 'Take back LARK10' });
    await takeBack.click();
    await said(page, 'LARK10 no longer stands for this campaign, and orders with it are matched again.');
    await page.getByText('No promo codes yet').waitFor();
    expect(await findings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Undo' }).click();
    await said(page, 'It is back as it was.');
    expect((await cellsOf(page, 'Promo codes'))[0].slice(0, 3)).toEqual(row.slice(0, 3));
    await takeBack.click();
    await page.getByText('No promo codes yet').waitFor();
    const undo = page.getByRole('button', { name: 'Undo' });
    await expect.poll(() => undo.evaluate((one) => one === one.ownerDocument.activeElement)).toBe(true);
    await page.getByRole('button', { name: 'Close' }).click();
    expect(await page.getByRole('button', { name: 'Undo' }).count()).toBe(0);
  });

  test('adds a show from its feed, with its episodes, and tells the line that proves it is ours', async () => {
    const { page } = await visitAsPerson(stage, people.analyst, '/catalog/shows');
    await pressToOpen(page, 'Add a show');
    await page.getByLabel('RSS address').fill('feeds.example');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').filter({ hasText: 'Must be a web address' }).waitFor();
    feeds.answer('/money', feedText('Money Talk', [{ guid: 'money-1' }, { guid: 'money-2' }], '<itunes:author>Lark Media</itunes:author>'));
    await page.getByLabel('RSS address').fill(feeds.url('/money'));
    await page.keyboard.press('Enter');
    await said(page, '“Money Talk” is in the catalogue, with its episodes.');
    await page.getByRole('link', { name: 'Money Talk' }).click();
    await page.getByText('Lark Media').waitFor();
    expect(
      (await cellsOf(page, 'Episodes')).map(([name, , length, size]) => [name, length, size]).sort(([a], [b]) => (a < b ? -1 : 1)),
    ).toEqual([
      ['Episode money-1 money-1', '30 min', '28.8 MB'],
      ['Episode money-2 money-2', '30 min', '28.8 MB'],
    ]);
    const line = await page.getByLabel('Line for the feed', { exact: true }).inputValue();
    expect(line).toMatch(/^<podcast:txt purpose="verify">.+<\/podcast:txt>$/);
    feeds.answer('/money', feedText('Money Talk', [{ guid: 'money-1' }], line));
    await page.getByRole('button', { name: 'Read it now' }).click();
    await said(page, 'The feed was read.');
    await page.getByText('This show is yours.').waitFor();
    await page.getByText('not kept by themselves').waitFor();
    await pressToOpen(page, 'Edit');
    await checkEverywhere(page, 'catalog a show to be edited');
    await page.setViewportSize({ width: 1_280, height: 900 });
    await page.getByRole('checkbox', { name: 'Keep the transcripts that its feed names' }).check();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('kept as they come', { exact: true }).waitFor();
    await page.getByText('no longer listed').waitFor();
    feeds.answer('/money', (_request, response) => void response.writeHead(500).end());
    await page.getByRole('button', { name: 'Read it now' }).click();
    await said(page, 'The feed could not be read; the reason stands below.');
    await page.getByText('failing', { exact: true }).waitFor();
  });

  test('makes a short address with its QR code, and tells where it leads', async () => {
    const { page } = await visitAsPerson(stage, people.analyst, `/catalog/campaigns/${CAMPAIGN}/codes`);
    await pressToOpen(page, 'New link');
    const form = page.getByRole('dialog');
    await form.getByLabel('Where it leads').fill('javascript:alert(1)');
    await form.getByLabel('utm_term').fill('sleep');
    await page.keyboard.press('Enter');
    await form.getByRole('alert').filter({ hasText: 'Must be an address' }).waitFor();
    await form.getByLabel('Where it leads').fill('https://lark.example/offer');
    await form.getByLabel('Show', { exact: true }).selectOption('night-shift');
    await page.keyboard.press('Enter');
    const address = await page.getByLabel('Short address, Night Shift', { exact: true }).inputValue();
    expect(address).toMatch(/^https:\/\/earshot\.example\/l\/[0-9a-z]{12}$/);
    const target = 'https://lark.example/offer?utm_source=podcast&utm_medium=audio&utm_campaign=night-shift&utm_term=sleep';
    await page.getByText(target).waitFor();
    await pressToOpen(page, 'QR code of autumn-26-night-shift');
    await page.getByRole('img', { name: `QR code of ${address}` }).waitFor();
    expect(await page.evaluate("document.querySelector('[role=dialog] img').decode().then(() => 'drawn')")).toBe('drawn');
  });

  test('says by line what is wrong with a file, imports it once it was mended, and gives it back', async () => {
    const { page } = await visitAsPerson(stage, people.analyst, '/catalog/files', { colorScheme: 'light', reducedMotion: 'reduce' });
    const give = async (csv: string) => {
      await page.getByLabel('CSV file').setInputFiles({ name: 'advertisers.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
      await page.getByRole('button', { name: 'Check the file' }).click();
    };
    await page.getByRole('region', { name: 'Import' }).getByLabel('What').selectOption('advertisers');
    await page.getByRole('button', { name: 'Check the file' }).click();
    await page.getByText('Choose a file first.').waitFor();
    await give('key,name,siteHost\nwren,Wren Tea,wren.example\nrobin,Robin Bikes,https://robin.example\n');
    await page.getByText('1 error must be mended first').waitFor();
    const [[line, column, detail]] = await cellsOf(page, 'Errors by line');
    expect([line, column]).toEqual(['3', 'siteHost']);
    expect(detail).toContain('the name of a host');
    expect(await page.getByRole('button', { name: 'Import it' }).count()).toBe(0);
    await checkEverywhere(page, 'catalog a file with an error');
    await give('key,name,siteHost\nwren,Wren Tea,wren.example\nrobin,Robin Bikes,robin.example\n');
    await page.getByText('2 new, 0 changed, 0 as they are.').waitFor();
    await page.getByRole('button', { name: 'Import it' }).click();
    await said(page, 'The file is imported: 2 new, 0 changed.');
    await page.getByRole('region', { name: 'Export' }).getByLabel('What').selectOption('advertisers');
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save the file' }).click();
    expect((await saved).suggestedFilename()).toBe('advertisers.csv');
    await page.getByRole('link', { name: 'Advertisers' }).click();
    await page.getByText('Robin Bikes').waitFor();
  });

  test('tells what a placement delivered, what is expected by now, and what it comes to', async () => {
    const { page } = await visitAsPerson(stage, people.viewer, `/catalog/placements/${PLACEMENT}`);
    const figures = page.getByRole('region', { name: 'Pacing' });
    await figures.getByText('Impressions within the flight').waitFor();
    await figures.getByText('Known when the flight is over').waitFor();
    await page.goto(`/catalog/campaigns/${CAMPAIGN}/delivery`);
    await page.getByText('0 of 200,000').first().waitFor();
    expect((await cellsOf(page, 'Placements')).map((row) => row[4])).toEqual([
      expect.stringMatching(/^0 of 200,000/),
      expect.stringMatching(/^0 of 200,000/),
    ]);
  });

  test('warns beside a prefix, a pixel and a short address that lead to this machine alone, and beside no other', async () => {
    const { context } = stage.world.database;
    const rooms = ['/catalog/shows/daily-tech', `/catalog/placements/${PLACEMENT}`];
    const warning = 'This address works on this machine alone.';
    const before = context.publicUrl;
    for (const path of rooms) {
      const { page } = await visitAsPerson(stage, people.viewer, path, { reducedMotion: 'reduce' });
      await page.getByRole('button', { name: 'Copy' }).first().waitFor();
      expect(await page.getByText(warning).count()).toBe(0);
    }
    context.publicUrl = 'http://127.0.0.1:8080';
    try {
      for (const path of rooms) {
        const { page } = await visitAsPerson(stage, people.viewer, path, { reducedMotion: 'reduce' });
        await page.getByText(warning).waitFor();
        await checkEverywhere(page, `local address of ${path.split('/')[2]}`);
      }
    } finally {
      context.publicUrl = before;
    }
  });

  test('lets a viewer read all of it and change nothing, and shows whoever pays the bills no way to it', async () => {
    const viewer = (await visitAsPerson(stage, people.viewer, '/catalog')).page;
    const changes = viewer.locator('main').getByRole('button', { name: /^(New|Edit|Delete|Add|Take|Rename)\b/ });
    for (const path of [
      '/catalog',
      `/catalog/campaigns/${CAMPAIGN}`,
      `/catalog/campaigns/${CAMPAIGN}/delivery`,
      `/catalog/campaigns/${CAMPAIGN}/codes`,
      `/catalog/placements/${PLACEMENT}`,
      '/catalog/advertisers',
      '/catalog/shows/daily-tech',
    ]) {
      await viewer.goto(path);
      await settle(viewer);
      expect(await changes.count(), path).toBe(0);
    }
    const billing = (await visitAsPerson(stage, people.billing, '/catalog')).page;
    await billing.getByText('Your role does not open this page').waitFor();
    expect(await billing.getByRole('link', { name: 'Catalogue' }).count()).toBe(0);
  });

  test('says of a key that nothing has where it leads', async () => {
    const { page } = await visitAsPerson(stage, people.viewer, '/catalog/campaigns/Nothing%2Fat%20all');
    await page.getByText('There is no such campaign').waitFor();
    expect(await page.getByText('Nothing has the key “Nothing/at all”').count()).toBe(1);
  });
});
