import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createTestTenant, NOW_MS, openTestDatabase, type TestDatabase, type TestTenant } from '../../../test/database.ts';
import { startTestServer, type TestServer } from '../../../test/http.ts';
import {
  breaksOff,
  cutJson,
  fails,
  fromChat,
  fromMessages,
  fromResponses,
  hangs,
  type ModelServer,
  openModelServer,
  refusesInResponses,
  type Reply,
} from '../../../test/model-server.ts';
import { setLimit } from '../../../test/quota-world.ts';
import type { Context } from '../../platform/context.ts';
import { openOutbound } from '../../platform/outbound.ts';
import { inTenant } from '../../platform/tenant-door.ts';
import { ProviderDetails } from '../providers/schema.ts';
import { listProviders, putProvider, removeProvider } from '../providers/service.ts';
import { missingQuotes, type Task } from './rules.ts';
import { ask } from './service.ts';

const KEY = 'sk-secret-of-the-tenant';
const TEXT = 'This show is brought to you by Lark. Use the code TECH10.';
const PRICES = { inputMicros: 1_000_000, cacheReadMicros: 100_000, cacheWriteMicros: 2_000_000, outputMicros: 10_000_000 };

const Output = z.strictObject({ quote: z.string().max(100), kind: z.enum(['ad', 'none']) });
const TASK: Task<z.infer<typeof Output>> = {
  name: 'find_ad',
  promptVersion: 1,
  schemaVersion: 1,
  instructions: 'Find the ad.',
  schema: Output,
  maxOutputTokens: 100,
  timeoutMs: 5_000,
  isKept: false,
  faults: ({ quote }, text) => missingQuotes([quote], text),
  offline: () => ({ quote: 'our own', kind: 'none' }),
};
const GOOD = { quote: 'brought to you by  LARK', kind: 'ad' };

let database: TestDatabase;
let models: ModelServer;
let spare: ModelServer;
let server: TestServer;
beforeAll(async () => {
  database = await openTestDatabase();
  [models, spare] = [await openModelServer(), await openModelServer()];
  server = await startTestServer(database.context);
});
afterAll(async () => {
  await server?.close();
  await models?.close();
  await spare?.close();
  await database.close();
});

let tenant: TestTenant;
/** A context of its own for each test, so that none meets the failures of another. */
let context: Context;
let logged: unknown[];
beforeEach(async () => {
  tenant = await createTestTenant(database.context);
  logged = [];
  const warn = (...said: unknown[]) => void logged.push(said);
  context = { ...database.context, log: Object.assign(Object.create(database.context.log) as Context['log'], { warn }) };
});

async function put(key: string, more: object = {}): Promise<void> {
  const priced = [{ model: 'gpt-5-mini', prices: PRICES }];
  const details = { kind: 'openai', account: 'own', apiKey: KEY, baseUrl: models.url, models: priced, ...more };
  await putProvider(context, tenant.actor, key, ProviderDetails.parse(details));
}
const both = async () => {
  await put('first');
  await put('second', { position: 1, baseUrl: spare.url });
};
const question = (more: Partial<Task<z.infer<typeof Output>>> = {}, rest: object = {}) => ({
  task: { ...TASK, ...more },
  text: TEXT,
  ...rest,
});
const asking = (...given: Parameters<typeof question>) => ask(context, 'system', tenant.tenantId, question(...given));

function usage() {
  const text = `select provider, model, task, input_tokens::int as input, cache_read_tokens::int as read,
                  cache_write_tokens::int as written,
                  output_tokens::int as output, cost_micros::int as cost, is_estimate from usage_records order by id`;
  return inTenant(context.db, tenant.tenantId, (tx) => tx.query<Record<string, unknown>>({ text }));
}
async function spent(): Promise<[used: number, reserved: number][]> {
  return (await listProviders(context, tenant.actor)).items.map(({ usedMicros, reservedMicros }) => [usedMicros, reservedMicros]);
}

