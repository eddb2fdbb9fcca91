import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestTenant, NOW_MS, openTestDatabase, type TestDatabase, type TestTenant } from './database.ts';
import { putCampaign } from '../src/catalog/campaigns/service.ts';
import { createInvitation } from '../src/security/invitations/service.ts';
import { createPerson } from '../src/security/people/service.ts';
import { acceptConversions, acceptTouchpoints } from '../src/tracking/intake/service.ts';
import type { Context } from '../src/platform/context.ts';
import { inAuth, inTenant } from '../src/platform/tenant-door.ts';
import { measureStorage } from '../src/tenants/upkeep/service.ts';
import { sendEventNotices } from '../src/tenants/quotas/service.ts';
import { addMember, limited, reserveCents, setLimit, settleCents, stateOf, touch } from './quota-world.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const lead = (id: string) => ({ id, kind: 'lead', occurredAt: '2026-11-10T10:00:00Z', identity: { userId: 'u' } });

async function storedEvents({ tenantId }: TestTenant): Promise<number> {
  const [row] = await inTenant(database.context.db, tenantId, (tx) =>
    tx.query<{ events: number; keys: number }>({
      text: `select (select count(*) from touchpoints) + (select count(*) from conversions) as events,
               (select count(*) from touchpoint_keys) + (select count(*) from conversion_keys) as keys`,
    }),
  );
  expect(row.keys).toBe(row.events);
  return row.events;
}

/** A send that may be refused as a whole: how many of its events were taken, and how many lay beyond the quota. */
async function taken(sending: ReturnType<typeof acceptTouchpoints>, count: number) {
  try {
    const { accepted, duplicates, rejected } = await sending;
    expect(rejected.every(({ code }) => code === 'quota_exceeded')).toBe(true);
    return { accepted, duplicates, beyond: rejected.length };
  } catch (error) {
    expect(error).toMatchObject({ code: 'quota_exceeded' });
    return { accepted: 0, duplicates: 0, beyond: count };
  }
}

