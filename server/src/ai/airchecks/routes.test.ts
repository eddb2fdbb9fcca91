import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWorld, type World } from '../../../test/world.ts';
import { analyseWaiting } from '../analysis-work/service.ts';
import { Aircheck, AircheckSummary } from './schema.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
  await put('/advertisers/lumen', { name: 'Lumen Lamps' });
  await put('/campaigns/glow', { name: 'Glow <b>', advertiser: 'lumen' });
});
afterAll(() => world.close());

const PATH = '/ai/airchecks';
const BRIEF = {
  sponsor: 'Lumen Lamps',
  promoCode: 'GLOW20',
  address: 'lumenlamps.com/garden',
  talkingPoints: ['free shipping'],
  leastSeconds: 10,
};
const READ = [
  'This episode is brought to you by Lumen Lamps, the lamps that make every room look wonderful.',
  'Lumen Lamps has free shipping, and listeners get twenty percent off their first order.',
  'Go to lumenlamps.com slash garden and use code glow twenty at checkout to save today.',
];
const TALK = 'The soil in the valley is heavy, and tomatoes need compost before the first frost comes around.';

async function put(path: string, body: object): Promise<unknown> {
  const { status, text, json } = await world.send('PUT', path, { body });
  expect(status, text).toBe(200);
  return json;
}

const textOf = (said: readonly string[]) => JSON.stringify(said.map((text, place) => ({ start: 8 * place, end: 8 * place + 8, text })));
const episodeText = (read: readonly string[]) =>
  textOf([...Array.from({ length: 20 }, () => TALK), ...read, ...Array.from({ length: 20 }, () => TALK)]);

/** A placement of an episode with a brief, and the transcript of the episode. */
async function aired(key: string, read = READ, more: { placement?: object; transcript?: object; brief?: object } = {}): Promise<string> {
  await put(`/episodes/${key}`, { name: `Called ${key}` });
  const placed = { campaign: 'glow', show: 'a-show', episode: key, position: 'mid_roll', kind: 'baked_in' };
  await put(`/placements/${key}`, { ...placed, ...more.placement });
  await put(`/ai/briefs/${key}`, { ...BRIEF, ...more.brief });
  const body = { episode: key, source: 'upload', text: episodeText(read), ...more.transcript };
  const { status, text, json } = await world.send('POST', '/ai/transcripts', { body });
  expect(status, text).toBe(201);
  return (json as { id: string }).id;
}

const check = (placement: string, transcript: string, headers: Record<string, string> = {}) =>
  world.send('POST', PATH, { body: { placement, transcript }, headers });

async function checked(placement: string, transcript: string): Promise<Aircheck> {
  const { status, text, json } = await check(placement, transcript);
  expect(status, text).toBe(201);
  return Aircheck.parse(json);
}

async function listed(query: string): Promise<AircheckSummary[]> {
  const { json } = await world.send('GET', `${PATH}${query}`);
  return (json as { items: AircheckSummary[] }).items;
}

const insights = async (transcript: string) => {
  const { json } = await world.send('GET', `/ai/insights?subjectType=transcript&subject=${transcript}`);
  return (json as { items: { kind: string; finding: string; status: string }[] }).items;
};

