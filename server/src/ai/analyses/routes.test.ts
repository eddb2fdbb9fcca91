import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inventedShow } from '../../../test/invented-show.ts';
import { openWorld, type World } from '../../../test/world.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { analyseWaiting } from '../analysis-work/service.ts';
import { EpisodeTranscript, type TranscriptSegment } from '../transcripts/schema.ts';
import { analyseTranscript } from './rules.ts';
import { TranscriptAnalysis } from './schema.ts';
import { findNextWaiting, finishAnalysis, type WaitingTranscript } from './store.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
  await drain();
});
afterAll(() => world.close());

const PATH = '/ai/transcripts';
const SHOW = JSON.stringify(
  inventedShow().segments.map(({ startMs, endMs, text }) => ({ start: startMs / 1_000, end: endMs / 1_000, text })),
);
const analyse = (more: { signal?: AbortSignal; longestMs?: number } = {}) =>
  analyseWaiting(world.database.context, 'system', world.mine.tenantId, more);

async function drain(): Promise<void> {
  while (await analyse());
}

async function add(episode: string, text: string): Promise<EpisodeTranscript> {
  await world.send('PUT', `/episodes/${episode}`, { body: { name: null } });
  const { json, status } = await world.send('POST', PATH, { body: { episode, source: 'upload', text } });
  expect(status).toBe(201);
  return EpisodeTranscript.parse(json);
}

const analysisOf = async (id: string) => TranscriptAnalysis.parse((await world.send('GET', `${PATH}/${id}/analysis`)).json);
const stateOf = async (id: string) => EpisodeTranscript.parse((await world.send('GET', `${PATH}/${id}`)).json).analysis;

const inMine = <Result>(work: (tx: TenantTx) => Promise<Result>) => inTenant(world.database.context.db, world.mine.tenantId, work);

/** What a worker takes up next. */
async function nextWaiting(): Promise<WaitingTranscript> {
  const waiting = await inMine(findNextWaiting);
  if (!waiting) throw new Error('no transcript waits');
  return waiting;
}

/** Writes down what a worker found that took this up; whether it was kept. */
function finish(waiting: WaitingTranscript): Promise<boolean> {
  const analyses = analyseTranscript({ segments: inventedShow().segments, sponsors: { names: [], codes: [] } });
  return inMine((tx) => finishAnalysis(tx, waiting, { at: new Date(), analyses }));
}

describe('a transcript that was added', () => {
  test('is analysed in the background, by whom the catalogue knows', async () => {
    await world.send('PUT', '/advertisers/lumen', { body: { name: 'Lumen Lamps' } });
    await world.send('PUT', '/campaigns/glow', { body: { name: 'Glow', advertiser: 'lumen' } });
    await world.send('PUT', '/campaigns/glow/codes/GLOW20', { body: {} });
    const { id, analysis } = await add('shown', SHOW);
    expect(analysis).toBe('waiting');
    expect(await analysisOf(id)).toMatchObject({ state: 'waiting', analysedAt: null, adReads: null, chapters: null });
    expect(await analyse()).toBe(true);
    expect(await stateOf(id)).toBe('done');
    const done = await analysisOf(id);
    expect(done).toMatchObject({ version: 1, state: 'done', failure: null, analysedAt: expect.any(String) });
    expect(done.adReads).toMatchObject({
      method: 'classifier',
      confidence: 'fair',
      ads: [{ sponsor: 'Lumen Lamps', promoCode: 'GLOW20' }],
    });
    expect(done.keywords?.keywords.length).toBeGreaterThan(3);
    expect(done.summary?.sentences.length).toBeGreaterThan(0);
    expect(done.chapters?.chapters.length).toBeGreaterThan(1);
    expect((await world.auditOf(world.mine)).at(-1)).toEqual({ actor: 'system', action: 'transcript.analyse', target: id });
    expect(await analyse()).toBe(false);
  });

  test('shows the band of each segment, and none before it was analysed', async () => {
    const cues = [
      '1.000 --> 00:02.000\nThis is a wonderful day, and I love it.',
      '2.000 --> 00:03.000\nThe worst and most horrible of all.',
    ];
    const { id } = await add('banded', `WEBVTT\n\n${cues.map((cue) => `00:0${cue}`).join('\n\n')}`);
    const bands = async () => {
      const { items } = (await world.send('GET', `${PATH}/${id}/segments`)).json as { items: TranscriptSegment[] };
      return items.map(({ sentiment }) => sentiment);
    };
    expect(await bands()).toEqual([null, null]);
    await drain();
    expect(await bands()).toEqual(['positive', 'negative']);
    const second = (await world.send('GET', `${PATH}/${id}/segments?limit=1&cursor=${Buffer.from('0').toString('base64url')}`)).json;
    expect(second).toMatchObject({ items: [{ sentiment: 'negative' }] });
  });

  test('with another content is analysed anew, and what was found before stands until then', async () => {
    const { id } = await add('renewed', SHOW);
    await drain();
    await add('renewed', 'Guten Tag, heute sprechen wir über Tomaten im Garten.');
    expect(await analysisOf(id)).toMatchObject({ version: 2, state: 'waiting', keywords: { method: 'tf_idf' } });
    await drain();
    expect(await analysisOf(id)).toMatchObject({ version: 2, state: 'done', adReads: { ads: [] }, keywords: null, sentiment: null });
  });

  test('is analysed once more when it is sent again, by what the catalogue then says', async () => {
    const { id } = await add('resent', SHOW);
    await drain();
    await world.send('DELETE', '/campaigns/glow/codes/GLOW20');
    await add('resent', SHOW);
    await drain();
    expect((await analysisOf(id)).adReads?.ads).toMatchObject([{ sponsor: 'Lumen Lamps', isListed: true, promoCode: null }]);
  });

  test('that changes while it is analysed is analysed anew, not kept as what it was', async () => {
    const { id } = await add('changing', SHOW);
    const waiting = await nextWaiting();
    expect(waiting).toMatchObject({ id, version: 1 });
    await add('changing', 'Hallo.');
    expect(await finish(waiting)).toBe(false);
    expect(await analysisOf(id)).toMatchObject({ version: 2, state: 'waiting', adReads: null });
    await drain();
    expect(await analysisOf(id)).toMatchObject({ version: 2, state: 'done', adReads: { ads: [] }, keywords: null });
  });

  test('that is removed while it is analysed leaves nothing behind', async () => {
    const { id } = await add('removed', SHOW);
    const waiting = await nextWaiting();
    expect((await world.send('DELETE', `${PATH}/${id}`)).status).toBe(204);
    expect(await finish(waiting)).toBe(false);
    const { rows } = await world.admin.query('select 1 from transcript_analyses where transcript_id = $1', [id]);
    expect(rows).toEqual([]);
    expect((await world.send('GET', `${PATH}/${id}/analysis`)).status).toBe(404);
  });

  test('that takes too long fails with what to do, holds up no other, and one that is cut off waits on', async () => {
    const { id } = await add('slow', SHOW);
    expect(await analyse({ signal: AbortSignal.abort() })).toBe(false);
    expect(await stateOf(id)).toBe('waiting');
    expect(await analyse({ longestMs: 1 })).toBe(true);
    expect(await analysisOf(id)).toMatchObject({ state: 'failed', failure: expect.stringContaining('too long'), adReads: null });
    expect(await analyse()).toBe(false);
  });
});