describe('events per month', () => {
  test('64 senders in two processes, touchpoints and conversions alike, get exactly the limit between them', async () => {
    const tenant = await limited(database, 'events_per_month', 1_000);
    // A context of its own has queues and memories of its own, as another process has.
    const processes: Context[] = [database.context, { ...database.context }];
    const sends = Array.from({ length: 64 }, async (_one, sender) => {
      const context = processes[sender % 2];
      const results = [];
      for (let round = 0; round < 4; round += 1) {
        const items = (make: typeof touch) => Array.from({ length: 7 }, (_, place) => make(`${sender}-${round}-${place}`));
        results.push(await taken(acceptTouchpoints(context, tenant.actor, items(touch), 'server'), 7));
        results.push(await taken(acceptConversions(context, tenant.actor, items(lead), 'server'), 7));
      }
      return results;
    });
    const results = (await Promise.all(sends)).flat();
    const sum = (name: 'accepted' | 'beyond') => results.reduce((total, one) => total + one[name], 0);
    expect([sum('accepted'), sum('beyond')]).toEqual([1_000, 64 * 4 * 14 - 1_000]);
    expect(await storedEvents(tenant)).toBe(1_000);
    expect(await stateOf(database, tenant, 'events_per_month')).toEqual({
      quota: 'events_per_month',
      limit: 1_000,
      source: 'override',
      used: 1_000,
      percentReached: 100,
      resetsAt: '2026-12-01T00:00:00.000Z',
      measuredAt: null,
    });
  });

  test('nobody is refused when tenants whose counting begins send beside others, from two processes', async () => {
    const made = (count: number) => Promise.all(Array.from({ length: count }, () => createTestTenant(database.context)));
    const processes: Context[] = [database.context, { ...database.context }];
    const known = await made(4);
    for (const { actor } of known) await acceptTouchpoints(database.context, actor, [touch('first')], 'server');
    for (let round = 0; round < 8; round += 1) {
      const sends = [...known, ...(await made(2))].flatMap(({ actor }) =>
        Array.from({ length: 8 }, (_, place) => {
          const [context, id] = [processes[place % 2], `${round}-${place}`];
          return place < 4
            ? acceptTouchpoints(context, actor, [touch(id)], 'server')
            : acceptConversions(context, actor, [lead(id)], 'server');
        }),
      );
      for (const result of await Promise.all(sends)) expect(result).toEqual({ accepted: 1, duplicates: 0, rejected: [] });
    }
    for (const tenant of known) expect(await stateOf(database, tenant, 'events_per_month')).toMatchObject({ used: 1 + 8 * 8 });
  });

  test('duplicates do not count, not even at the limit, and what lay beyond can be sent again once there is room', async () => {
    const tenant = await limited(database, 'events_per_month', 2);
    const send = (...ids: string[]) => acceptTouchpoints(database.context, tenant.actor, ids.map(touch), 'server');
    expect(await send('a', 'a', 'b')).toMatchObject({ accepted: 2, duplicates: 1 });
    const beyond = 'This tenant may use 2 events a month and has used 2. Counting begins anew at 2026-12-01T00:00:00.000Z.';
    expect(await send('a', 'b', 'c')).toEqual({
      accepted: 0,
      duplicates: 2,
      rejected: [{ index: 2, code: 'quota_exceeded', detail: beyond }],
    });
    expect(await send('a')).toMatchObject({ accepted: 0, duplicates: 1, rejected: [] });
    await expect(send('c')).rejects.toMatchObject({
      code: 'quota_exceeded',
      extensions: { quota: 'events_per_month', limit: 2, used: 2, resetsAt: '2026-12-01T00:00:00.000Z' },
    });
    await setLimit(database, tenant, 'events_per_month', 3);
    expect(await send('c', 'd')).toMatchObject({ accepted: 1, rejected: [{ index: 1, code: 'quota_exceeded' }] });
    expect(await storedEvents(tenant)).toBe(3);
  });

  test('begin anew with the month, and keep no other tenant from its own', async () => {
    const [tenant, other] = [await limited(database, 'events_per_month', 1), await createTestTenant(database.context)];
    const send = ({ actor }: TestTenant, id: string) => acceptTouchpoints(database.context, actor, [touch(id)], 'server');
    await send(tenant, 'a');
    const [mine, theirs] = await Promise.allSettled([send(tenant, 'b'), send(other, 'b')]);
    expect([mine.status, theirs.status]).toEqual(['rejected', 'fulfilled']);
    database.setNow(Date.parse('2026-12-01T00:00:00Z'));
    try {
      expect(await send(tenant, 'b')).toMatchObject({ accepted: 1 });
      expect(await stateOf(database, tenant, 'events_per_month')).toMatchObject({ used: 1, resetsAt: '2027-01-01T00:00:00.000Z' });
    } finally {
      database.setNow(NOW_MS);
    }
  });

  test('owners are told at 80 % and at 100 %, once each, however often it is looked', async () => {
    const tenant = await limited(database, 'events_per_month', 10);
    await addMember(database, tenant);
    const send = async (from: number, count: number) => {
      const items = Array.from({ length: count }, (_, place) => touch(`${from + place}`));
      await taken(acceptTouchpoints(database.context, tenant.actor, items, 'server'), count);
      await Promise.all([sendEventNotices(database.context, 'system'), sendEventNotices(database.context, 'system')]);
      return (await database.mails()).filter(({ text }) => text.includes('events a month')).map(({ subject }) => subject);
    };
    const name = `Tenant ${tenant.slug.replace('tenant-', '')}`;
    expect(await send(0, 7)).toEqual([]);
    expect(await send(7, 1)).toEqual([`${name}: 80 % of a quota is used`]);
    expect(await send(8, 1)).toHaveLength(1);
    expect(await send(9, 5)).toEqual([`${name}: 80 % of a quota is used`, `${name}: 100 % of a quota is used`]);
    expect(await send(20, 5)).toHaveLength(2);
    const events = await inTenant(database.context.db, tenant.tenantId, (tx) =>
      tx.query<{ kind: string; severity: string }>({ text: 'select kind, severity from security_events order by id' }),
    );
    expect(events).toEqual([
      { kind: 'quota_reached', severity: 'low' },
      { kind: 'quota_reached', severity: 'medium' },
    ]);
  });
});

test('a tenant gets exactly as many completed campaigns as it may, whoever completes them at the same time; stubs are free', async () => {
  const tenant = await limited(database, 'campaigns', 5);
  const put = (key: string, name: string | null) =>
    putCampaign(database.context, tenant.actor, key, { name, spendMinor: null, currency: null });
  for (const key of ['stub-1', 'stub-2']) await put(key, null);
  const results = await Promise.allSettled(Array.from({ length: 20 }, (_, place) => put(`c-${place % 16}`, `Campaign ${place}`)));
  const refused = results.filter((one) => one.status === 'rejected').map(({ reason }) => reason as unknown);
  for (const reason of refused)
    expect(reason).toMatchObject({ code: 'quota_exceeded', extensions: { quota: 'campaigns', limit: 5, used: 5, resetsAt: null } });
  const [{ count }] = await inTenant(database.context.db, tenant.tenantId, (tx) =>
    tx.query<{ count: number }>({ text: 'select count(*) from campaigns where name is not null' }),
  );
  expect(count).toBe(5);
  expect(await stateOf(database, tenant, 'campaigns')).toMatchObject({ used: 5, limit: 5 });
});

test('a campaign that loses name and spend makes room for another, and changes at the same time never pass the limit', async () => {
  const tenant = await limited(database, 'campaigns', 2);
  const put = (key: string, name: string | null) =>
    putCampaign(database.context, tenant.actor, key, { name, spendMinor: null, currency: null });
  const completed = async () =>
    (
      await inTenant(database.context.db, tenant.tenantId, (tx) =>
        tx.query<{ count: number }>({ text: 'select count(*) from campaigns where name is not null' }),
      )
    )[0].count;
  for (let round = 0; round < 10; round += 1) {
    await Promise.allSettled([put('a', 'A'), put('b', round % 2 === 0 ? null : 'B'), put('c', 'C'), put('a', null), put('d', 'D')]);
    const count = await completed();
    expect(count).toBeLessThanOrEqual(2);
    expect(await stateOf(database, tenant, 'campaigns')).toMatchObject({ used: count });
  }
  for (const key of ['a', 'b', 'c', 'd']) await put(key, null);
  expect(await stateOf(database, tenant, 'campaigns')).toMatchObject({ used: 0 });
  await put('e', 'E');
  await put('f', 'F');
  await expect(put('g', 'G')).rejects.toThrow(/Put a campaign that is not needed without any details, or ask the operator for more/);
});

