import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestTenant, openTestDatabase, type TestDatabase, type TestTenant } from '../../../test/database.ts';
import { startTestServer, type TestServer } from '../../../test/http.ts';
import { reserveSpendIn, settleSpendIn } from '../../metering/spend/service.ts';
import type { Context } from '../../platform/context.ts';
import { inTenant } from '../../platform/tenant-door.ts';
import { unsealForTenant } from '../../platform/vault.ts';
import { ProviderDetails } from './schema.ts';
import { putProvider } from './service.ts';

const KEY = 'sk-secret-0123456789-abcdef';
const OWN = { kind: 'openai', account: 'own', apiKey: KEY, models: [{ model: 'gpt-5-mini' }] };
const PRICES = { inputMicros: 1_000_000, cacheReadMicros: 0, cacheWriteMicros: 0, outputMicros: 2_000_000 };
const PRICED = [{ model: 'llama', prices: PRICES }];

let database: TestDatabase;
let context: Context;
let server: TestServer;
beforeAll(async () => {
  database = await openTestDatabase();
  const account = { apiKey: 'operators-own-key', baseUrl: undefined };
  context = { ...database.context, operatorAi: { openai: account, anthropic: undefined, prices: [] } };
  server = await startTestServer(context);
});
afterAll(async () => {
  await server?.close();
  await database.close();
});

interface Body {
  detail: string;
  errors: { pointer: string }[];
}
const put = (tenant: TestTenant, key: string, body: object) =>
  server.send('PUT', `/api/v1/ai/providers/${key}`, { key: tenant.apiKey, body });
const list = (tenant: TestTenant) => server.send('GET', '/api/v1/ai/providers', { key: tenant.apiKey });

async function keptKey({ tenantId }: TestTenant, key: string): Promise<string | undefined> {
  const text = 'select sealed_key from ai_providers where key = $1';
  const [row] = await inTenant(context.db, tenantId, (tx) => tx.query<{ sealed_key: Buffer | null }>({ text, values: [key] }));
  if (!row?.sealed_key) return undefined;
  expect(row.sealed_key.toString('latin1')).not.toContain('sk-');
  return (await unsealForTenant(context, { tenantId }, `ai_providers|${key}|sealed_key`, row.sealed_key))?.toString();
}

describe('a key', () => {
  test('is stored sealed, and stands in no answer, no row of the audit log and no other table', async () => {
    const tenant = await createTestTenant(context);
    const stored = await put(tenant, 'openai', OWN);
    expect(stored.json).toMatchObject({ key: 'openai', hasKey: true, isReady: true });
    const read = await server.send('GET', '/api/v1/ai/providers/openai', { key: tenant.apiKey });
    const wrong = await put(tenant, 'openai', { ...OWN, models: [] });
    expect(await keptKey(tenant, 'openai')).toBe(KEY);
    const audit = await inTenant(context.db, tenant.tenantId, (tx) =>
      tx.query({ text: `select * from audit_log where target = 'openai'` }),
    );
    expect(audit).toMatchObject([{ action: 'ai_provider.put', after: { hasKey: true, isKeyNew: true } }]);
    const told = [stored.text, read.text, wrong.text, (await list(tenant)).text, JSON.stringify(audit)];
    expect(told.filter((text) => text.includes('sk-secret') || text.includes('operators-own'))).toEqual([]);
  });

  test('stays when none is given, as long as it goes where it went', async () => {
    const tenant = await createTestTenant(context);
    const { apiKey: _key, ...unchanged } = OWN;
    await put(tenant, 'openai', OWN);
    expect((await put(tenant, 'openai', { ...unchanged, position: 3, monthlyCapCents: 1 })).json).toMatchObject({
      hasKey: true,
      position: 3,
    });
    expect(await keptKey(tenant, 'openai')).toBe(KEY);
    const elsewhere = { ...unchanged, baseUrl: 'https://elsewhere.example/v1' };
    const compatible = { ...elsewhere, kind: 'openai_compatible', models: PRICED };
    for (const moved of [elsewhere, compatible, { ...unchanged, kind: 'anthropic' }]) {
      const answer = await put(tenant, 'openai', moved);
      expect(answer).toMatchObject({ status: 400, json: { errors: [{ pointer: '/apiKey' }] } });
    }
    expect(await keptKey(tenant, 'openai')).toBe(KEY);
    expect((await put(tenant, 'openai', { ...elsewhere, apiKey: 'another' })).json).toMatchObject({
      baseUrl: 'https://elsewhere.example/v1',
    });
    expect(await keptKey(tenant, 'openai')).toBe('another');
  });

  test('is forgotten with its provider, and when the operator’s account takes its place', async () => {
    const tenant = await createTestTenant(context);
    await put(tenant, 'openai', OWN);
    const operators = { kind: 'openai', account: 'operator', models: [{ model: 'gpt-5-mini' }] };
    expect((await put(tenant, 'openai', operators)).json).toMatchObject({ hasKey: false, isReady: true });
    expect(await keptKey(tenant, 'openai')).toBeUndefined();
    const { apiKey: _key, ...without } = OWN;
    expect(((await put(tenant, 'openai', without)).json as Body).errors).toMatchObject([{ pointer: '/apiKey' }]);
    await put(tenant, 'openai', OWN);
    await server.send('DELETE', '/api/v1/ai/providers/openai', { key: tenant.apiKey });
    expect(((await put(tenant, 'openai', without)).json as Body).detail).toBe('Send the key of your account.');
  });
});

