import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NOW_MS } from '../../../test/database.ts';
import { openWorld, type World } from '../../../test/world.ts';
import type { Calibration } from '../calibrations/schema.ts';
import type { Readout } from './schema.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const DAY_MS = 86_400_000;
const PATH = '/attribution/experiments';
const at = (day: number, hours = 0) => new Date(Date.parse('2026-08-01T00:00:00Z') + day * DAY_MS + hours * 3_600_000).toISOString();

async function begin(key: string, more: object = {}): Promise<void> {
  const plan = { design: 'audience_split', campaign: 'tested', conversionKind: 'signup', windowDays: 7, baseline: 0.1, effect: 0.1 };
  const body = { ...plan, from: '2026-08-01', to: '2026-09-01', ...more };
  expect(await world.send('PUT', `${PATH}/${key}`, { body })).toMatchObject({ status: 200 });
  expect(await world.send('PUT', `${PATH}/${key}/state`, { body: { state: 'running' } })).toMatchObject({ status: 200 });
}
const readout = async (key: string): Promise<Readout> => (await world.send('GET', `${PATH}/${key}/readout`)).json as Readout;

const exposure = (test_: string, arm: string, person: string, more: object = {}) => ({
  id: `${test_}:${person}:${arm}`,
  occurredAt: at(3),
  kind: 'impression',
  campaign: 'tested',
  test: test_,
  arm,
  identity: { userId: `${test_}-${person}` },
  ...more,
});
const signup = (test_: string, person: string, more: object = {}) => ({
  id: `${test_}-of-${person}`,
  occurredAt: at(5),
  kind: 'signup',
  identity: { userId: `${test_}-${person}` },
  ...more,
});

async function send(touchpoints: object[], conversions: object[] = []): Promise<void> {
  for (const [name, items] of Object.entries({ touchpoints, conversions })) {
    for (let start = 0; start < items.length; start += 1_000) {
      const part = items.slice(start, start + 1_000);
      expect((await world.send('POST', `/${name}`, { body: { [name]: part } })).json).toMatchObject({ accepted: part.length });
    }
  }
}
const people = (count: number, from = 0) => Array.from({ length: count }, (_, place) => `p${from + place}`);

