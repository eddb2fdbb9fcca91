import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestTenant, openTestDatabase, type TestDatabase, type TestTenant } from '../../../test/database.ts';
import { type FeedServer, feedText, openFeedServer } from '../../../test/feed-server.ts';
import { startTestServer, type TestServer } from '../../../test/http.ts';
import type { Show } from '../../catalog/shows/schema.ts';
import { inTenant } from '../../platform/tenant-door.ts';
import type { EpisodeTranscript } from '../transcripts/schema.ts';
import { importFedTranscripts } from './service.ts';

let database: TestDatabase;
let server: TestServer;
let feeds: FeedServer;
let tenant: TestTenant;
beforeAll(async () => {
  database = await openTestDatabase();
  [server, feeds] = [await startTestServer(database.context), await openFeedServer()];
});
afterAll(async () => {
  await server?.close();
  await feeds?.close();
  await database.close();
});

let nowMs: number;
let mark = 0;
beforeEach(async () => {
  tenant = await createTestTenant(database.context);
  nowMs = Date.parse('2026-11-21T08:00:00Z');
  database.setNow(nowMs);
  mark += 1;
});

const vtt = (text: string) => `WEBVTT\n\n00:01.000 --> 00:02.000\n${text}\n`;
const at = (path: string) => `/${mark}${path}`;
const named = (path: string) => `<podcast:transcript url="${feeds.url(at(path))}" type="text/vtt"/>`;
const asked = (path: string) => feeds.received.filter((one) => one.path === at(path)).length;

async function send<Body>(method: string, path: string, body?: object): Promise<Body> {
  const { status, text, json } = await server.send(method, `/api/v1${path}`, { key: tenant.apiKey, body });
  expect(status, text).toBeLessThan(300);
  return json as Body;
}

async function follow(items: Parameters<typeof feedText>[1]): Promise<void> {
  feeds.answer(at('/feed'), feedText('A show', items));
  await send('POST', '/shows', { feedUrl: feeds.url(at('/feed')), key: 'show' });
}
const change = (body: object) => send<Show>('PATCH', '/shows/show', body);
const read = (items: Parameters<typeof feedText>[1]) => {
  feeds.answer(at('/feed'), feedText('A show', items));
  return send<Show>('POST', '/shows/show/refresh', {});
};
const transcripts = async () => (await send<{ items: EpisodeTranscript[] }>('GET', '/ai/transcripts')).items;

async function importAll(): Promise<number> {
  let count = 0;
  while (await importFedTranscripts(database.context, 'system', tenant.tenantId)) count += 1;
  return count;
}
const pass = (minutes: number) => database.setNow((nowMs += minutes * 60_000));

test('nothing is asked for until the show says so; then those of its episodes are, each is kept and waits to be analysed', async () => {
  feeds.answer(at('/one.vtt'), vtt('The first.'));
  await follow([{ guid: 'one', more: named('/one.vtt') }, { guid: 'none' }]);
  expect(await importAll()).toBe(0);
  expect(asked('/one.vtt')).toBe(0);
  expect(await change({ importsTranscripts: true })).toMatchObject({
    importsTranscripts: true,
    transcriptImports: { waiting: 1, failing: 0, problem: null },
  });
  expect(await importAll()).toBe(1);
  expect(await transcripts()).toMatchObject([
    { episode: 'one', source: 'feed', url: feeds.url(at('/one.vtt')), version: 1, analysis: 'waiting', createdBy: 'system' },
  ]);
  expect(await send('GET', '/shows/show')).toMatchObject({ transcriptImports: { waiting: 0, failing: 0 } });
});

