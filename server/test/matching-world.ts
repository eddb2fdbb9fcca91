import pg from 'pg';
import { expect } from 'vitest';
import { drainTenant } from '../src/attribution/paths/service.ts';
import { ShareReportQuery } from '../src/attribution/share-reports/schema.ts';
import { getShareReport } from '../src/attribution/share-reports/service.ts';
import { drainShares } from '../src/attribution/share-runs/service.ts';
import { putCampaign } from '../src/catalog/campaigns/service.ts';
import { databaseUrl } from '../src/platform/postgres/connection.ts';
import { acceptConversions, acceptTouchpoints } from '../src/tracking/intake/service.ts';
import { createTestTenant, openTestDatabase, type TestTenant } from './database.ts';
import { grant } from './share-world.ts';

export const GROUPINGS = ['campaign', 'show', 'episode', 'placement', 'channel', 'day'] as const;
export const three = ['1', '2', '3'];

export const touch = (id: string, more: object = {}) => ({
  id,
  kind: 'impression',
  occurredAt: '2026-11-10T10:00:00Z',
  campaign: 'autumn',
  show: 'daily-tech',
  identity: { userId: `person-${id}` },
  ...more,
});

export const order = (id: string, more: object = {}) => ({
  id,
  kind: 'purchase',
  occurredAt: '2026-11-12T10:00:00Z',
  valueMinor: 5_000,
  currency: 'USD',
  identity: { userId: `person-${id}` },
  ...more,
});

const TABLES = [
  'share_keys',
  'share_touchpoints',
  'share_conversions',
  'matched_rollups',
  'matched_people',
  'share_manifests',
  'share_builds',
];

/** A network with a campaign, an advertiser, and what passes between them. */
export async function openMatchingWorld() {
  const database = await openTestDatabase();
  const { context } = database;
  const admin = new pg.Client({ connectionString: databaseUrl(database.urls.superuser, new URL(database.urls.app).pathname.slice(1)) });
  await admin.connect();

  async function network() {
    const tenant = await createTestTenant(context, { currency: 'USD' });
    await putCampaign(context, tenant.actor, 'autumn', { name: 'Autumn', spendMinor: 50_000, currency: 'USD' });
    return { ...tenant, campaign: 'autumn' };
  }
  async function pair(more: Parameters<typeof grant>[3] = {}) {
    const [grantor, grantee] = [await network(), await createTestTenant(context)];
    return { grantor, grantee, id: await grant(context, grantor, grantee, { kind: 'matching', ...more }) };
  }
  const sendTouchpoints = async ({ actor }: TestTenant, items: readonly object[]) =>
    expect((await acceptTouchpoints(context, actor, [...items], 'server')).rejected).toEqual([]);
  const sendOrders = async ({ actor }: TestTenant, items: readonly object[]) =>
    expect((await acceptConversions(context, actor, [...items], 'server')).rejected).toEqual([]);
  const read = ({ actor }: TestTenant, id: string, query: Record<string, string> = {}) =>
    getShareReport(context, actor, id, ShareReportQuery.parse(query));
  async function settle(...tenants: TestTenant[]): Promise<void> {
    for (const { tenantId } of tenants) {
      await drainTenant(context, 'system', tenantId);
      await drainShares(context, 'system', tenantId);
    }
  }
  /** A pair with three orders that were matched. */
  async function matchedPair() {
    const made = await pair();
    await sendTouchpoints(
      made.grantor,
      three.map((id) => touch(id)),
    );
    await sendOrders(
      made.grantee,
      three.map((id) => order(id)),
    );
    await settle(made.grantor, made.grantee);
    expect((await read(made.grantee, made.id)).totals.conversions).toBe(3);
    return made;
  }
  /** How many rows of each table are of this share. */
  async function rowsOfShare(id: string): Promise<Record<string, number>> {
    const counts = TABLES.map((name) => `select '${name}' as name, count(*)::integer as count from ${name} where share_id = $1`);
    const { rows } = await admin.query<{ name: string; count: number }>(counts.join(' union all '), [id]);
    return Object.fromEntries(rows.map(({ name, count }) => [name, count]));
  }
  const close = async () => {
    await admin.end();
    await database.close();
  };
  return { database, admin, network, pair, sendTouchpoints, sendOrders, read, settle, matchedPair, rowsOfShare, close };
}

export type MatchingWorld = Awaited<ReturnType<typeof openMatchingWorld>>;
