import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, type World } from '../../../test/world.ts';
import { linkAnswers } from '../surveylinks/service.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
  for (const [key, name] of [
    ['daily-tech', 'Daily Tech'],
    ['history', 'History of Everything'],
  ])
    // prettier-ignore
    await world.send('PUT', `/shows/${key}`, { body: { name } });
  const flight = { startsOn: '2026-11-01', endsOn: '2026-11-30' };
  for (const [campaign, show] of [
    ['spring', 'daily-tech'],
    ['past', 'history'],
  ])
    // prettier-ignore
    await world.send('PUT', `/placements/in-${show}`, { body: { campaign, show, position: 'mid_roll', kind: 'baked_in', ...flight } });
});
afterAll(() => world.close());

const PATH = '/tracking/survey-answers';
const AT = '2026-11-12T10:00:00Z';
const buy = (orderId: string, more: object = {}) =>
  world.send('POST', '/conversions', {
    body: {
      conversions: [{ id: `c-${orderId}`, kind: 'purchase', occurredAt: AT, orderId, identity: { userId: `u-${orderId}` }, ...more }],
    },
  });
const answer = (id: string, text: string, more: object = {}) =>
  world.send('POST', PATH, { body: { answers: [{ id, occurredAt: '2026-11-12T10:05:00Z', answer: text, ...more }] } });
const link = () => linkAnswers(world.database.context, 'system', world.mine.tenantId);
const map = (id: string, body: object) => world.send('PUT', `${PATH}/${id}/mapping`, { body });

async function touchesOf(orderId: string) {
  await world.drain();
  await link();
  await world.drain();
  const { json } = await world.send('GET', `/attribution/conversions/c-${orderId}/explanation?model=linear`);
  return (json as { touchpoints: { show: string; campaign: string }[] }).touchpoints;
}

test('an answer that names a show becomes evidence for its campaign at the conversion, and is stored once', async () => {
  await buy('11');
  expect((await answer('a-1', 'I heard it on Daily Tech', { orderId: '11' })).json).toEqual({ accepted: 1, duplicates: 0, rejected: [] });
  expect((await answer('a-1', 'I heard it on Daily Tech', { orderId: '11' })).json).toMatchObject({ accepted: 0, duplicates: 1 });
  expect(await touchesOf('11')).toMatchObject([{ campaign: 'spring', show: 'daily-tech', synthetic: true }]);
  const { json } = await world.send('GET', `${PATH}?state=mapped`);
  expect(json).toMatchObject({
    items: [{ id: 'a-1', show: 'daily-tech', score: 1, isEvidence: true, reason: 'it is like "Daily Tech" at 1.000' }],
  });
});

test('an answer waits for a conversion that comes after it', async () => {
  await answer('a-2', 'daily tech', { orderId: '2' });
  expect(await link()).toBe(0);
  await buy('2');
  expect(await touchesOf('2')).toMatchObject([{ show: 'daily-tech' }]);
});

test('what a person says an answer means takes the place of what it was, and its conversion is restated', async () => {
  await buy('3');
  await answer('a-3', 'daily tech', { orderId: '3' });
  expect(await touchesOf('3')).toMatchObject([{ show: 'daily-tech' }]);
  expect((await map('a-3', { show: 'history' })).json).toMatchObject({ state: 'confirmed', show: 'history', isEvidence: false });
  expect(await touchesOf('3')).toMatchObject([{ show: 'history' }]);
  expect((await map('a-3', { show: null })).json).toMatchObject({ state: 'rejected', show: null });
  expect(await touchesOf('3')).toEqual([]);
  const acts = (await world.auditOf(world.mine)).filter(({ target }) => target === 'a-3');
  expect(acts.map(({ action }) => action)).toEqual(['survey_answer.map', 'survey_answer.map']);
});

test('words that are remembered mean the show in answers that wait and in those to come', async () => {
  await answer('a-4', 'the guy with the beard');
  await answer('a-5', 'The guy with the beard!');
  await map('a-4', { show: 'history', remember: true });
  await answer('a-6', 'guy with a beard');
  const { json } = await world.send('GET', PATH);
  const states = (json as { items: { id: string; state: string; show: string }[] }).items.filter(({ show }) => show === 'history');
  expect(Object.fromEntries(states.map(({ id, state }) => [id, state]))).toEqual({
    'a-4': 'confirmed',
    'a-5': 'mapped',
    'a-6': 'mapped',
  });
});

test('the summary tells share, projection and multiplier of a time', async () => {
  const { json } = await world.send('GET', '/tracking/surveys/summary?from=2026-11-12T00:00:00Z&to=2026-11-13T00:00:00Z');
  expect(json).toMatchObject({ podcastShare: { count: 5, of: 6 }, customers: 3, direct: 0, multiplier: { value: null } });
  expect((await world.send('GET', '/tracking/surveys/summary?from=2026-11-12&to=2026-11-13')).json).toEqual(json);
  expect((await world.send('GET', '/tracking/surveys/summary?from=2026-11-32&to=soon')).status).toBe(400);
  const farPast = await world.send('GET', '/tracking/surveys/summary?from=0000-01-01T00:00:00Z&to=2026-11-13');
  expect(farPast).toMatchObject({ status: 400, json: { errors: [{ pointer: '/from' }] } });
  await buy('4', { promoCode: world.mine.code });
  const { json: after } = await world.send('GET', '/tracking/surveys/summary?from=2026-11-12T00:00:00Z&to=2026-11-13T00:00:00Z');
  expect(after).toMatchObject({
    customers: 4,
    direct: 1,
    shows: [
      { show: 'history', answers: 3 },
      { show: 'daily-tech', answers: 2 },
    ],
  });
  expect((after as { multiplier: { value: number } }).multiplier.value).toBeCloseTo((5 / 6) * 4, 10);
});