describe('an audience', () => {
  test('is compared as assigned: 40 of 200 against 16 of 200, with checks, interval and an answer in words', async () => {
    await begin('lift');
    const [treated, control] = [people(200), people(200, 200)];
    await send(
      [...treated.map((one) => exposure('lift', 'treatment', one)), ...control.map((one) => exposure('lift', 'control', one))],
      [...treated.slice(0, 40), ...control.slice(0, 16)].map((one) => signup('lift', one)),
    );
    const found = await readout('lift');
    expect(found.arms).toMatchObject([
      { name: 'treatment', participants: 200, observed: 200, converted: { count: 40, of: 200 }, outcome: 0.2 },
      { name: 'control', participants: 200, observed: 200, converted: { count: 16, of: 200 }, outcome: 0.08 },
    ]);
    expect(found.checks).toMatchObject({
      sampleRatio: { method: 'chi_square', pValue: 1, isMismatch: false },
      contamination: { count: 0, of: 400, isBeyond: false },
      unassignedTouchpoints: 0,
      isPlanFixedInTime: false,
    });
    expect(found.arms.map(({ converted }) => converted?.low?.toFixed(3))).toEqual(['0.150', '0.050']);
    const [{ difference, incremental, alwaysValid, lift }] = found.comparisons;
    // Newcombe's method 10 for 40/200 - 16/200.
    expect(difference.value).toBeCloseTo(0.12, 12);
    expect([difference.low?.toFixed(3), difference.high?.toFixed(3)]).toEqual(['0.052', '0.188']);
    expect(incremental.value).toBeCloseTo(24, 10);
    expect(lift?.value).toBeCloseTo(1.5, 10);
    expect(alwaysValid.pValue).toBeLessThan(0.05);
    expect(found).toMatchObject({ verdict: 'difference', isFinal: true });
    expect(found.sentences[0]).toMatch(
      /^The ads \(measured by signups\) caused a difference: between \d+(\.\d+)? and \d+(\.\d+)? signups per 1,000/,
    );
    expect(found.sentences.join(' ')).toContain('The plan was fixed after the test had begun');
  });

  test('counts an order once, for whoever any of its records names, and only in the window after the first exposure', async () => {
    await begin('counted', { conversionKind: 'purchase' });
    const touches = [exposure('counted', 'treatment', 'a'), exposure('counted', 'control', 'b'), exposure('counted', 'treatment', 'c')];
    const purchase = (person: string, more: object) =>
      signup('counted', person, { kind: 'purchase', valueMinor: 100, currency: 'USD', ...more });
    const order = { orderId: 'one-order' };
    await send(touches, [
      purchase('a', { ...order, id: 'of-page' }),
      purchase('stranger', { ...order, id: 'of-shop', identity: { emailSha256: 'a'.repeat(64) } }),
      purchase('b', { id: 'before', occurredAt: at(2) }),
      purchase('b', { id: 'too-late', occurredAt: at(10, 1) }),
      purchase('c', { id: 'at-once', occurredAt: at(3) }),
    ]);
    const found = await readout('counted');
    expect(found.arms.map(({ converted }) => converted?.count)).toEqual([2, 0]);
    expect(found).toMatchObject({ verdict: 'not_enough_data' });
    expect(found.sentences[0]).toMatch(
      /^Not enough data yet: 2 with a purchase among 3 participants whose 7 days are over; the plan asks for/,
    );
    expect(found.sentences.join()).not.toContain('caused');
  });

  test('tells nothing before its planned end, nor after an early stop, that holds only when it is read once', async () => {
    await begin('looked-at', { to: '2026-12-01' });
    const [treated, control] = [people(200), people(200, 200)];
    await send(
      [...treated.map((one) => exposure('looked-at', 'treatment', one)), ...control.map((one) => exposure('looked-at', 'control', one))],
      [...treated.slice(0, 70), ...control.slice(0, 16)].map((one) => signup('looked-at', one)),
    );
    const isAnytime = ({ comparisons: [{ difference, incremental, lift, adjusted, alwaysValid }], arms }: Readout) => {
      expect({ low: difference.low, high: difference.high }).toEqual({ low: alwaysValid.low, high: alwaysValid.high });
      expect(incremental.low).toBeCloseTo((alwaysValid.low ?? NaN) * (arms[0].observed ?? NaN), 10);
      expect({ lift, adjusted }).toEqual({ lift: null, adjusted: null });
      expect(arms.map(({ converted }) => [converted?.count, converted?.low, converted?.high])).toEqual([
        [70, null, null],
        [16, null, null],
      ]);
    };
    const running = await readout('looked-at');
    isAnytime(running);
    expect(running).toMatchObject({ verdict: 'difference', isFinal: false });
    expect((await world.send('PUT', `${PATH}/looked-at/state`, { body: { state: 'stopped' } })).status).toBe(200);
    world.database.setNow(Date.parse('2027-01-01T00:00:00Z'));
    const stopped = await readout('looked-at');
    world.database.setNow(NOW_MS);
    isAnytime(stopped);
    expect(stopped).toMatchObject({ verdict: 'difference', isFinal: true });
    expect(stopped.sentences.join(' ')).toContain('stopped early');
  });

  test('value is what is left after refunds, in the currency of the plan', async () => {
    await begin('value', { conversionKind: 'purchase', measure: 'value', currency: 'USD', baseline: 100, deviation: 300, effect: 100 });
    const bought = (person: string, valueMinor: number, currency = 'USD') =>
      signup('value', person, { kind: 'purchase', valueMinor, currency });
    await send(
      [...people(4).map((one) => exposure('value', 'treatment', one)), ...people(4, 4).map((one) => exposure('value', 'control', one))],
      [bought('p0', 1_000), bought('p1', 400), bought('p4', 300), bought('p5', 900, 'EUR')],
    );
    const refund = { refunds: [{ id: 'r', occurredAt: at(6), valueMinor: 200 }] };
    expect((await world.send('POST', '/conversions/value-of-p0/refunds', { body: refund })).status).toBe(202);
    expect((await readout('value')).arms).toMatchObject([{ outcome: 300 }, { outcome: 75 }]);
  });

  test('a split that is not as planned is not read', async () => {
    await begin('broken');
    await send([
      ...people(150).map((one) => exposure('broken', 'treatment', one)),
      ...people(80, 150).map((one) => exposure('broken', 'control', one)),
    ]);
    const found = await readout('broken');
    expect(found).toMatchObject({ verdict: 'assignment_broken', checks: { sampleRatio: { isMismatch: true } } });
    expect(found.sentences[0]).toMatch(/^The split cannot be trusted: treatment has 65.2 % where 50.0 % was planned/);
  });

  test('arms that were not kept apart are not read, and touchpoints of no arm are told of', async () => {
    await begin('mixed');
    const mixed = people(50);
    await send([
      ...mixed.map((one) => exposure('mixed', 'treatment', one)),
      ...people(50, 50).map((one) => exposure('mixed', 'control', one)),
      ...mixed.slice(0, 6).map((one) => exposure('mixed', 'control', one, { occurredAt: at(4) })),
      exposure('mixed', 'of-no-plan', 'p0'),
    ]);
    const found = await readout('mixed');
    expect(found).toMatchObject({
      verdict: 'contaminated',
      checks: { contamination: { count: 6, of: 100, share: 0.06, isBeyond: true }, unassignedTouchpoints: 1 },
    });
    expect(found.sentences[0]).toContain('6.0 % (6 of 100) of participants were exposed in more than one');
  });

  test('exposures outside the time take no part, nor do those after it was stopped, and windows that are open are waited for', async () => {
    await begin('timed', { to: '2026-12-01' });
    await send([
      exposure('timed', 'treatment', 'before', { occurredAt: at(-1) }),
      exposure('timed', 'treatment', 'over'),
      exposure('timed', 'control', 'open', { occurredAt: at(108) }),
    ]);
    const found = await readout('timed');
    expect(found.arms.map(({ participants, observed }) => [participants, observed])).toEqual([
      [1, 1],
      [1, 0],
    ]);
    expect(found.isFinal).toBe(false);
    expect((await world.send('PUT', `${PATH}/timed/state`, { body: { state: 'stopped' } })).status).toBe(200);
    const stopped = await readout('timed');
    expect(Date.parse(stopped.to)).toBeLessThan(Date.parse('2026-12-01'));
  });

  test('named variants are held against their control, each at half of the 5 %', async () => {
    const arms = ['plain', 'half-price', 'two-for-one'].map((name) => ({ name, share: 1 / 3 }));
    await begin('offers', { design: 'variants', arms, control: 'plain' });
    await send(
      arms.flatMap(({ name }, arm) => people(60, 60 * arm).map((one) => exposure('offers', name, one))),
      [...people(20), ...people(22, 60), ...people(50, 120)].map((one) => signup('offers', one)),
    );
    const found = await readout('offers');
    expect(found.comparisons.map(({ arm, against, level }) => [arm, against, level])).toEqual([
      ['half-price', 'plain', 0.975],
      ['two-for-one', 'plain', 0.975],
    ]);
    expect(found.sentences[0]).toMatch(/^No difference shown between "half-price" and "plain": between [\d.]+ less and [\d.]+ signups/);
    expect(found.sentences[1]).toMatch(/^The variant "two-for-one" caused a difference: between/);
  });
});

