import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestTenant, openTestDatabase, type TestDatabase, type TestTenant } from '../../../test/database.ts';
import { pageRequest } from '../../platform/paging.ts';
import { inTenant } from '../../platform/tenant-door.ts';
import type { Actor } from '../../tenants/authorize.ts';
import { putCampaign } from '../../catalog/campaigns/service.ts';
import { NewEntry } from './schema.ts';
import { createEntry, exportEntries, listEntries } from './service.ts';

let database: TestDatabase;
let tenant: TestTenant;
const NOW = Date.parse('2026-12-03T09:00:00Z');

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  tenant = await createTestTenant(database.context);
});

const PURCHASE = { kind: 'purchase', day: '2026-12-01', currency: 'USD', amount: '12.50', note: 'Hosting' };
const at = (atMs: number) => ({ ...database.context, clock: () => atMs });
const book = (more: object = {}, { key, actor = tenant.actor, now = NOW }: { key?: string; actor?: Actor; now?: number } = {}) =>
  createEntry(at(now), actor, NewEntry.parse({ ...PURCHASE, ...more }), key);
const list = (filter = {}, limit = 100, cursor?: string, actor = tenant.actor) =>
  listEntries(database.context, actor, filter, pageRequest({ limit, cursor }));

describe('entries by hand', () => {
  test('are kept exactly, listed the newest first, and audited', async () => {
    const first = await book();
    const second = await book({ kind: 'tax', amount: '2.38', note: 'VAT' });
    expect(first).toMatchObject({ kind: 'purchase', bookedMonth: '2026-12', amount: '12.5', currency: 'USD', correctsMonth: null });
    expect((await list()).items).toEqual([second, first]);
    expect((await list({ kind: 'tax' })).items).toEqual([second]);
    expect((await list({ month: '2026-11' })).items).toEqual([]);
    const page = await list({}, 1);
    expect((await list({}, 1, page.nextCursor ?? '')).items).toEqual([first]);
    const audit = await inTenant(database.context.db, tenant.tenantId, (tx) =>
      tx.query({
        text: `select actor, target, after ->> 'amount' as amount from audit_log where action = 'cost_entry.create' order by seq`,
      }),
    );
    expect(audit).toEqual([
      { actor: tenant.actor.name, target: first.id, amount: '12.50' },
      { actor: tenant.actor.name, target: second.id, amount: '2.38' },
    ]);
  });

  test('of a closed month stand in the present one as its correction; a month closes 12 hours after its end', async () => {
    const day = '2026-11-30';
    expect(await book({ day })).toMatchObject({ bookedMonth: '2026-12', correctsMonth: '2026-11', day });
    expect(await book({ day }, { now: Date.parse('2026-12-01T11:59:59Z') })).toMatchObject({ bookedMonth: '2026-11', correctsMonth: null });
    expect(await book({ day }, { now: Date.parse('2026-12-01T12:00:00Z') })).toMatchObject({ bookedMonth: '2026-12' });
  });

  test('are set right by a further one, of the same kind and currency', async () => {
    const { id } = await book();
    expect(await book({ corrects: id, amount: '-2.50', note: 'Refund of a part' })).toMatchObject({ corrects: id, amount: '-2.5' });
    await expect(book({ corrects: id, kind: 'tax' })).rejects.toMatchObject({ errors: [{ pointer: '/corrects' }] });
    await expect(book({ corrects: id, currency: 'EUR' })).rejects.toMatchObject({ errors: [{ pointer: '/corrects' }] });
    const other = await createTestTenant(database.context);
    await expect(book({ corrects: id }, { actor: other.actor })).rejects.toMatchObject({ errors: [{ pointer: '/corrects' }] });
  });

  test('are booked once for one idempotency key, and never seen by another tenant', async () => {
    const first = await book({}, { key: 'once' });
    expect(await book({}, { key: 'once' })).toEqual(first);
    expect((await list()).items).toEqual([first]);
    const other = await createTestTenant(database.context);
    expect((await list({}, 100, undefined, other.actor)).items).toEqual([]);
  });

  test('name a campaign that is there, and a day that has come', async () => {
    await expect(book({ campaign: 'spring' })).rejects.toMatchObject({ errors: [{ pointer: '/campaign' }] });
    await putCampaign(database.context, tenant.actor, 'spring', {});
    expect(await book({ campaign: 'spring', feature: 'support' })).toMatchObject({ campaign: 'spring', feature: 'support' });
    await expect(book({ day: '2027-01-01' })).rejects.toMatchObject({ errors: [{ pointer: '/day' }] });
    await expect(book({ day: '2019-12-31' })).rejects.toMatchObject({ errors: [{ pointer: '/day' }] });
  });

  test('are not for a key that only reads', async () => {
    const actor: Actor = { ...tenant.actor, kind: 'api_key', scopes: ['read'] };
    await expect(book({}, { actor })).rejects.toMatchObject({ code: 'forbidden' });
    expect((await list({}, 100, undefined, actor)).items).toEqual([]);
    await expect(list({}, 100, undefined, { ...actor, scopes: ['ingest'] })).rejects.toMatchObject({ code: 'forbidden' });
  });

  test('cannot be changed nor removed, by whatever statement', async () => {
    await book();
    for (const text of ['update cost_entries set amount = 0', 'delete from cost_entries'])
      await expect(inTenant(database.context.db, tenant.tenantId, (tx) => tx.query({ text }))).rejects.toThrow('permission denied');
  });
});

