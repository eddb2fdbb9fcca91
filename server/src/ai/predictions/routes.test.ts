import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { book, type Booked, dayAfter, deliver, loadCampaigns } from '../../../test/campaign-history.ts';
import { createTestTenant } from '../../../test/database.ts';
import { openWorld, type World } from '../../../test/world.ts';
import { drainTenant } from '../../attribution/paths/service.ts';
import { drainRequests } from '../../tracking/counting/service.ts';
import { acceptEpisodeRequests } from '../../tracking/requests/service.ts';
import { keepPredictionsUp } from '../prediction-work/service.ts';
import { Prediction, type PredictionSummary } from './schema.ts';

const PATH = '/ai/predictions';
let world: World;
let today: string;
let key: string;
let loaded: { actor: World['mine']['actor']; tenantId: string };

beforeAll(async () => {
  world = await openWorld();
  const { context } = world.database;
  today = new Date(context.clock()).toISOString().slice(0, 10);
  loaded = world.mine;
  key = world.mine.apiKey;
  await loadCampaigns(context, loaded, { count: 24, until: today });
}, 120_000);
afterAll(() => world.close());

async function predicted(body: object, headers: Record<string, string> = {}): Promise<Prediction> {
  const { status, json, text } = await world.send('POST', PATH, { body, key, headers });
  expect(status, text).toBe(201);
  return Prediction.parse(json);
}

const PLAN = [{ show: 'show-1', impressions: 150, spendMinor: 40_000 }];
const outcomeOf = (more: object = {}) => ({ kind: 'campaign_outcome', placements: PLAN, ...more });
const measureOf = ({ measures }: Prediction, name: string) => measures.find(({ measure }) => measure === name)!;
/** All that a prediction says, without its own id and time. */
const said = ({ id: _id, createdAt: _at, ...rest }: Prediction) => JSON.stringify(rest);