describe('regions', () => {
  const REGIONS = ['US-CA', 'US-NY', 'US-TX', 'US-WA', 'US-OR', 'US-FL', 'US-NV', 'US-AZ'];
  const inRegions = (kind: string, of: (region: number, isDuring: boolean) => number) =>
    REGIONS.flatMap((region, place) =>
      [false, true].flatMap((isDuring) =>
        Array.from({ length: of(place, isDuring) }, (_, one) => ({
          id: `${kind}/${region}/${isDuring ? 'during' : 'before'}/${one}`,
          occurredAt: at(isDuring ? one % 20 : -1 - (one % 20), 12),
          kind,
          identity: { userId: `${kind}-${region}-${isDuring}-${one}` },
        })),
      ),
    );
  const place = (kind: string) =>
    world.admin.query(`update conversions set region = split_part(id, '/', 2) where tenant_id = $1 and kind = $2 and id like $3`, [
      world.mine.tenantId,
      kind,
      `${kind}/US-%`,
    ]);
  const arms = [
    { name: 'treatment', regions: REGIONS.slice(0, 2) },
    { name: 'control', regions: REGIONS.slice(2) },
  ];
  const plain = { design: 'geo', arms, baseline: undefined, effect: undefined, to: '2026-08-21', windowDays: 1 };

  test('with the ad are held against the growth of those without, and against what those show among themselves', async () => {
    await send(
      [],
      inRegions('install', (region, isDuring) => (isDuring ? (region < 2 ? 90 : 62 + (region % 3)) : 50)),
    );
    await place('install');
    await send([], [{ id: 'install-nowhere', occurredAt: at(2), kind: 'install', identity: { userId: 'nowhere' } }]);
    await begin('geo', { ...plain, conversionKind: 'install' });
    const found = await readout('geo');
    expect(found).toMatchObject({
      verdict: 'difference',
      isFinal: true,
      checks: { sampleRatio: { method: 'not_applicable' }, placelessConversions: 1 },
      aggregate: { observed: 180, units: 8, leastPValue: 1 / 28, pValue: 1 / 28, placebo: { sets: 15 } },
      arms: [{ regions: REGIONS.slice(0, 2), participants: null }, { name: 'control' }],
    });
    expect(found.aggregate?.expected).toBeGreaterThan(122);
    expect(found.aggregate?.expected).toBeLessThan(130);
    expect(found.aggregate?.lift?.low).toBeGreaterThan(0.3);
    expect(found.sentences[0]).toMatch(/^The ads caused a difference: between \d+(\.\d)? and \d+(\.\d)? installs more in all, a lift of/);
  });

  test('exposures in regions that were to have none contaminate the test', async () => {
    const exposed = (region: string, count: number) =>
      Array.from({ length: count }, (_, one) =>
        exposure('none', 'treatment', `${region}-${one}`, { campaign: 'regional', test: undefined, arm: undefined }),
      );
    await send([...exposed('US-CA', 9), ...exposed('US-TX', 1)]);
    await world.admin.query(`update touchpoints set region = substr(id, 6, 5) where tenant_id = $1 and campaign = 'regional'`, [
      world.mine.tenantId,
    ]);
    await begin('spill', { ...plain, conversionKind: 'install', campaign: 'regional' });
    expect(await readout('spill')).toMatchObject({ verdict: 'contaminated', checks: { contamination: { count: 1, of: 10 } } });
  });

  test('that do not differ show nothing, and before the end nothing is said', async () => {
    await send(
      [],
      inRegions('lead', (region, isDuring) => (isDuring ? 60 + ((region * 5) % 7) : 50)),
    );
    await place('lead');
    await begin('flat', { ...plain, conversionKind: 'lead' });
    const found = await readout('flat');
    expect(found.verdict).toBe('no_difference_shown');
    expect(found.sentences[0]).toMatch(/^No difference shown: between [\d.]+ less and [\d.]+ leads more in all is possible/);
    await begin('running', { ...plain, conversionKind: 'lead', to: '2026-12-24' });
    const early = await readout('running');
    expect(early).toMatchObject({ verdict: 'not_enough_data', isFinal: false });
    expect(early.sentences[0]).toMatch(/^Not enough data yet: this design is read once, at its end, in \d+ days/);
    expect(early.sentences[0]).toContain('available on 2026-12-25');
  });

  // All that could tell whoever may stop a test whether now would be a good time.
  const isBlind = ({ aggregate, arms: read, comparisons }: Readout) =>
    aggregate === null && comparisons.length === 0 && read.every(({ outcome }) => outcome === null);

  test('tell no figure of it before the planned end, and when they are stopped early none ever', async () => {
    await begin('hurried', { ...plain, conversionKind: 'install', to: '2026-12-24' });
    const running = await readout('hurried');
    expect(isBlind(running)).toBe(true);
    expect((await world.send('PUT', `${PATH}/hurried/state`, { body: { state: 'stopped' } })).status).toBe(200);
    world.database.setNow(Date.parse('2026-12-24T00:00:00Z'));
    const stopped = await readout('hurried');
    const { factor, incremental, sentences } = (await world.send('GET', `${PATH}/hurried/calibration`)).json as Calibration;
    world.database.setNow(NOW_MS);
    expect(stopped).toMatchObject({ verdict: 'not_enough_data', isFinal: true });
    expect(isBlind(stopped)).toBe(true);
    expect(stopped.sentences[0]).toMatch(
      /^Stopped early: no test is possible, since this design is read once, at its planned end \(2026-12-24\)/,
    );
    expect({ factor, incremental, says: sentences[0] }).toEqual({ factor: null, incremental: null, says: stopped.sentences[0] });
  });

  test('take the place of an order from any record of it, and say of how many orders nobody knows the place', async () => {
    const order = (key: string, region: string | null, page: object = {}) => [
      { ...record(`${key}-shop`, key), valueMinor: 100, currency: 'USD' },
      { ...record(`${key}-page`, key), region, ...page },
    ];
    const record = (id: string, orderId: string) => ({
      id,
      orderId,
      occurredAt: at(2),
      kind: 'subscription',
      identity: { userId: orderId },
    });
    const orders = [
      ...order('ca', 'US-CA'),
      ...order('tx', 'US-TX'),
      // The page's record is of a time outside the test.
      ...order('early', 'US-CA', { occurredAt: at(-40) }),
      ...order('nowhere', null),
      ...order('away', 'DE-BY'),
    ];
    const sent = orders.map((one) => Object.fromEntries(Object.entries(one).filter(([name]) => name !== 'region')));
    expect((await world.send('POST', '/conversions', { body: { conversions: sent } })).json).toMatchObject({ accepted: 10 });
    const { tenantId } = world.mine;
    await world.admin.query(`update conversions set source = 'webhook' where tenant_id = $1 and id like '%-shop'`, [tenantId]);
    for (const one of orders)
      if ('region' in one && one.region !== null)
        await world.admin.query(`update conversions set region = $3, country = left($3, 2) where tenant_id = $1 and id = $2`, [
          tenantId,
          one.id,
          one.region,
        ]);
    await begin('by-order', { ...plain, conversionKind: 'subscription' });
    const found = await readout('by-order');
    expect(found.aggregate?.observed).toBe(2);
    expect(found.checks).toMatchObject({ placelessConversions: 2, unknownPlaceConversions: 1 });
    expect(found.sentences.join(' ')).toContain('2 conversions are of no region of the plan; the place of 1 of them is not known.');
  });
});

