import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestTenant, NOW_MS, openTestDatabase, type TestDatabase, type TestTenant } from '../../../test/database.ts';
import { inTenant } from '../../platform/tenant-door.ts';
import { acceptConversions, acceptTouchpoints } from '../intake/service.ts';
import { updateLists } from '../lists/service.ts';
import { dropOldEventAddresses, forgetLoneAddressesIn, restateNetworks } from './service.ts';

const DAY_MS = 86_400_000;
const AGENT = 'Overcast/3.0 (+http://overcast.fm/; iOS podcast app)';

let database: TestDatabase;
let tenant: TestTenant;
beforeAll(async () => {
  database = await openTestDatabase();
  tenant = await createTestTenant(database.context);
});
afterAll(() => database.close());

const query = <Row>(text: string) => inTenant(database.context.db, tenant.tenantId, (tx) => tx.query<Row>({ text }));
const at = (days: number) => new Date(NOW_MS - days * DAY_MS).toISOString();

async function load(kind: 'networks' | 'asns' | 'countries', text: string, effectiveFrom = new Date(0)): Promise<void> {
  const list = { kind, source: 'test', text, licence: null, connectionType: 'datacenter', effectiveFrom } as const;
  await updateLists(database.context, 'system', [list]);
}

async function touch(id: string, ip: string, more: object = {}): Promise<void> {
  const touchpoint = { id, kind: 'impression', occurredAt: at(1), campaign: 'spring', identity: { ip, userAgent: AGENT }, ...more };
  expect(await acceptTouchpoints(database.context, tenant.actor, [touchpoint], 'server')).toMatchObject({ accepted: 1 });
}

async function buy(id: string, ip: string): Promise<void> {
  const conversion = { id, kind: 'purchase', occurredAt: at(0), identity: { ip, userAgent: AGENT } };
  expect(await acceptConversions(database.context, tenant.actor, [conversion], 'server')).toMatchObject({ accepted: 1 });
}

interface Stored {
  id: string;
  connection_type: string;
  country: string | null;
  region: string | null;
  asn: number | null;
  player: string | null;
  list_version: number | null;
}

async function stored(id: string): Promise<Stored> {
  const columns = 'id, connection_type, country, region, asn, player, list_version';
  const [row] = await query<Stored>(
    `select ${columns} from touchpoints where id = '${id}' union all select ${columns} from conversions where id = '${id}'`,
  );
  return row;
}

const pages = () => query<{ day: string; address_keys: string }>('select day, address_keys::text from event_addresses order by day');

describe('before an address is hashed', () => {
  test('the lists that come with Earshot say what they know of it and of the program', async () => {
    await touch('cloud', '52.1.2.3');
    expect(await stored('cloud')).toMatchObject({
      connection_type: 'datacenter',
      country: null,
      asn: null,
      player: 'Overcast',
      list_version: 0,
    });
  });

  test('loaded lists say more, and their version stays beside it', async () => {
    await load('asns', '192.0.2.0,192.0.2.255,64500,Example');
    await load('countries', '192.0.2.0,192.0.2.255,DE-BY');
    await touch('known', '192.0.2.1');
    expect(await stored('known')).toMatchObject({
      connection_type: 'unknown',
      country: 'DE',
      region: 'DE-BY',
      asn: 64_500,
      list_version: 2,
    });
  });

  test('what the lists know goes before what the sender states, which goes before nothing', async () => {
    await touch('stated', '203.0.113.5', { metadata: { connectionType: 'mobile' } });
    await touch('overruled', '52.1.2.4', { metadata: { connectionType: 'household' } });
    expect((await stored('stated')).connection_type).toBe('mobile');
    expect((await stored('overruled')).connection_type).toBe('datacenter');
  });

  test('nothing is derived or kept where consent was denied', async () => {
    const before = await pages();
    await touch('denied', '52.9.9.9', { consent: 'denied' });
    expect(await stored('denied')).toMatchObject({
      connection_type: 'unknown',
      country: null,
      region: null,
      player: null,
      list_version: null,
    });
    expect(await pages()).toEqual(before);
  });
});

