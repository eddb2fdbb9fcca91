import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { mp3Of } from '../../../test/audio-files.ts';
import { createTestTenant, openTestDatabase, type TestDatabase, type TestTenant } from '../../../test/database.ts';
import { startTestServer, type TestServer } from '../../../test/http.ts';
import {
  breaksOff,
  cutJson,
  fails,
  floods,
  hears,
  type ModelServer,
  openModelServer,
  type Reply,
  says,
} from '../../../test/model-server.ts';
import { inTenant } from '../../platform/tenant-door.ts';
import { ProviderDetails } from '../providers/schema.ts';
import { putProvider } from '../providers/service.ts';
import type { Transcription } from '../transcriptions/schema.ts';
import { transcribeWaiting } from './service.ts';

/** Twenty-five minutes: three pieces. */
const LONG = mp3Of(57_500);
const SHORT = mp3Of(380);
const SHORT_MS = 9_927;

let database: TestDatabase;
let server: TestServer;
let models: ModelServer;
let spare: ModelServer;
let files: Server;
let fileUrl: string;
let served: { status: number; body: Buffer };
beforeAll(async () => {
  database = await openTestDatabase();
  server = await startTestServer(database.context);
  [models, spare] = [await openModelServer(), await openModelServer()];
  files = createServer((_request, response) => void response.writeHead(served.status, { 'content-type': 'audio/mpeg' }).end(served.body));
  await new Promise<void>((listening) => void files.listen(0, '127.0.0.1', listening));
  fileUrl = `http://127.0.0.1:${(files.address() as AddressInfo).port}/episode.mp3`;
});
afterAll(async () => {
  files?.close();
  await server?.close();
  await models?.close();
  await spare?.close();
  await database.close();
});

let tenant: TestTenant;
beforeEach(async () => {
  tenant = await createTestTenant(database.context);
  served = { status: 200, body: SHORT };
  await send('PUT', '/episodes/ep-1', { name: 'One' });
});

async function send(method: string, path: string, body?: object, key = tenant.apiKey) {
  return server.send(method, `/api/v1${path}`, { key, body });
}

async function put(key: string, more: object = {}): Promise<void> {
  const audioModels = [{ model: 'ears', minuteMicros: 6_000 }];
  const details = {
    kind: 'openai_compatible',
    account: 'own',
    apiKey: 'sk-secret-of-the-tenant',
    baseUrl: models.url,
    audioModels,
    ...more,
  };
  await putProvider(database.context, tenant.actor, key, ProviderDetails.parse(details));
}

async function begin(more: object = {}): Promise<Transcription> {
  const { status, json, text } = await send('POST', '/ai/transcriptions', { episode: 'ep-1', source: 'address', url: fileUrl, ...more });
  expect(status, text).toBe(202);
  return json as Transcription;
}

const get = async (id: string) => (await send('GET', `/ai/transcriptions/${id}`)).json as Transcription;

async function work(): Promise<void> {
  while (await transcribeWaiting(database.context, 'system', tenant.tenantId));
}

async function done(id: string): Promise<Transcription> {
  await work();
  return get(id);
}

const rows = (text: string) => inTenant(database.context.db, tenant.tenantId, (tx) => tx.query<Record<string, unknown>>({ text }));
const usage = () => rows('select provider, model, audio_ms::int, cost_micros::int, is_estimate from usage_records order by id');
const segmentsOf = async (id: string | null) => ((await send('GET', `/ai/transcripts/${id}/segments`)).json as { items: object[] }).items;

