import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { openTestDatabase, createTestTenant, NOW_MS, type TestDatabase } from '../../../test/database.ts';
import { createPublicIdIn } from '../../catalog/publicids/service.ts';
import { newId } from '../../platform/chance.ts';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { readAside, retryAside, spoolStatus } from '../../platform/spool-aside.ts';
import { inTenant } from '../../platform/tenant-door.ts';
import { publicRequestOf, spoolRequest } from '../edge/service.ts';
import type { PublicRequestKind, PublicRequestTakers } from '../edge/schema.ts';
import { drainSpool, takePublicRecords } from './service.ts';

let database: TestDatabase;
let context: Context;
let tenantId: string;
let pixel: string;
beforeAll(async () => {
  database = await openTestDatabase();
  ({ context } = database);
  ({ tenantId } = await createTestTenant(context));
  pixel = await inTenant(context.db, tenantId, (tx) => createPublicIdIn(tx, 'pixel', 'a-placement'));
});
afterEach(async () => {
  database.setNow(NOW_MS);
  await drainSpool(context, 'system', { pixel: async () => undefined });
  await retryAside(context.spool);
  await drainSpool(context, 'system', { pixel: async () => undefined });
});
afterAll(() => database.close());

const arriving = {
  method: 'GET',
  url: '/i.gif?p=x',
  headers: { 'user-agent': 'Player/1', 'sec-gpc': '1' },
  socket: { remoteAddress: '203.0.113.9' },
};

async function send(kind: PublicRequestKind = 'pixel', publicId = pixel, url = arriving.url): Promise<string> {
  const request = publicRequestOf(context, { ...arriving, url }, { kind, publicId });
  await spoolRequest(context, 'public', request);
  return request.id;
}

test('a request reaches who takes its kind with everything it said, and what its public id means', async () => {
  const id = await send();
  const seen: unknown[] = [];
  const counts = await drainSpool(context, 'system', { pixel: async (_context, requests) => void seen.push(...requests) });
  expect(counts).toEqual({ taken: 1, unknown: 0, refused: 0, aside: 0 });
  expect(seen).toMatchObject([
    {
      tenantId,
      target: 'a-placement',
      request: {
        id,
        kind: 'pixel',
        publicId: pixel,
        method: 'GET',
        target: '/i.gif?p=x',
        ip: '203.0.113.9',
        receivedAt: new Date(NOW_MS).toISOString(),
        headers: { 'user-agent': 'Player/1', 'sec-gpc': '1' },
      },
    },
  ]);
  expect((await spoolStatus(context.spool)).waiting).toBe(0);
});

test('a request to an id that means nothing, or something of another kind, is counted and dropped', async () => {
  await send('pixel', '000000000000');
  await send('link');
  expect(await drainSpool(context, 'system', { pixel: async () => undefined })).toEqual({ taken: 0, unknown: 2, refused: 0, aside: 0 });
});

test('what fails for a reason of the moment waits, and is handed over again with its own id', async () => {
  const id = await send();
  const down: PublicRequestTakers = { pixel: () => Promise.reject(new AppError('unavailable', 'The database is down.')) };
  await expect(drainSpool(context, 'system', down)).rejects.toMatchObject({ code: 'unavailable' });
  expect((await spoolStatus(context.spool)).waiting).toBe(1);
  const seen: string[] = [];
  await drainSpool(context, 'system', {
    pixel: async (_context, requests) => void seen.push(...requests.map(({ request }) => request.id)),
  });
  expect(seen).toEqual([id]);
});

test('one that cannot be done is found among its neighbours and put aside; they are taken', async () => {
  const ids: string[] = [];
  for (let place = 0; place < 9; place++) ids.push(await send('pixel', pixel, place === 5 ? '/i.gif?poison' : '/i.gif'));
  const taken: string[] = [];
  const counts = await drainSpool(context, 'system', {
    pixel: async (_context, requests) => {
      if (requests.some(({ request }) => request.target.includes('poison'))) throw new Error('it is poison');
      taken.push(...requests.map(({ request }) => request.id));
    },
  });
  expect(counts).toEqual({ taken: 8, unknown: 0, refused: 0, aside: 1 });
  expect(taken.toSorted()).toEqual(ids.filter((_, place) => place !== 5).toSorted());
  const aside = await readAside(context.spool);
  expect(aside).toMatchObject([{ reason: 'it is poison', attempts: 1 }]);
  expect(aside[0].record).toContain(ids[5]);
});

test('what is aside is tried again ever less often, then only when a person asks, and is gone once it is done', async () => {
  await send();
  let attempts = 0;
  const failing: PublicRequestTakers = {
    pixel: async () => {
      attempts += 1;
      throw new TypeError(`attempt ${attempts}`);
    },
  };
  await drainSpool(context, 'system', failing);
  await drainSpool(context, 'system', failing);
  expect(attempts).toBe(1);
  for (let day = 1; day <= 6; day++) {
    database.setNow(NOW_MS + day * 86_400_000);
    await drainSpool(context, 'system', failing);
  }
  expect(attempts).toBe(6);
  expect(await readAside(context.spool)).toMatchObject([{ reason: 'attempt 6', attempts: 6 }]);
  expect(await retryAside(context.spool)).toEqual({ records: 1, segments: 0 });
  await drainSpool(context, 'system', { pixel: async () => undefined });
  expect(await readAside(context.spool)).toEqual([]);
});

test('the same request handed over again stands aside once, and after seven days it is given up and counted as lost', async () => {
  const record = JSON.stringify(publicRequestOf(context, arriving, { kind: 'pixel', publicId: pixel }));
  const failing: PublicRequestTakers = { pixel: () => Promise.reject(new TypeError('a fault of ours')) };
  for (let time = 0; time < 3; time++) await takePublicRecords(context, 'system', failing, [record]);
  expect(await readAside(context.spool)).toHaveLength(1);
  const lost = context.spool.counts().lost;
  database.setNow(NOW_MS + 8 * 86_400_000);
  await drainSpool(context, 'system', failing);
  expect(await readAside(context.spool)).toEqual([]);
  expect(context.spool.counts().lost).toBe(lost + 1);
});

test('what is no request is put aside and never lost, as is one that nobody takes', async () => {
  await context.spool.append('no JSON at all');
  await context.spool.append(JSON.stringify({ id: newId(), kind: 'prefix' }));
  await send();
  expect(await drainSpool(context, 'system', {})).toEqual({ taken: 0, unknown: 0, refused: 0, aside: 3 });
  expect((await readAside(context.spool)).map(({ reason }) => reason).toSorted()).toEqual([
    'Nothing here takes requests of the kind "pixel".',
    'This is no public request of this version.',
    'This is no public request of this version.',
  ]);
});
