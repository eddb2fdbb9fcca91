import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { getExplanation } from '../src/attribution/explanations/service.ts';
import { ExplanationQuery } from '../src/attribution/explanations/schema.ts';
import { drainTenant } from '../src/attribution/paths/service.ts';
import { requestRebuild } from '../src/attribution/rebuilds/service.ts';
import { ReportQuery } from '../src/attribution/reports/schema.ts';
import { getReport } from '../src/attribution/reports/service.ts';
import { type ShareReport, ShareReportQuery } from '../src/attribution/share-reports/schema.ts';
import { getAllSharesReport, getShareReport } from '../src/attribution/share-reports/service.ts';
import { drainShares } from '../src/attribution/share-runs/service.ts';
import { acceptShare, claimShare, declineShare, listReceivedShares, revokeShare } from '../src/attribution/shares/service.ts';
import { putCampaign } from '../src/catalog/campaigns/service.ts';
import { putCode } from '../src/catalog/codes/service.ts';
import { databaseUrl } from '../src/platform/postgres/connection.ts';
import { inTenant } from '../src/platform/tenant-door.ts';
import { acceptConversions, acceptTouchpoints } from '../src/tracking/intake/service.ts';
import { acceptRefunds } from '../src/tracking/refunds/service.ts';
import { createTestTenant, openTestDatabase, type TestDatabase, type TestTenant } from './database.ts';
import { GROUPINGS } from './matching-world.ts';
import { randomWorld } from './random-world.ts';
import { cellsOf, floored } from './share-cells.ts';
import { grant, offer } from './share-world.ts';

const MODELS = ['first_touch', 'last_touch', 'linear', 'time_decay', 'position_based'] as const;
const NANO = 1_000_000_000;

let database: TestDatabase;
let admin: pg.Client;
beforeAll(async () => {
  database = await openTestDatabase();
  admin = new pg.Client({ connectionString: databaseUrl(database.urls.superuser, new URL(database.urls.app).pathname.slice(1)) });
  await admin.connect();
});
afterAll(async () => {
  await admin.end();
  await database.close();
});

type Network = TestTenant & { campaign: string };

const world = randomWorld(11, { touchpoints: 220, conversions: 110 });
const EXPLAINED = ['first_touch', 'time_decay'] as const;
const parts = { first: (place: number) => place % 2 === 0, rest: (place: number) => place % 2 === 1 };

/** Sends a part of the world's events and matches them. */
async function load({ actor, tenantId }: TestTenant, isIn: (place: number) => boolean): Promise<void> {
  const { context } = database;
  const some = <Item>(items: readonly Item[]) => items.filter((_, place) => isIn(place));
  await acceptTouchpoints(context, actor, some(world.touchpoints), 'server');
  await acceptConversions(context, actor, some(world.conversions), 'server');
  await drainTenant(context, 'system', tenantId);
}

async function complete({ actor, tenantId }: TestTenant): Promise<void> {
  const { context } = database;
  for (const [code, { campaign, show }] of Object.entries(world.codes))
    await putCode(context, actor, { campaign, code, details: { show } });
  for (const [place, { conversionId, valueMinor }] of world.refunds.entries())
    await acceptRefunds(context, actor, conversionId, [{ id: `refund-${place}`, occurredAt: '2026-11-19T00:00:00Z', valueMinor }]);
  await drainTenant(context, 'system', tenantId);
}

async function network(): Promise<Network> {
  const tenant = await createTestTenant(database.context, { currency: 'USD' });
  await putCampaign(database.context, tenant.actor, 'autumn', { name: 'Autumn', spendMinor: 50_000, currency: 'USD' });
  return { ...tenant, campaign: 'autumn' };
}

const three = async () => [await network(), await createTestTenant(database.context), await createTestTenant(database.context)] as const;

const read = ({ actor }: TestTenant, id: string, query: Record<string, string> = {}) =>
  getShareReport(database.context, actor, id, ShareReportQuery.parse(query));

const byKey = (a: { key: string | null; isFew: boolean }, b: { key: string | null; isFew: boolean }) =>
  Number(a.isFew) - Number(b.isFew) || ((a.key ?? '') < (b.key ?? '') ? -1 : 1);