describe('an aircheck', () => {
  test('holds a transcript against a brief, names the copy it read, and keeps both as they were', async () => {
    const transcript = await aired('kept');
    const aircheck = await checked('kept', transcript);
    expect(aircheck).toMatchObject({ placement: 'kept', campaign: 'glow', outcome: 'pass', counts: { pass: 5, fail: 0, uncertain: 0 } });
    expect(aircheck.transcript).toMatchObject({ id: transcript, version: 1, copy: 'episode_file', source: 'upload', method: 'given' });
    expect(aircheck.brief).toMatchObject(BRIEF);
    await put('/ai/briefs/kept', { ...BRIEF, promoCode: 'OTHER15' });
    expect((await world.send('GET', `${PATH}/${aircheck.id}`)).json).toEqual(aircheck);
    const again = await checked('kept', transcript);
    expect(again).toMatchObject({ outcome: 'fail', briefVersion: 2, brief: { promoCode: 'OTHER15' } });
    const found = await listed('?placement=kept');
    expect(found.map(({ id, outcome, briefVersion }) => [id, outcome, briefVersion])).toEqual([
      [again.id, 'fail', 2],
      [aircheck.id, 'pass', 1],
    ]);
    expect((await listed('?placement=kept&outcome=pass')).map(({ id }) => id)).toEqual([aircheck.id]);
    expect(await listed(`?transcript=${transcript}`)).toHaveLength(2);
  });

  test('that fails is told of as one insight however often it is done, and one that does not is not', async () => {
    const wrong = await aired('told', [...READ.slice(0, 2), 'Go to lumenlamps.com slash garden and use code glow ten at checkout.']);
    await checked('told', wrong);
    const { outcome } = await checked('told', wrong);
    expect(outcome).toBe('fail');
    expect(await insights(wrong)).toMatchObject([
      { kind: 'aircheck_failed', status: 'open', finding: expect.stringContaining('promo code') },
    ]);
    await put('/ai/briefs/told', { ...BRIEF, promoCode: 'GLOW10' });
    expect((await checked('told', wrong)).outcome).toBe('pass');
    expect(await insights(wrong)).toMatchObject([{ kind: 'aircheck_failed', status: 'ended' }]);
    await put('/ai/briefs/told', BRIEF);
    await checked('told', wrong);
    expect(await insights(wrong)).toMatchObject([{ kind: 'aircheck_failed', status: 'open' }]);
    const right = await aired('quiet');
    await checked('quiet', right);
    expect(await insights(right)).toEqual([]);
  });

  test('that is removed is told of no more, unless an older one says the same', async () => {
    const transcript = await aired('taken', [...READ.slice(0, 2), 'Go to lumenlamps.com slash garden and use code glow ten at checkout.']);
    const failed = await checked('taken', transcript);
    await put('/ai/briefs/taken', { ...BRIEF, promoCode: 'GLOW10' });
    const passed = await checked('taken', transcript);
    const told = async () => (await insights(transcript)).map(({ status }) => status);
    const remove = async ({ id }: { id: string }) => expect((await world.send('DELETE', `${PATH}/${id}`)).status).toBe(204);
    expect(await told()).toEqual(['ended']);
    await remove(passed);
    expect(await told()).toEqual(['open']);
    await remove(failed);
    expect(await told()).toEqual(['ended']);
  });

  test('is done once however often it is asked for with one Idempotency-Key', async () => {
    const transcript = await aired('once');
    const headers = { 'idempotency-key': 'check-it-once' };
    const [first, second] = [await check('once', transcript, headers), await check('once', transcript, headers)];
    expect(second.json).toEqual(first.json);
    expect(await listed('?placement=once')).toHaveLength(1);
  });

  test('of an inserted ad needs a creative or a capture, and names it', async () => {
    const file = await aired('inserted', READ, { placement: { kind: 'dynamic' } });
    expect(await check('inserted', file)).toMatchObject({ status: 400, json: { errors: [{ pointer: '/transcript' }] } });
    const copy = { copy: 'capture', capturedAt: '2026-11-02T08:00:00Z', copyNote: 'by phone, in Lyon' };
    const capture = await aired('inserted', READ, { placement: { kind: 'dynamic' }, transcript: copy });
    expect((await checked('inserted', capture)).transcript).toMatchObject({ copy: 'capture', copyNote: 'by phone, in Lyon' });
    const text = textOf(READ);
    const creative = await aired('inserted', READ, { placement: { kind: 'dynamic' }, transcript: { copy: 'creative', text } });
    await put('/ai/briefs/inserted', { ...BRIEF, position: 'mid_roll' });
    const alone = await checked('inserted', creative);
    expect(alone.requirements.find(({ kind }) => kind === 'position')?.verdict).toBe('uncertain');
    expect(alone.outcome).toBe('uncertain');
  });

  test('says what is missing: a placement, its brief, a transcript', async () => {
    const transcript = await aired('missing');
    expect(await check('never', transcript)).toMatchObject({ status: 400, json: { errors: [{ pointer: '/placement' }] } });
    expect(await check('missing', world.theirs.transcript)).toMatchObject({ status: 400, json: { errors: [{ pointer: '/transcript' }] } });
    expect((await world.send('DELETE', '/ai/briefs/missing')).status).toBe(204);
    const { status, json } = await check('missing', transcript);
    expect({ status, json }).toMatchObject({ status: 400, json: { errors: [{ detail: expect.stringContaining('has no brief') }] } });
  });

  test('stays when its transcript and its placement are gone, until it is removed', async () => {
    const transcript = await aired('gone');
    const { id } = await checked('gone', transcript);
    expect((await world.send('DELETE', `/ai/transcripts/${transcript}`)).status).toBe(204);
    expect((await world.send('DELETE', '/placements/gone')).status).toBe(204);
    expect((await world.send('GET', `${PATH}/${id}/evidence`)).status).toBe(200);
    expect((await world.send('DELETE', `${PATH}/${id}`)).status).toBe(204);
    expect((await world.send('GET', `${PATH}/${id}`)).status).toBe(404);
  });

  test('of a long transcript is done in a thread of its own, to the same end', async () => {
    const transcript = await aired('long', [...READ, ...Array.from({ length: 3_000 }, () => TALK)]);
    expect((await checked('long', transcript)).outcome).toBe('pass');
  });
});

