import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drainTenant } from '../src/attribution/paths/service.ts';
import { cellsOf, chromium, unlessSkipped } from './browser.ts';
import { addMember, checkEverywhere, openStage, pressToOpen, type Stage, visitAsPerson } from './browser-person.ts';
import type { TestPerson } from './people.ts';

let stage: Stage;
let people: Record<'analyst' | 'viewer' | 'newcomer', TestPerson>;

const touch = (id: string, more: object = {}) => ({
  id,
  occurredAt: '2026-07-05T10:00:00Z',
  kind: 'download',
  campaign: 'july',
  show: 'daily-tech',
  identity: { ip: '203.0.113.40', userAgent: id },
  ...more,
});

/** A month of one show, with an order that a click led to, and what another vendor counted of it. */
async function fill(): Promise<void> {
  const { known, server, database } = stage.world;
  const send = async (method: string, path: string, body: object) => {
    const { status, text } = await server.send(method, `/api/v1${path}`, { key: known.apiKey, body });
    if (status >= 300) throw new Error(`${path}: ${text}`);
  };
  await send('PUT', '/shows/daily-tech', { name: 'Daily Tech' });
  const click = touch('v-3', { kind: 'click', identity: { clickId: 'c-9' } });
  const elsewhere = touch('v-4', { show: 'weekly', identity: { ip: '203.0.113.41' } });
  await send('POST', '/touchpoints', { touchpoints: [touch('v-1'), touch('v-2'), click, elsewhere] });
  const order = { id: 'v-order', occurredAt: '2026-07-06T10:00:00Z', kind: 'purchase', valueMinor: 3_000, currency: 'USD' };
  await send('POST', '/conversions', { conversions: [{ ...order, identity: { clickId: 'c-9' } }] });
  await drainTenant(database.context, 'system', known.tenantId);
  const days = { from: '2026-07-01', to: '2026-08-01' };
  const rows = [
    { name: 'daily tech', impressions: 2, reach: 1, purchases: 2, revenueMinor: 3_000 },
    { name: 'Unheard Of', impressions: 7 },
  ];
  await send('PUT', '/attribution/vendor-reports/july', { vendor: 'podscribe', ...days, groupBy: 'show', currency: 'USD', rows });
}

const ROOMS: [string, keyof typeof people, string][] = [
  ['reports', 'viewer', '/tracking/vendors'],
  ['a report beside ours', 'analyst', '/tracking/vendors/july'],
  ['no reports yet', 'newcomer', '/tracking/vendors'],
  ['a report that is not there', 'newcomer', '/tracking/vendors/july'],
];

describe.skipIf(chromium === undefined)(`other vendors on the dashboard${unlessSkipped}`, () => {
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
    const { page, complaints } = await visitAsPerson(stage, people[who], path, { colorScheme: 'light', reducedMotion: 'reduce' });
    await checkEverywhere(page, `vendors ${name}`);
    // That there is no such report is an answer, and browsers complain of it by themselves.
    expect(complaints.filter((complaint) => !complaint.includes('404'))).toEqual([]);
  });

  test('sets each figure beside ours with the ±5 % mark, the steps between them and what stays unexplained', async () => {
    const { page } = await visitAsPerson(stage, people.viewer, '/tracking/vendors');
    expect(await page.getByLabel('Command').inputValue()).toContain('earshot import vendor-report podscribe FILE.csv --tenant known');
    await page.getByRole('link', { name: 'july' }).click();
    const rows = await cellsOf(page, 'Differences');
    const told = rows.map(([, metric, theirs, ours, difference, , unexplained]) => [metric, theirs, ours, difference, unexplained]);
    expect(told).toEqual([
      ['Impressions', '2', '2', '0 (0.0%) within ±5 %', '0'],
      ['Reach', '1', '1', '0 (0.0%) within ±5 %', '−1'],
      ['Purchases', '2.00', '1.00', '+1.00 (50.0%) beyond ±5 %', '+2.00'],
      ['Revenue', '$30.00', '$30.00', '$0.00 (0.0%) within ±5 %', '+$30.00'],
      ['Impressions', '7', '0', '+7 (100.0%) beyond ±5 %', '+7'],
    ]);
    expect(rows[2][5]).toContain('without clicks, codes, survey answers and vanity visits');
    expect(rows[4][0]).toContain('not found here');
    expect(await cellsOf(page, 'In our figures, not in the report')).toEqual([['weekly', '1']]);
    await page.getByText('these are days in UTC').waitFor();
    expect(await page.getByRole('button', { name: 'Delete' }).count()).toBe(0);
    await page.getByRole('button', { name: 'What is Unexplained?' }).click();
    await page.getByText('after the last step. The notes').waitFor();
  });

  test('has an analyst delete a report after asking', async () => {
    const { page } = await visitAsPerson(stage, people.analyst, '/tracking/vendors/july');
    await pressToOpen(page, 'Delete', 'alertdialog');
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByText('No report of another vendor yet').waitFor();
    expect(new URL(page.url()).pathname).toBe('/tracking/vendors');
  });
});