function rowsOf(report: ShareReport) {
  return report.rows
    .map(({ key, isFew, conversions, valueMinor }) => ({ key, isFew, nano: Math.round(conversions * NANO), minor: valueMinor }))
    .sort(byKey);
}

async function expectExact(grantor: Network, grantee: TestTenant, ids: string[], floor: number): Promise<void> {
  const { context } = database;
  for (const model of MODELS) {
    const own = await getReport(context, grantor.actor, ReportQuery.parse({ model, currency: 'USD' }));
    const campaign = own.rows.find(({ key }) => key === grantor.campaign);
    const campaignTotals = { conversions: campaign?.conversions, valueMinor: campaign?.valueMinor };
    for (const id of ids) expect((await read(grantee, id, { model, currency: 'USD' })).totals, model).toEqual(campaignTotals);
  }
  for (const model of EXPLAINED) {
    const all = await Promise.all(
      world.conversions.map(({ id }) => getExplanation(context, grantor.actor, id, ExplanationQuery.parse({ model }))),
    );
    const explained = all.filter(({ duplicateOf }) => duplicateOf === null);
    for (const [id, groupBy] of ids.flatMap((one) => GROUPINGS.map((grouping) => [one, grouping] as const))) {
      const report = await read(grantee, id, { model, groupBy, currency: 'USD' });
      expect(rowsOf(report), `${model} ${groupBy}`).toEqual(
        floored(cellsOf(world, explained, { groupBy, campaign: grantor.campaign }), floor).sort(byKey),
      );
      expect(await read(grantor, id, { model, groupBy, currency: 'USD' })).toEqual(report);
    }
  }
}

