import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { computeFits } from '../src/attribution/fit-work/service.ts';
import { drainTenant } from '../src/attribution/paths/service.ts';
import { computeRuns } from '../src/attribution/run-work/service.ts';
import type { Explanation } from '../src/attribution/explanations/schema.ts';
import type { Report } from '../src/attribution/reports/schema.ts';
import type { Run } from '../src/attribution/runs/schema.ts';
import { computeValidation } from '../src/attribution/validation-work/service.ts';
import { cellsOf, chromium, unlessSkipped } from './browser.ts';
import { addMember, checkEverywhere, openStage, pressToOpen, said, type Stage, visitAsPerson } from './browser-person.ts';
import { daysAgo } from './dashboard-world.ts';
import type { TestPerson } from './people.ts';

let stage: Stage;
let people: Record<'analyst' | 'viewer' | 'newcomer', TestPerson>;
const ids: Record<string, string> = {};

async function send(method: string, path: string, body?: object): Promise<{ id: string }> {
  const { known, server } = stage.world;
  const { status, text, json } = await server.send(method, `/api/v1${path}`, { key: known.apiKey, body });
  if (status >= 300) throw new Error(`${path}: ${text}`);
  return json as { id: string };
}

/** 150 people of whom 120 buy after hearing one of two shows, or both. */
async function sendListening(): Promise<void> {
  const listeners = Array.from({ length: 150 }, (_, place) => place);
  const heard = (person: number, show: string, days: number) => ({
    id: `h-${person}-${show}`,
    occurredAt: daysAgo(days),
    kind: 'download',
    campaign: 'autumn',
    show,
    identity: { userId: `l-${person}` },
  });
  const touchpoints = listeners.flatMap((person) => [
    heard(person, person % 3 === 0 ? 'daily-tech' : 'night-shift', 60 - (person % 20)),
    ...(person % 4 === 0 ? [heard(person, 'money-talk', 38 - (person % 6))] : []),
  ]);
  const conversions = listeners.slice(0, 120).map((person) => ({
    id: `b-${person}`,
    occurredAt: daysAgo(30 - (person % 9)),
    kind: 'purchase',
    valueMinor: 1_000 + person,
    currency: 'USD',
    identity: { userId: `l-${person}` },
  }));
  await send('POST', '/touchpoints', { touchpoints });
  await send('POST', '/conversions', { conversions });
  await drain();
}

const drain = () => drainTenant(stage.world.database.context, 'system', stage.world.known.tenantId);

async function compute(): Promise<void> {
  const { context } = stage.world.database;
  await computeFits(context, 'system', stage.world.known.tenantId);
  await computeRuns(context, 'system', stage.world.known.tenantId);
}

async function fill(): Promise<void> {
  const { known, database } = stage.world;
  await sendListening();
  ids.fit = (await send('POST', '/attribution/fits', { model: 'hazard' })).id;
  ids.markov = (await send('POST', '/attribution/fits', { model: 'markov' })).id;
  ids.narrow = (await send('POST', '/attribution/fits', { model: 'markov', unit: 'placement' })).id;
  ids.early = (await send('POST', '/attribution/runs', { model: 'linear' })).id;
  await compute();
  await send('POST', '/conversions/b-3/refunds', { refunds: [{ id: 'r-3', occurredAt: daysAgo(1), valueMinor: 500 }] });
  await drain();
  ids.late = (await send('POST', '/attribution/runs', { model: 'linear', lookbackDays: 60 })).id;
  await compute();
  const options = { seed: 3, households: 100, days: 35, replicates: 0 };
  ids.validation = (await send('POST', '/attribution/validations', options)).id;
  await computeValidation(database.context, 'system', known.tenantId);
}

const ROOMS: [string, keyof typeof people, (known: typeof ids) => string][] = [
  ['runs', 'analyst', () => '/models/runs'],
  ['a run', 'analyst', ({ early }) => `/models/runs/${early}`],
  ['two runs', 'viewer', ({ late, early }) => `/models/runs/${late}?other=${early}`],
  ['no runs', 'newcomer', () => '/models/runs'],
  ['a run that is not there', 'newcomer', ({ early }) => `/models/runs/${early}`],
  ['fits', 'analyst', () => '/models/fits'],
  ['a fit of hazard', 'viewer', ({ fit }) => `/models/fits/${fit}`],
  ['a fit of markov', 'viewer', ({ markov }) => `/models/fits/${markov}`],
  ['too little to fit', 'viewer', ({ narrow }) => `/models/fits/${narrow}`],
  ['no fits', 'newcomer', () => '/models/fits'],
  ['validations', 'analyst', () => '/models/validations'],
  ['a validation', 'viewer', ({ validation }) => `/models/validations/${validation}`],
  ['no validations', 'newcomer', () => '/models/validations'],
  ['a report under hazard', 'viewer', () => '/?model=hazard&groupBy=show&kinds=purchase'],
  ['a comparison with hazard', 'viewer', () => '/compare?models=linear,hazard&groupBy=show'],
  ['a conversion under hazard', 'viewer', () => '/conversions/b-0?model=hazard'],
];