describe('addresses', () => {
  test('are kept sealed, once a day each', async () => {
    await touch('home-1', '198.51.100.1');
    const before = await pages();
    await touch('home-2', '198.51.100.1');
    expect(await pages()).toEqual(before);
    const [{ sealed }] = await query<{ sealed: Buffer }>('select sealed from event_addresses limit 1');
    expect(sealed.includes('198.51')).toBe(false);
  });

  test('let events be restated when lists change, and their conversions be matched anew', async () => {
    await buy('order', '198.51.100.1');
    await query('delete from dirty_conversions');
    await query('delete from new_touchpoints');
    await restateNetworks(database.context, 'system', tenant.tenantId);
    await load('networks', '198.51.100.0/24,relay');
    await load('countries', '192.0.2.0,192.0.2.255,DE-BY\n198.51.100.0,198.51.100.255,US-CA');
    await restateNetworks(database.context, 'system', tenant.tenantId);
    const moved = { connection_type: 'relay', country: 'US', region: 'US-CA' };
    expect(await stored('home-1')).toMatchObject(moved);
    expect(await stored('order')).toMatchObject(moved);
    expect(await query('select conversion_id from dirty_conversions')).toEqual([{ conversion_id: 'order' }]);
    expect(await query('select 1 from new_touchpoints')).toHaveLength(2);
    const audits = await query<{ after: object }>(
      `select after from audit_log where action = 'networks.restate' order by seq desc limit 1`,
    );
    expect(audits).toMatchObject([{ after: { touchpoints: 2, conversions: 1 } }]);
  });

  test('change nothing when nothing of them changed, and leave what senders state where lists know nothing', async () => {
    await query('delete from new_touchpoints');
    await load('networks', '198.51.100.0/24,relay\n192.0.2.99');
    await restateNetworks(database.context, 'system', tenant.tenantId);
    expect(await query('select 1 from new_touchpoints')).toHaveLength(0);
    expect((await stored('stated')).connection_type).toBe('mobile');
  });

  test('that no event carries any more are forgotten, and the others stay', async () => {
    const held = async () => (await pages()).flatMap(({ address_keys: keys }) => keys.slice(1, -1).split(','));
    const [{ key }] = await query<{ key: string }>(`select address_key::text as key from touchpoints where id = 'cloud'`);
    const before = await held();
    expect(before).toContain(key);
    await query(`delete from touchpoints where id = 'cloud'`);
    await inTenant(database.context.db, tenant.tenantId, (tx) => forgetLoneAddressesIn(database.context, tx));
    expect((await held()).sort()).toEqual(before.filter((one) => one !== key).sort());
  });

  test('are looked up for the instant of each event when a list begins to hold during a day', async () => {
    await load('networks', '203.0.113.64/26,relay', new Date('2026-11-19T12:00:00Z'));
    await touch('morning', '203.0.113.65', { occurredAt: '2026-11-19T11:59:59.999Z' });
    await touch('noon', '203.0.113.65', { occurredAt: '2026-11-19T12:00:00Z' });
    const types = async () => [(await stored('morning')).connection_type, (await stored('noon')).connection_type];
    expect(await types()).toEqual(['unknown', 'relay']);
    await load('countries', '192.0.2.0,192.0.2.255,FR');
    await restateNetworks(database.context, 'system', tenant.tenantId);
    expect(await types()).toEqual(['unknown', 'relay']);
    await load('networks', '203.0.113.64/26,mobile');
    await restateNetworks(database.context, 'system', tenant.tenantId);
    expect(await types()).toEqual(['mobile', 'relay']);
  });

  test('are deleted when their days are over', async () => {
    database.setNow(NOW_MS + 6 * DAY_MS);
    await dropOldEventAddresses(database.context, 'system');
    expect((await pages()).length).toBeGreaterThan(0);
    database.setNow(NOW_MS + 7 * DAY_MS);
    await dropOldEventAddresses(database.context, 'system');
    expect(await pages()).toEqual([]);
    database.setNow(NOW_MS);
  });

  test('of a tenant that keeps none are not kept', async () => {
    const other = await createTestTenant(database.context);
    await inTenant(database.context.db, other.tenantId, (tx) =>
      tx.query({ text: 'update tenants set address_days = 0 where tenant_id = $1', values: [other.tenantId] }),
    );
    const touchpoint = { id: 'none', kind: 'click', occurredAt: at(1), identity: { ip: '198.51.100.7' } };
    await acceptTouchpoints(database.context, other.actor, [touchpoint], 'server');
    const kept = await inTenant(database.context.db, other.tenantId, (tx) => tx.query({ text: 'select 1 from event_addresses' }));
    expect(kept).toEqual([]);
  });
});