test.each([
  ['/models', 'no model', { models: [] }],
  ['/models/1/model', 'a model twice', { models: [{ model: 'a' }, { model: 'a' }] }],
  ['/models/0/prices/inputMicros', 'a price per token', { models: [{ model: 'a', prices: { ...PRICES, inputMicros: 3 } }] }],
  ['/models/0/prices/outputMicros', 'a negative price', { models: [{ model: 'a', prices: { ...PRICES, outputMicros: -1 } }] }],
  ['/models/0/prices', 'no price where nobody else knows one', { kind: 'openai_compatible', baseUrl: 'https://ai.example/v1' }],
  ['/baseUrl', 'no address where none is known', { kind: 'openai_compatible', models: PRICED }],
  ['/baseUrl', 'what is no web address', { baseUrl: 'file:///etc/passwd' }],
  ['/baseUrl', 'an address with a name and password', { baseUrl: 'https://a:b@ai.example/v1' }],
  ['/baseUrl', 'an address with a query', { baseUrl: 'https://ai.example/v1?key=a' }],
  ['/apiKey', 'a key of several lines', { apiKey: 'a\nb' }],
  ['/monthlyCapCents', 'a negative cap', { monthlyCapCents: -1 }],
  ['/apiKey', "a key beside the operator's account", { account: 'operator' }],
  ['/baseUrl', "an address beside the operator's account", { account: 'operator', apiKey: undefined, baseUrl: 'https://ai.example' }],
  ['/models/0/prices', 'a price of what the operator pays', { account: 'operator', apiKey: undefined, models: PRICED }],
  [
    '/kind',
    'an account that the operator cannot have',
    { account: 'operator', kind: 'openai_compatible', models: [{ model: 'a', prices: null }] },
  ],
])('%s: %s is refused, and nothing is stored', async (pointer, _what, more) => {
  const tenant = await createTestTenant(context);
  const answer = await put(tenant, 'openai', { ...OWN, ...more });
  expect(answer.status).toBe(400);
  expect((answer.json as Body).errors.map((one) => one.pointer)).toContain(pointer);
  expect((await list(tenant)).json).toMatchObject({ items: [] });
});

const HEARS = { model: 'hears' };
const AT_HOME = { kind: 'openai_compatible', baseUrl: 'https://ai.example/v1', models: [] };

test.each([
  ['/audioModels', 'a model that hears where there is none', { kind: 'anthropic', audioModels: [HEARS] }],
  ['/audioModels/0/model', 'a model for texts and audio', { audioModels: [{ model: 'gpt-5-mini' }] }],
  ['/audioModels/1/model', 'a model twice', { audioModels: [HEARS, HEARS] }],
  ['/audioModels/0/minuteMicros', 'no price where nobody else knows one', { ...AT_HOME, audioModels: [HEARS] }],
  ['/audioModels/0/minuteMicros', 'a price per second', { ...AT_HOME, audioModels: [{ ...HEARS, minuteMicros: 3 }] }],
  ['/audioModels/0/answer', 'a form that nobody reads', { audioModels: [{ ...HEARS, answer: 'diarized_json' }] }],
  [
    '/audioModels/0/minuteMicros',
    'a price of what the operator pays',
    { account: 'operator', apiKey: undefined, audioModels: [{ ...HEARS, minuteMicros: 100 }] },
  ],
])('%s: %s is refused of models that hear', async (pointer, _what, more) => {
  const tenant = await createTestTenant(context);
  const answer = await put(tenant, 'openai', { ...OWN, ...more });
  expect(answer.status).toBe(400);
  expect((answer.json as Body).errors.map((one) => one.pointer)).toEqual([pointer]);
});

