import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkPaths } from '../src/attribution/path-checks/service.ts';
import { MOST_DEVICES } from '../src/attribution/paths/match.ts';
import { inTenant } from '../src/platform/tenant-door.ts';
import { streamExposuresIn } from '../src/tracking/observations/service.ts';
import { keysOfShare } from '../src/tracking/shares/rules.ts';
import { shareTouchpoint } from '../src/tracking/shares/service.ts';
import { openWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
  await world.send('PUT', '/placements/p-split', { body: PLACEMENT });
  await world.send('POST', '/touchpoints', { body: { touchpoints } });
  await world.send('POST', '/conversions', { body: { conversions } });
  await world.drain();
});
afterAll(() => world.close());

const touch = (id: string, arm: string | undefined, identity: object, more: object = {}) => ({
  id,
  kind: 'impression',
  occurredAt: '2026-11-10T11:00:00Z',
  campaign: 'split',
  show: 'daily',
  placement: 'p-split',
  ...(arm === undefined ? {} : { test: 'is-told-nowhere-else', arm }),
  identity,
  ...more,
});
const PLACEMENT = { campaign: 'split', show: 'daily', position: 'mid_roll', kind: 'dynamic', bookedImpressions: 10 };
const HOME = '198.51.100.40';
const CROWDED = '198.51.100.50';
const touchpoints = [
  touch('heard', 'treatment', { userId: 'listener' }),
  touch('variant', 'half-price', { userId: 'other-listener' }),
  touch('plain', undefined, { ip: HOME, userAgent: 'one' }),
  touch('kept-away', 'control', { userId: 'nobody' }),
  touch('beside', 'control', { ip: HOME, userAgent: 'two' }, { kind: 'download' }),
  touch('heard-by-many', 'treatment', { ip: CROWDED, userAgent: 'shop' }),
  ...Array.from({ length: MOST_DEVICES }, (_, device) =>
    touch(`many-${device}`, 'control', { ip: CROWDED, userAgent: `device ${device}` }),
  ),
];
const UNHEARD = touchpoints.filter((one) => 'arm' in one && one.arm === 'control').length;
const sale = (id: string, identity: object) => ({
  id,
  occurredAt: '2026-11-12T10:00:00Z',
  kind: 'purchase',
  valueMinor: 100,
  currency: 'USD',
  identity,
});
const conversions = [
  sale('of-listener', { userId: 'listener' }),
  sale('of-other', { userId: 'other-listener' }),
  sale('of-home', { ip: HOME, userAgent: 'three' }),
  sale('of-nobody', { userId: 'nobody' }),
  sale('of-crowd', { ip: CROWDED, userAgent: 'buyer' }),
];

const get = async <Answer>(path: string) => {
  const { status, json } = await world.send('GET', path);
  expect(status).toBe(200);
  return json as Answer;
};
const pathOf = async (id: string) =>
  (
    await world.admin.query<{ touchpoint_ids: string[] }>('select touchpoint_ids from paths where tenant_id = $1 and conversion_id = $2', [
      world.mine.tenantId,
      id,
    ])
  ).rows[0].touchpoint_ids;

test('touchpoints of a control arm earn nothing, without any experiment on record; other arms, named variants too, earn', async () => {
  const { rows } = await get<{ rows: { key: string; conversions: number }[] }>(
    '/attribution/report?groupBy=campaign&model=linear&currency=USD',
  );
  expect(rows.find(({ key }) => key === 'split')).toMatchObject({ conversions: 3 });
  expect(await pathOf('of-listener')).toEqual(['heard']);
  expect(await pathOf('of-other')).toEqual(['variant']);
  expect(await pathOf('of-home')).toEqual(['plain']);
  expect(await pathOf('of-nobody')).toEqual([]);
  expect(await get('/attribution/conversions/of-nobody/explanation?model=linear')).toMatchObject({ touchpoints: [] });
});

test('devices of a control arm still tell that an address is shared by many', async () => {
  expect(await pathOf('of-crowd')).toEqual([]);
});

test('the nightly check finds no difference', async () => {
  const found = await checkPaths(world.database.context, 'system', world.mine.tenantId);
  expect(found).toMatchObject({ verdict: 'same', differenceCount: 0, unsettled: 0, uncheckable: 0 });
  expect(found.conversions).toBeGreaterThanOrEqual(conversions.length);
});

test('a waterfall that adds up says which exposures were of a control arm', async () => {
  interface Fall {
    kind: string;
    received: number;
    exposures: number;
    usable: number;
    matched: number;
    filtered: { reason: string; requests: number }[];
    evidence: { evidence: string; received: number; exposures: number }[];
  }
  const { exposures } = await get<{ exposures: Fall[] }>('/tracking/waterfall?campaign=split');
  expect(exposures).toMatchObject([
    {
      kind: 'impression',
      received: touchpoints.length - 1,
      exposures: 4,
      usable: 4,
      matched: 3,
      unaccounted: 0,
      filtered: [{ reason: 'control_arm', requests: UNHEARD - 1 }],
      evidence: [{ evidence: 'reported', received: touchpoints.length - 1, exposures: 4 }],
    },
    { kind: 'download', received: 1, exposures: 0, filtered: [{ reason: 'control_arm', requests: 1 }] },
  ]);
});

test('whatever counts ads that were heard leaves them out', async () => {
  const reach = await get<{ rows: { key: string }[] }>('/attribution/analytics/reach?groupBy=campaign&from=2026-11-01&to=2026-11-20');
  expect(reach.rows.find(({ key }) => key === 'split')).toMatchObject({ impressions: 4, reach: 2 });
  expect(await get('/placements/p-split/pacing')).toMatchObject({ delivered: 4 });
  const { context } = world.database;
  const streamed = async () => {
    let count = 0;
    await inTenant(context.db, world.mine.tenantId, (tx) =>
      streamExposuresIn(tx, 'campaign', MOST_DEVICES, ({ unit }) => {
        if (unit === 'split') count += 1;
      }),
    );
    return count;
  };
  expect(await streamed()).toBe(4);
});

test('no share learns of them', () => {
  const hashing = { shareId: 'a-share', campaign: 'split', kinds: undefined, ...keysOfShare(Buffer.alloc(32, 1)) };
  const sharedOf = (arm?: string) => shareTouchpoint([hashing], { campaign: 'split', arm, identity: { userId: 'listener' } })?.length;
  expect([undefined, 'treatment', 'half-price'].map(sharedOf)).toEqual([1, 1, 1]);
  expect(sharedOf('control')).toBeUndefined();
});
