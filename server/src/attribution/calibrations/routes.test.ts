import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, type World } from '../../../test/world.ts';
import type { Report } from '../reports/schema.ts';
import type { Calibration } from './schema.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const PATH = '/attribution/experiments';
const people = (arm: string, count: number) => Array.from({ length: count }, (_, place) => `${arm}-${place}`);

/** A test of 200 and 200, in which so many of each buy for 10.00; the campaign touches all of one arm and nobody of the other. */
async function tested(key: string, bought: [number, number], more: object = {}): Promise<void> {
  const plan = { design: 'audience_split', campaign: key, conversionKind: 'install', windowDays: 7, baseline: 0.1, effect: 0.1 };
  const body = { ...plan, from: '2026-08-01', to: '2026-09-01', ...more };
  expect(await world.send('PUT', `${PATH}/${key}`, { body })).toMatchObject({ status: 200 });
  await world.send('PUT', `${PATH}/${key}/state`, { body: { state: 'running' } });
  const [treated, control] = ['treatment', 'control'].map((arm) => people(arm, 200));
  const exposure = (arm: string, campaign?: string) => (person: string) => ({
    id: `${key}:${person}`,
    occurredAt: '2026-08-03T00:00:00Z',
    kind: 'impression',
    test: key,
    arm,
    campaign,
    identity: { userId: `${key}-${person}` },
  });
  const install = (person: string) => ({
    id: `${key}-of-${person}`,
    occurredAt: '2026-08-05T00:00:00Z',
    kind: 'install',
    valueMinor: 1_000,
    currency: 'USD',
    identity: { userId: `${key}-${person}` },
  });
  const touchpoints = [...treated.map(exposure('treatment', key)), ...control.map(exposure('control'))];
  expect((await world.send('POST', '/touchpoints', { body: { touchpoints } })).json).toMatchObject({ accepted: 400 });
  const conversions = [...treated.slice(0, bought[0]), ...control.slice(0, bought[1])].map(install);
  await world.send('POST', '/conversions', { body: { conversions } });
  await world.drain();
}
const calibration = async (key: string, query = ''): Promise<Calibration> =>
  (await world.send('GET', `${PATH}/${key}/calibration${query}`)).json as Calibration;
const report = (query: string) => world.send('GET', `/attribution/report?conversionKind=install&${query}`);

test('credit for 60 conversions of which 36 were caused is worth three fifths, with the interval of the test', async () => {
  await tested('calibrated', [60, 24]);
  const found = await calibration('calibrated');
  expect(found).toMatchObject({ experiment: 'calibrated', unit: 'conversions', model: 'linear', verdict: 'difference', attributed: 60 });
  expect(found.incremental?.value).toBeCloseTo(36, 10);
  expect(found.factor?.value).toBeCloseTo(0.6, 10);
  expect(found.factor?.low).toBeGreaterThan(0.3);
  expect(found.factor?.high).toBeLessThan(0.9);
  expect(found.sentences[0]).toMatch(
    /^The experiment measured 36 \(95 %: \d+ to \d+\) more installs; linear credits the campaign with 60\./,
  );
});

test('a report shows it beside the plain figures when asked to, labelled, and changes none of them', async () => {
  const plain = (await report('from=2026-08-01&to=2026-09-01')).json as Report;
  const asked = (await report('from=2026-08-01&to=2026-09-01&calibrate=calibrated')).json as Report;
  const { calibration: beside, ...rest } = asked;
  expect(rest).toEqual(plain);
  expect(plain).not.toHaveProperty('calibration');
  const { row, ...factor } = beside ?? { row: null };
  expect(factor).toEqual(await calibration('calibrated'));
  expect(row).toMatchObject({ key: 'calibrated', valueMinor: null });
  expect(row?.conversions?.value).toBeCloseTo(36, 10);
  expect([row?.conversions?.low, row?.conversions?.high]).toEqual([60 * (beside?.factor?.low ?? 0), 60 * (beside?.factor?.high ?? 0)]);
});

test('the factor is that of the model and options that the credit is of', async () => {
  const touchpoints = people('treatment', 30).map((person) => ({
    id: `other:${person}`,
    occurredAt: '2026-08-04T00:00:00Z',
    kind: 'impression',
    campaign: 'other',
    identity: { userId: `calibrated-${person}` },
  }));
  await world.send('POST', '/touchpoints', { body: { touchpoints } });
  await world.drain();
  expect((await calibration('calibrated')).attributed).toBeCloseTo(45, 6);
  expect((await calibration('calibrated', '?model=last_touch')).attributed).toBeCloseTo(30, 6);
  expect((await calibration('calibrated', '?model=first_touch')).attributed).toBeCloseTo(60, 6);
  const none = await calibration('calibrated', '?lookbackDays=1');
  expect(none).toMatchObject({ attributed: 0, factor: null });
  expect(none.sentences[1]).toBe('Not enough data to calibrate by: a factor needs the credit of 30 conversions, and there is that of 0.');
});

