import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { putShow } from '../src/catalog/shows/service.ts';
import { cellsOf, chromium, settle, unlessSkipped } from './browser.ts';
import { addMember, checkEverywhere, openStage, type Stage, visitAsPerson } from './browser-person.ts';
import type { TestPerson } from './people.ts';

let stage: Stage;
let people: Record<'analyst' | 'demo', TestPerson>;
/** The show of the demo that most is credited to. */
let show: string;

interface Row {
  key: string | null;
  label: string;
  conversions: number;
  valueMinor: number;
}

interface Credit {
  totals: Row;
  rows: Row[];
}

const read = async <Body>(path: string): Promise<Body> =>
  (await stage.world.server.send('GET', `/api/v1${path}`, { key: stage.world.demo.apiKey })).json as Body;
const dollars = (minor: number) => (minor / 100).toLocaleString('en-US', { style: 'currency', currency: 'USD' });

describe.skipIf(chromium === undefined)(`the room of a show on the dashboard${unlessSkipped}`, () => {
  beforeAll(async () => {
    stage = await openStage();
    const { known, demo } = stage.world;
    people = { analyst: await addMember(stage, known, 'analyst'), demo: await addMember(stage, demo, 'analyst') };
    show = (await read<Credit>('/attribution/report?groupBy=show')).rows.find(({ key }) => key !== null)?.key ?? '';
    await putShow(stage.world.database.context, known.actor, 'quiet', { name: 'Quiet' });
  });
  afterAll(() => stage?.close());

  test.each(['', '?by=episode&model=time_decay'])(
    'meets WCAG 2.2 AA in light, in dark and on a phone, and opens without complaint: "%s"',
    async (search) => {
      const address = `/catalog/shows/${show}${search}`;
      const { page, complaints } = await visitAsPerson(stage, people.demo, address, { colorScheme: 'light', reducedMotion: 'reduce' });
      await page.getByRole('table', { name: /^Credit by/ }).waitFor();
      await checkEverywhere(page, `show credit ${search.replaceAll(/\W/g, ' ')}`);
      expect(complaints).toEqual([]);
    },
  );

  test('tells its row of the report under the chosen model, by campaign and by episode, and over time as a file', async () => {
    const { page } = await visitAsPerson(stage, people.demo, `/catalog/shows/${show}?model=time_decay&lookback=14`);
    const query = 'model=time_decay&lookbackDays=14';
    const row = (await read<Credit>(`/attribution/report?groupBy=show&${query}`)).rows.find(({ key }) => key === show);
    if (!row) throw new Error('the show has no row');
    const figures = page.getByRole('region', { name: 'Credit of the show' });
    await figures.getByText('by Time decay').waitFor();
    await settle(page);
    expect((await figures.innerText()).replaceAll(/\s/g, '')).toContain(dollars(row.valueMinor));
    for (const by of ['campaign', 'episode'] as const) {
      await page.getByRole('combobox', { name: 'Credit by' }).selectOption(by);
      await page.getByRole('table', { name: `Credit by ${by}` }).waitFor();
      const { rows } = await read<Credit>(`/attribution/shows/${show}/credit?groupBy=${by}&${query}`);
      const lines = await cellsOf(page, `Credit by ${by}`);
      expect(lines.at(-1)?.[0]).toBe('All of this show');
      expect(lines.at(-1)?.[2]).toBe(dollars(row.valueMinor));
      expect(
        lines
          .slice(0, -1)
          .map((line) => line[2])
          .sort(),
      ).toEqual(rows.map(({ valueMinor }) => dollars(valueMinor)).sort());
    }
    expect(new URL(page.url()).searchParams.get('by')).toBe('episode');
    const days = page.getByRole('region', { name: 'Credit over time' });
    const [download] = await Promise.all([page.waitForEvent('download'), days.getByRole('button', { name: /CSV/ }).click()]);
    const [head, ...lines] = (await readFile(await download.path(), 'utf8')).trim().split(/\r?\n/);
    expect(head).toBe('from,days,conversions,valueMinor,currency');
    expect(lines.reduce((sum, line) => sum + Number(line.split(',')[3]), 0)).toBe(row.valueMinor);
    await page.getByRole('combobox', { name: 'Credit by' }).selectOption('campaign');
    await page.getByRole('table', { name: 'Credit by campaign' }).getByRole('link').first().click();
    await page.waitForURL('**/catalog/campaigns/*');
    expect(new URL(page.url()).searchParams.get('model')).toBe('time_decay');
  });

  test('without credit says so, and one that was narrowed can be seen whole', async () => {
    const { page, complaints } = await visitAsPerson(stage, people.analyst, '/catalog/shows/quiet');
    await page.getByText('Nothing is credited to this show yet').waitFor();
    await page.goto('/catalog/shows/quiet?days=7');
    await page.getByRole('button', { name: 'Show all of it' }).click();
    await page.getByText('Nothing is credited to this show yet').waitFor();
    expect(complaints).toEqual([]);
  });
});