test('a file on the web is fetched, heard, kept as a transcript with who heard it, and analysed; its bytes are forgotten', async () => {
  await put('home');
  models.say(
    hears(
      [
        [0, 4, ' Hello.'],
        [4, 9.5, ' And back.'],
      ],
      9.92,
    ),
  );
  const copy = { copy: 'capture', capturedAt: '2026-11-01T09:00:00Z', copyNote: 'by phone' };
  const { id, state } = await begin({ ...copy, language: 'en-GB' });
  expect(state).toBe('waiting');
  const end = await done(id);
  expect(end).toMatchObject({
    state: 'done',
    failure: null,
    bytes: SHORT.length,
    audioMs: SHORT_MS,
    heardMs: SHORT_MS,
    provider: 'home',
    model: 'ears',
    calls: 1,
    costMicros: 992,
  });
  const { json } = await send('GET', `/ai/transcripts/${end.transcriptId}`);
  expect(json).toMatchObject({
    episode: 'ep-1',
    source: 'audio',
    url: fileUrl,
    language: 'en-GB',
    copy: 'capture',
    capturedAt: '2026-11-01T09:00:00.000Z',
    copyNote: 'by phone',
    method: 'speech_recognition',
    provider: 'home',
    model: 'ears',
    timing: 'stated',
    analysis: 'waiting',
  });
  expect(await segmentsOf(end.transcriptId)).toMatchObject([
    { startMs: 0, endMs: 4_000, text: 'Hello.' },
    { startMs: 4_000, endMs: 9_500, text: 'And back.' },
  ]);
  expect(await usage()).toEqual([{ provider: 'home', model: 'ears', audio_ms: 9_920, cost_micros: 992, is_estimate: false }]);
  expect(await rows('select 1 from transcription_audio')).toEqual([]);
  const [asked] = models.asked;
  expect(asked.path).toBe('/v1/audio/transcriptions');
  expect(asked.headers.authorization).toBe('Bearer sk-secret-of-the-tenant');
  expect(asked.headers['content-type']).toMatch(/^multipart\/form-data; boundary=/);
  expect(asked.text).toMatch(
    /name="model"\r\n\r\nears\r\n.*name="response_format"\r\n\r\nverbose_json\r\n.*name="language"\r\n\r\nen\r\n/s,
  );
  expect(asked.text).toMatch(/name="file"; filename="audio\.mp3"\r\nContent-Type: audio\/mpeg\r\n\r\n/);
  const audit = await rows(`select action, actor from audit_log where target = '${id}' order by seq`);
  expect(audit).toMatchObject([{ action: 'transcription.create' }, { action: 'transcription.done', actor: 'system' }]);
});

test('a long MP3 is heard in pieces whose times go on, and nothing that was paid for is heard again after a failure', async () => {
  served.body = LONG;
  await put('home');
  const said = hears([[1, 2, 'Said at one second.']], undefined);
  models.say(said, fails(401));
  const { id } = await begin();
  const failed = await done(id);
  expect(failed).toMatchObject({
    state: 'failed',
    failure: expect.stringContaining('home, ears: It does not take the call'),
    calls: 2,
    heardMs: 599_980,
  });
  expect(models.asked).toHaveLength(2);
  models.say(said);
  expect((await send('POST', `/ai/transcriptions/${id}/retry`, {})).json).toMatchObject({ state: 'waiting', failure: null });
  const end = await done(id);
  expect(models.asked).toHaveLength(2);
  expect(end).toMatchObject({ state: 'done', calls: 4, audioMs: end.heardMs });
  expect(await segmentsOf(end.transcriptId)).toMatchObject([{ startMs: 1_000 }, { startMs: 600_980 }, { startMs: 1_200_961 }]);
  expect((await usage()).map(({ cost_micros }) => cost_micros)).toEqual([59_998, 0, 59_999, expect.any(Number)]);
  expect((await send('POST', `/ai/transcriptions/${id}/retry`, {})).json).toMatchObject({ state: 'done' });
});

test('a file is sent in parts, in any order and again, and heard once it is whole', async () => {
  await put('home');
  models.say(hears([[0, 1, 'Sent.']], 60));
  const bytes = mp3Of(3_000);
  const { id, state } = await begin({ source: 'upload', url: undefined, bytes: bytes.length });
  expect(state).toBe('expecting');
  const part = (place: number) => ({ base64: bytes.subarray(place * 1_048_576, (place + 1) * 1_048_576).toString('base64') });
  const putPart = (place: number, body: object) => send('PUT', `/ai/transcriptions/${id}/parts/${place}`, body);
  expect(await putPart(0, part(1))).toMatchObject({ status: 400, json: { errors: [{ pointer: '/base64' }] } });
  expect((await putPart(2, part(0))).status).toBe(400);
  expect((await putPart(1, part(1))).json).toMatchObject({ state: 'expecting', receivedBytes: bytes.length - 1_048_576 });
  expect((await putPart(1, part(1))).json).toMatchObject({ state: 'expecting', receivedBytes: bytes.length - 1_048_576 });
  expect((await putPart(0, part(0))).json).toMatchObject({ state: 'waiting', receivedBytes: bytes.length });
  expect((await putPart(0, part(0))).status).toBe(409);
  expect(await done(id)).toMatchObject({ state: 'done', url: null, audioMs: 78_367 });
  expect((await rows('select source, url from transcripts')).at(0)).toEqual({ source: 'audio', url: null });
});