test('a test of value calibrates value alone', async () => {
  await tested('of-value', [60, 24], { measure: 'value', currency: 'USD', baseline: 100, deviation: 300, effect: 100 });
  const { calibration: beside } = (await report('calibrate=of-value&currency=USD')).json as Report;
  expect(beside).toMatchObject({ unit: 'value', attributed: 60_000, row: { key: 'of-value', conversions: null } });
  expect(beside?.row?.valueMinor?.value).toBeCloseTo(36_000, 6);
});

test('there is no factor before the end, after a broken split, and of variants, and it is said why', async () => {
  await tested('broken-split', [60, 24], {
    arms: [
      { name: 'treatment', share: 0.9 },
      { name: 'control', share: 0.1 },
    ],
  });
  expect(await calibration('broken-split')).toMatchObject({ factor: null, sentences: [expect.stringContaining('cannot be trusted')] });
  await tested('unfinished', [60, 24], { to: '2026-12-01' });
  expect(await calibration('unfinished')).toMatchObject({ factor: null, sentences: [expect.stringContaining('not over yet')] });
  await tested('offers', [60, 24], {
    design: 'variants',
    control: 'plain',
    arms: ['treatment', 'plain'].map((name) => ({ name, share: 0.5 })),
  });
  expect(await calibration('offers')).toMatchObject({
    factor: null,
    sentences: [expect.stringContaining('Variants compare ads with ads')],
  });
  expect((await report('calibrate=unfinished')).json).toMatchObject({ calibration: { factor: null, row: null } });
});

test('a report of other rows, conversions or a part of them is refused with what to ask for', async () => {
  const refused = async (path: string, pointer: string, says: string) =>
    expect(await world.send('GET', `/attribution/report?${path}`)).toMatchObject({
      status: 400,
      json: { errors: [{ pointer, detail: expect.stringContaining(says) }] },
    });
  await refused('calibrate=calibrated', 'conversionKind', 'conversionKind=install');
  await refused('calibrate=calibrated&conversionKind=install,lead', 'conversionKind', 'alone');
  await refused('calibrate=calibrated&conversionKind=install&groupBy=show', 'calibrate', 'groupBy=campaign');
  await refused('calibrate=calibrated&conversionKind=install&newCustomersOnly=true', 'calibrate', 'newCustomersOnly');
  await refused('calibrate=of-value&conversionKind=install&currency=EUR', 'currency', 'currency=USD');
  expect((await report('calibrate=never')).status).toBe(404);
});

test('of regions, the credit of conversions where the ads ran is held against the lift there', async () => {
  const regions = ['US-CA', 'US-NY', 'US-TX', 'US-WA', 'US-OR', 'US-FL', 'US-NV', 'US-AZ'];
  const lead = (region: string, isDuring: boolean) => (one: number) => ({
    id: `geo/${region}/${isDuring}/${one}`,
    occurredAt: new Date(Date.parse('2026-08-01') + (isDuring ? one % 20 : -1 - (one % 20)) * 86_400_000 + 3_600_000).toISOString(),
    kind: 'lead',
    identity: { userId: `geo-${region}-${isDuring}-${one}` },
  });
  const many = (count: number) => Array.from({ length: count }, (_, one) => one);
  const conversions = regions.flatMap((region, place) => [
    ...many(50).map(lead(region, false)),
    ...many(place < 2 ? 90 : 60 + (place % 3)).map(lead(region, true)),
  ]);
  await world.send('POST', '/conversions', { body: { conversions } });
  const touchpoints = regions.slice(0, 2).flatMap((region) =>
    many(80).map((one) => ({
      id: `geo-touch-${region}-${one}`,
      occurredAt: '2026-07-31T00:00:00Z',
      kind: 'impression',
      campaign: 'geo-campaign',
      identity: { userId: `geo-${region}-true-${one}` },
    })),
  );
  await world.send('POST', '/touchpoints', { body: { touchpoints } });
  await world.admin.query(`update conversions set region = split_part(id, '/', 2) where tenant_id = $1 and id like 'geo/%'`, [
    world.mine.tenantId,
  ]);
  await world.drain();
  const arms = [
    { name: 'treatment', regions: regions.slice(0, 2) },
    { name: 'control', regions: regions.slice(2) },
  ];
  const body = {
    design: 'geo',
    arms,
    campaign: 'geo-campaign',
    conversionKind: 'lead',
    windowDays: 1,
    from: '2026-08-01',
    to: '2026-08-21',
  };
  await world.send('PUT', `${PATH}/geo`, { body });
  await world.send('PUT', `${PATH}/geo/state`, { body: { state: 'running' } });
  const found = await calibration('geo');
  expect(found).toMatchObject({ verdict: 'difference', attributed: 160 });
  expect(found.factor?.value).toBeCloseTo((found.incremental?.value ?? 0) / 160, 12);
  expect(found.factor?.low).toBeLessThan((found.incremental?.low ?? 0) / 160);
  expect(found.factor?.high).toBeGreaterThan((found.incremental?.high ?? 0) / 160);
});
