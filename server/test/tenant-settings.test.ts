import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addTestMember, cookieOf, createTestPerson, giveTestFactor } from './people.ts';
import { openWorld, type World } from './world.ts';
import { EVIDENCE_CLASSES } from '../src/attribution/paths/codes.ts';
import { MIN_EVIDENCE, TENANT_DEFAULTS, type TenantSettings } from '../src/tenants/settings/schema.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const path = () => `/tenants/${world.mine.tenantId}/settings`;
const put = (change: Partial<TenantSettings> | Record<string, unknown>, headers: Record<string, string> = {}) =>
  headers.cookie === undefined
    ? world.send('PUT', path(), { body: { ...TENANT_DEFAULTS, ...change } })
    : world.server.send('PUT', `/api/v1${path()}`, { headers, body: { ...TENANT_DEFAULTS, ...change } });

/** As an owner who has a second factor, and so is not shut out by asking for one. */
async function asOwner(): Promise<Record<string, string>> {
  const { context } = world.database;
  const person = await createTestPerson(context);
  await addTestMember(context, person, world.mine.tenantId, 'owner');
  await giveTestFactor(context, person);
  return { cookie: await cookieOf(context, person) };
}
const get = async (address: string) => (await world.send('GET', address)).json as Record<string, unknown>;

describe('settings', () => {
  test('are at first those every tenant begins with, and are read back as they were put', async () => {
    expect(await get(path())).toEqual(TENANT_DEFAULTS);
    const all = {
      timeZone: 'America/New_York',
      currency: 'EUR',
      lookbackDays: 14,
      halfLifeDays: 3.5,
      minEvidence: 'user_id',
      retentionDays: 400,
      defaultModel: 'time_decay',
      consentUnknown: 'drop',
      downloadWindow: 'rolling_last',
      addressDays: 0,
      mfaRequired: true,
    };
    expect((await put(all, await asOwner())).json).toEqual(all);
    expect(await get(path())).toEqual(all);
    const { rows } = await world.admin.query(
      `select before::jsonb, after::jsonb from audit_log where tenant_id = $1 and action = 'tenant_settings.put'`,
      [world.mine.tenantId],
    );
    expect(rows).toEqual([{ before: TENANT_DEFAULTS, after: all }]);
    await put({}, await asOwner());
  });

  test('let a key change everything but whether members need a second factor, which takes a person', async () => {
    const refused = { status: 403, json: { code: 'forbidden', detail: expect.stringContaining('Only a person') as string } };
    expect(await put({ mfaRequired: true })).toMatchObject(refused);
    expect((await put({ mfaRequired: true }, await asOwner())).status).toBe(200);
    expect(await put({})).toMatchObject(refused);
    expect((await put({ mfaRequired: true, lookbackDays: 20 })).status).toBe(200);
    expect(await get(path())).toMatchObject({ mfaRequired: true, lookbackDays: 20 });
    await put({}, await asOwner());
  });

  test.each([
    ['a time zone there is not', { timeZone: 'Europe/Nowhere' }, '/timeZone'],
    ['an offset', { timeZone: '+01:00' }, '/timeZone'],
    ['a currency there is not', { currency: 'XXZ' }, '/currency'],
    ['no day of lookback', { lookbackDays: 0 }, '/lookbackDays'],
    ['91 days of lookback', { lookbackDays: 91 }, '/lookbackDays'],
    ['half a day of lookback', { lookbackDays: 0.5 }, '/lookbackDays'],
    ['a half-life of nothing', { halfLifeDays: 0 }, '/halfLifeDays'],
    ['evidence there is not', { minEvidence: 'hope' }, '/minEvidence'],
    ['29 days of retention', { retentionDays: 29 }, '/retentionDays'],
    ['a third way with unknown consent', { consentUnknown: 'ask' }, '/consentUnknown'],
    ['a window there is not', { downloadWindow: 'week' }, '/downloadWindow'],
    ['addresses kept for eight days', { addressDays: 8 }, '/addressDays'],
    ['a model there is not', { defaultModel: 'nobody-made-it' }, '/defaultModel'],
    ['a model that cannot be', { defaultModel: 'Not a name' }, '/defaultModel'],
    ['a text for a truth', { mfaRequired: 'yes' }, '/mfaRequired'],
    ['a field nobody knows', { more: 1 }, '/more'],
  ])('are refused with %s, and stay', async (_what, change, pointer) => {
    const answer = await put(change);
    expect(answer, answer.text).toMatchObject({ status: 400, json: { errors: [{ pointer }] } });
    expect(await get(path())).toEqual(TENANT_DEFAULTS);
  });

  test('know every evidence class of the method', () => {
    expect(MIN_EVIDENCE).toEqual(EVIDENCE_CLASSES);
  });
});

describe('a report that does not choose', () => {
  test('follows the settings at once and shows what it used; one that chooses, and another tenant, do not', async () => {
    const report = '/attribution/report';
    const chosen = await get(`${report}?lookbackDays=30&halfLifeDays=7&minEvidence=household_ip`);
    expect(await get(report)).toEqual(chosen);
    const theirs = (await world.send('GET', report, { key: world.theirs.apiKey })).text;
    await put({ lookbackDays: 1, halfLifeDays: 2, minEvidence: 'click_id' });
    for (const address of [report, '/attribution/compare'])
      expect(await get(address)).toMatchObject({ lookbackDays: 1, options: { halfLifeDays: 2, minEvidence: 'click_id' } });
    expect(await get(report)).toEqual(await get(`${report}?lookbackDays=1&halfLifeDays=2&minEvidence=click_id`));
    expect(await get(`${report}?lookbackDays=30&halfLifeDays=7&minEvidence=household_ip`)).toEqual(chosen);
    const explanation = `/attribution/conversions/${world.mine.conversion}/explanation`;
    expect(await get(explanation)).toMatchObject({ lookbackDays: 1, touchpoints: [] });
    expect(await get(`${explanation}?minEvidence=household_ip&lookbackDays=30`)).toMatchObject({ touchpoints: [{ id: 'touch' }] });
    expect((await world.send('GET', report, { key: world.theirs.apiKey })).text).toBe(theirs);
    await put({});
    expect(await get(report)).toEqual(chosen);
  });

  test('is in the currency of the settings', async () => {
    expect(await get('/attribution/report')).toMatchObject({ currency: 'USD' });
    await put({ currency: 'EUR' });
    expect(await get('/attribution/report')).toMatchObject({ currency: 'EUR' });
    await put({});
  });
});