test('an episode’s file is the one that the catalogue knows', async () => {
  await put('home');
  const refused = await send('POST', '/ai/transcriptions', { episode: 'ep-1', source: 'enclosure' });
  expect(refused).toMatchObject({ status: 400, json: { errors: [{ pointer: '/source' }] } });
  await rows(`update episodes set enclosure_url = '${fileUrl}' where key = 'ep-1'`);
  models.say(hears([[0, 1, 'Of the catalogue.']], 9.9));
  const { id } = await begin({ source: 'enclosure', url: undefined });
  expect(await done(id)).toMatchObject({ state: 'done', url: fileUrl });
});

const HOSTILE: [string, Reply, string][] = [
  ['a refusal of the key', fails(401), 'the key, the name of the model or the address is wrong. (401)'],
  ['cut JSON', cutJson(), 'Its answer breaks off'],
  ['a connection that breaks off', breaksOff(), 'Its answer breaks off'],
  ['a page in place of JSON', says('text/html', '<!doctype html><p>Hello</p>'), 'Its answer breaks off'],
  ['a huge answer', floods(), 'Its answer breaks off'],
  ['segments that are none', says('application/json', '{"segments":[{"start":"a"}]}'), 'Its answer breaks off'],
];

describe('a provider that answers badly', () => {
  test.each(HOSTILE)('%s leaves the next one to hear all of it', async (_what, reply) => {
    await put('first');
    await put('second', { position: 1, baseUrl: spare.url });
    models.say(reply);
    spare.say(hears([[0, 1, 'Heard by the second.']], 9.9));
    const { id } = await begin();
    expect(await done(id)).toMatchObject({ state: 'done', provider: 'second', calls: 2 });
    expect(models.asked).toHaveLength(1);
  });

  test.each(HOSTILE)(
    '%s fails with a sentence when nobody else may hear, and the vendor’s words are not told',
    async (_what, reply, sentence) => {
      await put('first');
      models.say(reply);
      const { id } = await begin();
      const end = await done(id);
      expect(end).toMatchObject({ state: 'failed', failure: expect.stringContaining(sentence), transcriptId: null });
      expect(JSON.stringify(end)).not.toContain('sk-secret');
    },
  );

  test('is asked again after 429 and 500, three times in all, and what failed costs nothing', async () => {
    await put('first');
    models.say(fails(429, { 'retry-after': '0' }), fails(503), hears([[0, 1, 'At last.']], 9));
    const { id } = await begin();
    expect(await done(id)).toMatchObject({ state: 'done', calls: 3 });
    expect((await usage()).map(({ cost_micros }) => cost_micros)).toEqual([0, 0, 900]);
    models.say(fails(500));
    expect(await done((await begin()).id)).toMatchObject({ state: 'failed', calls: 3 });
  });
});

test('hears nothing beyond a cap, without a price, or at a private address of nobody’s naming', async () => {
  await put('capped', { monthlyCapCents: 0 });
  models.say(hears([[0, 1, 'x']], 1));
  expect(await done((await begin()).id)).toMatchObject({ state: 'failed', failure: expect.stringContaining('reached'), calls: 0 });
  await put('capped', { kind: 'openai', isEnabled: true, apiKey: 'sk-secret-of-the-tenant', audioModels: [{ model: 'nobody-knows' }] });
  expect(await done((await begin()).id)).toMatchObject({ state: 'failed', failure: expect.stringContaining('Nobody knows what') });
  await put('capped', { baseUrl: 'http://192.168.7.7/v1' });
  expect(await done((await begin()).id)).toMatchObject({ state: 'failed', failure: expect.stringContaining('not on the public internet') });
  expect(models.asked).toEqual([]);
  expect(await rows('select sum(reserved_micros)::int as reserved from spend_meters')).toEqual([{ reserved: 0 }]);
});