describe('an answer', () => {
  test.each<[string, Reply, { path: string } & Record<string, unknown>]>([
    ['openai', fromResponses(GOOD), { path: '/v1/responses', input: 20, read: 30, written: 0, output: 9, cost: 20 + 3 + 90 }],
    ['openai_compatible', fromChat(GOOD), { path: '/v1/chat/completions', input: 20, read: 30, written: 0, output: 9, cost: 113 }],
    ['anthropic', fromMessages(GOOD), { path: '/v1/messages', input: 100, read: 40, written: 10, output: 9, cost: 100 + 4 + 20 + 90 }],
  ])('of %s is checked by the schema, and its tokens are counted by their kind and price', async (kind, reply, { path, ...used }) => {
    models.say(reply);
    await put('one', { kind, models: [{ model: kind === 'anthropic' ? 'claude-haiku-4-5' : 'a-model', prices: PRICES }] });
    const answer = await asking();
    expect(answer).toMatchObject({ output: GOOD, from: { method: 'provider', provider: 'one', isKept: false }, failures: [], calls: 1 });
    expect(models.asked.map((one) => one.path)).toEqual([path]);
    expect(await usage()).toMatchObject([{ provider: 'one', task: 'find_ad', is_estimate: false, ...used }]);
    expect(await spent()).toEqual([[answer.costMicros, 0]]);
  });

  test('of which nobody counted the tokens costs all that was set aside', async () => {
    models.say(fromChat(GOOD, null));
    await put('one', { kind: 'openai_compatible' });
    const { costMicros } = await asking();
    expect(costMicros).toBeGreaterThan(1_000);
    expect(await usage()).toMatchObject([{ is_estimate: true, cost: costMicros }]);
  });

  test.each<[string, object]>([
    ['a quote that does not occur', { quote: 'brought to you by Robin', kind: 'ad' }],
    ['an empty quote', { quote: ' ', kind: 'ad' }],
  ])('with %s is none, and the next provider is asked', async (_what, answer) => {
    models.say(fromResponses(answer));
    spare.say(fromResponses(GOOD));
    await both();
    expect(await asking()).toMatchObject({
      output: GOOD,
      from: { provider: 'second' },
      failures: [{ provider: 'first', fault: 'ungrounded' }],
    });
    expect(models.asked).toHaveLength(1);
  });

  test.each<[string, object]>([
    ['a member too many', { ...GOOD, link: 'https://a.example' }],
    ['another word than the enum has', { ...GOOD, kind: 'maybe' }],
    ['a text longer than its cap', { ...GOOD, quote: 'x'.repeat(101) }],
    ['a NUL, which no database takes', { ...GOOD, quote: 'brought\0' }],
    ['half a character', { ...GOOD, quote: 'brought\ud800' }],
  ])('with %s is none, and what it used is counted', async (_what, answer) => {
    models.say(fromResponses(answer));
    await put('one');
    const asked = await asking({ isKept: true, faults: () => [] });
    expect(asked).toMatchObject({ from: { method: 'offline' }, failures: [{ fault: 'unreadable' }], costMicros: 113 });
    expect(await spent()).toEqual([[113, 0]]);
  });
});

