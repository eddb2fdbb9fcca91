import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keepPredictionsUp } from '../src/ai/prediction-work/service.ts';
import { createPrediction } from '../src/ai/predictions/service.ts';
import { NewPrediction } from '../src/ai/predictions/schema.ts';
import { drainTenant } from '../src/attribution/paths/service.ts';
import { cellsOf, chromium, unlessSkipped } from './browser.ts';
import { addMember, checkEverywhere, openStage, pressToOpen, said, type Stage, visitAsPerson } from './browser-person.ts';
import { book, dayAfter, deliver, loadCampaigns } from './campaign-history.ts';
import { NOBODY } from './route-fixture.ts';
import type { TestPerson } from './people.ts';

let stage: Stage;
let people: Record<'analyst' | 'viewer' | 'newcomer', TestPerson>;
const ids: Record<string, string> = {};

async function predict(name: string, body: object): Promise<void> {
  const { database, known } = stage.world;
  ids[name] = (await createPrediction(database.context, known.actor, NewPrediction.parse(body))).id;
}

/** Campaigns that are over, one of which was predicted before it ran, and one under way that delivers too little. */
async function fill(): Promise<void> {
  const { known, database } = stage.world;
  const { context } = database;
  const today = new Date(context.clock()).toISOString().slice(0, 10);
  await loadCampaigns(context, known, { count: 20, until: today });
  const running = { key: 'slow', show: 'show-1', startsOn: dayAfter(today, -6), days: 12, impressions: 1_200 };
  await book(context, known.actor, running);
  await deliver(context, known.actor, { ...running, days: 6 }, { impressions: 300, buyers: 10 });
  await drainTenant(context, 'system', known.tenantId);
  await predict('over', { kind: 'campaign_outcome', campaign: 'past-19' });
  await predict('plan', { kind: 'campaign_outcome', placements: [{ show: 'show-1', impressions: 150, spendMinor: 40_000 }] });
  await keepPredictionsUp(context, 'system', known.tenantId);
  const { json } = await stage.world.server.send('GET', '/api/v1/ai/predictions?kind=campaign_pacing', { key: known.apiKey });
  ids.pacing = (json as { items: { id: string }[] }).items[0].id;
}

const ROOMS: [string, keyof typeof people, () => string][] = [
  ['predictions', 'analyst', () => '/insights/predictions'],
  ['predictions of a viewer', 'viewer', () => '/insights/predictions'],
  ['no predictions', 'newcomer', () => '/insights/predictions'],
  ['an outcome', 'viewer', () => `/insights/predictions/${ids.over}`],
  ['a plan', 'viewer', () => `/insights/predictions/${ids.plan}`],
  ['pacing', 'viewer', () => `/insights/predictions/${ids.pacing}`],
  ['a prediction that is not there', 'viewer', () => `/insights/predictions/${NOBODY}`],
];