describe('the outcome of a campaign', () => {
  test('is predicted from the campaigns that are over, with intervals that hold each other and a backtest beside it', async () => {
    const prediction = await predicted(outcomeOf());
    expect(prediction).toMatchObject({ label: 'from_history', history: 24, currency: 'USD', outcomeAt: null, asOf: today });
    expect(prediction.measures.map(({ measure }) => measure)).toEqual(['impressions', 'visits', 'conversions', 'revenue', 'cpa']);
    for (const { measure, intervals, median, backtest } of prediction.measures) {
      const [half, most, nearly] = intervals!;
      expect([half.level, most.level, nearly.level]).toEqual([50, 80, 95]);
      expect(nearly.low).toBeLessThanOrEqual(most.low);
      expect(most.low).toBeLessThanOrEqual(half.low);
      expect(half.low).toBeLessThanOrEqual(median!);
      expect(median).toBeLessThanOrEqual(half.high ?? Infinity);
      expect(half.high ?? Infinity).toBeLessThanOrEqual(most.high ?? Infinity);
      const names = backtest?.baselines.map(({ name }) => name);
      expect(names).toEqual(measure === 'cpa' ? undefined : ['tenant_mean', 'last_value', 'rate_times_impressions']);
      expect(backtest?.count ?? 6).toBeGreaterThan(5);
    }
    const { intervals } = measureOf(prediction, 'conversions');
    expect(intervals![1].low).toBeGreaterThan(3);
    expect(intervals![1].high).toBeLessThan(40);
    expect(measureOf(prediction, 'revenue').median! / measureOf(prediction, 'conversions').median!).toBeGreaterThan(3_500);
    expect(prediction.notes.join(' ')).toContain('Attributed is not incremental');
    expect((await world.send('GET', `${PATH}/${prediction.id}`, { key })).json).toEqual(prediction);
    expect((await world.auditOf(world.mine)).at(-1)).toMatchObject({ action: 'prediction.create', target: prediction.id });
  });

  test('as of a day is the same to the byte whatever happens on that day or later', async () => {
    const asOf = dayAfter(today, -120);
    const before = await predicted(outcomeOf({ asOf }));
    expect(before.history).toBeGreaterThan(5);
    expect(before.history).toBeLessThan(24);
    const { context } = world.database;
    // What only becomes known after the day: a campaign that does a hundred times as well, and more of one that runs across the day.
    const later: Booked = { key: 'planted', show: 'show-1', startsOn: asOf, days: 3, impressions: 150 };
    await book(context, loaded.actor, later);
    await deliver(context, loaded.actor, later, { impressions: 150, buyers: 150, valueMinor: 900_000 });
    const across: Booked = { key: 'across', show: 'show-1', startsOn: dayAfter(asOf, -10), days: 8, impressions: 150 };
    await book(context, loaded.actor, across);
    await deliver(context, loaded.actor, across, { impressions: 150, buyers: 150 });
    await drainTenant(context, 'system', loaded.tenantId);
    expect(said(await predicted(outcomeOf({ asOf })))).toBe(said(before));
    expect(said(await predicted(outcomeOf()))).not.toContain('"history":24,');
  });

  test('of one that runs is what was known when it began, whatever it has done since', async () => {
    const { context } = world.database;
    const running: Booked = { key: 'running', show: 'show-0', startsOn: dayAfter(today, -4), days: 10, impressions: 200 };
    await book(context, loaded.actor, running);
    const asked = { kind: 'campaign_outcome', campaign: 'running' };
    const before = await predicted(asked);
    expect(before).toMatchObject({ asOf: running.startsOn, dueOn: dayAfter(running.startsOn, 40), subject: { name: 'Campaign running' } });
    await deliver(context, loaded.actor, { ...running, days: 2 }, { impressions: 80, buyers: 60 });
    await drainTenant(context, 'system', loaded.tenantId);
    expect(said(await predicted(asked))).toBe(said(before));
  });

  test('without history is a prior that is labelled so, with no point, and knows nothing of revenue', async () => {
    const stranger = await createTestTenant(world.database.context);
    const { status, json } = await world.send('POST', PATH, { body: outcomeOf(), key: stranger.apiKey });
    expect(status).toBe(201);
    const prediction = Prediction.parse(json);
    expect(prediction).toMatchObject({ label: 'no_history', history: 0 });
    for (const { median, backtest } of prediction.measures) expect({ median, backtest }).toEqual({ median: null, backtest: null });
    expect(measureOf(prediction, 'revenue')).toMatchObject({ intervals: null, missing: expect.stringContaining('conversionValueMinor') });
    expect(prediction.notes[0]).toMatch(/^No history/);
    const [, , nearly] = measureOf(prediction, 'visits').intervals!;
    expect(nearly.high! / Math.max(1, nearly.low)).toBeGreaterThan(5);
  });

  test('says what is missing instead of a cost that nobody told, and takes a value that is told', async () => {
    const prediction = await predicted(outcomeOf({ placements: [{ show: 'show-1', impressions: 150 }], conversionValueMinor: 100 }));
    expect(measureOf(prediction, 'cpa')).toMatchObject({ intervals: null, missing: expect.stringContaining('spendMinor') });
    expect(measureOf(prediction, 'revenue').median! / measureOf(prediction, 'conversions').median!).toBeLessThan(200);
  });

  test('is listed with its show: where it was planned, where it is booked, and never with another one', async () => {
    const { id } = await predicted(outcomeOf({ placements: [{ show: 'only-here', impressions: 150 }] }));
    const of = async (show: string) => {
      const { json } = await world.send('GET', `${PATH}?show=${show}`, { key });
      return (json as { items: PredictionSummary[] }).items.map((one) => one.id);
    };
    expect(await of('only-here')).toEqual([id]);
    expect(await of('show-2')).not.toContain(id);
    expect(await of('nowhere')).toEqual([]);
  });

  test('is made once with an idempotency key', async () => {
    const headers = { 'idempotency-key': 'predict-once' };
    const first = await predicted(outcomeOf(), headers);
    expect(await predicted(outcomeOf(), headers)).toEqual(first);
    const { items } = (await world.send('GET', `${PATH}?kind=campaign_outcome&limit=1`, { key })).json as { items: PredictionSummary[] };
    expect(items[0]).toMatchObject({ id: first.id, headline: { measure: 'conversions' } });
  });
});