test.each([
  ['a page', { status: 200, body: Buffer.from('<!doctype html><p>Sign in</p>') }, 'This is no audio that can be heard'],
  ['nothing', { status: 200, body: Buffer.alloc(0) }, 'answers with nothing'],
  ['404', { status: 404, body: SHORT }, 'The host answers 404'],
  [
    'a long M4A',
    { status: 200, body: Buffer.concat([Buffer.from('\0\0\0 ftypM4A ', 'latin1'), Buffer.alloc(24_000_001)]) },
    'only an MP3 can be cut',
  ],
])('an address that answers with %s fails with what helps, and nobody is asked', async (_what, answer, sentence) => {
  await put('home');
  models.say(hears([], 1));
  served = answer;
  const end = await done((await begin()).id);
  expect(end).toMatchObject({ state: 'failed', failure: expect.stringContaining(sentence) });
  expect(models.asked).toEqual([]);
});

test('silence becomes no transcript', async () => {
  await put('home');
  models.say(hears([], 9.9));
  expect(await done((await begin()).id)).toMatchObject({
    state: 'failed',
    failure: expect.stringContaining('Nothing was said'),
    costMicros: 990,
  });
  expect(await rows('select 1 from transcripts')).toEqual([]);
});

test('another form of answer is read by its own rules, and times of a plain text are estimated', async () => {
  for (const [answer, body, timing] of [
    ['vtt', 'WEBVTT\n\n00:01.000 --> 00:02.000\nA cue.\n', 'stated'],
    ['text', 'Just words.', 'estimated'],
  ] as const) {
    await put('home', { audioModels: [{ model: 'ears', answer, minuteMicros: 0 }] });
    models.say(says('text/plain', body));
    const { transcriptId, costMicros } = await done((await begin({ copy: 'creative', copyNote: answer })).id);
    expect(costMicros).toBe(0);
    expect((await send('GET', `/ai/transcripts/${transcriptId}`)).json).toMatchObject({ timing, segmentCount: 1 });
  }
});

test('what is given up is heard no more, and another tenant sees and changes none of it', async () => {
  await put('home');
  models.say(hears([[0, 1, 'x']], 1));
  const { id } = await begin();
  const other = await createTestTenant(database.context);
  for (const [method, path, body] of [
    ['GET', '', undefined],
    ['DELETE', '', undefined],
    ['POST', '/retry', {}],
    ['PUT', '/parts/0', { base64: 'QUJD' }],
  ] as const)
    expect((await send(method, `/ai/transcriptions/${id}${path}`, body, other.apiKey)).status).toBe(404);
  expect((await send('DELETE', `/ai/transcriptions/${id}`)).status).toBe(204);
  await work();
  expect(models.asked).toEqual([]);
  expect((await send('GET', '/ai/transcriptions')).json).toEqual({ items: [], nextCursor: null });
});

test('nothing is begun where nobody can hear, or of what is not there', async () => {
  const create = (body: object) => send('POST', '/ai/transcriptions', { episode: 'ep-1', source: 'address', url: fileUrl, ...body });
  expect(await create({})).toMatchObject({ status: 409, json: { detail: expect.stringContaining('audioModels') } });
  await put('home');
  for (const [pointer, body] of [
    ['/provider', { provider: 'other' }],
    ['/model', { model: 'other' }],
    ['/episode', { episode: 'never' }],
    ['/url', { url: undefined }],
    ['/bytes', { source: 'upload', url: undefined }],
    ['/capturedAt', { copy: 'capture' }],
  ] as const)
    expect(await create(body)).toMatchObject({ status: 400, json: { errors: [{ pointer }] } });
  for (let place = 0; place < 20; place += 1) await begin();
  expect((await create({})).status).toBe(409);
});
