import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestTenant, openTestDatabase, type TestDatabase, type TestTenant } from '../../../test/database.ts';
import { fails, hears, type ModelServer, openModelServer, type Reply } from '../../../test/model-server.ts';
import { listSpendIn } from '../../metering/spend/service.ts';
import type { Context } from '../../platform/context.ts';
import { inTenant } from '../../platform/tenant-door.ts';
import { ProviderDetails } from '../providers/schema.ts';
import { putProvider } from '../providers/service.ts';
import { hear, type Hearing } from './service.ts';

const CAP_CENTS = 3;
const CAP_MICROS = 30_000;
const MINUTE_MICROS = 6_000;
const HEARER = { provider: 'home', audio: { model: 'ears', answer: 'verbose_json' } } as const;

let database: TestDatabase;
let models: ModelServer;
let tenant: TestTenant;
beforeAll(async () => {
  database = await openTestDatabase();
  models = await openModelServer();
});
beforeEach(async () => {
  tenant = await createTestTenant(database.context);
  const audioModels = [{ model: 'ears', minuteMicros: MINUTE_MICROS }];
  const at = { kind: 'openai_compatible', account: 'own', baseUrl: models.url, audioModels, monthlyCapCents: CAP_CENTS };
  await putProvider(database.context, tenant.actor, 'home', ProviderDetails.parse(at));
});
afterAll(async () => {
  await models?.close();
  await database.close();
});

/** The same context over 64 connections, so that the database alone decides who comes first. */
function withConnections(count: number): { context: Context; end: () => Promise<void> } {
  const types = (database.context.db.app.options as pg.PoolConfig).types;
  const app = new pg.Pool({ connectionString: database.urls.app, max: count, types });
  return { context: { ...database.context, db: { ...database.context.db, app } }, end: () => app.end() };
}

const bytes = Buffer.from('sound');
const hearing = (mostMs: number): Hearing => ({
  task: 'transcription',
  fileName: 'audio.mp3',
  type: 'audio/mpeg',
  byteLength: bytes.length,
  async *read() {
    yield bytes;
  },
  mostMs,
  isExact: true,
  language: null,
  timeoutMs: 60_000,
});

const spent = async () => {
  const { meters } = await inTenant(database.context.db, tenant.tenantId, (tx) => listSpendIn(database.context, tx));
  return meters.get('home') ?? { usedMicros: 0, reservedMicros: 0 };
};

/** What a length costs, as a call for it is paid. */
const priceOf = (ms: number) => Math.ceil((ms * MINUTE_MICROS) / 60_000);

test('64 calls for audio at once over 64 connections never spend more than the cap, also not while they last', async () => {
  const { context, end } = withConnections(64);
  let most = 0;
  // Each third states half of what was sent, each fifth fails and costs nothing.
  let calls = 0;
  const answer = async (...told: Parameters<Reply>): Promise<void> => {
    calls += 1;
    const reply = calls % 5 === 0 ? fails(400) : hears([[0, 1, 'Said.']], calls % 3 === 0 ? 30 : 60);
    const { usedMicros, reservedMicros } = await spent();
    most = Math.max(most, usedMicros + reservedMicros);
    reply(...told);
  };
  models.say((...told) => void answer(...told));
  const ask = () => hear(context, 'system', tenant.tenantId, { hearer: HEARER, hearing: hearing(60_000) });
  const ends = await Promise.all(Array.from({ length: 64 }, ask));
  await end();
  const refused = ends.filter(({ fault }) => fault === 'cap_reached');
  const total = ends.reduce((sum, { costMicros }) => sum + costMicros, 0);
  expect(refused.length).toBeGreaterThan(0);
  expect(refused.every((one) => one.calls === 0 && one.costMicros === 0)).toBe(true);
  expect(models.asked).toHaveLength(64 - refused.length);
  expect(ends.filter(({ heard }) => heard).length).toBeGreaterThanOrEqual(4);
  expect(await spent()).toEqual({ usedMicros: total, reservedMicros: 0 });
  expect(total).toBeLessThanOrEqual(CAP_MICROS);
  expect(most).toBeGreaterThan(0);
  expect(most).toBeLessThanOrEqual(CAP_MICROS);
});

test('calls of many lengths, one after the other or at once, cost what the answers state and stop before the cap', async () => {
  const lengths = Array.from({ length: 64 }, (_, place) => 7_000 + place * 911);
  models.say(hears([[0, 1, 'Said.']], undefined));
  const ends = await Promise.all(
    lengths.map((ms) => hear(database.context, 'system', tenant.tenantId, { hearer: HEARER, hearing: hearing(ms) })),
  );
  for (const [place, { heard, fault, costMicros }] of ends.entries()) {
    expect(costMicros).toBe(heard ? priceOf(lengths[place]) : 0);
    if (!heard) expect(fault).toBe('cap_reached');
  }
  const { usedMicros, reservedMicros } = await spent();
  expect(reservedMicros).toBe(0);
  expect(usedMicros).toBe(ends.reduce((sum, { costMicros }) => sum + costMicros, 0));
  expect(usedMicros).toBeLessThanOrEqual(CAP_MICROS);
  // There was room for nothing that was refused but what was set aside for others at that moment.
  expect(usedMicros).toBeGreaterThan(CAP_MICROS / 2);
});