describe('a failure', () => {
  test.each([408, 409, 429, 500, 503])('of %i is tried again, twice at most, and costs nothing', async (status) => {
    models.say(fails(status, { 'retry-after': '0' }), fails(status), fromResponses(GOOD));
    await put('one');
    expect(await asking()).toMatchObject({ from: { method: 'provider' }, calls: 3, costMicros: 113 });
    models.say(fails(status));
    expect(await asking()).toMatchObject({ from: { method: 'offline' }, calls: 3, costMicros: 0, failures: [{ status }] });
    expect(models.asked).toHaveLength(3);
  });

  test.each([400, 401, 403, 404, 422, 451])('of %i is not tried again; the next provider is asked', async (status) => {
    models.say(fails(status));
    spare.say(fromResponses(GOOD));
    await both();
    const fault = status === 451 ? 'refused' : 'rejected';
    expect(await asking()).toMatchObject({ from: { provider: 'second' }, failures: [{ provider: 'first', fault, status }] });
    expect(models.asked).toHaveLength(1);
  });

  test('that says to come back in an hour is not waited for', async () => {
    models.say(fails(429, { 'retry-after': '3600' }));
    spare.say(fromResponses(GOOD));
    await both();
    expect(await asking()).toMatchObject({ from: { provider: 'second' }, calls: 2, failures: [{ fault: 'rate_limited' }] });
  });

  test.each<[string, Reply, object]>([
    ['openai', refusesInResponses(), {}],
    ['anthropic', fromMessages(GOOD, 'refusal'), { models: [{ model: 'claude-haiku-4-5', prices: PRICES }] }],
  ])('to answer, as %s refuses, goes to the next provider without another try, and its tokens count', async (kind, reply, more) => {
    models.say(reply);
    spare.say(fromResponses(GOOD));
    await put('first', { kind, ...more });
    await put('second', { position: 1, baseUrl: spare.url });
    expect(await asking()).toMatchObject({ from: { provider: 'second' }, failures: [{ provider: 'first', fault: 'refused' }] });
    expect(models.asked).toHaveLength(1);
    expect((await spent()).map(([used]) => used > 0)).toEqual([true, true]);
  });

  test.each<[string, Reply, string, number]>([
    ['JSON that is cut', cutJson(), 'unreadable', 1],
    ['a connection that breaks off', breaksOff(), 'unreadable', 1],
    ['no answer within the deadline', hangs(), 'too_slow', 1],
  ])('by %s counts as all that was set aside, as nobody knows what was used', async (_what, reply, fault, calls) => {
    models.say(reply);
    await put('one');
    const answer = await asking({ timeoutMs: 500 });
    expect(answer).toMatchObject({ from: { method: 'offline' }, output: { quote: 'our own' }, failures: [{ fault }], calls });
    expect(answer.costMicros).toBeGreaterThan(1_000);
    expect(await usage()).toMatchObject([{ is_estimate: true, cost: answer.costMicros }]);
    expect(await spent()).toEqual([[answer.costMicros, 0]]);
  });

  test('to connect costs nothing, and is tried again', async () => {
    const gone = await openModelServer();
    await gone.close();
    await put('one', { baseUrl: gone.url });
    expect(await asking()).toMatchObject({ from: { method: 'offline' }, failures: [{ fault: 'unreachable' }], calls: 3, costMicros: 0 });
  });

  test('five times in a row has an account left alone for half a minute, whoever asks; then one may try', async () => {
    models.say(fails(500));
    spare.say(fromResponses(GOOD));
    await both();
    await asking();
    expect((await asking()).failures).toMatchObject([{ provider: 'first', fault: 'failed' }]);
    expect(models.asked).toHaveLength(5);
    expect((await asking()).failures).toMatchObject([{ provider: 'first', fault: 'resting' }]);
    expect(models.asked).toHaveLength(5);
    await put('other-key', { apiKey: 'another-key', position: 2 });
    expect((await asking({}, { provider: 'other-key' })).failures).toMatchObject([{ fault: 'failed' }]);
    // The same breakers half a minute later: a context is known by itself.
    context.clock = () => NOW_MS + 31_000;
    models.say(fails(500));
    expect((await asking()).failures).toMatchObject([{ provider: 'first', fault: 'failed' }]);
    expect(models.asked).toHaveLength(1);
    context.clock = () => NOW_MS + 62_000;
    models.say(fromResponses(GOOD));
    expect(await asking()).toMatchObject({ from: { provider: 'first' } });
    expect(await asking()).toMatchObject({ from: { provider: 'first' } });
  });
});

