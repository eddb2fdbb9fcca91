import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NOW_MS } from '../../../test/database.ts';
import { openWorld, type World } from '../../../test/world.ts';
import { inAuth } from '../../platform/tenant-door.ts';
import type { ListOverview } from './schema.ts';
import { checkList, type GivenList, listHistory, loadLists, updateLists } from './service.ts';

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
    expect((await loadLists(world.database.context)).network('192.0.2.1', NOW_MS).connectionType).toBe('datacenter');
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
    const lists = await loadLists(world.database.context);
    expect([0, 1].map((days) => lists.network('198.51.100.1', NOW_MS + days * DAY_MS).connectionType)).toEqual(['unknown', 'mobile']);
    expect((await read()).items).toMatchObject([{ kind: 'networks', entries: 1, source: 'test.csv' }]);
  });

  test('of shared addresses are used no more when nobody looked through them for 90 days, and again once somebody did', async () => {
    await updateLists(world.database.context, 'system', [given('203.0.113.0/24', { kind: 'shared_addresses' })]);
    const later = NOW_MS + 91 * DAY_MS;
    expect((await loadLists(world.database.context)).network('203.0.113.1', later).isShared).toBe(false);
    world.database.setNow(later);
    expect((await read()).items.find(({ kind }) => kind === 'shared_addresses')?.warning).toContain('earshot lists check');
    await checkList(world.database.context, 'system', 'shared_addresses', 'ana');
    expect((await loadLists(world.database.context)).network('203.0.113.1', later).isShared).toBe(true);
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
});