describe('the analysis of a transcript', () => {
  test('checks the baked-in placements that the episode was booked with, and no others', async () => {
    const transcript = await aired('booked', [...READ.slice(0, 2), 'Go to lumenlamps.com slash garden and use code glow ten at checkout.']);
    const elsewhere = { campaign: 'glow', show: 'a-show', episode: 'another', position: 'mid_roll' };
    await put('/placements/elsewhere', { ...elsewhere, kind: 'baked_in' });
    await put('/placements/inserted-too', { ...elsewhere, episode: 'booked', kind: 'dynamic' });
    for (const key of ['elsewhere', 'inserted-too']) await put(`/ai/briefs/${key}`, BRIEF);
    while (await analyseWaiting(world.database.context, 'system', world.mine.tenantId));
    const found = await listed(`?transcript=${transcript}`);
    expect(found).toMatchObject([{ placement: 'booked', outcome: 'fail', createdBy: 'system' }]);
    expect(await insights(transcript)).toMatchObject([{ kind: 'aircheck_failed' }]);
  });
});

describe('the evidence of an aircheck', () => {
  const HOSTILE = '<script>alert(1)</script> & "Lumen Lamps" brings you </style><img src=x onerror=alert(2)> this show.';

  test('is one page without scripts that escapes what was said, under a policy that lets it do nothing', async () => {
    const transcript = await aired('shown', [HOSTILE, ...READ], { brief: { talkingPoints: ['<i>free</i> shipping'] } });
    const { id } = await checked('shown', transcript);
    const { status, headers, text } = await world.send('GET', `${PATH}/${id}/evidence`);
    expect(status).toBe(200);
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': expect.stringMatching(/^default-src 'none'; style-src 'sha256-[^']+'; base-uri 'none'/),
      'content-disposition': `inline; filename="aircheck-${id}.html"`,
    });
    expect(text).not.toMatch(/<script|<img|<b>|<i>|javascript:/i);
    expect(text).toContain('script&gt;alert(1)&lt;/script&gt; &amp; &quot;Lumen');
    expect(text).toContain('campaign Glow &lt;b&gt;');
    for (const part of ['Called shown', 'version 1', 'The episode&#39;s file', 'What this does not prove', 'earshot-aircheck-1', 'GLOW20'])
      expect(text).toContain(part);
    expect(text.match(/<style>/g)).toHaveLength(1);
  });
});
