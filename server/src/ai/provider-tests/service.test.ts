import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestTenant, openTestDatabase, type TestDatabase, type TestTenant } from '../../../test/database.ts';
import { startTestServer, type TestServer } from '../../../test/http.ts';
import { fails, hears, type ModelServer, openModelServer, says } from '../../../test/model-server.ts';
import { inTenant } from '../../platform/tenant-door.ts';
import { ProviderDetails } from '../providers/schema.ts';
import { putProvider } from '../providers/service.ts';
import { audioKindOf, wavMs } from '../transcriptions/audio.ts';
import { toneWav } from './rules.ts';

let database: TestDatabase;
let server: TestServer;
let models: ModelServer;
let tenant: TestTenant;
beforeAll(async () => {
  database = await openTestDatabase();
  [server, models] = [await startTestServer(database.context), await openModelServer()];
});
beforeEach(async () => {
  tenant = await createTestTenant(database.context);
});
afterAll(async () => {
  await server?.close();
  await models?.close();
  await database.close();
});

const PRICES = { inputMicros: 1_000_000, cacheReadMicros: 100_000, cacheWriteMicros: 2_000_000, outputMicros: 10_000_000 };

async function put(more: object = {}): Promise<void> {
  const audioModels = [{ model: 'ears', minuteMicros: 6_000 }];
  const at = { kind: 'openai_compatible', account: 'own', apiKey: 'sk-secret-of-the-tenant', baseUrl: models.url };
  await putProvider(database.context, tenant.actor, 'home', ProviderDetails.parse({ ...at, audioModels, ...more }));
}

const send = (body: object = {}) => server.send('POST', '/api/v1/ai/providers/home/test', { key: tenant.apiKey, body });
const rows = (text: string) => inTenant(database.context.db, tenant.tenantId, (tx) => tx.query<Record<string, unknown>>({ text }));
const usage = () => rows('select provider, model, task, audio_ms::int, cost_micros::int, is_estimate from usage_records order by id');

test('a provider that only hears is sent a second of sound, whose price counts, and what came of it is audited', async () => {
  models.say(hears([], 1));
  await put();
  expect((await send()).json).toEqual({
    isAnswered: true,
    model: 'ears',
    fault: null,
    detail: expect.stringMatching(/^It heard a second of a tone, and answered in the form that is asked for\./),
    status: null,
    calls: 1,
    costMicros: 100,
  });
  const [asked] = models.asked;
  expect(asked.path).toBe('/v1/audio/transcriptions');
  expect(asked.text).toMatch(/name="model"\r\n\r\nears\r\n.*filename="tone\.wav"\r\nContent-Type: audio\/wav\r\n\r\nRIFF/s);
  const used = { provider: 'home', model: 'ears', task: 'provider_test', audio_ms: 1_000, cost_micros: 100, is_estimate: false };
  expect(await usage()).toEqual([used]);
  const [entry] = await rows(`select after from audit_log where action = 'ai_provider.test'`);
  expect(entry.after).toMatchObject({ isAnswered: true, model: 'ears', fault: null, calls: 1, costMicros: 100 });
});

test('a model that hears is asked by its name where there are others for texts', async () => {
  models.say(hears([[0, 1, ' Beep.']], 1));
  await put({ models: [{ model: 'llama', prices: PRICES }] });
  expect((await send({ model: 'ears' })).json).toMatchObject({ isAnswered: true, model: 'ears' });
  expect((await send()).json).toMatchObject({ model: 'llama' });
  expect(models.asked.map(({ path }) => path)).toEqual(['/v1/audio/transcriptions', '/v1/chat/completions']);
});

test.each([
  ['a key that is wrong', fails(401), {}, { fault: 'rejected', status: 401, calls: 1, costMicros: 0 }],
  ['an answer in another form', says('text/html', '<p>Welcome</p>'), {}, { fault: 'unreadable', calls: 1, costMicros: 100 }],
  ['a provider that is switched off', hears([], 1), { isEnabled: false }, { fault: 'not_allowed', calls: 0, costMicros: 0 }],
  ['a cap that is reached', hears([], 1), { monthlyCapCents: 0 }, { fault: 'cap_reached', calls: 0, costMicros: 0 }],
])('%s is said in words, and costs what it used', async (_why, reply, more, outcome) => {
  models.say(reply);
  await put(more);
  const { json, text } = await send();
  expect(json).toMatchObject({ isAnswered: false, model: 'ears', detail: expect.stringMatching(/\w+ .*\.$/), ...outcome });
  expect(text).not.toContain('secret');
});

test('a model that the provider does not have is not asked', async () => {
  models.say(hears([], 1));
  await put();
  expect((await send({ model: 'nobody' })).json).toMatchObject({ isAnswered: false, model: 'nobody', fault: 'not_allowed', calls: 0 });
  expect(models.asked).toHaveLength(0);
});

test('the tone is a WAV of one second that is soft and no silence', () => {
  const wav = toneWav();
  expect(audioKindOf(wav)).toBe('wav');
  expect(wavMs(wav, wav.length - 44)).toBe(1_000);
  const samples = new Int16Array(wav.buffer.slice(wav.byteOffset + 44, wav.byteOffset + wav.length));
  expect(samples).toHaveLength(16_000);
  expect(Math.max(...samples)).toBe(3_277);
  expect(Math.min(...samples)).toBe(-3_277);
});
