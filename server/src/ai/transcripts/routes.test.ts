import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { feedText } from '../../../test/feed-server.ts';
import { openWorld, type World } from '../../../test/world.ts';
import { EpisodeTranscript, TranscriptSegment } from './schema.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const PATH = '/ai/transcripts';
const SRT = '1\n00:00:01,000 --> 00:00:02,000\nAnn: Hello.\n\n2\n00:00:03,000 --> 00:00:04,500\nBye.\n';

/** An episode that is in the catalogue and has no transcript yet. */
async function newEpisode(key: string): Promise<string> {
  expect((await world.send('PUT', `/episodes/${key}`, { body: { name: `Called ${key}` } })).status).toBe(200);
  return key;
}

const add = (body: object, headers: Record<string, string> = {}) => world.send('POST', PATH, { body, headers });

async function added(body: object): Promise<EpisodeTranscript> {
  const { status, json, text } = await add(body);
  expect(status, text).toBe(201);
  return EpisodeTranscript.parse(json);
}

async function segmentsOf(id: string, query = ''): Promise<{ items: TranscriptSegment[]; nextCursor: string | null }> {
  return (await world.send('GET', `${PATH}/${id}/segments${query}`)).json as { items: TranscriptSegment[]; nextCursor: string | null };
}

describe('a transcript that is sent', () => {
  test('is kept with its episode, and says what was said', async () => {
    const episode = await newEpisode('sent');
    const transcript = await added({ episode, source: 'upload', text: SRT, language: 'en' });
    const origin = { episode, episodeName: 'Called sent', source: 'upload', url: null, language: 'en', format: 'srt', timing: 'stated' };
    expect(transcript).toMatchObject({ ...origin, version: 1, segmentCount: 2, durationMs: 4_500, warnings: [] });
    expect((await world.send('GET', `${PATH}/${transcript.id}`)).json).toEqual(transcript);
    expect((await world.send('GET', `${PATH}?episode=${episode}`)).json).toEqual({ items: [transcript], nextCursor: null });
    expect(await segmentsOf(transcript.id)).toEqual({
      items: [
        { startMs: 1_000, endMs: 2_000, text: 'Hello.', speaker: 'Ann', sentiment: null },
        { startMs: 3_000, endMs: 4_500, text: 'Bye.', speaker: null, sentiment: null },
      ],
      nextCursor: null,
    });
  });

  test('stays the same version with the same content, and becomes the next one with another', async () => {
    const episode = await newEpisode('again');
    const first = await added({ episode, source: 'upload', text: SRT });
    expect(await added({ episode, source: 'upload', text: SRT })).toMatchObject({ id: first.id, version: 1, changedAt: first.changedAt });
    const second = await added({ episode, source: 'upload', text: 'Only this was said.' });
    expect(second).toMatchObject({ id: first.id, version: 2, format: 'text', timing: 'estimated', segmentCount: 1 });
    expect(second.contentSha256).not.toBe(first.contentSha256);
    expect((await segmentsOf(first.id)).items.map(({ text }) => text)).toEqual(['Only this was said.']);
  });

  test('of a creative or a capture stands beside the one of the episode, and each is kept apart by its time and note', async () => {
    const episode = await newEpisode('copies');
    const upload = { episode, source: 'upload', text: SRT };
    const file = await added(upload);
    expect(file).toMatchObject({ copy: 'episode_file', capturedAt: null, copyNote: null, method: 'given', provider: null, model: null });
    const first = { ...upload, copy: 'capture', capturedAt: '2026-11-01T10:00:00+01:00', copyNote: 'by phone' };
    const capture = await added(first);
    expect(capture).toMatchObject({ copy: 'capture', capturedAt: '2026-11-01T09:00:00.000Z', copyNote: 'by phone', version: 1 });
    const others = [
      await added({ ...first, capturedAt: '2026-11-02T09:00:00Z' }),
      await added({ ...first, copyNote: 'in Lyon' }),
      await added({ ...upload, copy: 'creative' }),
    ];
    expect(new Set([file, capture, ...others].map(({ id }) => id)).size).toBe(5);
    expect(await added({ ...first, text: 'Another text.' })).toMatchObject({ id: capture.id, version: 2 });
    expect(await added({ ...upload, copy: 'creative', text: 'Another ad.' })).toMatchObject({ id: others[2].id, version: 2 });
    expect((await world.send('GET', `${PATH}/${file.id}`)).json).toMatchObject({ version: 1, copy: 'episode_file' });
  });

  test.each([
    ['capturedAt', { copy: 'capture' }],
    ['capturedAt', { capturedAt: '2026-11-01T09:00:00Z' }],
    ['capturedAt', { copy: 'creative', capturedAt: '2026-11-01T09:00:00Z' }],
    ['capturedAt', { copy: 'capture', capturedAt: '2026-11-01T09:00:00' }],
    ['capturedAt', { copy: 'capture', capturedAt: '9999-12-31T23:00:00-05:00' }],
    ['copyNote', { copyNote: 'of the file' }],
    ['copy', { copy: 'creative', source: 'feed', text: undefined }],
    ['copy', { copy: 'another' }],
  ])('is refused at /%s where its copy is not told as it must be: %j', async (field, more) => {
    const { status, json } = await add({ episode: 'copies', source: 'upload', text: SRT, ...more });
    expect(status).toBe(400);
    expect(json).toMatchObject({ errors: [expect.objectContaining({ pointer: `/${field}` })] });
  });

  test('is read page by page, each segment once, across the rows that hold them', async () => {
    const episode = await newEpisode('long');
    const cues = Array.from({ length: 450 }, (_, place) => `00:${String(place % 60).padStart(2, '0')}.000 --> 59:59.000\ncue ${place}`);
    const { id, segmentCount } = await added({ episode, source: 'upload', text: `WEBVTT\n\n${cues.join('\n\n')}` });
    expect(segmentCount).toBe(450);
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page = await segmentsOf(id, `?limit=77${cursor === '' ? '' : `&cursor=${cursor}`}`);
      seen.push(...page.items.map(({ text }) => text));
      cursor = page.nextCursor;
    }
    expect(new Set(seen)).toEqual(new Set(cues.map((_, place) => `cue ${place}`)));
    expect(seen).toHaveLength(450);
  });

  test('of some megabytes is read in a thread of its own, to the same end', async () => {
    const episode = await newEpisode('large');
    const cue = (second: number) =>
      `${second}\n00:00:${String(second % 60).padStart(2, '0')},000 --> 00:59:59,000\n${'word '.repeat(20)}\n`;
    const text = Array.from({ length: 30_000 }, (_, second) => cue(second)).join('\n');
    expect(await added({ episode, source: 'upload', text })).toMatchObject({ segmentCount: 30_000, format: 'srt' });
    const answer = await add({ episode, source: 'upload', text: `{"segments":${' '.repeat(300_000)}` });
    expect(answer).toMatchObject({ status: 400, json: { errors: [{ pointer: '/text', detail: expect.stringContaining('like JSON') }] } });
  });

  test('longer than 50 MB is refused', async () => {
    const text = 'word '.repeat(10_000_001);
    expect(await add({ episode: 'sent', source: 'upload', text })).toMatchObject({ status: 413, json: { code: 'too_large' } });
  });

  test.each([
    ['once', SRT],
    ['once-long', 'Words that nobody says twice. '.repeat(10_000)],
  ])('is kept once however often it is sent with one Idempotency-Key: %s', async (key, text) => {
    const body = { episode: await newEpisode(key), source: 'upload', text };
    const headers = { 'idempotency-key': key };
    const [first, second] = [await add(body, headers), await add(body, headers)];
    expect(second).toMatchObject({ status: 201, json: first.json });
    const puts = (await world.auditOf(world.mine)).filter(({ target }) => target === (first.json as EpisodeTranscript).id);
    expect(puts).toHaveLength(1);
    const other = { ...body, text: `${text} Other words.` };
    expect(await add(other, headers)).toMatchObject({ status: 422, json: { code: 'idempotency_key_reused' } });
  });

  test.each([
    [{ episode: 'never', source: 'upload', text: 'a' }, '/episode', 'There is no such episode'],
    [{ episode: 'sent', source: 'upload' }, '/text', 'needs it'],
    [{ episode: 'sent', source: 'upload', text: 'WEBVTT\n\n' }, '/text', 'Nothing was said'],
    [{ episode: 'sent', source: 'upload', text: 'a', url: 'https://a.example' }, '/url', 'leave it out'],
    [{ episode: 'sent', source: 'address' }, '/url', 'needs it'],
    [{ episode: 'sent', source: 'address', url: 'ftp://a.example' }, '/url', 'not a web address'],
    [{ episode: 'sent', source: 'feed', text: 'a' }, '/text', 'leave it out'],
    [{ episode: 'sent', source: 'upload', text: 'a', language: 'in English' }, '/language', 'such as en'],
  ])('is refused as %j, naming the field and what is wrong', async (body, pointer, detail) => {
    expect(await add(body)).toMatchObject({ status: 400, json: { errors: [{ pointer, detail: expect.stringContaining(detail) }] } });
  });
});