describe('what cannot be predicted', () => {
  test.each([
    ['no subject', { kind: 'campaign_outcome' }, '/campaign'],
    ['two subjects', outcomeOf({ campaign: 'running' }), '/campaign'],
    ['a campaign that is not there', { kind: 'campaign_outcome', campaign: 'nowhere' }, '/campaign'],
    ['a day to come', outcomeOf({ asOf: '2099-01-01' }), '/asOf'],
    ['downloads without episode', { kind: 'episode_downloads' }, '/episode'],
    ['an episode that is not there', { kind: 'episode_downloads', episode: 'nowhere' }, '/episode'],
    ['another number of days', { kind: 'episode_downloads', episode: 'a', afterDays: 2 }, '/afterDays'],
    ['pacing without campaign', { kind: 'campaign_pacing' }, '/placements'],
    ['a figure that is known only after a launch', outcomeOf({ conversions: 12 }), '/conversions'],
    ['an impression too few', outcomeOf({ placements: [{ show: 'a', impressions: 0 }] }), '/placements/0/impressions'],
  ])('%s is refused at its field', async (_what, body, pointer) => {
    const { status, json } = await world.send('POST', PATH, { body, key });
    expect({ status, pointers: (json as { errors: { pointer: string }[] }).errors.map((one) => one.pointer) }).toEqual({
      status: 400,
      pointers: [pointer],
    });
  });

  test("another tenant's prediction is not there, and a key that only reads makes none", async () => {
    const { id } = await predicted(outcomeOf());
    const theirs = { key: world.theirs.apiKey };
    expect((await world.send('GET', `${PATH}/${id}`, theirs)).status).toBe(404);
    expect((await world.send('DELETE', `${PATH}/${id}`, theirs)).status).toBe(404);
    expect((await world.send('POST', PATH, { body: outcomeOf(), key: world.mine.keys.read })).status).toBe(403);
    expect((await world.send('DELETE', `${PATH}/${id}`, { key })).status).toBe(204);
    expect((await world.send('GET', `${PATH}/${id}`, { key })).status).toBe(404);
    expect((await world.auditOf(world.mine)).at(-1)).toMatchObject({ action: 'prediction.delete', target: id });
  });
});

describe('the downloads of an episode', () => {
  const NETWORK = '203.0.113';

  /** Downloads of an episode that came out so many days ago, so many on each of its days. */
  async function heard(episode: string, daysAgo: number, counts: readonly number[]): Promise<void> {
    const requests = counts.flatMap((count, age) =>
      Array.from({ length: count }, (_, listener) => ({
        id: `${episode}-${age}-${listener}`,
        occurredAt: `${dayAfter(today, age - daysAgo)}T10:00:00Z`,
        url: `https://media.example/heard/${episode}.mp3`,
        show: 'heard',
        episode,
        ip: `${NETWORK}.${age * 20 + listener}`,
        userAgent: 'AntennaPod/3.4.0',
        method: 'GET',
        status: 200,
        bytesSent: 28_800_000,
        durationSeconds: 1_800,
        fileBytes: 28_800_000,
        headerBytes: 0,
      })),
    );
    const origin = { source: 'host_log', evidence: 'host_log_bytes' } as const;
    const { rejected } = await acceptEpisodeRequests(world.database.context, loaded.actor, requests, origin);
    expect(rejected).toEqual([]);
  }

  test("are predicted from its first days by the show's curve, with a band for each day, and followed", async () => {
    const { context } = world.database;
    for (let place = 0; place < 6; place += 1) await heard(`heard-${place}`, 70 - 5 * place, [10, 4, 2, 0, 2, 2]);
    await heard('heard-new', 2, [10, 4]);
    await drainRequests(context, 'system', loaded.tenantId);
    const prediction = await predicted({ kind: 'episode_downloads', episode: 'heard-new' });
    expect(prediction).toMatchObject({ label: 'from_history', history: 6, asOf: today, dueOn: dayAfter(today, 28) });
    const [{ median, intervals }] = prediction.measures;
    expect(median).toBeGreaterThanOrEqual(18);
    expect(median).toBeLessThanOrEqual(24);
    expect(intervals![2].low).toBeGreaterThanOrEqual(14);
    expect(prediction.bands.map(({ low }) => low).slice(0, 2)).toEqual([10, 14]);
    expect(prediction.bands).toHaveLength(30);
    const early = await predicted({ kind: 'episode_downloads', episode: 'heard-0', afterDays: 1 });
    expect(early).toMatchObject({ asOf: dayAfter(today, -69), label: 'no_history', history: 0 });
    await keepPredictionsUp(context, 'system', loaded.tenantId);
    const followed = Prediction.parse((await world.send('GET', `${PATH}/${early.id}`, { key })).json);
    expect(measureOf(followed, 'downloads')).toMatchObject({ outcome: 20, insideLevels: expect.arrayContaining([95]) });
  });
});
