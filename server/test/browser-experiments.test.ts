import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drainTenant } from '../src/attribution/paths/service.ts';
import { cellsOf, chromium, unlessSkipped } from './browser.ts';
import { addMember, checkEverywhere, openStage, pressToOpen, said, type Stage, visitAsPerson } from './browser-person.ts';
import type { TestPerson } from './people.ts';

let stage: Stage;
let people: Record<'analyst' | 'viewer' | 'newcomer', TestPerson>;

const listeners = (arm: string) => Array.from({ length: 200 }, (_, place) => `${arm}-${place}`);

/** A test of 200 and 200 listeners, of whom 60 and 24 signed up, and one over blocks of days. */
async function fill(): Promise<void> {
  const { known, server, database } = stage.world;
  const send = async (method: string, path: string, body: object) => {
    const { status, text } = await server.send(method, `/api/v1${path}`, { key: known.apiKey, body });
    if (status >= 300) throw new Error(`${path}: ${text}`);
  };
  const plan = { campaign: 'july', conversionKind: 'signup', windowDays: 7, from: '2026-08-01', to: '2026-09-01' };
  await send('PUT', '/campaigns/july', { name: 'July' });
  await send('PUT', '/attribution/experiments/lift', { ...plan, design: 'audience_split', baseline: 0.1, effect: 0.1 });
  await send('PUT', '/attribution/experiments/lift/state', { state: 'running' });
  await send('PUT', '/attribution/experiments/blocks', { ...plan, design: 'switchback', blockDays: 3 });
  const touchpoints = ['treatment', 'control'].flatMap((arm) =>
    listeners(arm).map((userId) => ({
      id: `lift-${userId}`,
      occurredAt: '2026-08-03T00:00:00Z',
      kind: 'impression',
      test: 'lift',
      arm,
      ...(arm === 'treatment' ? { campaign: 'july' } : {}),
      identity: { userId },
    })),
  );
  const converted = [...listeners('treatment').slice(0, 60), ...listeners('control').slice(0, 24)];
  const conversions = converted.map((userId) => ({
    id: `of-${userId}`,
    occurredAt: '2026-08-05T00:00:00Z',
    kind: 'signup',
    identity: { userId },
  }));
  await send('POST', '/touchpoints', { touchpoints });
  await send('POST', '/conversions', { conversions });
  await drainTenant(database.context, 'system', known.tenantId);
}

// The dashboard goes by the real clock: whatever day it is, what is planned for next year is still to come.
const NEXT_YEAR = new Date().getUTCFullYear() + 1;

const ROOMS: [string, keyof typeof people, string][] = [
  ['experiments', 'analyst', '/experiments'],
  ['one that is read', 'viewer', '/experiments/lift'],
  ['a draft', 'analyst', '/experiments/blocks'],
  ['no experiments yet', 'newcomer', '/experiments'],
  ['one that is not there', 'newcomer', '/experiments/lift'],
];

