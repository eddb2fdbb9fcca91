import { afterAll, beforeAll, expect, test } from 'vitest';
import { inOwnFolder, openPatientEdge, PHONE } from '../../../test/edge-world.ts';
import { openWorld, type World } from '../../../test/world.ts';
import type { EdgeAnswer } from '../edge/schema.ts';
import { answerLink, type Edge } from '../edge/service.ts';
import type { SnapshotEntry } from './schema.ts';
import { lookUpEntry, refreshSnapshots } from './service.ts';

let world: World;
let place: ReturnType<typeof inOwnFolder<World['database']['context']>>;
/** What is done between looking an id up and hearing of it. */
let meanwhile: () => Promise<unknown> = async () => undefined;
let edge: Edge;
beforeAll(async () => {
  world = await openWorld();
  place = inOwnFolder(world.database.context);
  edge = openPatientEdge(place.context, place.folder, async (publicId): Promise<SnapshotEntry | undefined> => {
    const found = await lookUpEntry(place.context, 'system', publicId);
    await meanwhile();
    return found;
  });
  await refresh();
});
afterAll(async () => {
  await place.remove();
  await world.close();
});

const refresh = () => refreshSnapshots(place.context, 'system', edge.snapshots);
const details = { campaign: 'spring', destination: 'https://shop.example.com/offer' };
async function create(key: string): Promise<string> {
  return ((await world.send('PUT', `/links/${key}`, { body: details })).json as { publicId: string }).publicId;
}
const remove = (key: string) => world.send('DELETE', `/links/${key}`);

let askers = 0;
/** Follows a link from an address that did not ask before. */
const follow = (publicId: string): Promise<EdgeAnswer> => {
  const socket = { remoteAddress: `203.0.113.${(askers += 1)}` };
  return answerLink(edge, 'public', { method: 'GET', url: `/l/${publicId}`, headers: { 'user-agent': PHONE }, socket });
};
const NOWHERE = { code: 'not_found' };

test('a link that was looked up leads on until it is deleted, also when it came and went between two snapshots', async () => {
  const publicId = await create('brief');
  expect((await follow(publicId)).status).toBe(302);
  await remove('brief');
  await refresh();
  await expect(follow(publicId)).rejects.toMatchObject(NOWHERE);
});

test('a link that is deleted while its look-up is under way leads on no longer than that', async () => {
  const publicId = await create('late');
  meanwhile = async () => {
    await remove('late');
    await refresh();
  };
  expect((await follow(publicId)).status).toBe(302);
  meanwhile = async () => undefined;
  await expect(follow(publicId)).rejects.toMatchObject(NOWHERE);
});