test('switching an ad on and off is read pair by pair, without the days that are washed out', async () => {
  const plan = { design: 'switchback', baseline: undefined, effect: undefined, blockDays: 2, washoutDays: 1, to: '2026-08-29' };
  await begin('switched', { conversionKind: 'visit', campaign: 'switched-campaign', ...plan });
  const { plan: planned } = (await world.send('GET', `${PATH}/switched`)).json as { plan: { blocks: { arm: string; from: string }[] } };
  const conversions = planned.blocks.flatMap(({ arm, from }, block) =>
    // 30 on each first day, which is washed out; on the second 8, and 5 or 6 more with the ad.
    [30, arm === 'treatment' ? 13 + (Math.floor(block / 2) % 2) : 8].flatMap((count, day) =>
      Array.from({ length: count }, (_, one) => ({
        id: `switched-${block}-${day}-${one}`,
        occurredAt: new Date(Date.parse(from) + day * DAY_MS + 3_600_000).toISOString(),
        kind: 'visit',
        identity: { userId: `switched-${block}-${day}-${one}` },
      })),
    ),
  );
  await send([], conversions);
  const found = await readout('switched');
  expect(found).toMatchObject({ verdict: 'difference', aggregate: { units: 7, expected: 8, pValue: 2 / 2 ** 7, leastPValue: 2 / 2 ** 7 } });
  expect(found.aggregate?.difference.value).toBeCloseTo(5 + 3 / 7, 10);
  expect(found.aggregate?.incremental.value).toBeCloseTo(7 * 5 + 3, 10);
});