test('an episode that the feed comes to name is read once, also when the feed is read again, and again when it names another', async () => {
  feeds.answer(at('/one.vtt'), vtt('The first.'));
  feeds.answer(at('/two.vtt'), vtt('The second.'));
  feeds.answer(at('/two-better.vtt'), vtt('The second, mended.'));
  const one = { guid: 'one', more: named('/one.vtt') };
  await follow([one]);
  await change({ importsTranscripts: true });
  await importAll();
  await read([{ guid: 'two', more: named('/two.vtt') }, one]);
  expect(await importAll()).toBe(1);
  await read([{ guid: 'three' }, { guid: 'two', more: named('/two.vtt') }, one]);
  expect(await importAll()).toBe(0);
  expect([asked('/one.vtt'), asked('/two.vtt')]).toEqual([1, 1]);
  await read([{ guid: 'two', more: named('/two-better.vtt') }, one]);
  expect(await importAll()).toBe(1);
  expect((await transcripts()).map(({ episode, version }) => [episode, version])).toEqual([
    ['two', 2],
    ['one', 1],
  ]);
});

test('one that cannot be had is tried five times with longer pauses, says why, and rests until the feed names another', async () => {
  const refused = { guid: 'one', more: named('/gone.vtt') };
  feeds.answer(at('/gone.vtt'), (_request, response) => void response.writeHead(503).end());
  feeds.answer(at('/well.vtt'), vtt('Well.'));
  await follow([refused]);
  await change({ importsTranscripts: true });
  expect(await importAll()).toBe(1);
  expect((await send<Show>('GET', '/shows/show')).transcriptImports).toEqual({
    waiting: 1,
    failing: 1,
    problem: expect.stringContaining('503'),
  });
  pass(9);
  expect(await importAll()).toBe(0);
  pass(4);
  expect(await importAll()).toBe(1);
  pass(13);
  expect(await importAll()).toBe(0);
  for (let tries = 2; tries < 5; tries += 1) {
    pass(24 * 60);
    expect(await importAll()).toBe(1);
  }
  pass(7 * 24 * 60);
  expect(await importAll()).toBe(0);
  expect(asked('/gone.vtt')).toBe(5);
  expect((await send<Show>('GET', '/shows/show')).transcriptImports).toMatchObject({ waiting: 0, failing: 1 });
  await read([{ guid: 'one', more: named('/well.vtt') }]);
  expect(await importAll()).toBe(1);
  expect((await send<Show>('GET', '/shows/show')).transcriptImports).toEqual({ waiting: 0, failing: 0, problem: null });
});

test('of an archive only the 50 newest are read', async () => {
  feeds.answer(at('/any.vtt'), vtt('Any.'));
  await follow(Array.from({ length: 60 }, (_, place) => ({ guid: `ep-${place}`, more: named('/any.vtt') })));
  expect((await change({ importsTranscripts: true })).transcriptImports).toMatchObject({ waiting: 50 });
});

test('what waits is forgotten when the show says so no more; what is kept stays', async () => {
  feeds.answer(at('/one.vtt'), vtt('The first.'));
  await follow([{ guid: 'one', more: named('/one.vtt') }]);
  await change({ importsTranscripts: true });
  expect(await change({ importsTranscripts: false })).toMatchObject({ importsTranscripts: false, transcriptImports: null });
  await read([
    { guid: 'two', more: named('/one.vtt') },
    { guid: 'one', more: named('/one.vtt') },
  ]);
  expect(await importAll()).toBe(0);
  await change({ importsTranscripts: true });
  expect(await importAll()).toBe(2);
  await change({ importsTranscripts: false });
  expect(await transcripts()).toHaveLength(2);
  const rows = await inTenant(database.context.db, tenant.tenantId, (tx) =>
    tx.query<{ after: object }>({ text: `select after from audit_log where action = 'show.change' order by seq` }),
  );
  expect(rows.map(({ after }) => after)).toEqual([true, false, true, false].map((importsTranscripts) => ({ importsTranscripts })));
});

test('another tenant has none of it, whatever it follows', async () => {
  feeds.answer(at('/one.vtt'), vtt('The first.'));
  await follow([{ guid: 'one', more: named('/one.vtt') }]);
  await change({ importsTranscripts: true });
  const other = await createTestTenant(database.context);
  expect(await importFedTranscripts(database.context, 'system', other.tenantId)).toBe(false);
  expect((await server.send('PATCH', '/api/v1/shows/show', { key: other.apiKey, body: { importsTranscripts: true } })).status).toBe(404);
});
