import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { putCampaign } from '../src/catalog/campaigns/service.ts';
import { PlacementDetails } from '../src/catalog/placements/schema.ts';
import { putPlacement } from '../src/catalog/placements/service.ts';
import { cellsOf, chromium, settle, unlessSkipped } from './browser.ts';
import { addMember, checkEverywhere, openStage, pressToOpen, type Stage, visitAsPerson } from './browser-person.ts';
import type { TestPerson } from './people.ts';

let stage: Stage;
let people: Record<'analyst' | 'demo', TestPerson>;
/** The campaign of the demo that most is credited to. */
let campaign: string;

interface Credit {
  totals: { conversions: number; valueMinor: number; spendMinor: number | null; roas: number | null };
  rows: { key: string | null; label: string; conversions: number; valueMinor: number }[];
}

const read = async <Body>(path: string): Promise<Body> =>
  (await stage.world.server.send('GET', `/api/v1${path}`, { key: stage.world.demo.apiKey })).json as Body;
const room = (page = '') => `/catalog/campaigns/${campaign}${page}`;
const dollars = (minor: number) => (minor / 100).toLocaleString('en-US', { style: 'currency', currency: 'USD' });

describe.skipIf(chromium === undefined)(`the room of a campaign on the dashboard${unlessSkipped}`, () => {
  beforeAll(async () => {
    stage = await openStage();
    const { known, demo } = stage.world;
    people = { analyst: await addMember(stage, known, 'analyst'), demo: await addMember(stage, demo, 'analyst') };
    campaign = (await read<Credit>('/attribution/report')).rows[0].key ?? '';
    const placement = {
      campaign,
      position: 'mid_roll',
      kind: 'dynamic',
      startsOn: '2026-10-01',
      endsOn: '2026-12-31',
      bookedImpressions: 5_000,
    };
    const details = PlacementDetails.parse({ ...placement, show: 'a-show' });
    await putPlacement(stage.world.database.context, demo.actor, 'booked', details);
    await putCampaign(stage.world.database.context, known.actor, 'quiet', { name: 'Quiet' });
  });
  afterAll(() => stage?.close());

  test.each(['', '/delivery', '/credit', '/credit?by=episode', '/codes'])(
    'meets WCAG 2.2 AA in light, in dark and on a phone, and opens without complaint: its page "%s"',
    async (path) => {
      const { page, complaints } = await visitAsPerson(stage, people.demo, room(path), { colorScheme: 'light', reducedMotion: 'reduce' });
      await checkEverywhere(page, `campaign ${path.replaceAll(/\W/g, ' ')}`);
      expect(complaints).toEqual([]);
    },
  );

  test('tells the figures of its row on the Overview, and what was chosen goes with every page', async () => {
    const { page } = await visitAsPerson(stage, people.demo, '/?model=time_decay&lookback=14');
    const query = 'model=time_decay&lookbackDays=14';
    const row = (await read<Credit>(`/attribution/report?${query}`)).rows.find(({ key }) => key === campaign);
    if (!row) throw new Error('the campaign has no row');
    const cells = (await cellsOf(page, 'By campaign')).find(([name]) => name.startsWith(row.label)) ?? [];
    expect(cells).toContain(dollars(row.valueMinor));
    await page.goto(`${room()}?model=time_decay&lookback=14`);
    const figures = page.getByRole('region', { name: 'How it does' });
    await figures.getByText('by Time decay').waitFor();
    await settle(page);
    const shown = (await figures.innerText()).replaceAll(/\s+/g, ' ');
    for (const text of [cells[1], '0 of 5,000']) expect(shown).toContain(text);
    expect(shown.replaceAll(' ', '')).toContain(dollars(row.valueMinor));
    await page.getByRole('navigation', { name: 'Pages of the campaign' }).getByRole('link', { name: 'Credit' }).click();
    await page.waitForURL('**/credit?*');
    expect(new URL(page.url()).searchParams.get('model')).toBe('time_decay');
    const { rows, totals } = await read<Credit>(`/attribution/campaigns/${campaign}/credit?${query}`);
    await page.getByRole('table', { name: 'Credit by show' }).waitFor();
    const shows = (await cellsOf(page, 'Credit by show')).slice(0, -1);
    expect(shows.length).toBe(rows.length);
    expect(shows.map((line) => line[2]).sort()).toEqual(rows.map(({ valueMinor }) => dollars(valueMinor)).sort());
    expect(totals.valueMinor).toBe(row.valueMinor);
    await page.getByRole('combobox', { name: 'Credit by' }).selectOption('channel');
    await page.getByRole('table', { name: 'Credit by channel' }).waitFor();
    expect(new URL(page.url()).searchParams.get('by')).toBe('channel');
  });

  test('shows delivery with reach by show and ways to look closer, and asks for a prediction of this very campaign', async () => {
    const { page } = await visitAsPerson(stage, people.demo, `${room('/delivery')}?days=90`);
    await page.getByText('0 of 5,000').waitFor();
    await page.getByRole('region', { name: 'Reach by show' }).waitFor();
    await page.getByText('No read of this campaign was checked yet').waitFor();
    await page.getByRole('link', { name: 'Look closer: Waterfall' }).click();
    await page.waitForURL('**/tracking/waterfall?*');
    expect(Object.fromEntries(new URL(page.url()).searchParams)).toEqual({ days: '90', campaign });
    await page.goto(room());
    await pressToOpen(page, 'Predict');
    expect(await page.getByRole('dialog').getByLabel('Campaign').last().inputValue()).toBe(campaign);
  });

  test('of a campaign without credit says what to do next', async () => {
    const { page, complaints } = await visitAsPerson(stage, people.analyst, '/catalog/campaigns/quiet');
    await page.getByText('Nothing is credited to this campaign yet').waitFor();
    await checkEverywhere(page, 'campaign without credit');
    await page.getByRole('link', { name: 'Add a code or a link' }).click();
    await page.getByText('No promo codes yet').waitFor();
    await page.goto('/catalog/campaigns/quiet?days=7');
    await page.getByRole('button', { name: 'Show all of it' }).click();
    await page.getByRole('link', { name: 'Book a placement' }).click();
    await settle(page);
    await page.waitForURL('**/quiet/delivery*');
    expect(complaints).toEqual([]);
  });
});
