import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NOW_MS } from '../../../test/database.ts';
import { openWorld, type World } from '../../../test/world.ts';
import { inAuth, inTenant } from '../../platform/tenant-door.ts';
import { acceptTouchpoints } from '../intake/service.ts';
import type { Lists } from './rules.ts';
import type { ListOverview } from './schema.ts';
import { checkList, type GivenList, listHistory, loadLists, updateLists, withdrawList } from './service.ts';

const DAY_MS = 86_400_000;
const PATH = '/tracking/lists';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const given = (text: string, more: Partial<GivenList> = {}): GivenList => ({
  kind: 'networks',
  source: 'test.csv',
  text,
  licence: 'CC BY 4.0',
  connectionType: 'datacenter',
  ...more,
});

async function read(): Promise<ListOverview> {
  const { status, json } = await world.send('GET', PATH);
  expect(status).toBe(200);
  return json as ListOverview;
}

describe('lists', () => {
  test('are those that come with Earshot at first', async () => {
    expect(await read()).toMatchObject({ builtIn: { version: expect.any(String) }, items: [] });
  });

  test('are loaded as versions that every tenant sees and look-ups use', async () => {
    const [updated] = await updateLists(world.database.context, 'system', [given('192.0.2.0/24\nnowhere\n')]);
    expect(updated).toMatchObject({ kind: 'networks', entries: 1, isNew: true, refused: [{ entry: 2 }] });
    expect((await loadLists(world.database.context, 'system')).network('192.0.2.1', NOW_MS).connectionType).toBe('datacenter');
    expect(await read()).toMatchObject({
      items: [{ kind: 'networks', source: 'test.csv', licence: 'CC BY 4.0', entries: 1, ageDays: 0, warning: null }],
    });
  });

  test('stay when the same entries come again, which counts as a check', async () => {
    world.database.setNow(NOW_MS + 5 * DAY_MS);
    const [again] = await updateLists(world.database.context, 'system', [given('192.0.2.0/24')]);
    expect(again.isNew).toBe(false);
    const history = await listHistory(world.database.context, 'system', 'networks');
    expect(history).toMatchObject([{ holds: true, checks: [{ checkedBy: 'operator' }, { checkedBy: 'operator' }] }]);
    world.database.setNow(NOW_MS);
  });

  test('are loaded all or none', async () => {
    const both = [given('198.51.100.0/24'), given('nothing', { kind: 'countries' })];
    await expect(updateLists(world.database.context, 'system', both)).rejects.toMatchObject({ code: 'invalid_request' });
    expect(await listHistory(world.database.context, 'system')).toHaveLength(1);
  });

  test('hold from a date that may lie in the future or the past', async () => {
    await updateLists(world.database.context, 'system', [given('198.51.100.0/24,mobile', { effectiveFrom: new Date(NOW_MS + DAY_MS) })]);
    const lists = await loadLists(world.database.context, 'system');
    expect([0, 1].map((days) => lists.network('198.51.100.1', NOW_MS + days * DAY_MS).connectionType)).toEqual(['unknown', 'mobile']);
    expect((await read()).items).toMatchObject([{ kind: 'networks', entries: 1, source: 'test.csv' }]);
  });

  test('of shared addresses are used no more when nobody looked through them for 90 days, and again once somebody did', async () => {
    await updateLists(world.database.context, 'system', [given('203.0.113.0/24', { kind: 'shared_addresses' })]);
    const later = NOW_MS + 91 * DAY_MS;
    expect((await loadLists(world.database.context, 'system')).network('203.0.113.1', later).isShared).toBe(false);
    world.database.setNow(later);
    expect((await read()).items.find(({ kind }) => kind === 'shared_addresses')?.warning).toContain('earshot lists check');
    await checkList(world.database.context, 'system', 'shared_addresses', 'ana');
    expect((await loadLists(world.database.context, 'system')).network('203.0.113.1', later).isShared).toBe(true);
    expect(await listHistory(world.database.context, 'system', 'shared_addresses')).toMatchObject([
      { checks: [{ checkedBy: 'ana' }, { checkedBy: 'operator' }] },
    ]);
    world.database.setNow(NOW_MS);
  });

  test('that are not there cannot be checked', async () => {
    await expect(checkList(world.database.context, 'system', 'bots', 'ana')).rejects.toMatchObject({ code: 'not_found' });
  });

  test('leave who changed them in the log of the installation', async () => {
    const rows = await inAuth(world.database.context.db, (tx) =>
      tx.query<{ action: string; target: string }>({
        text: `select action, target from platform_audit_log where action like 'list.%' order by seq`,
      }),
    );
    expect(rows.map(({ action, target }) => `${action} ${target}`)).toEqual([
      'list.update networks',
      'list.update networks',
      'list.update shared_addresses',
      'list.check shared_addresses',
    ]);
  });

  test('that were loaded by mistake are withdrawn from where they began, for the version before or what comes with Earshot', async () => {
    const { context } = world.database;
    const cloud = '3.5.140.1';
    const typeAt = async (ms: number) => (await loadLists(context, 'system', [ms])).network(cloud, ms).connectionType;
    const begins = new Date(NOW_MS + 20 * DAY_MS);
    const [first] = await updateLists(context, 'system', [given('3.5.140.0/24,business', { effectiveFrom: begins })]);
    const wrong = new Date(NOW_MS + 30 * DAY_MS);
    const [mistake] = await updateLists(context, 'system', [given('3.5.140.0/24,household', { effectiveFrom: wrong })]);
    expect([await typeAt(wrong.getTime() - 1), await typeAt(wrong.getTime())]).toEqual(['business', 'household']);
    world.database.setNow(NOW_MS + 35 * DAY_MS);
    const back = await withdrawList(context, 'system', { kind: 'networks', to: 'before' });
    expect(back).toMatchObject({ withdrew: mistake.id, backTo: first.id, entries: 1, effectiveFrom: wrong.toISOString(), isNew: true });
    expect(await typeAt(wrong.getTime())).toBe('business');
    expect((await read()).items).toContainEqual(expect.objectContaining({ id: back.id, kind: 'networks', licence: 'CC BY 4.0' }));
    expect(await withdrawList(context, 'system', { kind: 'networks', to: first.id })).toMatchObject({ id: back.id, isNew: false });
    const later = new Date(NOW_MS + 34 * DAY_MS);
    const none = await withdrawList(context, 'system', { kind: 'networks', to: 'built-in', effectiveFrom: later });
    expect(none).toMatchObject({ withdrew: back.id, backTo: null, entries: 0, isNew: true });
    expect([await typeAt(later.getTime() - 1), await typeAt(later.getTime())]).toEqual(['business', 'datacenter']);
    expect((await read()).items.map(({ kind }) => kind)).not.toContain('networks');
    expect(await withdrawList(context, 'system', { kind: 'networks', to: 'built-in' })).toMatchObject({ id: none.id, isNew: false });
    await expect(checkList(context, 'system', 'networks', 'ana')).rejects.toMatchObject({ code: 'not_found' });
    const history = await listHistory(context, 'system', 'networks');
    expect(history.slice(0, 2)).toMatchObject([
      { id: none.id, entries: 0, holds: true, warning: null },
      { id: back.id, checks: [{ checkedAt: new Date(NOW_MS).toISOString() }] },
    ]);
    world.database.setNow(NOW_MS);
  });

  test('that are not loaded, or versions that do not exist, cannot be withdrawn', async () => {
    const { context } = world.database;
    const refused = { code: 'not_found', message: expect.stringContaining('none to withdraw') as string };
    await expect(withdrawList(context, 'system', { kind: 'bots', to: 'before' })).rejects.toMatchObject(refused);
    const missing = withdrawList(context, 'system', { kind: 'shared_addresses', to: 999 });
    await expect(missing).rejects.toMatchObject({ code: 'not_found', message: expect.stringContaining('lists history') as string });
  });

  test('of a past instant are right when it is asked for, and lie in memory neither before nor for good', async () => {
    const days = (count: number) => NOW_MS + count * DAY_MS;
    const text = (network: string) => given(`${network},mobile`, { kind: 'exclusions' });
    for (let at = 1; at <= 9; at += 1) {
      const effectiveFrom = new Date(days(at * 10 - 200));
      await updateLists(world.database.context, 'system', [{ ...text(`198.18.${at}.0/24`), effectiveFrom }]);
    }
    const excludes = (lists: Lists, at: number, day: number) => lists.network(`198.18.${at}.1`, days(day)).isExcluded;
    const all = Array.from({ length: 9 }, (_, place) => place + 1);
    const asked = await loadLists(
      world.database.context,
      'system',
      all.map((at) => days(at * 10 - 195)),
    );
    expect(all.map((at) => [excludes(asked, at, at * 10 - 195), excludes(asked, at, at * 10 - 205)])).toEqual(all.map(() => [true, false]));
    const lists = await loadLists(world.database.context, 'system');
    expect([excludes(lists, 9, 0), excludes(lists, 8, 0), excludes(lists, 9, 30)]).toEqual([true, false, true]);
    expect(() => excludes(lists, 5, -145)).toThrow('was not asked for');
    expect(excludes(await loadLists(world.database.context, 'system', [days(-145)]), 5, -145)).toBe(true);
  });

  test('of the day it happened say what network an event of long ago came from', async () => {
    const { database } = world;
    const { actor, tenantId } = world.mine;
    const event = { id: 'long-ago', kind: 'impression', occurredAt: new Date(NOW_MS - 130 * DAY_MS).toISOString() };
    const past = given('203.0.113.0/24,mobile', { effectiveFrom: new Date(NOW_MS - 135 * DAY_MS) });
    const since = given('203.0.113.0/24,business', { effectiveFrom: new Date(NOW_MS - 125 * DAY_MS) });
    await updateLists(database.context, 'system', [past]);
    await updateLists(database.context, 'system', [since]);
    const result = await acceptTouchpoints(database.context, actor, [{ ...event, identity: { ip: '203.0.113.77' } }], 'history');
    expect(result).toMatchObject({ accepted: 1 });
    const found = await inTenant(database.context.db, tenantId, (tx) =>
      tx.query({ text: 'select connection_type as type from touchpoints where tenant_id = $1 and id = $2', values: [tenantId, event.id] }),
    );
    expect(found).toEqual([{ type: 'mobile' }]);
  });
});
