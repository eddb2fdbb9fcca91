import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DAY_MS, type Series } from '../src/ai/anomalies/series.ts';
import { findSeries, replaceSeries } from '../src/ai/anomalies/store.ts';
import { putCampaign } from '../src/catalog/campaigns/service.ts';
import { inTenant } from '../src/platform/tenant-door.ts';
import { cellsOf, chromium, unlessSkipped } from './browser.ts';
import { addMember, checkEverywhere, openStage, said, type Stage, visitAsPerson } from './browser-person.ts';
import type { TestPerson } from './people.ts';
import { NOBODY } from './route-fixture.ts';
import { keepAnomalyIn } from './routes-anomalies.ts';

let stage: Stage;
let people: Record<'analyst' | 'viewer' | 'newcomer', TestPerson>;
let anomaly: string;

const LIST = '/insights/anomalies';
const ROOMS: [string, keyof typeof people, () => string][] = [
  ['anomalies', 'analyst', () => LIST],
  ['no anomalies', 'newcomer', () => LIST],
  ['an anomaly', 'analyst', () => `${LIST}/${anomaly}`],
  ['an anomaly of a viewer', 'viewer', () => `${LIST}/${anomaly}`],
  ['an anomaly that is not there', 'viewer', () => `${LIST}/${NOBODY}`],
];

/** Downloads of a show that comes out once a week and is heard on that day alone. */
const weeklyShow: Series = {
  metric: 'downloads',
  subjectType: 'show',
  subjectKey: 'weekly-one',
  grain: 'day',
  startsAtMs: Date.parse('2026-11-10') - 59 * DAY_MS,
  values: Array.from({ length: 60 }, (_, day) => (day % 7 === 0 ? 400 : 0)),
};

describe.skipIf(chromium === undefined)(`anomalies on the dashboard${unlessSkipped}`, () => {
  beforeAll(async () => {
    stage = await openStage();
    const { known, empty, database } = stage.world;
    people = {
      analyst: await addMember(stage, known, 'analyst'),
      viewer: await addMember(stage, known, 'viewer'),
      newcomer: await addMember(stage, empty, 'owner'),
    };
    await putCampaign(database.context, known.actor, 'spring', { name: 'Spring sale' });
    anomaly = await inTenant(database.context.db, known.tenantId, async (tx) => {
      const id = await keepAnomalyIn(tx, 'spring');
      const watched = await findSeries(tx, 'day', [{ metric: 'impressions', subjectType: 'campaign', subjectKey: 'spring' }]);
      await replaceSeries(tx, 'day', [...watched, weeklyShow]);
      return id;
    });
  });
  afterAll(() => stage?.close());

  test.each(ROOMS)('meets WCAG 2.2 AA in light, in dark and on a phone, and opens without complaint: %s', async (name, who, path) => {
    const { page, complaints } = await visitAsPerson(stage, people[who], path(), { colorScheme: 'light', reducedMotion: 'reduce' });
    await checkEverywhere(page, `anomalies ${name}`);
    expect(complaints.filter((complaint) => !complaint.includes('404'))).toEqual([]);
  });

  test('lists what was unusual and leads to its chart, with the band and the unusual day marked', async () => {
    const { page } = await visitAsPerson(stage, people.analyst, LIST);
    expect((await cellsOf(page, 'Anomalies')).flat().join(' ')).toMatch(/Impressions of spring fell to 0\..*one series.*open/);
    await page.getByRole('link', { name: /10 Nov 2026/ }).click();
    const label = 'Impressions of campaign Spring sale, with what was expected';
    await page.getByRole('img', { name: label }).locator('path').first().waitFor({ state: 'attached' });
    await page.getByText('Show as a table').click();
    const [last, before] = await cellsOf(page, label);
    expect(last.join(' ')).toMatch(/10 Nov 2026 0 \d[\d,]* to [\d,]+ drop/);
    expect(before.at(-1)).toBe('');
    expect((await cellsOf(page, 'Its series')).flat().join(' ')).toMatch(/Impressions, campaign Spring sale .*drop 0 860 to 1,040 usual/);
  });

  test('takes what an analyst says of it, and shows what that changed', async () => {
    const { page } = await visitAsPerson(stage, people.analyst, `${LIST}/${anomaly}`);
    await page.getByRole('button', { name: 'Wrong', exact: true }).click();
    await said(page, 'Noted as wrong: the limits of its series are higher now.');
    await expect.poll(async () => (await cellsOf(page, 'Its series')).flat().at(-1)).toBe('1.25 × usual');
    await page.getByRole('button', { name: 'Take it back' }).click();
    await said(page, 'Taken back, with what it taught.');
    await expect.poll(async () => (await cellsOf(page, 'Its series')).flat().at(-1)).toBe('usual');
    const viewer = await visitAsPerson(stage, people.viewer, `${LIST}/${anomaly}`);
    await viewer.page.getByText('An owner, admin or analyst of this tenant can say whether it was useful.').waitFor();
    expect(await viewer.page.getByRole('button', { name: 'Wrong', exact: true }).count()).toBe(0);
  });

  test('says which series are not watched and why, and what its words mean', async () => {
    const { page } = await visitAsPerson(stage, people.viewer, LIST);
    expect(await cellsOf(page, 'What is not watched')).toEqual([
      ['Downloads, show weekly-one', 'not watched: too few days with downloads'],
    ]);
    await page.getByText('Spend has no series, as nothing was delivered at a price per thousand').waitFor();
    await page.getByRole('button', { name: 'What is Robust baseline?' }).click();
    await page.getByText('so that a few strange days do not move it').waitFor();
  });

  test('says to a newcomer what is needed before anything can be unusual', async () => {
    const { page } = await visitAsPerson(stage, people.newcomer, LIST);
    const help = page.getByText(/Not enough data yet\. Send events/);
    await help.waitFor();
    expect(await help.innerText()).toContain('six weeks of days');
  });
});
