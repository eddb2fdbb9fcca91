import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { acceptShare, claimShare, createShare, revokeShare } from '../src/attribution/shares/service.ts';
import { MOST_OFFERED_A_DAY, MOST_OPEN } from '../src/attribution/shares/rules.ts';
import { NewShare } from '../src/attribution/shares/schema.ts';
import { putCampaign } from '../src/catalog/campaigns/service.ts';
import { inTenant } from '../src/platform/tenant-door.ts';
import { turnFlagIn } from '../src/tenants/flags/service.ts';
import { reactivateTenantIn, suspendTenantIn } from '../src/tenants/lifecycle/service.ts';
import { forgetStanding } from '../src/tenants/standing/service.ts';
import { createTestTenant, NOW_MS, type TestTenant } from './database.ts';
import { type MatchingWorld, openMatchingWorld, order, three, touch } from './matching-world.ts';
import { grant, offer } from './share-world.ts';

const EVERYTHING = { conversionKinds: null };

let between: MatchingWorld;
beforeAll(async () => {
  between = await openMatchingWorld();
});
afterAll(() => between.close());

const inside = ({ tenantId }: TestTenant, work: Parameters<typeof inTenant>[2]) => inTenant(between.database.context.db, tenantId, work);

/** Switches matching shares for a tenant, as its operator does. */
const turn = (tenant: TestTenant, enabled: boolean) =>
  inside(tenant, (tx) => turnFlagIn(tx, 'test', 'matching_shares', { enabled, expiresAt: null }));

async function suspend(tenant: TestTenant, isSuspended: boolean): Promise<void> {
  const { context } = between.database;
  await inside(tenant, (tx) => (isSuspended ? suspendTenantIn(context, tx, 'operator:1') : reactivateTenantIn(tx, 'operator:1')));
  forgetStanding(context, tenant.tenantId);
}

const orders = (tenant: TestTenant, names: readonly string[]) =>
  between.sendOrders(
    tenant,
    names.map((name) => order(name)),
  );
const touches = (tenant: TestTenant, names: readonly string[]) =>
  between.sendTouchpoints(
    tenant,
    names.map((name) => touch(name)),
  );

describe('where the operator has switched matching shares off', () => {
  test('none is accepted, and a share of figures is accepted all the same', async () => {
    const { context } = between.database;
    const [grantor, grantee] = [await between.network(), await createTestTenant(context)];
    const [matching, report] = [await offer(context, grantor, { kind: 'matching' }), await offer(context, grantor)];
    for (const { invitationCode } of [matching, report]) await claimShare(context, grantee.actor, invitationCode);
    await turn(grantee, false);
    await expect(acceptShare(context, grantee.actor, matching.id, EVERYTHING)).rejects.toMatchObject({ code: 'forbidden' });
    expect(await acceptShare(context, grantee.actor, report.id, EVERYTHING)).toMatchObject({ state: 'live' });
  });

  test.each(['grantor', 'grantee'] as const)('for the %s, live ones rest, say that work waits, and catch up later', async (side) => {
    const pair = await between.matchedPair();
    const { grantor, grantee, id } = pair;
    await turn(pair[side], false);
    await touches(grantor, ['late']);
    await orders(grantee, ['late']);
    await between.settle(grantor, grantee);
    const paused = await between.read(grantee, id);
    expect(paused.totals.conversions).toBe(3);
    expect(paused.waitingConversions).toBeGreaterThan(0);
    await turn(pair[side], true);
    await between.settle(grantor, grantee);
    expect(await between.read(grantee, id)).toMatchObject({ totals: { conversions: 4 }, waitingConversions: 0 });
  });
});

describe('a share of a suspended tenant', () => {
  test('is not matched, whichever side is suspended, until it is not', async () => {
    const { grantor, grantee, id } = await between.matchedPair();
    for (const [at, side] of [grantor, grantee].entries()) {
      await touches(grantor, [`more-${at}`]);
      await orders(grantee, [`more-${at}`]);
      await suspend(side, true);
      await between.settle(grantor, grantee);
      await suspend(side, false);
      expect((await between.read(grantee, id)).totals.conversions, `${at}`).toBe(3 + at);
      await between.settle(grantor, grantee);
      expect((await between.read(grantee, id)).totals.conversions, `${at}`).toBe(4 + at);
    }
  });
});

test('two matching shares of one network each credit the same order in full, and each is matched by itself', async () => {
  const { context } = between.database;
  const { grantor, grantee, id } = await between.pair();
  await putCampaign(context, grantor.actor, 'second', { name: 'Second', spendMinor: null, currency: null });
  const second = await grant(context, { ...grantor, campaign: 'second' }, grantee, { kind: 'matching' });
  await touches(grantor, three);
  await between.sendTouchpoints(
    grantor,
    three.map((name) => touch(`b-${name}`, { campaign: 'second', identity: { userId: `person-${name}` } })),
  );
  await orders(grantee, three);
  await between.settle(grantor, grantee);
  for (const one of [id, second]) expect((await between.read(grantee, one)).totals).toEqual({ conversions: 3, valueMinor: 15_000 });
});

describe('a tenant', () => {
  const input = NewShare.parse({ campaign: 'autumn', partner: 'P', expiresAt: '2027-11-20T12:00:00Z' });

  test('has so many open shares at a time, and may offer another one once one is over', async () => {
    const { context } = between.database;
    const tenant = await between.network();
    const create = () => createShare(context, tenant.actor, input);
    const { id } = await create();
    await between.admin.query(
      `insert into shares (tenant_id, id, kind, campaign, partner, grantor_name, breakdowns, shows_value, shows_spend, min_conversions,
         code_hash, code_expires_at, created_at, expires_at)
       select tenant_id, gen_random_uuid(), kind, campaign, partner, grantor_name, breakdowns, shows_value, shows_spend, min_conversions,
         code_hash, code_expires_at, created_at - interval '2 days', expires_at
       from shares, generate_series(2, $2) where id = $1`,
      [id, MOST_OPEN],
    );
    await expect(create()).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining(`${MOST_OPEN}`) as string });
    await revokeShare(context, tenant.actor, id);
    expect((await create()).state).toBe('invited');
  });

  test('offers only so many shares a day, so that it mails only so many strangers', async () => {
    const { context } = between.database;
    const tenant = await between.network();
    let offers = 0;
    const create = () => createShare(context, tenant.actor, { ...input, email: `somebody-${(offers += 1)}@brand.example` });
    while (offers < MOST_OFFERED_A_DAY) await revokeShare(context, tenant.actor, (await create()).id);
    const mails = (await between.database.mails()).length;
    await expect(create()).rejects.toMatchObject({ code: 'rate_limited' });
    expect(await between.database.mails()).toHaveLength(mails);
    between.database.setNow(NOW_MS + 86_400_001);
    expect((await create()).state).toBe('invited');
    between.database.setNow(NOW_MS);
  });
});
