import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drainTenant } from '../src/attribution/paths/service.ts';
import { chromium, settle, unlessSkipped } from './browser.ts';
import { addMember, checkEverywhere, openStage, type Stage, visitAsPerson } from './browser-person.ts';
import type { TestPerson } from './people.ts';

let stage: Stage;
let people: Record<'viewer' | 'newcomer' | 'demo', TestPerson>;

const DATES = 'from=2026-09-01&to=2026-09-30';
const ROOMS: [string, keyof typeof people, string][] = [
  ['reach of all time', 'demo', '/analytics/reach'],
  ['reach compared', 'viewer', `/analytics/reach?${DATES}&beside=before`],
  ['lag', 'demo', '/analytics/lag'],
  ['paths', 'demo', '/analytics/paths?by=campaign'],
  ['overlap', 'demo', '/analytics/overlap'],
  ['cohorts', 'demo', '/analytics/cohorts?rows=show'],
  ['codes', 'viewer', `/analytics/codes?${DATES}`],
  ['lag of nothing', 'newcomer', '/analytics/lag'],
  ['reach of nothing', 'newcomer', '/analytics'],
];

const heard = (id: string, house: number, day: string, campaign = 'autumn') => ({
  id,
  kind: 'impression',
  occurredAt: `2026-${day}T10:00:00Z`,
  campaign,
  show: campaign === 'autumn' ? 'alpha' : 'beta',
  identity: { ip: `203.0.113.${house}`, userAgent: 'An app' },
});
const did = (id: string, house: number, day: string, more: object) => ({
  id,
  occurredAt: `2026-${day}T12:00:00Z`,
  identity: { ip: `203.0.113.${house}` },
  ...more,
});

/** In September four households hear of one campaign and one of them of another one, too; in August one does. */
async function fill(): Promise<void> {
  const { known, server, database } = stage.world;
  const send = async (method: string, path: string, body: object) => {
    const { status, text } = await server.send(method, `/api/v1${path}`, { key: known.apiKey, body });
    if (status >= 300) throw new Error(`${path}: ${text}`);
  };
  await send('PUT', '/campaigns/autumn', { name: 'The autumn' });
  const touchpoints = [
    ...[1, 2, 3, 4].map((house) => heard(`s-${house}`, house, '09-01')),
    heard('s-other', 1, '09-02', 'winter'),
    heard('a-1', 1, '08-10'),
  ];
  const conversions = [
    did('s-visit', 1, '09-03', { kind: 'visit' }),
    did('s-order', 1, '09-05', { kind: 'purchase', promoCode: 'AUTUMN', valueMinor: 6_000, currency: 'USD' }),
    did('s-visit-2', 2, '09-04', { kind: 'visit' }),
  ];
  await send('POST', '/touchpoints', { touchpoints });
  await send('POST', '/conversions', { conversions });
  await drainTenant(database.context, 'system', known.tenantId);
}

describe.skipIf(chromium === undefined)(`analyses on the dashboard${unlessSkipped}`, () => {
  beforeAll(async () => {
    stage = await openStage();
    const { known, empty, demo } = stage.world;
    people = {
      viewer: await addMember(stage, known, 'viewer'),
      newcomer: await addMember(stage, empty, 'owner'),
      demo: await addMember(stage, demo, 'viewer'),
    };
    await fill();
  });
  afterAll(() => stage?.close());

  test.each(ROOMS)('meets WCAG 2.2 AA in light, in dark and on a phone, and opens without complaint: %s', async (name, who, path) => {
    const { page, complaints } = await visitAsPerson(stage, people[who], path, { colorScheme: 'light', reducedMotion: 'reduce' });
    await checkEverywhere(page, `analyses ${name}`);
    expect(complaints).toEqual([]);
  });

  test('lags and paths are told by what was chosen', async () => {
    const { page } = await visitAsPerson(stage, people.viewer, `/analytics/lag?${DATES}`);
    await page.getByText('Median since the last touch').first().waitFor();
    await page.getByRole('rowheader', { name: 'The autumn' }).waitFor();
    await page.getByRole('link', { name: 'Paths', exact: true }).click();
    await page.getByRole('rowheader', { name: 'alpha → beta' }).waitFor();
    await page.getByLabel('Steps are').selectOption('campaign');
    await page.getByRole('rowheader', { name: 'The autumn → winter' }).waitFor();
    expect(new URL(page.url()).searchParams.get('by')).toBe('campaign');
  });

  test('overlaps and cohorts are told by what was chosen', async () => {
    const { page } = await visitAsPerson(stage, people.viewer, `/analytics/overlap?${DATES}`);
    await page.getByRole('rowheader', { name: 'alpha and beta' }).waitFor();
    await page.getByLabel('Between').selectOption('campaign');
    await page.getByRole('rowheader', { name: 'The autumn and winter' }).waitFor();
    await page.getByRole('link', { name: 'Cohorts', exact: true }).click();
    await page.getByRole('rowheader', { name: '2026-09' }).waitFor();
    await page.getByLabel('A row for').selectOption('show');
    await page.getByRole('rowheader', { name: 'alpha, 2026-09' }).waitFor();
    await page.getByLabel('Shown').selectOption('Value');
    await expect.poll(() => new URL(page.url()).searchParams.get('shown')).toBe('valueMinor');
  });

  test('codes are told with what speaks for a leak, and shows by what answers and credit say', async () => {
    const { page } = await visitAsPerson(stage, people.viewer, '/analytics/codes');
    await page.getByRole('rowheader', { name: 'AUTUMN' }).waitFor();
    await page.getByText('Choose dates to set survey answers beside credit').waitFor();
    await page.goto(`/analytics/codes?${DATES}`);
    const shows = page.getByRole('region', { name: 'Survey answers beside credit', exact: true }).first();
    await shows.getByRole('rowheader', { name: 'alpha' }).waitFor();
    expect((await shows.innerText()).replaceAll(/\s+/g, ' ')).toMatch(/alpha .*0\.\d\d/);
  });

  test('reach is told by what was chosen, each rate with its interval, and beside the time before', async () => {
    const { page } = await visitAsPerson(stage, people.viewer, `/analytics/reach?${DATES}`);
    const read = async (name: string) => {
      const region = page.getByRole('region', { name, exact: true });
      await region.first().waitFor();
      await settle(page);
      return (await region.first().innerText()).replaceAll(/\s+/g, ' ');
    };
    expect(await read('Figures')).toMatch(/The autumn 4 4 few 1\.00 .*few 50\.0% 15\.0% – 85\.0%/);
    expect(await read('Figures')).toMatch(/All together 5 4 /);
    await page.getByLabel('By', { exact: true }).selectOption('show');
    await page.getByRole('rowheader', { name: 'beta' }).waitFor();
    expect(new URL(page.url()).searchParams.get('by')).toBe('show');
    await page.getByLabel('Compared with', { exact: true }).selectOption('before');
    expect(await read('Compared with the time before')).toMatch(/All together \+4 \+3 /);
  });
});
