import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase, type TestTenant } from './database.ts';
import { putCampaign } from '../src/catalog/campaigns/service.ts';
import { createInvitation } from '../src/security/invitations/service.ts';
import { removeMember } from '../src/security/members/service.ts';
import { createPerson } from '../src/security/people/service.ts';
import { acceptTouchpoints } from '../src/tracking/intake/service.ts';
import { inTenant } from '../src/platform/tenant-door.ts';
import { setTierIn } from '../src/tenants/lifecycle/service.ts';
import { measureStorage } from '../src/tenants/upkeep/service.ts';
import { listQuotas, sendEventNotices } from '../src/tenants/quotas/service.ts';
import { TIERS } from '../src/tenants/quotas/tiers.ts';
import { addMember, limited, reserveCents, setLimit, settleCents, stateOf, touch } from './quota-world.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

describe('owners are told at 80 % and at 100 %, once each,', () => {
  /** The percents that the owners of a tenant were mailed and its security events tell of; both must say the same. */
  async function noticesOf({ tenantId, slug }: TestTenant): Promise<number[]> {
    const name = `Tenant ${slug.replace('tenant-', '')}:`;
    const mailed = (await database.mails()).flatMap(({ subject }) => {
      const found = new RegExp(`^${name} (\\d+) % of a quota is used$`).exec(subject);
      return found ? [Number(found[1])] : [];
    });
    const text = `select (detail->>'percent')::integer as percent from security_events where kind = 'quota_reached' order by id`;
    const events = await inTenant(database.context.db, tenantId, (tx) => tx.query<{ percent: number }>({ text }));
    expect(events.map(({ percent }) => percent)).toEqual(mailed);
    return mailed;
  }

  test('of members, by invitation or by the operator, and again after somebody left', async () => {
    const tenant = await limited(database, 'members', 5);
    await addMember(database, tenant);
    const [{ person_id: owner }] = await inTenant(database.context.db, tenant.tenantId, (tx) =>
      tx.query<{ person_id: string }>({ text: 'select person_id from members' }),
    );
    const email = (place: number) => `noticed-${place}-${owner}@a.example`;
    const invite = (place: number) => createInvitation(database.context, tenant.actor, { email: email(place), role: 'viewer' });
    const appoint = (place: number) => {
      const membership = { tenantId: tenant.tenantId, role: 'viewer' } as const;
      return createPerson(database.context, 'system', { email: email(place), name: 'Somebody', membership });
    };
    await invite(1);
    await appoint(2);
    expect(await noticesOf(tenant)).toEqual([]);
    const leaving = await appoint(3);
    expect(await noticesOf(tenant)).toEqual([80]);
    await invite(4);
    await expect(invite(5)).rejects.toMatchObject({ code: 'quota_exceeded' });
    expect(await noticesOf(tenant)).toEqual([80, 100]);
    await removeMember(database.context, tenant.actor, leaving);
    expect(await noticesOf(tenant)).toEqual([80, 100]);
    await appoint(6);
    expect(await noticesOf(tenant)).toEqual([80, 100, 100]);
  });

  test('of campaigns', async () => {
    const tenant = await limited(database, 'campaigns', 5);
    await addMember(database, tenant);
    const put = async (place: number) => {
      await putCampaign(database.context, tenant.actor, `c-${place}`, { name: `C ${place}`, spendMinor: null, currency: null });
      return noticesOf(tenant);
    };
    const told = [];
    for (const place of [1, 2, 3, 3, 4, 4, 5, 5]) told.push(await put(place));
    expect(told).toEqual([[], [], [], [], [80], [80], [80, 100], [80, 100]]);
  });

  test('of events, anew when the limit is another one', async () => {
    const tenant = await limited(database, 'events_per_month', 10);
    await addMember(database, tenant);
    const send = async (from: number, to: number) => {
      const items = Array.from({ length: to - from }, (_, place) => touch(`${from + place}`));
      await acceptTouchpoints(database.context, tenant.actor, items, 'server');
      await sendEventNotices(database.context, 'system');
      return noticesOf(tenant);
    };
    expect(await send(0, 10)).toEqual([100]);
    await setLimit(database, tenant, 'events_per_month', 20);
    expect(await send(10, 12)).toEqual([100]);
    expect(await send(12, 17)).toEqual([100, 80]);
    expect(await send(17, 20)).toEqual([100, 80, 100]);
    await inTenant(database.context.db, tenant.tenantId, (tx) => setTierIn(tx, 'test', 'starter'));
    await sendEventNotices(database.context, 'system');
    expect(await noticesOf(tenant)).toEqual([100, 80, 100, 100]);
  });

  test('of AI spend, however much of it is given back in between', async () => {
    const tenant = await limited(database, 'ai_spend_per_month', 100);
    await addMember(database, tenant);
    const reserve = (cents: number) => reserveCents(database, tenant, cents);
    const settle = (id: string, cents: number) => settleCents(database, tenant, id, cents);
    await reserve(79);
    expect(await noticesOf(tenant)).toEqual([]);
    const id = await reserve(10);
    expect(await noticesOf(tenant)).toEqual([80]);
    await settle(id, 0);
    await reserve(10);
    expect(await noticesOf(tenant)).toEqual([80]);
    await reserve(11);
    await expect(reserve(1)).rejects.toMatchObject({ code: 'quota_exceeded' });
    expect(await noticesOf(tenant)).toEqual([80, 100]);
  });

  test('of storage, when it is measured', async () => {
    const tenant = await limited(database, 'storage_bytes', null);
    await addMember(database, tenant);
    // Enough that what is audited meanwhile weighs little beside it.
    const items = Array.from({ length: 1_000 }, (_, place) => touch(`${place}`));
    await acceptTouchpoints(database.context, tenant.actor, items, 'server');
    const measure = async () => {
      await measureStorage(database.context, 'system');
      return (await stateOf(database, tenant, 'storage_bytes'))?.used ?? 0;
    };
    const used = await measure();
    expect(await noticesOf(tenant)).toEqual([]);
    await setLimit(database, tenant, 'storage_bytes', Math.floor(used / 0.9));
    await measure();
    await measure();
    expect(await noticesOf(tenant)).toEqual([80]);
    await setLimit(database, tenant, 'storage_bytes', Math.floor(used * 0.9));
    await measure();
    await measure();
    expect(await noticesOf(tenant)).toEqual([80, 100]);
  });
});

test('how quotas stand is told with what each tier contains, and with the share of the limit that owners are told of', async () => {
  const tenant = await limited(database, 'ai_spend_per_month', 100);
  const { context } = database;
  const { tier, tiers } = await listQuotas(context, tenant.actor, tenant.tenantId);
  expect(Object.fromEntries(tiers.map((one) => [one.tier, one.limits]))).toEqual(TIERS);
  expect(tiers.map((one) => one.tier)).toContain(tier);
  const told: unknown[] = [];
  for (const cents of [79, 1, 19, 1]) {
    await reserveCents(database, tenant, cents);
    told.push((await stateOf(database, tenant, 'ai_spend_per_month'))?.percentReached);
  }
  expect(told).toEqual([0, 80, 80, 100]);
});
