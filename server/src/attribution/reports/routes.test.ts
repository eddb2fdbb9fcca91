import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, type World } from '../../../test/world.ts';
import type { Comparison, Report, Status } from './schema.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const get = async <Body>(path: string): Promise<Body> => {
  const answer = await world.send('GET', `/attribution/${path}`);
  expect(answer.status, answer.text).toBe(200);
  return answer.json as Body;
};

test('a report credits the campaign with spend, return and cost, and its rows sum to the totals', async () => {
  const report = await get<Report>('report');
  expect(report).toMatchObject({ model: 'linear', lookbackDays: 30, currency: 'USD', groupBy: 'campaign', waitingConversions: 0 });
  expect(report.totals).toMatchObject({ conversions: 2, valueMinor: 4_999, attributedValueMinor: 4_999, unattributedValueMinor: 0 });
  expect(report.rows).toEqual([
    {
      key: world.mine.campaign,
      label: 'Named',
      conversions: 2,
      valueMinor: 4_999,
      spendMinor: 10_000,
      roas: 0.4999,
      cpaMinor: 5_000,
      deliveryEvidence: [{ evidence: null, conversions: 2, valueMinor: 4_999 }],
    },
  ]);
});

test.each([
  ['show', 'a-show'],
  ['episode', 'an-episode'],
  ['channel', 'podcast'],
  ['placement', 'mid_roll'],
  ['day', '2026-11-10'],
])('a report by %s has a row for %s', async (groupBy, key) => {
  expect((await get<Report>(`report?groupBy=${groupBy}`)).rows).toContainEqual(expect.objectContaining({ key, valueMinor: 4_999 }));
});

test('a comparison has every model beside the others, as the reports give them one by one', async () => {
  const comparison = await get<Comparison>('compare');
  expect(comparison.models).toEqual(['first_touch', 'last_touch', 'linear', 'time_decay', 'position_based']);
  for (const model of comparison.models) {
    const report = await get<Report>(`report?model=${model}`);
    expect(comparison.totals[model]).toEqual(report.totals);
    const rows = comparison.rows.map(({ credits, ...head }) => ({ ...head, ...credits[model] }));
    expect(rows).toEqual(report.rows);
  }
});

test('many reports that read paths keep no connection from anybody else while they wait, and all are answered in the end', async () => {
  await world.admin.query('begin');
  await world.admin.query('lock table paths in access exclusive mode');
  const slow = Array.from({ length: 30 }, (_, place) => {
    const key = place % 2 === 0 ? world.mine.keys.read : world.theirs.keys.read;
    return world.send('GET', '/attribution/report?lookbackDays=29', { key });
  });
  const paths = ['/campaigns', '/attribution/report', '/attribution/compare', '/attribution/status'];
  const others = await Promise.all(paths.map((path) => world.send('GET', path)));
  expect(others.map(({ status }) => status)).toEqual(paths.map(() => 200));
  await world.admin.query('commit');
  expect((await Promise.all(slow)).map(({ status }) => status)).toEqual(slow.map(() => 200));
});

test('while events wait to be matched, status and report say so', async () => {
  const conversions = [{ id: 'waits', occurredAt: '2026-11-11T10:00:00Z', kind: 'lead', identity: { userId: 'u-1' } }];
  await world.send('POST', '/conversions', { body: { conversions } });
  const status = await get<Status>('status');
  expect(status).toMatchObject({ waitingConversions: 1, waitingTouchpoints: 0 });
  expect(Date.parse(status.oldestWaitingAt ?? '')).not.toBeNaN();
  expect((await get<Report>('report')).waitingConversions).toBe(1);
  await world.drain();
  expect(await get<Status>('status')).toEqual({
    waitingConversions: 0,
    waitingTouchpoints: 0,
    oldestWaitingAt: null,
    eventsKeptFrom: null,
    lastCheck: null,
  });
});

test('the models tell their formula, their source and their defaults', async () => {
  const { items } = await get<{ items: { name: string; parameters: object; formula: string; source: string }[] }>('models');
  expect(items.map(({ name }) => name)).toEqual([
    'first_touch',
    'last_touch',
    'linear',
    'time_decay',
    'position_based',
    'markov',
    'shapley',
    'hazard',
  ]);
  for (const { formula, source } of items) expect([formula, source].every((text) => text.length > 3)).toBe(true);
  expect(items.find(({ name }) => name === 'time_decay')?.parameters).toEqual({ halfLifeDays: 7 });
});

test('a sum that cannot be told exactly is refused with a way out, from rollups and from paths', async () => {
  const order = {
    occurredAt: '2026-11-13T10:00:00Z',
    kind: 'purchase',
    valueMinor: 1_000_000_000_000,
    currency: 'USD',
    identity: { ip: '192.0.2.1' },
  };
  for (let batch = 0; batch < 10; batch += 1) {
    const conversions = Array.from({ length: 1_000 }, (_, place) => ({ id: `rich-${batch}-${place}`, ...order }));
    expect((await world.send('POST', '/conversions', { body: { conversions } })).json).toMatchObject({ accepted: 1_000 });
  }
  await world.drain();
  for (const path of ['report', 'report?lookbackDays=60', 'compare?groupBy=day']) {
    const answer = await world.send('GET', `/attribution/${path}`);
    expect(answer, path).toMatchObject({
      status: 400,
      json: { code: 'invalid_request', detail: expect.stringContaining('beyond 2^53') as string },
    });
  }
  expect((await get<Report>('report?to=2026-11-13')).totals.valueMinor).toBe(4_999);
});