describe("a share's report", () => {
  test("equals what the grantor's own reports credit to the campaign, whatever was there before it and whatever came after", async () => {
    const [early, late] = [await network(), await network()];
    const grantee = await createTestTenant(database.context);
    const before = await grant(database.context, early, grantee, { minPeople: 5 });
    for (const tenant of [early, late]) await load(tenant, parts.first);
    const between = await grant(database.context, early, grantee, { minPeople: 5 });
    for (const tenant of [early, late]) {
      await load(tenant, parts.rest);
      await complete(tenant);
    }
    const after = await grant(database.context, late, grantee, { minPeople: 5 });
    await expectExact(early, grantee, [before, between], 5);
    await expectExact(late, grantee, [after], 5);
    await requestRebuild(database.context, 'system', early.tenantId);
    await drainTenant(database.context, 'system', early.tenantId);
    await expectExact(early, grantee, [before], 5);
  });

  test("holds to the share's days and kinds of conversions, exactly as the grantor's own report does", async () => {
    const grantor = await network();
    const grantee = await createTestTenant(database.context);
    await load(grantor, () => true);
    const scope = { from: '2026-08-15', to: '2026-11-05', conversionKinds: ['purchase' as const, 'lead' as const] };
    const id = await grant(database.context, grantor, grantee, scope);
    const ranges = [{}, { from: '2026-09-03' }, { to: '2026-10-01' }, { from: '2026-09-10', to: '2026-11-30' }, { from: '2026-01-01' }];
    for (const range of ranges as { from?: string; to?: string }[]) {
      const report = await read(grantee, id, { ...range, currency: 'USD' });
      const from = [range.from ?? '', scope.from].sort()[1];
      const to = [range.to ?? '9999', scope.to].sort()[0];
      expect(report).toMatchObject({ from, to });
      const own = await getReport(
        database.context,
        grantor.actor,
        ReportQuery.parse({ from, to, currency: 'USD', conversionKind: 'purchase,lead' }),
      );
      const campaign = own.rows.find(({ key }) => key === 'autumn');
      expect(report.totals).toEqual({ conversions: campaign?.conversions, valueMinor: campaign?.valueMinor });
    }
  });

  test('shows neither value nor spend, nor a breakdown, that its scope leaves out, and without days only whole months', async () => {
    const grantor = await network();
    const grantee = await createTestTenant(database.context);
    await load(grantor, () => true);
    const narrow = await grant(database.context, grantor, grantee, { showsValue: false, showsSpend: false, breakdowns: ['show'] });
    const report = await read(grantee, narrow, { groupBy: 'show' });
    expect(report.totals).toEqual({ conversions: expect.any(Number) as number, valueMinor: null });
    for (const row of report.rows) expect(row).toMatchObject({ valueMinor: null, spendMinor: null, roas: null, cpaMinor: null });
    await expect(read(grantee, narrow, { groupBy: 'episode' })).rejects.toMatchObject({ code: 'invalid_request' });
    await expect(read(grantee, narrow, { from: '2026-09-02' })).rejects.toMatchObject({ errors: [{ pointer: '/from' }] });
    expect((await read(grantee, narrow, { from: '2026-09-01', to: '2026-10-01' })).isBelowFloor).toBe(false);
    const wide = await grant(database.context, grantor, grantee);
    expect((await read(grantee, wide)).rows).toMatchObject([{ label: 'Autumn', spendMinor: 50_000, roas: expect.any(Number) as number }]);
    expect((await read(grantee, wide, { from: '2026-09-01' })).rows).toMatchObject([{ spendMinor: null, roas: null }]);
  });

  test('shows nothing at all while everything together stands on too few conversions', async () => {
    const grantor = await network();
    const grantee = await createTestTenant(database.context);
    await load(grantor, () => true);
    const id = await grant(database.context, grantor, grantee, { minPeople: 1_000 });
    for (const groupBy of GROUPINGS)
      expect(await read(grantee, id, { groupBy })).toMatchObject({
        isBelowFloor: true,
        rows: [],
        totals: { conversions: 0, valueMinor: 0 },
      });
  });

  test('says how much still waits to be matched', async () => {
    const grantor = await network();
    const grantee = await createTestTenant(database.context);
    const id = await grant(database.context, grantor, grantee);
    expect(await read(grantee, id)).toMatchObject({ waitingConversions: 0, computedAt: '2026-11-20T12:00:00.000Z' });
    await acceptConversions(database.context, grantor.actor, world.conversions.slice(0, 3), 'server');
    expect((await read(grantee, id)).waitingConversions).toBe(3);
  });

  test('stands beside all others that an agency received, a line for each share and currency, nothing added up', async () => {
    const agency = await createTestTenant(database.context);
    const networks = [await network(), await network()];
    const ids: string[] = [];
    for (const one of networks) {
      await load(one, () => true);
      ids.push(await grant(database.context, one, agency));
    }
    const all = await getAllSharesReport(database.context, agency.actor, { model: 'linear' });
    expect(new Set(all.items.map(({ shareId, currency }) => `${shareId} ${currency}`)).size).toBe(all.items.length);
    expect(new Set(all.items.map(({ shareId }) => shareId))).toEqual(new Set(ids));
    for (const { shareId, currency, conversions, valueMinor } of all.items) {
      const { totals } = await read(agency, shareId, { currency: currency as string });
      expect(totals).toEqual({ conversions, valueMinor });
    }
    expect(new Set(all.items.map(({ currency }) => currency))).toEqual(new Set(['USD', 'EUR']));
  });
});

