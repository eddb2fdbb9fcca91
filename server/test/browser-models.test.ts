import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cellsOf, chromium, unlessSkipped } from './browser.ts';
import { addMember, checkEverywhere, openStage, pressToOpen, said, type Stage, visitAsPerson } from './browser-person.ts';
import type { TestPerson } from './people.ts';

let stage: Stage;
let people: Record<'owner' | 'analyst' | 'viewer' | 'newcomer', TestPerson>;

async function send(method: string, path: string, body: object): Promise<void> {
  const { known, server } = stage.world;
  const { status, text } = await server.send(method, `/api/v1${path}`, { key: known.apiKey, body });
  if (status >= 300) throw new Error(`${path}: ${text}`);
}

async function fill(): Promise<void> {
  const put = (name: string, base: string, parameters: object) => send('PUT', `/attribution/models/${name}`, { base, parameters });
  await put('ends', 'custom', { positions: [4, 2, 4] });
  await put('ends', 'custom', { positions: [5, 1, 4], lookbackDays: 14 });
  await put('ends', 'custom', { positions: [5, 1, 4], lookbackDays: 21 });
  await put('rates', 'hazard', { unit: 'campaign' });
  await put('spots', 'custom', { placements: { mid_roll: 3, post_roll: 0.5 } });
}

const ROOMS: [string, keyof typeof people, string][] = [
  ['models', 'analyst', '/models'],
  ['one of them', 'owner', '/models/own/ends'],
  ['one of them to a viewer', 'viewer', '/models/own/spots'],
  ['none of one’s own', 'newcomer', '/models'],
  ['one that is not there', 'newcomer', '/models/own/never'],
];

