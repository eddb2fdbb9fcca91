import { afterAll, beforeAll, expect, test } from 'vitest';
import { startEdgeServer } from '../src/api/edge-server.ts';
import type { Context } from '../src/platform/context.ts';
import { edgeKeysOf } from '../src/platform/edge-key.ts';
import { pixelKeysOf, pixelTokenOf } from '../src/platform/pixel-token.ts';
import { openSpool } from '../src/platform/spool.ts';
import { pixelTaker } from '../src/tracking/exposures/service.ts';
import { refreshSnapshots } from '../src/tracking/snapshots/service.ts';
import { openUpstream, pullSnapshot, pushSpool } from '../src/tracking/upstream/service.ts';
import { ask, createPublicAddresses, inOwnFolder, openPatientEdge, type PublicAddresses } from './edge-world.ts';
import { startTestServer, type TestServer } from './http.ts';
import { openWorld, type World } from './world.ts';

const TAKERS = { pixel: pixelTaker() };
const [OLD, NEW] = ['old', 'new'].map((name) => edgeKeysOf({ sealingKey: Buffer.alloc(32, name) }).edgeKey);

let world: World;
let ids: PublicAddresses;
let place: { context: Context; remove(): Promise<void> };
let main: TestServer;
beforeAll(async () => {
  world = await openWorld();
  ids = await createPublicAddresses(world.database.context, world.mine);
  // The main installation while its secret changes: the new key, and the one before it.
  const own = inOwnFolder({ ...world.database.context, clock: () => Date.now(), edgeKey: NEW, previousEdgeKey: OLD });
  place = own;
  const edge = openPatientEdge(own.context, own.folder);
  await refreshSnapshots(own.context, 'system', edge.snapshots);
  main = await startTestServer(own.context, { edge, takers: TAKERS });
});
afterAll(async () => {
  await main.close();
  await place.remove();
  await world.close();
});

/** A redirector with these keys: asks it for a pixel with this token, then has it hand over; resolves with what the impression says. */
async function impressionBy(keys: { edgeKey: Buffer; previousEdgeKey?: Buffer }, token: string): Promise<unknown> {
  const own = inOwnFolder({ ...place.context, previousEdgeKey: undefined, ...keys });
  const edge = openPatientEdge(own.context, own.folder);
  const upstream = openUpstream(own.context, main.url);
  await pullSnapshot(upstream, 'system', edge.snapshots);
  expect(edge.snapshots.find(ids.link)).toMatchObject({ kind: 'link' });
  const server = await startEdgeServer(edge, { host: '127.0.0.1', port: 0 });
  await ask(server.url, `/i.gif?p=${ids.pixel}&k=${token}&did=${token}`, { headers: { 'x-forwarded-for': '203.0.113.9' } });
  await server.close();
  await pushSpool(upstream, 'system');
  expect(await own.context.spool.waiting()).toEqual([]);
  await own.remove();
  const text = `select metadata ->> 'pixel' as pixel from touchpoints
                where tenant_id = $1 and kind = 'impression' order by id desc limit 1`;
  return (await world.admin.query<{ pixel: string }>(text, [world.mine.tenantId])).rows[0]?.pixel;
}

const tokenBy = (edgeKey: Buffer) => pixelTokenOf(pixelKeysOf({ edgeKey })[0], ids.pixel);

test('while the edge key changes, redirectors with the old one, the new one and both are answered, and lose nothing', async () => {
  expect(await impressionBy({ edgeKey: OLD }, tokenBy(OLD))).toBe('proven');
  expect(await impressionBy({ edgeKey: NEW, previousEdgeKey: OLD }, tokenBy(OLD))).toBe('proven');
  expect(await impressionBy({ edgeKey: NEW, previousEdgeKey: OLD }, tokenBy(NEW))).toBe('proven');
  expect(await impressionBy({ edgeKey: NEW }, tokenBy(NEW))).toBe('proven');
  expect(await impressionBy({ edgeKey: NEW }, tokenBy(OLD))).toBe('unproven');
});

test('what a redirector kept under the old key it hands over under the new one', async () => {
  const before = inOwnFolder({ ...place.context, edgeKey: OLD, previousEdgeKey: undefined });
  await before.context.spool.append('{"kept":"before"}');
  await before.context.spool.close();
  const keys = { edgeKey: NEW, previousEdgeKey: OLD };
  const { clock, log } = place.context;
  const spool = openSpool({ dataDir: before.folder, secrets: keys, maxBytes: 2 ** 20, clock, log });
  expect(await spool.waiting()).toHaveLength(1);
  await pushSpool(openUpstream({ ...place.context, ...keys, spool }, main.url), 'system');
  expect(await spool.waiting()).toEqual([]);
  await spool.close();
  await before.remove();
});

test('a redirector with a key that is neither is turned away, and keeps what it has', async () => {
  const own = inOwnFolder({ ...place.context, edgeKey: Buffer.alloc(32, 9), previousEdgeKey: undefined });
  const upstream = openUpstream(own.context, main.url);
  await own.context.spool.append('{"mine":1}');
  await expect(pushSpool(upstream, 'system')).rejects.toThrow('401');
  await expect(pullSnapshot(upstream, 'system', openPatientEdge(own.context, own.folder).snapshots)).rejects.toThrow('401');
  expect(await own.context.spool.waiting()).toHaveLength(1);
  await own.remove();
});
