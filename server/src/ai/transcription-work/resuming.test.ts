import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { mp3Of } from '../../../test/audio-files.ts';
import { createTestTenant, NOW_MS, openTestDatabase, type TestDatabase, type TestTenant } from '../../../test/database.ts';
import { startTestServer, type TestServer } from '../../../test/http.ts';
import { hangs, hears, type ModelServer, openModelServer } from '../../../test/model-server.ts';
import { expireReservations, listSpendIn } from '../../metering/spend/service.ts';
import { inTenant } from '../../platform/tenant-door.ts';
import { ProviderDetails } from '../providers/schema.ts';
import { putProvider } from '../providers/service.ts';
import type { Transcription } from '../transcriptions/schema.ts';
import { PART_BYTES } from '../transcriptions/schema.ts';
import { transcribeWaiting } from './service.ts';

/** Almost eleven minutes: two pieces. */
const LONG = mp3Of(25_000);
/** What the first piece costs, ten minutes, and the second, 53 seconds. */
const PIECE_MICROS = 59_998;
const NEXT_MICROS = 5_309;
const SAID = hears([[1, 2, 'Said at one second.']], undefined);

let database: TestDatabase;
let server: TestServer;
let models: ModelServer;
let tenant: TestTenant;
let id: string;
beforeAll(async () => {
  database = await openTestDatabase();
  [server, models] = [await startTestServer(database.context), await openModelServer()];
});
afterAll(async () => {
  await server?.close();
  await models?.close();
  await database.close();
});

async function send(method: string, path: string, body?: object): Promise<Transcription> {
  const { status, json, text } = await server.send(method, `/api/v1/ai/transcriptions${path}`, { key: tenant.apiKey, body });
  expect(status, text).toBeLessThan(300);
  return json as Transcription;
}

/** Sends a file of two pieces. */
beforeEach(async () => {
  database.setNow(NOW_MS);
  tenant = await createTestTenant(database.context);
  const audioModels = [{ model: 'ears', minuteMicros: 6_000 }];
  const at = { kind: 'openai_compatible', account: 'own', baseUrl: models.url, audioModels, monthlyCapCents: 100 };
  await putProvider(database.context, tenant.actor, 'home', ProviderDetails.parse(at));
  await server.send('PUT', '/api/v1/episodes/ep-1', { key: tenant.apiKey, body: { name: 'One' } });
  ({ id } = await send('POST', '', { episode: 'ep-1', source: 'upload', bytes: LONG.length }));
  for (let part = 0; part * PART_BYTES < LONG.length; part += 1)
    await send('PUT', `/${id}/parts/${part}`, {
      base64: LONG.subarray(part * PART_BYTES, (part + 1) * PART_BYTES).toString('base64'),
    });
});

const spent = async () => {
  const { meters } = await inTenant(database.context.db, tenant.tenantId, (tx) => listSpendIn(database.context, tx));
  return meters.get('home');
};
const get = () => send('GET', `/${id}`);
const step = (signal?: AbortSignal) => transcribeWaiting(database.context, 'system', tenant.tenantId, signal);

/** Ends the work while the second piece is being heard, as the end of a process does. */
async function cutOff(): Promise<void> {
  models.say(SAID, hangs());
  // Cut into pieces, and the first one heard.
  await step();
  await step();
  expect(await get()).toMatchObject({ state: 'transcribing', pieces: 2, heardPieces: 1, calls: 1, costMicros: PIECE_MICROS });
  const stop = new AbortController();
  const cut = step(stop.signal).catch(() => false);
  await expect.poll(() => models.asked.length).toBe(2);
  expect(await spent()).toEqual({ usedMicros: PIECE_MICROS, reservedMicros: NEXT_MICROS });
  stop.abort();
  expect(await cut).toBe(false);
}

test('cut off in the middle of a piece, it goes on at that piece: what was heard is neither asked for nor paid for again', async () => {
  await cutOff();
  expect(await get()).toMatchObject({ state: 'transcribing', heardPieces: 1, calls: 1, failure: null });
  models.say(SAID);
  while (await step());
  expect(models.asked).toHaveLength(1);
  const end = await get();
  expect(end).toMatchObject({ state: 'done', calls: 2, pieces: null, costMicros: PIECE_MICROS + NEXT_MICROS });
  const { json } = await server.send('GET', `/api/v1/ai/transcripts/${end.transcriptId}/segments`, { key: tenant.apiKey });
  expect((json as { items: object[] }).items).toMatchObject([{ startMs: 1_000 }, { startMs: 600_980 }]);
});

test('the money of the piece that was cut off is given back within two minutes, and what was heard stays counted', async () => {
  await cutOff();
  expect(await spent()).toEqual({ usedMicros: PIECE_MICROS, reservedMicros: NEXT_MICROS });
  database.setNow(NOW_MS + 120_000);
  expect(await expireReservations(database.context, 'system')).toBeGreaterThan(0);
  expect(await spent()).toEqual({ usedMicros: PIECE_MICROS, reservedMicros: 0 });
  models.say(SAID);
  while (await step());
  const { costMicros } = await get();
  expect(await spent()).toEqual({ usedMicros: costMicros, reservedMicros: 0 });
});

test('while a piece is being heard no other process hears it, too', async () => {
  models.say(SAID, hangs());
  await step();
  await step();
  const stop = new AbortController();
  const first = step(stop.signal).catch(() => false);
  await expect.poll(() => models.asked.length).toBe(2);
  expect(await step()).toBe(false);
  expect(models.asked).toHaveLength(2);
  stop.abort();
  await first;
});