test('the summary counts who answered once, by what was said last, and codes by what they meant when they were used', async () => {
  const day = '2026-11-04';
  const said = (id: string, hour: number, text: string) => ({ id, occurredAt: `${day}T${hour}:00:00Z`, answer: text, orderId: 'twice' });
  const answers = [said('b-1', 10, 'daily tech'), said('b-2', 11, 'a friend'), said('b-3', 12, 'history of everything')];
  await world.send('POST', PATH, { body: { answers } });
  const period = { validFrom: `${day}T10:00:00Z`, validUntil: `${day}T14:00:00Z` };
  await world.send('PUT', `/campaigns/${world.mine.campaign}/codes/NOON`, { body: period });
  const order = (id: string, hour: number) => ({
    id,
    occurredAt: `${day}T${hour}:00:00Z`,
    kind: 'purchase',
    promoCode: 'NOON',
    identity: {},
  });
  await world.send('POST', '/conversions', { body: { conversions: [order('noon', 12), order('evening', 18)] } });
  const { json } = await world.send('GET', `/tracking/surveys/summary?from=${day}T00:00:00Z&to=2026-11-05T00:00:00Z`);
  const shows = [{ show: 'history', answers: 1 }];
  expect(json).toMatchObject({ podcastShare: { count: 1, of: 1 }, customers: 2, direct: 1, shows });
});

test('the summary counts nothing that somebody says of the orders of others, whenever they say it', async () => {
  const day = '2026-11-06';
  const said = (id: string, text: string, userId: string) => ({
    id,
    occurredAt: `${day}T12:00:00Z`,
    answer: text,
    orderId: '606',
    identity: { userId },
  });
  const order = { id: 'c-606', occurredAt: `${day}T10:00:00Z`, kind: 'purchase', orderId: '606', identity: { userId: 'buyer' } };
  const summary = async () => (await world.send('GET', `/tracking/surveys/summary?from=${day}T00:00:00Z&to=2026-11-07T00:00:00Z`)).json;
  await world.send('POST', PATH, { body: { answers: [said('f-1', 'a friend', 'buyer'), said('f-2', 'daily tech', 'forger')] } });
  await world.send('POST', '/conversions', { body: { conversions: [order] } });
  expect(await summary()).toMatchObject({ podcastShare: { count: 0, of: 1 }, foreignAnswers: 1, customers: 1, shows: [] });
});

test('the summary takes a customer for direct by any one key, or by address and program together, of a vanity visit before', async () => {
  const day = '2026-11-08';
  const browser = { ip: '198.51.100.61', userAgent: 'Mozilla/5.0 one' };
  const visit = (id: string, identity: object, time = '09:00:00') => ({
    id,
    kind: 'vanity_visit',
    occurredAt: `${day}T${time}Z`,
    campaign: 'spring',
    identity,
  });
  const bought = (id: string, identity: object) => ({ id, kind: 'purchase', occurredAt: `${day}T10:00:00Z`, identity });
  const visits = [
    visit('v-1', { userId: 'v' }),
    visit('v-2', { clickId: 'v' }),
    visit('v-3', browser),
    visit('v-4', { userId: 'late' }, '11:00:00'),
  ];
  await world.send('POST', '/touchpoints', { body: { touchpoints: visits } });
  const conversions = [
    bought('by-user', { userId: 'v' }),
    bought('by-click', { clickId: 'v' }),
    bought('by-browser', browser),
    bought('other-program', { ...browser, userAgent: 'Mozilla/5.0 two' }),
    bought('came-later', { userId: 'late' }),
  ];
  await world.send('POST', '/conversions', { body: { conversions } });
  const { json } = await world.send('GET', `/tracking/surveys/summary?from=${day}T00:00:00Z&to=2026-11-09T00:00:00Z`);
  expect(json).toMatchObject({ customers: 5, direct: 3 });
});

test('each answer stands alone, and what is none is told', async () => {
  const answers = [
    { id: 'good', occurredAt: AT, answer: 'a friend' },
    { id: 'bad' },
    { id: 'long', occurredAt: AT, answer: 'x'.repeat(501) },
  ];
  expect((await world.send('POST', PATH, { body: { answers } })).json).toMatchObject({
    accepted: 1,
    rejected: [{ index: 1 }, { index: 2 }],
  });
  expect((await world.send('POST', PATH, { body: { answers: [] } })).status).toBe(400);
  expect((await map('good', { show: null, remember: true })).status).toBe(400);
});

test('with consent denied neither the words nor the order of an answer are kept, and which show it meant still counts', async () => {
  await answer('denied', 'daily tech, says Jane', { orderId: '11', consent: 'denied' });
  const { json } = await world.send('GET', PATH);
  const found = (json as { items: { id: string }[] }).items.find(({ id }) => id === 'denied');
  expect(found).toMatchObject({ answer: '…', orderId: null, show: 'daily-tech' });
});

test('who names the order of somebody else moves no credit', async () => {
  await buy('77');
  await answer('stranger', 'history of everything', { orderId: '77', identity: { userId: 'somebody-else', ip: '203.0.113.5' } });
  expect(await touchesOf('77')).toEqual([]);
  await answer('buyer', 'daily tech', { orderId: '77', identity: { userId: 'u-77' } });
  expect(await touchesOf('77')).toMatchObject([{ show: 'daily-tech' }]);
});

test('an answer from a year to come, or long past, is refused', async () => {
  for (const occurredAt of ['2031-01-01T00:00:00Z', '1999-01-01T00:00:00Z'])
    expect((await answer(`at-${occurredAt.slice(0, 4)}`, 'daily tech', { occurredAt })).json).toMatchObject({ accepted: 0 });
});