describe('an invitation code', () => {
  test('works for one tenant, not for the one that made it, and says no more of a wrong code than of a used one', async () => {
    const [grantor, first, second] = await three();
    const { id, invitationCode } = await offer(database.context, grantor);
    const enter = ({ actor }: TestTenant, code = invitationCode) => claimShare(database.context, actor, code);
    const refusal = await enter(second, 'earshot_share_wrong').catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: 'not_found' });
    await expect(enter(grantor)).rejects.toEqual(refusal);
    expect(await enter(first)).toMatchObject({ id, state: 'offered' });
    expect(await enter(first)).toMatchObject({ id, state: 'offered' });
    await expect(enter(second)).rejects.toEqual(refusal);
    expect((await listReceivedShares(database.context, second.actor)).items).toEqual([]);
    const stored = await admin.query('select code_hash from shares where id = $1', [id]);
    expect(JSON.stringify(stored.rows)).not.toContain(invitationCode);
  });

  test('of two tenants that enter it at the same time one gets the share', async () => {
    const [grantor, one, other] = await three();
    const { invitationCode } = await offer(database.context, grantor);
    const outcomes = await Promise.allSettled([one, other].map(({ actor }) => claimShare(database.context, actor, invitationCode)));
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  test('no longer works after two weeks', async () => {
    const [grantor, grantee] = [await network(), await createTestTenant(database.context)];
    const { id, invitationCode, invitationExpiresAt } = await offer(database.context, grantor);
    expect(invitationExpiresAt).toBe('2026-12-04T12:00:00.000Z');
    await admin.query(`update shares set code_expires_at = now() where id = $1`, [id]);
    await expect(claimShare(database.context, grantee.actor, invitationCode)).rejects.toMatchObject({ code: 'not_found' });
  });

  test('is sent by mail when an address is named', async () => {
    const grantor = await network();
    const { invitationCode } = await offer(database.context, grantor, { email: 'ads@brand.example' });
    const mail = (await database.mails()).at(-1);
    expect(mail).toMatchObject({ to: 'ads@brand.example', text: expect.stringContaining(invitationCode) as string });
  });
});

describe('a share that is over', () => {
  const ends: [string, (grantor: TestTenant, grantee: TestTenant, id: string) => Promise<unknown>][] = [
    ['revoked by its grantor', ({ actor }, _grantee, id) => revokeShare(database.context, actor, id)],
    ['given back by its grantee', (_grantor, { actor }, id) => declineShare(database.context, actor, id)],
    ['expired', (_grantor, _grantee, id) => admin.query('update shares set expires_at = now() where id = $1', [id])],
  ];

  test.each(ends)('when %s, is gone for the grantee with the next request, like one that never was', async (_how, end) => {
    const [grantor, grantee] = [await network(), await createTestTenant(database.context)];
    await load(grantor, () => true);
    const id = await grant(database.context, grantor, grantee);
    expect((await read(grantee, id)).rows).toHaveLength(1);
    const never = await read(grantee, '01a213e7-890d-7f87-9b32-3881f0d89edc').catch((error: unknown) => error);
    await end(grantor, grantee, id);
    for (const tenant of [grantor, grantee]) await expect(read(tenant, id)).rejects.toEqual(never);
    await expect(acceptShare(database.context, grantee.actor, id, { conversionKinds: null })).rejects.toMatchObject({ code: 'not_found' });
    expect((await listReceivedShares(database.context, grantee.actor)).items).toEqual([]);
    expect((await getAllSharesReport(database.context, grantee.actor, { model: 'linear' })).items).toEqual([]);
  });
});

