import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, type World } from '../../../test/world.ts';
import type { Page } from '../../platform/paging.ts';
import type { PacingPage, PlacementPacing, PlacementPacingDetail } from './schema.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
  await book('baked', { kind: 'baked_in' });
  await book('inserted', { kind: 'dynamic' });
  const touchpoints = [
    touch('d-1', 'download', 'baked', { occurredAt: '2026-11-02T00:00:00Z', metadata: { evidence: 'host_log_bytes' } }),
    touch('d-2', 'download', 'baked', { occurredAt: '2026-11-10T23:59:59.999Z', metadata: { evidence: 'prefix_request' } }),
    touch('d-3', 'download', 'baked', { metadata: { evidence: 'prefix_request' } }),
    touch('d-4', 'download', 'baked', { occurredAt: '2026-11-11T00:00:00Z' }),
    touch('i-1', 'impression', 'baked'),
    touch('i-2', 'impression', 'inserted'),
    touch('i-3', 'click', 'inserted'),
    touch('i-4', 'impression', 'somewhere-else'),
  ];
  const { accepted } = (await world.send('POST', '/touchpoints', { body: { touchpoints } })).json as { accepted: number };
  if (accepted !== touchpoints.length) throw new Error(`only ${accepted} were accepted`);
});
afterAll(() => world.close());

const touch = (id: string, kind: string, placement: string, more: object = {}) => ({
  id,
  kind,
  placement,
  occurredAt: '2026-11-05T10:00:00Z',
  identity: { userId: id },
  ...more,
});

async function book(key: string, more: object): Promise<void> {
  const details = {
    campaign: 'paced',
    show: 'a-show',
    position: 'mid_roll',
    startsOn: '2026-11-02',
    endsOn: '2026-11-10',
    bookedImpressions: 10,
  };
  expect((await world.send('PUT', `/placements/${key}`, { body: { ...details, ...more } })).status).toBe(200);
}

const pacing = async (key: string) => (await world.send('GET', `/placements/${key}/pacing`)).json as PlacementPacingDetail;

test('a baked-in placement is delivered by the downloads that name it, day by day, with what they rest on', async () => {
  const found = await pacing('baked');
  expect(found).toMatchObject({ counted: 'download', delivered: 3, deliveredOutside: 1, state: 'ended', expected: 10, paceRatio: 0.3 });
  expect(found.makeGood).toEqual({ impressions: 7, valueMinor: null, currency: null });
  expect(found.days).toEqual([
    { day: '2026-11-02', delivered: 1 },
    { day: '2026-11-05', delivered: 1 },
    { day: '2026-11-10', delivered: 1 },
  ]);
  expect(found.evidence).toEqual([
    { evidence: 'prefix_request', delivered: 2 },
    { evidence: 'host_log_bytes', delivered: 1 },
  ]);
});

test('a dynamic one is delivered by its impressions alone', async () => {
  const found = await pacing('inserted');
  expect(found).toMatchObject({ counted: 'impression', delivered: 1, deliveredOutside: 0 });
  expect(found.evidence).toEqual([{ evidence: 'reported', delivered: 1 }]);
});

test('placements are listed with the same figures, a page at a time, by campaign', async () => {
  const first = (await world.send('GET', '/tracking/pacing?campaign=paced&limit=1')).json as Page<PlacementPacing>;
  const second = (await world.send('GET', `/tracking/pacing?campaign=paced&limit=1&cursor=${first.nextCursor}`))
    .json as Page<PlacementPacing>;
  const { days: _days, evidence: _evidence, ...baked } = await pacing('baked');
  expect(first.items).toEqual([baked]);
  expect(second.items.map(({ placement, delivered }) => [placement, delivered])).toEqual([['inserted', 1]]);
  expect(second.nextCursor).toBeNull();
});

test("another tenant's touchpoints under the same key count for nothing here, and its placements are not there", async () => {
  const theirs = { key: world.theirs.apiKey };
  await world.send('POST', '/touchpoints', { body: { touchpoints: [touch('theirs', 'impression', 'inserted')] }, ...theirs });
  expect((await pacing('inserted')).delivered).toBe(1);
  expect((await world.send('GET', '/placements/inserted/pacing', theirs)).status).toBe(404);
});

test('a campaign that the catalogue does not know is told, and one that it knows is not', async () => {
  const read = async (campaign: string) => (await world.send('GET', `/tracking/pacing?campaign=${campaign}`)).json as PacingPage;
  expect((await read('paced')).unknown).toEqual([]);
  expect(await read('pased')).toMatchObject({ items: [], unknown: [{ pointer: '/campaign' }] });
});