describe('a transcript at an address', () => {
  test('is asked for and kept with that address', async () => {
    const [episode, url] = [await newEpisode('addressed'), world.feeds.url('/said.srt')];
    world.feeds.answer('/said.srt', SRT);
    expect(await added({ episode, source: 'address', url })).toMatchObject({ source: 'address', url, segmentCount: 2 });
  });

  test('is read in the encoding that its host names', async () => {
    const [episode, url] = [await newEpisode('encoded'), world.feeds.url('/latin.txt')];
    world.feeds.answer('/latin.txt', (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/plain; charset=iso-8859-1' }).end(Buffer.from('Grüße', 'latin1'));
    });
    const { id } = await added({ episode, source: 'address', url });
    expect((await segmentsOf(id)).items[0].text).toBe('Grüße');
  });

  test.each([
    ['answers with a failure', '/missing', 'The host answers 404.'],
    ['is no text', '/audio', 'This is no text'],
  ])('that %s is refused with the reason, and what was kept before stays', async (_what, path, reason) => {
    const [episode, url] = [await newEpisode(`refused${path.slice(1)}`), world.feeds.url('/good.srt')];
    world.feeds.answer('/good.srt', SRT);
    world.feeds.answer('/missing', (_request, response) => void response.writeHead(404).end());
    world.feeds.answer('/audio', (_request, response) => void response.writeHead(200).end(Buffer.from('ID3\0\0\0')));
    const before = await added({ episode, source: 'address', url });
    const answer = await add({ episode, source: 'address', url: world.feeds.url(path) });
    expect(answer).toMatchObject({ status: 400, json: { errors: [{ pointer: '/url', detail: expect.stringContaining(reason) }] } });
    expect((await world.send('GET', `${PATH}/${before.id}`)).json).toEqual(before);
  });

  test('inside the network is not asked for', async () => {
    const url = 'http://169.254.169.254/latest/meta-data';
    const answer = await add({ episode: await newEpisode('inside'), source: 'address', url });
    expect(answer).toMatchObject({ status: 400, json: { errors: [{ pointer: '/url' }] } });
  });
});