test('AI spend is set aside before it is spent, never beyond the limit, and counts as what a call came to, once', async () => {
  const tenant = await limited(database, 'ai_spend_per_month', 100);
  const reserve = (cents: number) => reserveCents(database, tenant, cents);
  const settle = (id: string, cents: number) => settleCents(database, tenant, id, cents);
  const results = await Promise.allSettled(Array.from({ length: 30 }, () => reserve(7)));
  const ids = results.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  expect(ids).toHaveLength(14);
  for (const one of results)
    if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'quota_exceeded', extensions: { limit: 100, used: 98 } });
  expect(await settle(ids[0], 2)).toBe(true);
  expect(await settle(ids[0], 0)).toBe(false);
  expect(await settle(ids[1], 9)).toBe(true);
  expect(await stateOf(database, tenant, 'ai_spend_per_month')).toMatchObject({
    used: 95,
    limit: 100,
    resetsAt: '2026-12-01T00:00:00.000Z',
  });
  await reserve(5);
  await expect(reserve(1)).rejects.toMatchObject({ code: 'quota_exceeded' });
});

test('storage is estimated from the rows, told with the time of measuring, and stops intake at its limit', async () => {
  const tenant = await limited(database, 'storage_bytes', null);
  const send = (id: string) => acceptTouchpoints(database.context, tenant.actor, [touch(id)], 'server');
  await send('a');
  await measureStorage(database.context, 'system');
  const measured = await stateOf(database, tenant, 'storage_bytes');
  expect(measured).toMatchObject({ limit: null, measuredAt: new Date(NOW_MS).toISOString() });
  expect(measured?.used).toBeGreaterThan(0);
  await setLimit(database, tenant, 'storage_bytes', 1);
  await expect(send('b')).rejects.toMatchObject({ code: 'quota_exceeded', extensions: { quota: 'storage_bytes', limit: 1 } });
});

describe('members', () => {
  const appoint = ({ tenantId }: TestTenant, email: string) =>
    createPerson(database.context, 'system', { email, name: 'Somebody', membership: { tenantId, role: 'viewer' } });
  const invite = ({ actor }: TestTenant, email: string) => createInvitation(database.context, actor, { email, role: 'viewer' });
  const emailsOf = async (like: string) => {
    const text = 'select email from people where email like $1 order by email';
    return (await inAuth(database.context.db, (tx) => tx.query<{ email: string }>({ text, values: [like] }))).map(({ email }) => email);
  };
  const seatsOf = async ({ tenantId }: TestTenant) => {
    const text = 'select (select count(*) from members) + (select count(*) from invitations) as seats';
    return (await inTenant(database.context.db, tenantId, (tx) => tx.query<{ seats: number }>({ text })))[0].seats;
  };

  test('whom the operator makes a member takes a seat as who is invited does, exactly, whoever does either at the same time', async () => {
    const tenant = await limited(database, 'members', 4);
    const results = await Promise.allSettled(
      Array.from({ length: 14 }, (_, place) => (place % 2 === 0 ? appoint : invite)(tenant, `seat-${place}@seats.example`)),
    );
    const refused = results.filter((one) => one.status === 'rejected').map(({ reason }) => reason as unknown);
    expect(refused).toHaveLength(10);
    for (const reason of refused)
      expect(reason).toMatchObject({ code: 'quota_exceeded', extensions: { quota: 'members', limit: 4, used: 4, resetsAt: null } });
    expect(await seatsOf(tenant)).toBe(4);
    expect(await stateOf(database, tenant, 'members')).toMatchObject({ used: 4, limit: 4 });
  });

  test('whom there is no seat for is not made, and gets no mail; whoever is there already only stays out of the tenant', async () => {
    const [full, open] = [await limited(database, 'members', 0), await createTestTenant(database.context)];
    await expect(appoint(full, 'late@late.example')).rejects.toMatchObject({ code: 'quota_exceeded' });
    expect(await emailsOf('%@late.example')).toEqual([]);
    expect((await database.mails()).filter(({ to }) => to === 'late@late.example')).toEqual([]);
    const id = await appoint(open, 'known@late.example');
    await expect(appoint(open, 'known@late.example')).rejects.toMatchObject({ code: 'conflict' });
    await expect(appoint(full, 'known@late.example')).rejects.toMatchObject({ code: 'quota_exceeded' });
    await setLimit(database, full, 'members', 1);
    expect(await appoint(full, 'known@late.example')).toBe(id);
  });
});