describe.skipIf(chromium === undefined)(`runs, fits and validations on the dashboard${unlessSkipped}`, () => {
  beforeAll(async () => {
    stage = await openStage();
    const { known, empty } = stage.world;
    people = {
      analyst: await addMember(stage, known, 'analyst'),
      viewer: await addMember(stage, known, 'viewer'),
      newcomer: await addMember(stage, empty, 'owner'),
    };
    await fill();
  });
  afterAll(() => stage?.close());

  test.each(ROOMS)('meets WCAG 2.2 AA in light, in dark and on a phone, and opens without complaint: %s', async (name, who, path) => {
    const { page, complaints } = await visitAsPerson(stage, people[who], path(ids), { colorScheme: 'light', reducedMotion: 'reduce' });
    await checkEverywhere(page, `runs ${name}`);
    expect(complaints.filter((complaint) => !complaint.includes('404'))).toEqual([]);
  });

  test('has an analyst start a run, and shows it done once it is', async () => {
    const { page } = await visitAsPerson(stage, people.analyst, '/models/runs');
    await pressToOpen(page, 'Start a run');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Model').selectOption('hazard');
    await dialog.getByLabel('What a data-driven model tells apart').selectOption('channel');
    await dialog.getByRole('button', { name: 'Start' }).click();
    await dialog.getByText('Not fitted yet by channel').waitFor();
    await dialog.getByLabel('What a data-driven model tells apart').selectOption('show');
    await dialog.getByLabel('Conversions').selectOption('purchase');
    await dialog.getByLabel('First day').fill('2026-01-02');
    await dialog.getByLabel('Day after the last').fill('2026-01-01');
    await dialog.getByRole('button', { name: 'Start' }).click();
    await dialog.getByText('"from" lies after "to"').waitFor();
    await dialog.getByLabel('First day').fill('');
    await dialog.getByLabel('Day after the last').fill('');
    await dialog.getByRole('button', { name: 'Start' }).click();
    await said(page, 'The run is started.');
    await page.getByRole('cell', { name: 'Waiting' }).waitFor();
    await compute();
    await page.getByRole('cell', { name: 'Waiting' }).waitFor({ state: 'detached' });
    const [[, model, covers, state]] = await cellsOf(page, 'Runs');
    expect([model, covers, state]).toEqual(['Hazard with a baseline', 'Purchases, all time', 'Done']);
    expect((await cellsOf(page, 'Runs'))[0].at(-1)).toMatch(/ \(you\)$/);
    await page.getByRole('cell', { name: 'an API key', exact: true }).first().waitFor();
    expect(await page.locator('main').innerText()).not.toMatch(/(member|api_key):/);
  });

  test('shows what a run came to, verifies it, and gives its credits as a file', async () => {
    const { page } = await visitAsPerson(stage, people.viewer, `/models/runs/${ids.early}`);
    const { outcome } = (await send('GET', `/attribution/runs/${ids.early}`)) as unknown as Run;
    await page.getByText(outcome?.outputHash ?? 'no outcome', { exact: true }).waitFor();
    expect(await cellsOf(page, 'Day by day')).toHaveLength(outcome?.days.length ?? 0);
    await page.getByRole('button', { name: 'Verify' }).click();
    await said(page, 'every hash came out again');
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Save credits as CSV' }).click()]);
    const lines = readFileSync(await file.path(), 'utf8')
      .trimEnd()
      .split('\n');
    expect(lines).toHaveLength(1 + (outcome?.credits ?? 0));
    expect(await page.getByRole('button', { name: 'Forget' }).count()).toBe(0);
  });

  test('tells two runs apart by parameters, reasons and conversions, under an address of its own', async () => {
    const { page } = await visitAsPerson(stage, people.viewer, `/models/runs/${ids.early}`);
    const select = page.getByLabel('Other run', { exact: true });
    await select.selectOption(ids.late);
    await page.waitForURL(new RegExp(`other=${ids.late}`));
    expect(await cellsOf(page, 'Parameters that differ')).toEqual([['Lookback in days', '30', '60']]);
    const reasons = await cellsOf(page, 'Why conversions differ');
    expect(reasons).toContainEqual(['Refunded, or a refund was taken back', '1']);
    const examples = await cellsOf(page, 'Conversions that differ');
    expect(examples.find(([id]) => id === 'b-3')?.slice(1, 3)).toEqual(['changed', 'Refunded, or a refund was taken back']);
  });

  test('shows what a fit found with its doubt, or that there is not enough, and requests another', async () => {
    const { page } = await visitAsPerson(stage, people.analyst, `/models/fits/${ids.fit}`);
    const all = page.getByRole('region', { name: 'All conversions together', exact: true });
    await all.getByText(/^\d+\.\d% \(95 % interval/).waitFor();
    await all.getByText('Converged after').waitFor();
    const units = await cellsOf(page, 'Effect of each, All conversions together');
    expect(units.map(([key]) => key).sort()).toEqual(['daily-tech', 'money-talk', 'night-shift']);
    expect(units[0][2]).toMatch(/^[\d,]+\.\d\d per 1,000$/);
    const watched = (await cellsOf(page, 'Who is watched')).find(([known]) => known === 'A key of their own alone');
    expect(watched?.[1]).toMatch(/^1\d\d$/);
    await page.goto(`/models/fits/${ids.narrow}`);
    await page.getByText('Not enough data', { exact: true }).waitFor();
    await page.goto('/models/fits');
    await pressToOpen(page, 'Request a fit');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('What it tells apart').selectOption('campaign');
    await dialog.getByLabel('Lookback in days').fill('91');
    await dialog.getByRole('button', { name: 'Request' }).click();
    await dialog.getByText('Must be at most 90.').waitFor();
    await dialog.getByLabel('Lookback in days').fill('14');
    await dialog.getByRole('button', { name: 'Request' }).click();
    await said(page, 'The fit is requested.');
    await page.getByRole('row', { name: /Campaigns 14 days Waiting/ }).waitFor();
    await compute();
    await page.getByRole('row', { name: /Campaigns 14 days (Done|Not enough data)/ }).waitFor();
  });

  test('tells under hazard what no ad earned, with its interval for one kind, and that no bar holds it', async () => {
    const { page } = await visitAsPerson(stage, people.viewer, '/?model=hazard');
    await page.getByText('Choose one kind of conversions to see its interval.').waitFor();
    await page.getByText('no bar holds it').waitFor();
    await page.goto('/?model=hazard&kinds=purchase');
    await page.getByText(/^Organic \(model estimate\): [\d.]+ conversions, \$[\d.]+\.$/).waitFor();
    await page.getByText(/By chance in the fit alone [\d.]+ to [\d.]+ \(95 % interval\)/).waitFor();
    const { totals } = (await send('GET', '/attribution/report?model=hazard&conversionKind=purchase')) as unknown as Report;
    const { conversions, unattributedConversions: rest, organicInterval: organic } = totals;
    const part = (of: number) => `${((100 * (conversions - rest - of)) / conversions).toFixed(1)}%`;
    await page.getByText(`By chance in the fit alone ${part(organic?.high ?? 0)} – ${part(organic?.low ?? 0)}`, { exact: true }).waitFor();
    await page.getByText(`Matched: ${part(0)}; the rest of these is organic`).waitFor();
    await page.getByRole('button', { name: 'What is Share credited to ads?' }).waitFor();
    await page.goto('/?model=linear');
    await page.getByText('Attributed share').first().waitFor();
    expect(await page.getByText('Organic (model estimate)').count()).toBe(0);
  });

  test('holds models against a tenant’s own exposures by show, and speaks of shows', async () => {
    const { empty, database, server } = stage.world;
    const ago = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
    const heard = Array.from({ length: 1_600 }, (_, place) => ({
      id: `own-${place}`,
      occurredAt: ago(40 + (place % 37) + place / 1_600),
      kind: 'download',
      campaign: 'autumn',
      show: `show-${(place * 7 + Math.floor(place / 800)) % 4}`,
      identity: { userId: `listener-${place % 800}` },
    }));
    const bought = Array.from({ length: 200 }, (_, person) => ({
      id: `bought-${person}`,
      occurredAt: ago(39 + (person % 37)),
      kind: 'purchase',
      identity: { userId: `listener-${person}` },
    }));
    const post = (path: string, body: object) => server.send('POST', `/api/v1${path}`, { key: empty.apiKey, body });
    for (const touchpoints of [heard.slice(0, 800), heard.slice(800)])
      expect((await post('/touchpoints', { touchpoints })).status).toBe(202);
    expect((await post('/conversions', { conversions: bought })).status).toBe(202);
    await drainTenant(database.context, 'system', empty.tenantId);
    const { page } = await visitAsPerson(stage, people.newcomer, '/models/validations');
    await pressToOpen(page, 'Start a validation');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Held against').selectOption({ label: 'Own exposures, effects planted by show' });
    await dialog.getByLabel('Resampled worlds for intervals').fill('0');
    await dialog.getByRole('button', { name: 'Start' }).click();
    await said(page, 'The validation is started.');
    expect(await computeValidation(database.context, 'system', empty.tenantId)).toBe(true);
    await page
      .getByRole('row', { name: /Own exposures, effects planted by show.*Done/ })
      .getByRole('link')
      .click();
    await page.getByText('Planted and simulated.').waitFor();
    const trust = await page.getByRole('region', { name: 'When to trust each model' }).locator('dd').allInnerTexts();
    expect(trust).toHaveLength(8);
    for (const sentence of trust) {
      expect(sentence).toMatch(/\bshows\b/i);
      expect(sentence).not.toMatch(/campaign/i);
    }
    await page.getByRole('button', { name: 'What is Rank correlation?' }).first().click();
    await page.getByText('Whether shows stand in the right order').waitFor();
  });

  test('shows what no ad earned in a path, and beside other models with the warning and interval of the report', async () => {
    const { page } = await visitAsPerson(stage, people.viewer, '/conversions/b-0?model=hazard');
    const told = (await send('GET', '/attribution/conversions/b-0/explanation?model=hazard')) as unknown as Explanation;
    expect(told.organicConversions).toBeGreaterThan(0);
    const rows = await cellsOf(page, 'Path');
    const money = (minor: number) => `$${(minor / 100).toFixed(2)}`;
    const organic = ['Organic (model estimate) ?', '', `${(100 * told.organicConversions).toFixed(1)}%`, money(told.organicMinor)];
    expect(rows.slice(-2)).toEqual([organic, ['Sum', '', '100.0%', money(told.valueMinor ?? 0)]]);
    const why = (await page.getByRole('region', { name: 'Why this credit' }).getByRole('listitem').allInnerTexts()).join('\n');
    expect(why).toMatch(/to no ad \(organic, a model estimate; [\d.]+ ÷ [\d.]+ conversions a day per/);
    expect(why).not.toMatch(/\de[-+]?\d/);
    await page.goto('/compare?models=linear,hazard&groupBy=show&kinds=purchase');
    await page.getByText(/^Organic \(model estimate\): [\d.]+ conversions, \$[\d.]+\.$/).waitFor();
    await page.getByText(/By chance in the fit alone [\d.]+ to [\d.]+ \(95 % interval\)/).waitFor();
    await page.getByText('Where ads go to people about to buy').waitFor();
    await page.goto('/compare?models=linear,hazard&unit=channel');
    await page.getByText('Not fitted yet by channel').waitFor();
    await page.getByRole('link', { name: 'Open the fits' }).click();
    await page.getByRole('heading', { name: 'Fits', exact: true }).first().waitFor();
    await page.goto('/compare?models=linear,shapley');
    await page.getByRole('region', { name: 'Side by side' }).first().waitFor();
    expect(await page.getByText('Organic (model estimate)').count()).toBe(0);
  });

  test('says of a validation when to trust each model, that it is simulated, and refuses what is too large', async () => {
    const { page } = await visitAsPerson(stage, people.analyst, `/models/validations/${ids.validation}`);
    await page.getByText('Simulated.').waitFor();
    expect(await page.getByRole('region', { name: 'When to trust each model' }).locator('dd').count()).toBe(8);
    expect(await cellsOf(page, 'Over all worlds')).toHaveLength(8);
    expect(await page.getByRole('heading', { name: /^World: / }).count()).toBe(5);
    await page.goto('/models/validations');
    await pressToOpen(page, 'Start a validation');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Households in each world').fill('900000');
    await dialog.getByRole('button', { name: 'Start' }).click();
    await dialog.getByText('Must be a whole number from 100 to 5000.').waitFor();
    await dialog.getByLabel('Households in each world').fill('100');
    await dialog.getByRole('button', { name: 'Start' }).click();
    await said(page, 'The validation is started.');
    await page.getByRole('cell', { name: 'Waiting' }).waitFor();
  });
});