describe('what is no amount, currency or kind is refused with a sentence', () => {
  test.each([
    [{ amount: 'NaN' }, 'amount', 'not NaN'],
    [{ amount: 'Infinity' }, 'amount', 'not infinity'],
    [{ amount: '1e309' }, 'amount', 'no exponent'],
    [{ amount: 12.5 }, 'amount', 'in quotes'],
    [{ amount: '-5' }, 'amount', 'must be above 0'],
    [{ amount: '0.00' }, 'amount', 'must not be 0'],
    [{ amount: '1.005' }, 'amount', 'more digits after the point than USD has'],
    [{ amount: '10.5', currency: 'JPY' }, 'amount', 'more digits after the point than JPY has'],
    [{ kind: 'credit', amount: '5' }, 'amount', 'a credit lowers the bill'],
    [{ kind: 'usage' }, 'kind', 'booked from what is metered'],
    [{ currency: 'usd' }, 'currency', 'ISO 4217'],
    [{ currency: 'XYZ' }, 'currency', 'ISO 4217'],
    [{ day: '2026-02-30' }, 'day', 'must be a day'],
    [{ note: ' ' }, 'note', 'needed'],
    [{ more: 1 }, undefined, 'more'],
  ])('%j', (more, pointer, sentence) => {
    const { error } = NewEntry.safeParse({ ...PURCHASE, ...more });
    expect(error?.issues).toHaveLength(1);
    expect(error?.issues[0].path[0]).toBe(pointer);
    expect(error?.issues[0].message).toContain(sentence);
  });
});

describe('entries as CSV', () => {
  const exported = async (filter = {}, actor = tenant.actor) => {
    let text = '';
    for await (const part of await exportEntries(at(NOW), actor, filter)) text += part;
    return text;
  };

  test('are the same rows as the list, the newest first: text is safe from spreadsheets, amounts below 0 stay plain', async () => {
    await book({ note: '=HYPERLINK("https://evil.example")', feature: '@sum' });
    await book({ kind: 'credit', amount: '-2.50', note: '-Goodwill, late' });
    const lines = (await exported()).trimEnd().split('\n');
    const [newest, oldest] = (await list()).items;
    expect(lines[0]).toBe(
      'id,kind,bookedMonth,day,meter,campaign,feature,quantity,unit,currency,amount,priceVersion,tier,correctsMonth,corrects,note,' +
        'bookedAt,bookedBy',
    );
    expect(lines[1]).toBe(
      `${newest.id},credit,2026-12,2026-12-01,,,,,,USD,-2.5,,,,,"'-Goodwill, late",${newest.bookedAt},${newest.bookedBy}`,
    );
    expect(lines[2]).toBe(
      `${oldest.id},purchase,2026-12,2026-12-01,,,'@sum,,,USD,12.5,,,,,"'=HYPERLINK(""https://evil.example"")",` +
        `${oldest.bookedAt},${oldest.bookedBy}`,
    );
    expect(lines).toHaveLength(3);
    expect((await exported({ kind: 'credit' })).trimEnd().split('\n')).toEqual([lines[0], lines[1]]);
  });

  test('never hold a row of another tenant, and have a header alone where nothing is booked', async () => {
    const { id } = await book();
    const other = await createTestTenant(database.context);
    await book({ note: 'Theirs' }, { actor: other.actor });
    const [mine, theirs] = [await exported(), await exported({}, other.actor)];
    expect(mine).toContain(id);
    expect(mine).not.toContain('Theirs');
    expect(theirs).toContain('Theirs');
    expect(theirs).not.toContain(id);
    expect(theirs.trimEnd().split('\n')).toHaveLength(2);
    expect((await exported({ month: '2026-01' })).trimEnd().split('\n')).toHaveLength(1);
  });

  test('are refused to whoever may not read them', async () => {
    await expect(exported({}, { ...tenant.actor, kind: 'api_key', scopes: ['ingest'] })).rejects.toMatchObject({ code: 'forbidden' });
  });
});