describe.skipIf(chromium === undefined)(`predictions on the dashboard${unlessSkipped}`, () => {
  beforeAll(async () => {
    stage = await openStage();
    const { known, empty } = stage.world;
    people = {
      analyst: await addMember(stage, known, 'analyst'),
      viewer: await addMember(stage, known, 'viewer'),
      newcomer: await addMember(stage, empty, 'owner'),
    };
    await fill();
  }, 180_000);
  afterAll(() => stage?.close());

  test.each(ROOMS)('meets WCAG 2.2 AA in light, in dark and on a phone, and opens without complaint: %s', async (name, who, path) => {
    const { page, complaints } = await visitAsPerson(stage, people[who], path(), { colorScheme: 'light', reducedMotion: 'reduce' });
    await checkEverywhere(page, `predictions ${name}`);
    expect(complaints.filter((complaint) => !complaint.includes('404'))).toEqual([]);
  });

  test('shows what was predicted, what came of it, and how such predictions did beside simpler ones', async () => {
    const { page } = await visitAsPerson(stage, people.viewer, `/insights/predictions/${ids.over}`);
    const predicted = (await cellsOf(page, 'What is predicted')).map((row) => row.join(' '));
    expect(predicted).toHaveLength(5);
    expect(predicted.find((row) => row.startsWith('Conversions'))).toMatch(/\d – \d+.*(inside (50|80|95) %|outside 95 %)/);
    expect(await page.getByRole('img', { name: /^Conversions: \d/ }).count()).toBe(1);
    const backtest = (await cellsOf(page, 'How such predictions did before')).map((row) => row.join(' '));
    expect(backtest.filter((row) => row.startsWith('Rate × impressions'))).toHaveLength(4);
    await page.getByText('Attributed is not incremental').waitFor();
  });

  test('draws the days of a campaign under way as a band, with how likely it ends below what is booked', async () => {
    const { page } = await visitAsPerson(stage, people.viewer, `/insights/predictions/${ids.pacing}`);
    await page.getByRole('img', { name: /^Counted so far, and the interval of 80 %/ }).waitFor();
    await page.getByText('Chance of less than 95 %').waitFor();
    expect(await page.locator('dl').innerText()).toMatch(/1,200[\s\S]*100\.0%/);
  });

  test('stand in the rooms of their campaign and of the show it is in, and lead back there', async () => {
    const { page } = await visitAsPerson(stage, people.viewer, '/catalog/campaigns/slow');
    const panel = page.getByRole('region', { name: 'Predictions' });
    await panel.getByRole('link', { name: 'Campaign slow' }).click();
    await page.waitForURL(`**/insights/predictions/${ids.pacing}*`);
    await page.getByRole('link', { name: 'The campaign', exact: true }).click();
    await page.waitForURL('**/catalog/campaigns/slow*');
    await checkEverywhere(page, 'a campaign with its predictions');
    await page.goto(new URL('/catalog/shows/show-1', page.url()).href);
    await panel.getByRole('link', { name: 'Campaign slow' }).waitFor();
    expect((await cellsOf(page, 'Predictions')).map((row) => row.join(' ')).join('\n')).toMatch(/A plan[^]*Campaign outcome/);
    await checkEverywhere(page, 'a show with its predictions');
    await page.goto(new URL('/catalog/shows/show-0', page.url()).href);
    await panel.waitFor();
    expect(await panel.getByRole('link', { name: 'Campaign slow' }).count()).toBe(0);
  });

  test('has an analyst predict a plan, says what is wrong with one, and removes it', async () => {
    const { page } = await visitAsPerson(stage, people.analyst, '/insights/predictions');
    await pressToOpen(page, 'Predict');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Campaign', { exact: true }).fill('nowhere');
    await dialog.getByRole('button', { name: 'Predict' }).click();
    await dialog.getByText('There is no such campaign').waitFor();
    await dialog.getByLabel('From').selectOption('plan');
    await dialog.getByLabel('Show').fill('show-2');
    await dialog.getByLabel('Booked impressions').fill('many');
    await dialog.getByRole('button', { name: 'Predict' }).click();
    await dialog.getByText('must be a whole number').waitFor();
    await dialog.getByLabel('Booked impressions').fill('2,000');
    await dialog.getByRole('button', { name: 'Predict' }).click();
    await said(page, 'A plan is predicted.');
    const before = (await cellsOf(page, 'Predictions')).length;
    await page.getByRole('button', { name: 'Remove the prediction of A plan' }).first().click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
    await said(page, 'The prediction is removed.');
    await expect.poll(async () => (await cellsOf(page, 'Predictions')).length).toBe(before - 1);
  });

  test('shows a viewer no button to predict or remove by', async () => {
    const { page } = await visitAsPerson(stage, people.viewer, '/insights/predictions');
    await page.getByRole('link', { name: 'Campaign slow' }).waitFor();
    expect(await page.getByRole('button', { name: /^(Predict|Remove)/ }).count()).toBe(0);
  });
});
