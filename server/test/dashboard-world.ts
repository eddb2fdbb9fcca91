import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { simulateWorld } from '../../simulator/src/index.ts';
import { drainTenant } from '../src/attribution/paths/service.ts';
import { putCampaign } from '../src/catalog/campaigns/service.ts';
import { putCode } from '../src/catalog/codes/service.ts';
import { putShow } from '../src/catalog/shows/service.ts';
import type { Context } from '../src/platform/context.ts';
import { MAX_BATCH } from '../src/tracking/intake/schema.ts';
import { acceptConversions, acceptTouchpoints } from '../src/tracking/intake/service.ts';
import { acceptRefunds } from '../src/tracking/refunds/service.ts';
import { createTestTenant, NOW_MS, openTestDatabase, type TestDatabase, type TestTenant } from './database.ts';
import { startTestServer, type TestServer } from './http.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const DAY_MS = 86_400_000;
const WORLD_DAYS = 30;

/** The instant so many days before the tests' own. */
export const daysAgo = (days: number) => new Date(NOW_MS - days * DAY_MS).toISOString();

/** Ids that only a client that encodes them well can ask for. */
export const AWKWARD_IDS = [
  'a/b',
  'a%2Fb',
  '100%',
  'a b+c&d=e',
  '?x=1#y',
  '$id',
  '<b>"it\'s"</b>',
  '\\back\\slash',
  '..hidden',
  'größe 漢字 🎧',
  '漢'.repeat(200),
];

/** A served installation with its built dashboard: a demo with simulated events, a tenant with known paths, and one without any events. */
export interface DashboardWorld {
  database: TestDatabase;
  server: TestServer;
  demo: TestTenant;
  known: TestTenant;
  empty: TestTenant;
  close(): Promise<void>;
}

async function fillDemo(context: Context, { actor, tenantId }: TestTenant, households: number): Promise<void> {
  const startAt = new Date(Math.floor(NOW_MS / DAY_MS) * DAY_MS - WORLD_DAYS * DAY_MS).toISOString();
  const world = simulateWorld({ seed: 11, households, days: WORLD_DAYS, startAt });
  for (const { key, name, spendMinor, currency, codes } of world.catalog.campaigns) {
    await putCampaign(context, actor, key, { name, spendMinor, currency });
    for (const { code, show } of codes) await putCode(context, actor, { campaign: key, code, details: { show } });
  }
  for (const { key, name } of world.catalog.shows) await putShow(context, actor, key, { name });
  const [touchpoints, conversions] = [[...world.touchpoints()], [...world.conversions()]];
  for (let at = 0; at < touchpoints.length; at += MAX_BATCH)
    await acceptTouchpoints(context, actor, touchpoints.slice(at, at + MAX_BATCH), 'server');
  for (let at = 0; at < conversions.length; at += MAX_BATCH)
    await acceptConversions(context, actor, conversions.slice(at, at + MAX_BATCH), 'server');
  for (const { conversionId, ...refund } of world.refunds()) await acceptRefunds(context, actor, conversionId, [refund]);
  await drainTenant(context, 'system', tenantId);
}

const touch = (user: string, days: number, show: string) => ({
  id: `imp-${user}-${show}`,
  occurredAt: daysAgo(days),
  kind: 'impression',
  campaign: 'spring-26',
  channel: 'podcast',
  show,
  identity: { userId: user },
});

const purchase = (id: string, user: string, days: number, valueMinor: number) => ({
  id,
  occurredAt: daysAgo(days),
  kind: 'purchase',
  valueMinor,
  currency: 'USD',
  identity: { userId: user },
});

/** The worked example of the method (touches 14, 7 and 0 days before $100.00), and one conversion for every other state. */
async function fillKnown(context: Context, { actor, tenantId }: TestTenant): Promise<void> {
  await putCampaign(context, actor, 'spring-26', { name: 'Spring 26', spendMinor: 10_000, currency: 'USD' });
  await acceptTouchpoints(
    context,
    actor,
    [
      touch('u-vector', 15, 'daily-tech'),
      touch('u-vector', 8, 'night-shift'),
      touch('u-vector', 1, 'money-talk'),
      touch('u-lead', 4, 'daily-tech'),
      touch('u-refund', 4, 'daily-tech'),
      touch('u-twice', 4, 'daily-tech'),
      touch('u-awkward', 6, 'daily-tech'),
    ],
    'server',
  );
  await acceptConversions(
    context,
    actor,
    [
      purchase('order-vector', 'u-vector', 1, 10_000),
      purchase('order-alone', 'u-alone', 1, 2_500),
      purchase('order-refunded', 'u-refund', 2, 5_000),
      { ...purchase('order-first', 'u-twice', 3, 4_000), orderId: '1001' },
      { ...purchase('order-second', 'u-twice', 2, 4_000), orderId: '1001' },
      { id: 'lead-1', occurredAt: daysAgo(2), kind: 'lead', identity: { userId: 'u-lead' } },
      ...AWKWARD_IDS.map((id) => purchase(id, 'u-awkward', 5, 1_000)),
    ],
    'server',
  );
  await acceptRefunds(context, actor, 'order-refunded', [{ id: 'refund-1', occurredAt: daysAgo(1), valueMinor: 2_000 }]);
  await drainTenant(context, 'system', tenantId);
}

/** Builds the dashboard where it is older than its sources; the folder where it stands. */
export function buildDashboard(): string {
  execFileSync(process.execPath, ['tools/build-dashboard.ts'], { cwd: ROOT });
  return `${ROOT}/dashboard/dist`;
}

/**
 * Builds the dashboard where it is older than its sources, and serves it over a database of the test file's own. Once filled, the server
 * goes by the time of the browser, which ends sessions by its own clock.
 */
export async function openDashboard(households: number): Promise<DashboardWorld> {
  const dashboardFolder = buildDashboard();
  const database = await openTestDatabase();
  const { context } = database;
  const demo = await createTestTenant(context, { name: 'Demo (simulated data)', slug: 'demo', currency: 'USD', simulated: true });
  const known = await createTestTenant(context, { name: 'Known Paths', slug: 'known', currency: 'USD' });
  const empty = await createTestTenant(context, { name: 'Nothing Yet', slug: 'nothing-yet' });
  await fillDemo(context, demo, households);
  await fillKnown(context, known);
  database.setNow(Date.now());
  const server = await startTestServer(context, { demoKey: demo.apiKey, dashboardFolder });
  const close = async () => {
    await server.close();
    await database.close();
  };
  return { database, server, demo, known, empty, close };
}