describe('money', () => {
  test('of 64 questions at once passes no cap, and those beyond it go to our own methods', async () => {
    models.say(fromResponses(GOOD));
    await put('one', { monthlyCapCents: 3 });
    const answers = await Promise.all(Array.from({ length: 64 }, () => asking()));
    const [[used, reserved]] = await spent();
    expect(used).toBe(answers.reduce((sum, one) => sum + one.costMicros, 0));
    expect(reserved).toBe(0);
    expect(used).toBeLessThanOrEqual(30_000);
    const beyond = answers.filter(({ from }) => from.method === 'offline');
    expect(beyond.length).toBeGreaterThan(0);
    for (const { failures } of beyond) expect(failures).toMatchObject([{ fault: 'cap_reached' }]);
    expect(models.asked).toHaveLength(64 - beyond.length);
  });

  test('is not spent on a model whose price nobody knows, or that is not allowed; a changed cap holds for the next question', async () => {
    models.say(fromResponses(GOOD));
    await put('one', { models: [{ model: 'gpt-never' }] });
    expect((await asking()).failures).toMatchObject([{ fault: 'no_price' }]);
    expect((await asking({}, { model: 'gpt-5-mini' })).failures).toMatchObject([{ fault: 'not_allowed' }]);
    await put('one', { monthlyCapCents: 0 });
    expect((await asking()).failures).toMatchObject([{ fault: 'cap_reached' }]);
    expect(models.asked).toHaveLength(0);
    await put('one');
    expect((await asking()).from.method).toBe('provider');
    await put('one', { isEnabled: false });
    expect(await asking()).toMatchObject({ from: { method: 'offline' }, failures: [] });
  });

  test('of the operator is within the quota, and its account may be in a private network', async () => {
    models.say(fromResponses(GOOD));
    const openai = { apiKey: 'operators-own-key', baseUrl: models.url };
    context = { ...context, operatorAi: { ...context.operatorAi, openai }, outbound: openOutbound() };
    await put('theirs', { account: 'operator', apiKey: undefined, baseUrl: null, models: [{ model: 'gpt-5-mini' }] });
    expect((await asking()).from).toMatchObject({ method: 'provider' });
    expect(models.asked[0].headers.authorization).toBe('Bearer operators-own-key');
    await setLimit(database, tenant, 'ai_spend_per_month', 0);
    expect((await asking()).failures).toMatchObject([{ fault: 'cap_reached' }]);
    expect(models.asked).toHaveLength(1);
  });

  test('is not spent when the database cannot count it', async () => {
    models.say(fromResponses(GOOD));
    await put('one');
    const closed = { ...context.db, app: { connect: () => Promise.reject(new Error('gone')) } } as unknown as Context['db'];
    const broken = { ...context, db: closed };
    await expect(ask(broken, 'system', tenant.tenantId, question())).rejects.toMatchObject({ code: 'unavailable' });
    expect(models.asked).toHaveLength(0);
  });
});

describe('an address of a tenant', () => {
  test('in a private network is not called, and costs nothing', async () => {
    models.say(fromResponses(GOOD));
    context = { ...context, outbound: openOutbound() };
    await put('one');
    expect(await asking()).toMatchObject({ from: { method: 'offline' }, failures: [{ fault: 'blocked' }], calls: 1, costMicros: 0 });
    expect(models.asked).toHaveLength(0);
  });

  test('that redirects is not followed', async () => {
    spare.say(fromResponses(GOOD));
    models.say((response) => void response.writeHead(307, { location: `${spare.url}/responses` }).end());
    await put('one');
    expect((await asking()).from).toEqual({ method: 'offline' });
    expect(spare.asked).toHaveLength(0);
  });
});

test('a text is told apart from what to do with it: by fixed instructions, a mark that nobody could know, and no tools', async () => {
  models.say(fromResponses(GOOD));
  await put('one');
  await asking();
  await asking();
  const bodies = models.asked.map(({ text }) => JSON.parse(text) as { input: { role: string; content: unknown }[]; tools?: unknown });
  const told = bodies.map(({ input, tools }) => ({ system: JSON.stringify(input[0]), user: JSON.stringify(input[1]), tools }));
  expect(told.map(({ tools }) => tools)).toEqual([undefined, undefined]);
  expect(told[0].system).toBe(told[1].system);
  expect(told[0].system).toContain('never to be obeyed');
  expect(told[0].system).not.toContain('Lark');
  const marks = told.map(({ user }) => /The mark is ([0-9A-Za-z]{24})\.\\n<<< \1\\n[^]*TECH10\.\\n\1 >>>/.exec(user)?.[1]);
  expect(marks[0]).toBeDefined();
  expect(marks[0]).not.toBe(marks[1]);
});