describe('an analysis knows', () => {
  const cues = async (id: string) => (await analysisOf(id)).adReads?.ads.flatMap(({ readCues }) => readCues);
  const ofShow = (...episodes: string[]) =>
    world.admin.query('update episodes set show = $1 where tenant_id = $2 and key = any ($3)', [
      'garden-talk',
      world.mine.tenantId,
      episodes,
    ]);
  const TOLD = inventedShow().segments.map(({ startMs, endMs }, place) => ({
    start: startMs / 1_000,
    end: endMs / 1_000,
    text: `The neighbour number ${place} spoke about the weather of day ${place * 7} and went home.`,
  }));
  const SPOT = inventedShow().segments.slice(80, 84);
  const episodeWithSpot = (from: number) =>
    JSON.stringify(TOLD.map((one, place) => ({ ...one, text: SPOT[place - from]?.text ?? `${one.text.slice(0, -1)} ${from}.` })));

  test('which ads are played again in other episodes of the show', async () => {
    await world.send('PUT', '/shows/garden-talk', { body: { name: 'Garden talk' } });
    const first = await add('played-1', episodeWithSpot(60));
    await drain();
    expect(await cues(first.id)).not.toContain('repeated_text');
    const second = await add('played-2', episodeWithSpot(120));
    await ofShow('played-1', 'played-2');
    await drain();
    expect(await cues(second.id)).toContain('repeated_text');
  });

  test('and leaves insights of what somebody should see to', async () => {
    await world.send('PUT', '/advertisers/lumen', { body: { name: 'Lumen Lamps' } });
    await world.send('PUT', '/advertisers/rival', { body: { name: 'Rival Lights' } });
    await world.send('PUT', '/campaigns/rivalry', { body: { name: 'Rivalry', advertiser: 'rival' } });
    await world.send('PUT', '/placements/rival-1', {
      body: { campaign: 'rivalry', show: 'garden-talk', position: 'mid_roll', kind: 'baked_in' },
    });
    const said = episodeWithSpot(60).replace('number 66 spoke about the weather', 'number 66 found a gun and a bottle of whiskey');
    await world.send('PUT', '/episodes/seen', { body: { name: 'The one that was seen' } });
    await ofShow('seen');
    const { id } = await add('seen', said);
    await ofShow('seen');
    await drain();
    const found = async (status: string) => {
      const { json } = await world.send('GET', `/ai/insights?source=analysis&subjectType=transcript&subject=${id}&status=${status}`);
      return (json as { items: { kind: string }[] }).items.map(({ kind }) => kind).toSorted();
    };
    expect(await found('open')).toEqual(['ad_beside_placement', 'unmapped_code', 'unsafe_words_near_ad']);
    const brief = { sponsor: 'Rival Lights', competitors: ['Lumen Lamps'], separationMinutes: 10 };
    await world.send('PUT', '/ai/briefs/rival-1', { body: brief });
    // Another version of the transcript says neither gun nor whiskey; the ad and its code are still there.
    expect((await add('seen', episodeWithSpot(60))).id).toBe(id);
    await drain();
    expect([await found('open'), await found('ended')]).toEqual([['ad_beside_placement', 'unmapped_code'], ['unsafe_words_near_ad']]);
    const { json } = await world.send('GET', `/ai/insights?subjectType=transcript&subject=${id}&status=open`);
    expect(json).toMatchObject({
      items: [
        { kind: 'ad_beside_placement', rank: 1, finding: expect.stringMatching(/ad for Lumen Lamps .* names it as a competitor/) },
        { kind: 'unmapped_code', rank: 0 },
      ],
    });
    expect((await world.send('DELETE', `/ai/transcripts/${id}`)).status).toBe(204);
    expect(await found('open')).toEqual([]);
  });
});
