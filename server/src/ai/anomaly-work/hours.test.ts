import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestTenant, openTestDatabase, type TestDatabase, type TestTenant } from '../../../test/database.ts';
import { addMember } from '../../../test/quota-world.ts';
import { ensureEventPartitions } from '../../platform/partitions.ts';
import { acceptConversions, acceptTouchpoints } from '../../tracking/intake/service.ts';
import { listAnomalies } from '../anomalies/service.ts';
import { watchTenant } from './service.ts';

const HOUR_MS = 3_600_000;
const HOURS = 11 * 24;
const SHOWS = ['daily-tech', 'money-talk'] as const;
const THIS_HOUR_MS = Math.floor(Date.now() / (24 * HOUR_MS)) * 24 * HOUR_MS + 12 * HOUR_MS;
const NOW_MS = THIS_HOUR_MS + 30 * 60_000;
/** Hours ago: nothing comes of impressions at all; one show has none; three times the orders come. */
const SILENT = [2, 3, 4, 5];
const SHOW_SILENT = [12, 13, 14];
const SPIKE = 18;

let database: TestDatabase;
let tenant: TestTenant;

const atOf = (ago: number, place: number, all: number) =>
  new Date(THIS_HOUR_MS - ago * HOUR_MS + Math.floor(((place + 0.5) * HOUR_MS) / all)).toISOString();

function* touchpointsOf(ago: number) {
  const count = 44 + ((ago * 7) % 5);
  for (const show of SHOWS) {
    if (SILENT.includes(ago) || (show === SHOWS[1] && SHOW_SILENT.includes(ago))) continue;
    for (let place = 0; place < count; place += 1) {
      const id = `imp-${ago}-${show}-${place}`;
      yield { id, occurredAt: atOf(ago, place, count), kind: 'impression', show, identity: { userId: id } };
    }
  }
  for (let place = 0; place < 5; place += 1) {
    const id = `download-${ago}-${place}`;
    yield { id, occurredAt: atOf(ago, place, 5), kind: 'download', show: SHOWS[0], identity: { userId: id } };
  }
}

function* conversionsOf(ago: number) {
  const count = (8 + (ago % 3)) * (ago === SPIKE ? 6 : 1);
  for (let place = 0; place < count; place += 1) {
    const id = `order-${ago}-${place}`;
    yield { id, occurredAt: atOf(ago, place, count), kind: 'lead', identity: { userId: id } };
  }
}

async function send(from: number, until: number): Promise<void> {
  const ages = Array.from({ length: from - until + 1 }, (_, place) => from - place);
  const [touchpoints, conversions] = [ages.flatMap((ago) => [...touchpointsOf(ago)]), ages.flatMap((ago) => [...conversionsOf(ago)])];
  for (let at = 0; at < touchpoints.length; at += 1_000)
    await acceptTouchpoints(database.context, tenant.actor, touchpoints.slice(at, at + 1_000), 'server');
  for (let at = 0; at < conversions.length; at += 1_000)
    await acceptConversions(database.context, tenant.actor, conversions.slice(at, at + 1_000), 'server');
}

const look = () => watchTenant(database.context, 'system', tenant.tenantId, { grain: 'hour' });
const found = async () => (await listAnomalies(database.context, tenant.actor, { grain: 'hour' }, { limit: 50 })).items;
const hourOf = (ago: number) => new Date(THIS_HOUR_MS - ago * HOUR_MS).toISOString();

beforeAll(async () => {
  database = await openTestDatabase();
  database.setNow(NOW_MS);
  await ensureEventPartitions(database.context.db, NOW_MS);
  tenant = await createTestTenant(database.context);
  await addMember(database, tenant);
  await send(HOURS, 1);
}, 180_000);
afterAll(() => database.close());

test('a silent source is a gap, a silent show is 0, many orders are a spike, each told once, before anything is matched', async () => {
  expect(await look()).toBe(true);
  const anomalies = await found();
  expect(anomalies.map(({ cause, family, direction, startsAt }) => [cause, family, direction, startsAt])).toEqual([
    ['source_silent', 'delivery', 'down', hourOf(SILENT[SILENT.length - 1])],
    ['series', 'delivery', 'down', hourOf(SHOW_SILENT[SHOW_SILENT.length - 1])],
    ['series', 'outcome', 'up', hourOf(SPIKE)],
  ]);
  const [gap, zero, spike] = anomalies.map(({ members: [lead], finding, subject }) => ({
    kind: lead.kind,
    value: lead.value,
    finding,
    subject,
  }));
  expect(gap).toMatchObject({ kind: 'missing', value: null, subject: { type: 'tenant', key: null } });
  expect(gap.finding).toMatch(/^Nothing that reports impressions sent anything on .* that is a gap and no 0; this hour of a usual day has/);
  expect(zero).toMatchObject({ kind: 'drop', value: 0, subject: { type: 'show', key: SHOWS[1] } });
  expect(spike).toMatchObject({ kind: 'spike', value: 48 + 6 * (SPIKE % 3), subject: { type: 'tenant', key: null } });
  const mails = await database.mails();
  expect(mails.map(({ subject }) => subject)).toEqual(['Tenant 1: 3 anomalies in your figures']);
  for (const { finding } of anomalies) expect(mails[0].text).toContain(finding);

  expect(await look()).toBe(false);
  for (let later = 1; later <= 3; later += 1) {
    database.setNow(NOW_MS + later * HOUR_MS);
    await send(1 - later, 1 - later);
    expect(await look()).toBe(true);
  }
  expect(await found()).toEqual(anomalies);
  expect(await database.mails()).toHaveLength(1);
});
