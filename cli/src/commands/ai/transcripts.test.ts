import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { emptyFolder, run, runJson, type Server, startServer } from '../../../test/program.ts';

const AD = [
  'This episode is brought to you by Lumen Lamps, the lamps that make every room look wonderful.',
  'Lumen Lamps has free shipping, and listeners get twenty percent off their first order with our code.',
  'Go to lumenlamps.com slash garden and use code GLOW20 at checkout to save on your first order today.',
  'That is lumenlamps.com slash garden, promo code GLOW20, terms and conditions apply, see site for details.',
];
const TALK = [
  'The soil in Vermont is heavy, and tomatoes need compost before the first frost comes around.',
  'I think that Maria Fuller grows the best tomatoes that I have seen in any garden of this valley.',
  'You put the compost into the soil in spring, and then you water the seedlings every morning.',
  'Then he found a gun under the old bed, which was not what they had been looking for.',
];
const SAID = [...AD, ...Array.from({ length: 25 }, () => TALK).flat()];
const TEXT = JSON.stringify(SAID.map((text, place) => ({ start: 8 * place, end: 8 * place + 8, text })));

let folder: string;
let server: Server;
let apiKey: string;

async function send(method: string, path: string, body?: object): Promise<unknown> {
  const { status, json } = await server.send(method, path, apiKey, body);
  if (status >= 300) throw new Error(`${method} ${path}: ${JSON.stringify(json)}`);
  return json;
}

beforeAll(async () => {
  folder = emptyFolder();
  server = await startServer(folder);
  ({ apiKey } = await runJson<{ apiKey: string }>(['tenants', 'create', '--name', 'Network', '--slug', 'network'], { folder }));
  for (const episode of ['ep-1', 'ep-2', 'ep-3']) await send('PUT', `/episodes/${episode}`, { name: null });
  await send('PUT', '/advertisers/lumen', { name: 'Lumen Lamps' });
  writeFileSync(join(folder, 'show.json'), TEXT);
});
afterAll(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const transcripts = (...words: string[]) => run(['ai', 'transcripts', ...words, '--tenant', 'network'], { folder });

async function printed(...words: string[]): Promise<string> {
  const { code, out, err } = await transcripts(...words);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return out;
}

const stateOf = async (id: string) => ((await send('GET', `/ai/transcripts/${id}`)) as { analysis: string }).analysis;

/** A transcript that was added by the API, once the server has analysed it. */
async function analysed(episode: string): Promise<string> {
  const { id } = (await send('POST', '/ai/transcripts', { episode, source: 'upload', text: TEXT })) as { id: string };
  await expect.poll(() => stateOf(id), { timeout: 50_000 }).toBe('done');
  return id;
}

test('a file becomes the transcript of an episode and is analysed', async () => {
  const added = await printed('add', 'ep-1', join(folder, 'show.json'), '--language', 'en');
  expect(added).toMatch(/^[0-9a-f-]{36} {2}ep-1 {2}upload {2}version 1 {2}json {2}104 segments {2}0:13:52 {2}analysis (done|waiting)\n$/);
  const [id] = added.split(' ');
  await expect.poll(() => stateOf(id), { timeout: 40_000 }).toBe('done');
});

test('a capture is kept beside the episode’s file, and names what it is', async () => {
  const copy = ['--copy', 'capture', '--captured-at', '2026-11-01T09:00:00Z', '--copy-note', 'by phone'];
  const added = await printed('add', 'ep-3', join(folder, 'show.json'), ...copy);
  expect(added).toContain('  ep-3  upload  capture 2026-11-01T09:00:00.000Z "by phone"  version 1  ');
  await printed('remove', added.split(' ')[0]);
});

test('what was found in a transcript is shown, each with how far it can be relied on', async () => {
  const shown = await printed('show', await analysed('ep-2'));
  expect(shown).toMatch(/^Ads: 1\n {2}0:00:00 to \d:\d\d:\d\d {2}pre roll {2}(unsure|produced) {2}Lumen Lamps {2}confidence [01]\.\d\d$/m);
  expect(shown).toMatch(/^Keywords \(weak\): .*Maria Fuller 2\d/m);
  expect(shown).toMatch(/^Topics \(weak\):\n {2}Home & Garden \(IAB 274\) {2}\d+ % of the programme, likely\n {4}Gardening/m);
  expect(shown).toMatch(/^Named \(weak\):\n {2}person: Maria Fuller 2\d/m);
  expect(shown).toMatch(/^Summary \(weak\), word for word:\n {2}\d:/m);
  expect(shown).toMatch(/^Brand safety \(weak\): arms 25$/m);
  expect(shown).toMatch(/^Chapters \(weak\):\n {2}0:00:00 {2}/m);
});

test('transcripts are listed, those of one episode alone too', async () => {
  const id = await analysed('ep-2');
  expect(await printed('list', '--episode', 'ep-2')).toMatch(new RegExp(`^${id} {2}ep-2 .* analysis done\n$`));
  expect(await printed('list', '--episode', 'other')).toBe('There are no transcripts.\n');
});

test('a transcript that is removed is gone', async () => {
  const id = await analysed('ep-3');
  expect(await printed('remove', id)).toBe(`The transcript ${id} is removed.\n`);
  expect(await transcripts('show', id)).toMatchObject({ code: 1, err: expect.stringContaining('There is no such transcript.') });
});

test.each([
  [['add', 'ep-1'], 'a FILE, or --feed, or --url ADDRESS, one of them'],
  [['add', 'ep-1', 'none.vtt', '--feed'], 'one of them'],
  [['add', 'ep-1', 'none.vtt'], 'There is no file'],
  [['add', 'ep-1', '--feed', '--language', 'in English'], 'language: must be a language'],
  [['add', 'ep-1', '--url', 'https://127.0.0.1/', '--copy', 'capture'], 'capturedAt: belongs to the copy "capture"'],
  [['add', 'never', '--url', 'https://127.0.0.1/'], 'The transcript cannot be read'],
  [['add', 'ep-1', '--feed'], 'The feed names no transcript'],
  [['show', 'x'], '"x" is no id of a transcript'],
])('%j is refused with the reason', async (words, reason) => {
  expect(await transcripts(...words)).toMatchObject({ code: 1, out: '', err: expect.stringContaining(reason) });
});