describe("a transcript of an episode's feed", () => {
  const feed = (name: string, transcripts: string) => {
    world.feeds.answer(`/${name}`, feedText(name, [{ guid: `${name}-1`, more: transcripts }]));
    return world.send('POST', '/shows', { body: { key: name, feedUrl: world.feeds.url(`/${name}`) } });
  };
  const tag = (path: string, type: string, language = 'en') =>
    `<podcast:transcript url="${world.feeds.url(path)}" type="${type}" language="${language}"/>`;

  test('is the best of those it names that can be read', async () => {
    world.feeds.answer('/told.srt', SRT);
    world.feeds.answer('/broken.vtt', (_request, response) => void response.writeHead(500).end());
    await feed('told', tag('/page', 'text/html') + tag('/told.srt', 'application/x-subrip') + tag('/broken.vtt', 'text/vtt'));
    const kept = await added({ episode: 'told-1', source: 'feed' });
    expect(kept).toMatchObject({ source: 'feed', url: world.feeds.url('/told.srt'), language: 'en', format: 'srt' });
  });

  test('is refused where it names none, or none in the language', async () => {
    await feed('silent', '');
    const none = await add({ episode: 'silent-1', source: 'feed' });
    expect(none).toMatchObject({
      status: 400,
      json: { errors: [{ pointer: '/source', detail: expect.stringContaining('no transcript') }] },
    });
    await feed('german', tag('/german.vtt', 'text/vtt', 'de'));
    const other = await add({ episode: 'german-1', source: 'feed', language: 'en' });
    expect(other).toMatchObject({ status: 400, json: { errors: [{ pointer: '/source', detail: expect.stringContaining('only in de') }] } });
  });

  test('stands beside the one that was sent', async () => {
    const ids = new Set<string>();
    world.feeds.answer('/both.srt', SRT);
    await feed('both', tag('/both.srt', 'application/x-subrip'));
    for (const more of [{ source: 'feed' }, { source: 'upload', text: SRT }]) ids.add((await added({ episode: 'both-1', ...more })).id);
    expect(ids.size).toBe(2);
  });
});

test('a transcript that is removed is gone with everything that was said', async () => {
  const { id } = await added({ episode: await newEpisode('gone'), source: 'upload', text: SRT });
  expect((await world.send('DELETE', `${PATH}/${id}`)).status).toBe(204);
  expect((await world.send('GET', `${PATH}/${id}/segments`)).status).toBe(404);
  const { rows } = await world.admin.query('select 1 from transcript_parts where transcript_id = $1', [id]);
  expect(rows).toEqual([]);
});

test('a cursor that did not come from an answer is refused', async () => {
  const { id } = await added({ episode: await newEpisode('cursor'), source: 'upload', text: SRT });
  const stray = Buffer.from('x').toString('base64url');
  for (const path of [`${PATH}?cursor=${stray}`, `${PATH}/${id}/segments?cursor=${stray}`])
    expect(await world.send('GET', path)).toMatchObject({ status: 400, json: { errors: [{ pointer: '/cursor' }] } });
});