describe.skipIf(chromium === undefined)(`models on the dashboard${unlessSkipped}`, () => {
  beforeAll(async () => {
    stage = await openStage();
    const { known, empty } = stage.world;
    people = {
      owner: await addMember(stage, known, 'owner'),
      analyst: await addMember(stage, known, 'analyst'),
      viewer: await addMember(stage, known, 'viewer'),
      newcomer: await addMember(stage, empty, 'owner'),
    };
    await fill();
  });
  afterAll(() => stage?.close());

  test.each(ROOMS)('meets WCAG 2.2 AA in light, in dark and on a phone, and opens without complaint: %s', async (name, who, path) => {
    const { page, complaints } = await visitAsPerson(stage, people[who], path, { colorScheme: 'light', reducedMotion: 'reduce' });
    await checkEverywhere(page, `models ${name}`);
    expect(complaints.filter((complaint) => !complaint.includes('404'))).toEqual([]);
  });

  test('lists own and built-in models with what each does, and shows a viewer nothing to press', async () => {
    const { page } = await visitAsPerson(stage, people.viewer, '/models');
    expect(await cellsOf(page, 'Your own')).toEqual([
      ['ends', 'Custom weights', 'From the first touch to the last 5 : 1 : 4. Lookback 21 days.', '3'],
      ['rates', 'Hazard with a baseline', expect.stringContaining('an exposure in each of the campaigns adds'), '1'],
      ['spots', 'Custom weights', 'By placement: mid_roll 3, post_roll 0.5; all others 1.', '1'],
    ]);
    expect(await cellsOf(page, 'Built in')).toHaveLength(8);
    expect(await page.getByRole('button', { name: /Save/ }).count()).toBe(0);
    await page.getByRole('link', { name: 'ends' }).click();
    await page.getByRole('heading', { name: 'ends@3' }).waitFor();
    for (const name of ['Archive', 'Save a new version', 'Make it the default', 'Default of a campaign'])
      expect(await page.getByRole('button', { name }).count(), name).toBe(0);
  });

  test('has an analyst save one after seeing what it makes of an example', async () => {
    const { page } = await visitAsPerson(stage, people.analyst, '/models', { colorScheme: 'light', reducedMotion: 'reduce' });
    const dialog = await pressToOpen(page, 'Save a model').then(() => page.getByRole('dialog'));
    await checkEverywhere(page, 'models form');
    await dialog.getByLabel('Based on').selectOption('custom');
    const preview = dialog.getByRole('region', { name: 'What it makes of an example' });
    await dialog.getByLabel('Weights from the first touch to the last').fill('0, 0, 1, 1, 0');
    await preview.getByText('50.0%').nth(1).waitFor();
    await dialog.getByRole('radio', { name: 'By placement' }).check();
    await dialog.getByLabel('Weights by placement').fill('mid_roll');
    await preview.getByText('Fill in what is missing').waitFor();
    await dialog.getByLabel('Weights by placement').fill('mid_roll 3');
    await preview.getByText('28 days before, mid_roll').waitFor();
    await dialog.getByRole('button', { name: 'Save', exact: true }).click();
    await dialog.getByText('Is needed.').waitFor();
    await dialog.getByLabel('Name').fill('linear');
    await dialog.getByRole('button', { name: 'Save', exact: true }).click();
    await dialog.getByText('Is the name of a built-in model').waitFor();
    await dialog.getByLabel('Name').fill('house');
    await dialog.getByLabel('Lookback in days').fill('99');
    await dialog.getByRole('button', { name: 'Save', exact: true }).click();
    await dialog.getByText('Must be at most 90.').waitFor();
    await dialog.getByLabel('Lookback in days').fill('10');
    await dialog.getByRole('button', { name: 'Save', exact: true }).click();
    await said(page, 'house@1 is saved.');
    await page.getByRole('link', { name: 'house' }).waitFor();
    expect((await cellsOf(page, 'Your own')).find(([name]) => name === 'house')?.[2]).toContain(
      'mid_roll 3; all others 1. Lookback 10 days.',
    );
  });

  test('saves a next version, and tells two versions apart under an address of its own', async () => {
    const { page } = await visitAsPerson(stage, people.analyst, '/models/own/ends?earlier=1&later=3');
    expect(await cellsOf(page, 'What differs')).toEqual([
      ['Lookback in days', 'left open', '21'],
      ['Weights by position', '4, 2, 4', '5, 1, 4'],
    ]);
    await page.getByLabel('Earlier version').selectOption('2');
    await page.waitForURL(/earlier=2/);
    await expect.poll(() => cellsOf(page, 'What differs')).toEqual([['Lookback in days', '14', '21']]);
    await pressToOpen(page, 'Save a new version');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Save', exact: true }).click();
    await said(page, 'ends@3 says the same already; nothing was saved.');
    await pressToOpen(page, 'Save a new version');
    await dialog.getByLabel('Lookback in days').fill('');
    await dialog.getByRole('button', { name: 'Save', exact: true }).click();
    await said(page, 'ends@4 is saved.');
    await page.getByRole('heading', { name: 'ends@4' }).waitFor();
  });

  test('makes one the default of the tenant and of a campaign, whose other details stay, and archives another', async () => {
    const { page } = await visitAsPerson(stage, people.owner, '/models/own/ends');
    await pressToOpen(page, 'Make it the default', 'alertdialog');
    await page.getByRole('alertdialog').getByRole('button', { name: 'Make it the default' }).click();
    await said(page, '“ends” is the default now.');
    await page.getByText('Your tenant’s default', { exact: true }).waitFor();
    expect(await page.getByRole('button', { name: 'Make it the default' }).count()).toBe(0);
    await pressToOpen(page, 'Default of a campaign');
    await page.getByRole('dialog').getByLabel('Campaign').selectOption('spring-26');
    await page.getByRole('dialog').getByRole('button', { name: 'Set' }).click();
    await said(page, '“ends” is the default of Spring 26 (spring-26) now.');
    await page.getByText('this tenant, Spring 26 (spring-26)').waitFor();
    const { known, server } = stage.world;
    const campaign = await server.send('GET', '/api/v1/campaigns/spring-26', { key: known.apiKey });
    expect(campaign.json).toMatchObject({ name: 'Spring 26', spendMinor: 10_000, currency: 'USD', defaultModel: 'ends' });
    await pressToOpen(page, 'Archive', 'alertdialog');
    await page.getByRole('alertdialog').getByRole('button', { name: 'Archive' }).click();
    await page.getByRole('alertdialog').getByText('is the default model of this tenant').waitFor();
    await page.goto('/models/own/spots');
    await pressToOpen(page, 'Archive', 'alertdialog');
    await page.getByRole('alertdialog').getByRole('button', { name: 'Archive' }).click();
    await said(page, '“spots” is archived.');
    await page.getByRole('link', { name: 'Models', exact: true }).first().click();
    await page.getByRole('link', { name: 'ends' }).waitFor();
    expect(await page.getByRole('link', { name: 'spots' }).count()).toBe(0);
  });

  test('reports under one of one’s own with what it fixes to read, not to choose, and under a version of it', async () => {
    await send('PUT', '/attribution/models/short', { base: 'time_decay', parameters: { halfLifeDays: 2, lookbackDays: 10 } });
    await send('PUT', '/attribution/models/short', { base: 'time_decay', parameters: { halfLifeDays: 3 } });
    const { page, complaints } = await visitAsPerson(stage, people.viewer, '/?model=short@1&lookback=60&groupBy=show');
    const filters = page.getByRole('group', { name: 'What to show' });
    await filters.getByText('10 days fixed by short@1').waitFor();
    await filters.getByText('2 days fixed by short@1').waitFor();
    expect(await filters.getByRole('combobox', { name: 'Lookback' }).count()).toBe(0);
    const { known, server } = stage.world;
    const report = await server.send('GET', '/api/v1/attribution/report?model=short@1&groupBy=show', { key: known.apiKey });
    const { rows } = report.json as { rows: { label: string; valueMinor: number }[] };
    const best = rows.toSorted((a, b) => b.valueMinor - a.valueMinor)[0];
    const [[label, ...cells]] = await cellsOf(page, 'By show');
    expect([label, cells.join(' ')]).toEqual([`${best.label} few`, expect.stringContaining((best.valueMinor / 100).toFixed(2))]);
    await filters.getByRole('combobox', { name: 'Model' }).selectOption('short');
    await filters.getByRole('combobox', { name: 'Lookback' }).waitFor();
    await filters.getByText('3 days fixed by short@2').waitFor();
    expect(complaints).toEqual([]);
  });

  test('sets one of one’s own beside built-in ones, and explains a conversion under it', async () => {
    const { page, complaints } = await visitAsPerson(stage, people.viewer, '/compare?models=linear,short@1', {
      colorScheme: 'light',
      reducedMotion: 'reduce',
    });
    await page.getByRole('columnheader', { name: 'short@1' }).waitFor();
    await checkEverywhere(page, 'models beside each other');
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.goto('/conversions/order-vector?model=short@1');
    await page.getByText('10 days fixed by short@1').waitFor();
    await page.getByRole('columnheader', { name: 'short@1' }).waitFor();
    await page.getByRole('group', { name: 'What to show' }).getByRole('combobox', { name: 'Model' }).selectOption('shapley');
    await page.getByRole('combobox', { name: 'Model tells apart' }).selectOption('campaign');
    await page.waitForURL(/model=shapley&unit=campaign|unit=campaign&model=shapley/);
    expect(complaints).toEqual([]);
  });

  test('begins with the tenant’s default model, and says what a model is not', async () => {
    const { page } = await visitAsPerson(stage, people.viewer, '/');
    await expect.poll(() => page.getByRole('combobox', { name: 'Model' }).inputValue()).toBe('ends');
    await page.getByText('ends credits').waitFor();
    await page.getByRole('combobox', { name: 'Model' }).selectOption('linear');
    await page.waitForURL(/model=linear/);
    await page.goto('/?model=never');
    await page.getByText('"never" is not a model this version knows').waitFor();
    expect(await page.getByRole('combobox', { name: 'Model' }).inputValue()).toBe('never');
  });
});