describe('a grantee that runs SQL of its own as the login app', () => {
  const sql = ({ tenantId }: TestTenant, text: string, values: unknown[] = []) =>
    inTenant(database.context.db, tenantId, (tx) => tx.query<Record<string, unknown>>({ text, values }));

  test("sees no row of the grantor in any table, and of the share's figures what its floor and scope allow", async () => {
    const [grantor, grantee, stranger] = await three();
    await load(grantor, () => true);
    const id = await grant(database.context, grantor, grantee, { minPeople: 5, breakdowns: ['show'] });
    const tables = await admin.query<{ name: string }>(
      `select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
       where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition`,
    );
    for (const { name } of tables.rows)
      expect(await sql(grantee, `select tenant_id from ${name} where tenant_id = $1`, [grantor.tenantId]), name).toEqual([]);
    const figures = `select * from share_figures($1, $2, 'linear', 'USD', $3, $4)`;
    expect(await sql(grantee, figures, [id, 'show', null, null])).not.toEqual([]);
    for (const dimension of ['day', 'episode', 'placement', 'channel'])
      expect(await sql(grantee, figures, [id, dimension, null, null]), dimension).toEqual([]);
    expect(await sql(grantee, figures, [id, 'show', '2026-09-02', '2026-09-03'])).toEqual([]);
    for (const text of [figures, 'select * from share_head($1) where $2::text is null and $3::date is null and $4::date is null'])
      expect(await sql(stranger, text, [id, null, null, null])).toEqual([]);
  });

  test('cannot accept, end or claim what does not name it, nor write to the audit log of others', async () => {
    const [grantor, grantee, stranger] = await three();
    const id = await grant(database.context, grantor, grantee);
    const { id: open } = await offer(database.context, grantor);
    expect(await sql(stranger, 'select end_share($1) as done', [id])).toEqual([{ done: false }]);
    expect(await sql(stranger, 'select end_share($1) as done', [open])).toEqual([{ done: false }]);
    expect(await sql(stranger, 'select accept_share($1, null) as done', [open])).toEqual([{ done: false }]);
    for (const text of [`update shares set grantee_id = tenant_id`, `delete from shares`, `set role share_reader`])
      await expect(sql(grantee, text)).rejects.toMatchObject({ code: '42501' });
    await expect(sql(grantee, `select append_audit_beside($1, 'a', 'b.c', 'd', null)`, [grantor.tenantId])).rejects.toMatchObject({
      code: '42501',
    });
  });

  test('gets nothing more by changing its tenant in the midst of a statement', async () => {
    const [grantor, grantee, stranger] = await three();
    await load(grantor, () => true);
    const id = await grant(database.context, grantor, grantee);
    const seen = await sql(
      stranger,
      `select f.* from share_figures($1, 'show', 'linear', 'USD', null, null) f
       where f.nano >= 0 or set_config('app.tenant_id', $2, true) is not null`,
      [id, grantee.tenantId],
    );
    expect(seen).toEqual([]);
  });
});

test('what is done to a share stands in the audit logs of both sides, and each log names only its own people', async () => {
  const [grantor, grantee] = [await network(), await createTestTenant(database.context)];
  const id = await grant(database.context, grantor, grantee);
  await read(grantee, id);
  await drainShares(database.context, 'system', grantor.tenantId);
  await revokeShare(database.context, grantor.actor, id);
  await drainShares(database.context, 'system', grantee.tenantId);
  const auditOf = async ({ tenantId }: TestTenant) => {
    const text = `select actor, action from audit_log where tenant_id = $1 and target = $2 order by seq`;
    return (await admin.query<{ actor: string; action: string }>(text, [tenantId, id])).rows.map(
      ({ actor, action }) => `${actor} ${action}`,
    );
  };
  expect(await auditOf(grantor)).toEqual([
    'system share.create',
    'grantee share.claim',
    'grantee share.accept',
    'grantee share.read',
    'system share.revoke',
  ]);
  expect(await auditOf(grantee)).toEqual(['system share.claim', 'system share.accept', 'system share.read', 'grantor share.revoke']);
});

test('reads of a share stand in the grantor’s audit log once an hour, however many come, and each in the grantee’s', async () => {
  const [grantor, grantee] = [await network(), await createTestTenant(database.context)];
  const [one, other] = [await grant(database.context, grantor, grantee), await grant(database.context, grantor, grantee)];
  const readsIn = async ({ tenantId }: TestTenant, id: string) => {
    await drainShares(database.context, 'system', tenantId);
    const text = `select count(*)::integer as count from audit_log where tenant_id = $1 and target = $2 and action = 'share.read'`;
    return (await admin.query<{ count: number }>(text, [tenantId, id])).rows[0].count;
  };
  await Promise.all(Array.from({ length: 8 }, () => read(grantee, one)));
  await getAllSharesReport(database.context, grantee.actor, { model: 'linear' });
  expect([await readsIn(grantor, one), await readsIn(grantee, one)]).toEqual([1, 8]);
  expect(await readsIn(grantor, other)).toBe(1);
  await admin.query(`update audit_log set occurred_at = occurred_at - interval '59 minutes' where tenant_id = $1`, [grantor.tenantId]);
  await read(grantee, one);
  expect(await readsIn(grantor, one)).toBe(1);
  await admin.query(`update audit_log set occurred_at = occurred_at - interval '2 minutes' where tenant_id = $1`, [grantor.tenantId]);
  await read(grantee, one);
  expect([await readsIn(grantor, one), await readsIn(grantor, other)]).toEqual([2, 1]);
});