test('models that hear are listed with how they answer and what a minute costs, also where a provider has no others', async () => {
  const tenant = await createTestTenant(context);
  const home = [
    { model: 'large', answer: 'srt', minuteMicros: 0 },
    { model: 'small', minuteMicros: 20 },
  ];
  expect((await put(tenant, 'home', { ...OWN, ...AT_HOME, audioModels: home })).json).toMatchObject({
    models: [],
    isReady: true,
    audioModels: [
      { model: 'large', answer: 'srt', minuteMicros: 0, priceFrom: 'own' },
      { model: 'small', answer: 'verbose_json', minuteMicros: 20, priceFrom: 'own' },
    ],
  });
  const openai = await put(tenant, 'openai', { ...OWN, audioModels: [{ model: 'whisper-1' }, { model: 'nobody-knows' }] });
  expect(openai.json).toMatchObject({
    audioModels: [
      { model: 'whisper-1', minuteMicros: 6_000, priceFrom: 'public' },
      { model: 'nobody-knows', minuteMicros: null, priceFrom: null },
    ],
  });
});

test('a provider that cannot be asked says why', async () => {
  const tenant = await createTestTenant(context);
  const whyNot = async (more: object) => ((await put(tenant, 'one', { ...OWN, ...more })).json as { whyNot: string | null }).whyNot;
  expect(await whyNot({})).toBeNull();
  expect(await whyNot({ isEnabled: false })).toBe('disabled');
  expect(await whyNot({ models: [{ model: 'gpt-never' }] })).toBe('no_price');
  const operators = { account: 'operator', apiKey: undefined, kind: 'anthropic', models: [{ model: 'claude-haiku-4-5' }] };
  expect(await whyNot(operators)).toBe('no_operator_account');
  const request = { meter: 'one', capCents: 1, isOperators: false, task: 'brief', prices: PRICES, most: { input: 0, output: 5_000 } };
  const id = await inTenant(context.db, tenant.tenantId, (tx) => reserveSpendIn(context, tx, request));
  const call = { provider: 'one', model: 'a', task: 'a', prices: PRICES, tokens: undefined };
  await inTenant(context.db, tenant.tenantId, (tx) => settleSpendIn(context, tx, id, call));
  expect(await whyNot({ monthlyCapCents: 1 })).toBe('cap_reached');
  expect(await whyNot({ monthlyCapCents: 2 })).toBeNull();
});

test('providers are listed in the order in which they are asked, with the prices that hold and what they cost this month', async () => {
  const tenant = await createTestTenant(context);
  const models = [{ model: 'gpt-5-mini', prices: PRICES }, { model: 'gpt-5-nano' }, { model: 'gpt-never' }];
  await put(tenant, 'last', { ...OWN, models, position: 2, monthlyCapCents: 100 });
  await put(tenant, 'first', { kind: 'anthropic', account: 'operator', models: [{ model: 'claude-haiku-4-5' }], position: 1 });
  await put(tenant, 'off', { ...OWN, isEnabled: false, position: 3 });
  const request = { meter: 'last', capCents: 100, isOperators: false, task: 'brief', prices: PRICES, most: { input: 5, output: 10 } };
  await inTenant(context.db, tenant.tenantId, (tx) => reserveSpendIn(context, tx, request));
  expect((await list(tenant)).json).toMatchObject({
    month: '2026-11-01',
    operatorAccounts: ['openai'],
    items: [
      { key: 'first', isReady: false, models: [{ priceFrom: 'public', prices: { inputMicros: 1_000_000 } }] },
      {
        key: 'last',
        isReady: true,
        usedMicros: 0,
        reservedMicros: 25,
        models: [{ priceFrom: 'own', prices: PRICES }, { priceFrom: 'public' }, { model: 'gpt-never', prices: null, priceFrom: null }],
      },
      { key: 'off', isReady: false },
    ],
  });
  await put(tenant, 'last', { ...OWN, models: [{ model: 'gpt-5-mini' }] });
  const after = await server.send('GET', '/api/v1/ai/providers/last', { key: tenant.apiKey });
  expect(after.json).toMatchObject({ models: [{ priceFrom: 'public' }], reservedMicros: 25, monthlyCapCents: null });
});

test('a tenant has at most ten providers, and may change those it has', async () => {
  const tenant = await createTestTenant(context);
  for (let place = 0; place < 10; place += 1) await put(tenant, `p${place}`, OWN);
  expect(await put(tenant, 'one-more', OWN)).toMatchObject({ status: 409, json: { detail: expect.stringContaining('at most 10') } });
  expect((await put(tenant, 'p9', { ...OWN, position: 5 })).status).toBe(200);
});

test('an access token may not say where texts and keys go', async () => {
  const tenant = await createTestTenant(context);
  const actor = { ...tenant.actor, kind: 'oauth', scopes: ['admin'], role: 'owner' } as const;
  await expect(putProvider(context, actor, 'openai', ProviderDetails.parse(OWN))).rejects.toMatchObject({ code: 'forbidden' });
});