describe.skipIf(chromium === undefined)(`experiments on the dashboard${unlessSkipped}`, () => {
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
    await checkEverywhere(page, `experiments ${name}`);
    expect(complaints.filter((complaint) => !complaint.includes('404'))).toEqual([]);
  });

  test('begins with the answer, then shows checks, arms, differences and the credit beside it', async () => {
    const { page } = await visitAsPerson(stage, people.viewer, '/experiments');
    await page.getByRole('link', { name: 'lift' }).click();
    const answer = page.getByRole('region', { name: 'What it says' });
    await answer.getByText('The ads (measured by signups) caused a difference').waitFor();
    expect(await cellsOf(page, 'Arms')).toEqual([
      ['treatment', '50.0%', '200', '200', '60', '30.00%'],
      ['control', '50.0%', '200', '200', '24', '12.00%'],
    ]);
    const [[arm, difference, anyTime]] = await cellsOf(page, 'Differences');
    expect([arm, difference.slice(0, 6)]).toEqual(['treatment', '18.00%']);
    expect(anyTime).toMatch(/p 0\.0\d+$/);
    await page.getByText('Its credit times 0.6').waitFor();
    expect(await page.getByRole('button', { name: 'Stop' }).count()).toBe(0);
  });

  test('has an analyst plan one, see its size, and start it after asking', async () => {
    const { page } = await visitAsPerson(stage, people.analyst, '/experiments');
    const dialog = await pressToOpen(page, 'Plan an experiment').then(() => page.getByRole('dialog'));
    await dialog.getByLabel('Key').fill('autumn');
    await dialog.getByLabel('Campaign').selectOption('july');
    await dialog.getByLabel('First day').fill(`${NEXT_YEAR}-12-01`);
    await dialog.getByLabel('Day after the last').fill(`${NEXT_YEAR + 1}-01-01`);
    await dialog.getByLabel('Expected rate of the control, in percent').fill('2');
    await dialog.getByRole('button', { name: 'Keep the draft' }).click();
    await dialog.getByText('Send either the effect to be found or the number of participants').waitFor();
    await dialog.getByLabel('Smallest difference to be found, in percentage points').fill('0.5');
    await dialog.getByRole('button', { name: 'Keep the draft' }).click();
    await said(page, 'The draft “autumn” is kept.');
    await page.getByRole('link', { name: 'autumn' }).click();
    const plan = page.getByRole('region', { name: 'Plan' });
    await plan.getByText('27,618').waitFor();
    await pressToOpen(page, 'Start', 'alertdialog');
    await page.getByRole('alertdialog').getByRole('button', { name: 'Start' }).click();
    await said(page, 'It is running now.');
    expect(await page.getByText(/^Not enough data yet/).innerText()).toContain('0 with a purchase among 0 participants');
  });

  test('brings the first field that was refused into sight with the focus, however far up it stands', async () => {
    const options = { viewport: { width: 1280, height: 640 } };
    const { page } = await visitAsPerson(stage, people.analyst, '/experiments', options);
    await pressToOpen(page, 'Plan an experiment');
    const dialog = page.getByRole('dialog');
    const key = dialog.getByLabel('Key', { exact: true });
    const send = dialog.getByRole('button', { name: 'Keep the draft' });
    await send.scrollIntoViewIfNeeded();
    const isSeen = () => key.evaluate((field) => field.getBoundingClientRect().top > 0 && field.matches(':focus'));
    expect(await isSeen()).toBe(false);
    await send.click();
    await expect.poll(isSeen).toBe(true);
    await dialog.getByText('Is missing: touchpoints carry it in “test”.').waitFor();
    await key.fill('spoken');
    await dialog.getByLabel('First day').fill('2026-12-01');
    await dialog.getByLabel('Day after the last').fill('2027-01-01');
    await send.click();
    await expect.poll(() => dialog.getByLabel('Campaign').evaluate((field) => field.matches(':focus'))).toBe(true);
  });

  test('marks campaigns of baked-in ads where an audience is to be split, and has a placement chosen that can be', async () => {
    const { known, server } = stage.world;
    const put = (path: string, body: object) => server.send('PUT', `/api/v1/${path}`, { key: known.apiKey, body });
    await put('campaigns/spoken', { name: 'Spoken' });
    const placement = { campaign: 'spoken', show: 'daily-tech', position: 'mid_roll' };
    await put('placements/read', { ...placement, kind: 'baked_in' });
    const { page } = await visitAsPerson(stage, people.analyst, '/experiments');
    const open = async () => {
      await pressToOpen(page, 'Plan an experiment');
      return page.getByRole('dialog');
    };
    const dialog = await open();
    const offered = (campaign: string) =>
      expect.poll(() => dialog.getByLabel('Campaign').locator('option').allInnerTexts()).toContain(campaign);
    await offered('Spoken (spoken) · baked-in ads only');
    await dialog.getByLabel('Key', { exact: true }).fill('spoken');
    await dialog.getByLabel('Campaign').selectOption('spoken');
    await dialog.getByLabel('First day').fill('2026-12-01');
    await dialog.getByLabel('Day after the last').fill('2027-01-01');
    await dialog.getByLabel('Expected rate of the control, in percent').fill('2');
    await dialog.getByLabel('Smallest difference to be found, in percentage points').fill('0.5');
    await dialog.getByRole('button', { name: 'Keep the draft' }).click();
    await dialog.getByText('or test a placement of kind dynamic').waitFor();
    await dialog.getByLabel('Design').selectOption('geo');
    await offered('Spoken (spoken)');
    await put('placements/inserted', { ...placement, kind: 'dynamic' });
    await page.reload();
    await open();
    await offered('Spoken (spoken)');
    await dialog.getByLabel('Key', { exact: true }).fill('spoken');
    await dialog.getByLabel('Campaign').selectOption('spoken');
    await dialog.getByLabel('Placement').selectOption({ label: 'inserted · inserted by an ad server' });
    await dialog.getByLabel('First day').fill('2026-12-01');
    await dialog.getByLabel('Day after the last').fill('2027-01-01');
    await dialog.getByLabel('Expected rate of the control, in percent').fill('2');
    await dialog.getByLabel('Smallest difference to be found, in percentage points').fill('0.5');
    await dialog.getByRole('button', { name: 'Keep the draft' }).click();
    await said(page, 'The draft “spoken” is kept.');
    await page.getByRole('row', { name: /spoken Draft Audience split Spoken/ }).waitFor();
    await page.getByRole('link', { name: 'spoken' }).click();
    await page.getByRole('region', { name: 'Plan' }).getByText('inserted', { exact: true }).waitFor();
  });

  test('shows on which days the ad of a switch-back is to run', async () => {
    const { page } = await visitAsPerson(stage, people.viewer, '/experiments/blocks');
    const plan = page.getByRole('region', { name: 'Plan' });
    await plan.getByText('with the ad').first().waitFor();
    expect(await plan.getByRole('listitem').count()).toBe(10);
  });
});