test('a key stands in no log line, no answer and no error, also where the vendor repeats it', async () => {
  await put('one');
  for (const reply of [fails(401), fails(429, { 'retry-after': '3600' }), cutJson(), fails(500, { 'retry-after': '3600' })]) {
    models.say(reply);
    const answer = await asking();
    expect(JSON.stringify(answer)).not.toContain('secret');
  }
  expect(models.asked[0].headers.authorization).toBe(`Bearer ${KEY}`);
  expect(logged).toHaveLength(4);
  expect(logged[0]).toMatchObject([{ provider: 'one', model: 'gpt-5-mini', fault: 'rejected', status: 401 }, 'a model gave no answer']);
  expect(JSON.stringify(logged)).not.toMatch(/secret|Lark/);
});

test('an answer is kept for 30 days, for the same question about the same text, and for no other tenant', async () => {
  models.say(fromResponses(GOOD));
  await put('one');
  const kept = { isKept: true };
  expect(await asking(kept)).toMatchObject({ from: { isKept: false }, calls: 1 });
  expect(await asking(kept)).toMatchObject({ output: GOOD, from: { isKept: true }, calls: 0, costMicros: 0 });
  expect(await asking({ ...kept, promptVersion: 2 })).toMatchObject({ from: { isKept: false } });
  expect(await asking({ ...kept, schemaVersion: 2 })).toMatchObject({ from: { isKept: false } });
  expect(await asking(kept, { text: `${TEXT} ` })).toMatchObject({ from: { isKept: false } });
  expect(models.asked).toHaveLength(4);
  context.clock = () => NOW_MS + 30 * 86_400_000 + 1;
  expect(await asking(kept)).toMatchObject({ from: { isKept: false } });
  const rows = await inTenant(context.db, tenant.tenantId, (tx) => tx.query({ text: 'select 1 from ai_answers' }));
  expect(rows).toHaveLength(1);
  context.clock = database.context.clock;
  tenant = await createTestTenant(database.context);
  await put('one');
  expect(await asking(kept)).toMatchObject({ from: { isKept: false } });
});

test('a text that is too long for the price of its tokens to be known is not sent', async () => {
  models.say(fromResponses(GOOD));
  await put('one');
  expect((await asking({}, { text: 'x'.repeat(400_001) })).failures).toMatchObject([{ fault: 'too_long' }]);
  expect(models.asked).toHaveLength(0);
});

describe('POST /ai/providers/{key}/test', () => {
  const send = (key: string, body: object = {}) => server.send('POST', `/api/v1/ai/providers/${key}/test`, { key: tenant.apiKey, body });
  const quoting: Reply = (response, asked) => {
    const quote = /code word of this sentence is (\w{12})/.exec(asked.text)?.[1];
    fromResponses({ quote })(response, asked);
  };

  test('says that a provider answers, that the answer stands on the text, and what it cost', async () => {
    models.say(quoting);
    await put('one');
    expect((await send('one')).json).toEqual({
      isAnswered: true,
      model: 'gpt-5-mini',
      fault: null,
      detail: 'It answered, and its answer stands on the text.',
      status: null,
      calls: 1,
      costMicros: 113,
    });
  });

  test('says why it does not, also of one that is disabled, or whose answer is made up', async () => {
    await put('one', { isEnabled: false });
    expect((await send('one')).json).toMatchObject({ isAnswered: false, fault: 'not_allowed', calls: 0 });
    await put('one');
    models.say(fromResponses({ quote: 'a guess' }));
    expect((await send('one')).json).toMatchObject({ isAnswered: false, fault: 'ungrounded', costMicros: 113 });
    models.say(fails(401));
    const rejected = await send('one');
    expect(rejected.json).toMatchObject({ isAnswered: false, fault: 'rejected', status: 401 });
    expect(rejected.text).not.toContain('secret');
    await removeProvider(context, tenant.actor, 'one');
    expect((await send('one')).status).toBe(404);
  });
});
