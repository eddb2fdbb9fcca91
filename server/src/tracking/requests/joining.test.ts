import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestTenant, openTestDatabase, type TestDatabase, type TestTenant } from '../../../test/database.ts';
import { inTenant } from '../../platform/tenant-door.ts';
import { drainRequests } from '../counting/service.ts';
import { episodeRequestOf } from '../exposures/rules.ts';
import { openLog } from '../logs/service.ts';
import { acceptEpisodeRequests } from './service.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const AGENT = 'AntennaPod/3.4.0';

/** A prefix's request for a file, as the door kept it. */
async function see({ actor }: TestTenant, file: string, receivedAt: string): Promise<void> {
  const request = {
    id: `0199b0c0-0000-7000-8000-${receivedAt.replaceAll(/\D/g, '').slice(-12)}`,
    receivedAt,
    kind: 'prefix',
    publicId: 'abcdefghijkl',
    method: 'GET',
    target: `/e/abcdefghijkl/${file}`,
    ip: '198.51.100.9',
    headers: { 'user-agent': AGENT },
  } as const;
  const origin = { source: 'prefix', evidence: 'prefix_request' } as const;
  expect(await acceptEpisodeRequests(database.context, actor, [episodeRequestOf(request, 'daily')], origin)).toMatchObject({ accepted: 1 });
}

/** Lines of a log, read as the command reads them. */
async function log({ actor }: TestTenant, lines: string[], show?: string): Promise<void> {
  const open = await openLog(database.context, actor, { format: 'auto', show, site: 'https://cdn.example.com' });
  const items = lines.flatMap((line) => {
    const read = open.read(line);
    return read !== undefined && 'item' in read ? [read.item] : [];
  });
  await acceptEpisodeRequests(database.context, actor, items, open.origin());
}

/** Counts what waits, and tells the fates in order of time. */
async function fatesOf({ tenantId }: TestTenant) {
  await drainRequests(database.context, 'system', tenantId);
  const text = `select evidence, fate from episode_requests where tenant_id = $1 order by occurred_at, evidence desc`;
  const rows = await inTenant(database.context.db, tenantId, (tx) =>
    tx.query<{ evidence: string; fate: string }>({ text, values: [tenantId] }),
  );
  return rows.map(({ evidence, fate }) => `${evidence} ${fate}`);
}

const combined = (time: string, more = '200 9000000') =>
  `198.51.100.9 - - [${time} +0000] "GET /show/41.mp3 HTTP/1.1" ${more} "-" "${AGENT}"`;

test.each(['cdn.example.com/show/41.mp3', 'https://cdn.example.com/show/41.mp3', 'pdst.fm/e/cdn.example.com/show/41.mp3?x=1'])(
  'a play by %s behind the prefix and its line in the host’s log are one download',
  async (file) => {
    const tenant = await createTestTenant(database.context);
    await see(tenant, file, '2026-11-10T10:00:00.000Z');
    await log(tenant, [combined('10/Nov/2026:10:00:01')], 'daily');
    expect(await fatesOf(tenant)).toEqual(['prefix_request repeat', 'host_log_bytes download']);
  },
);

test('a request across midnight is one download, whichever of the two is counted first', async () => {
  const [one, other] = [await createTestTenant(database.context), await createTestTenant(database.context)];
  const seen = (tenant: TestTenant) => see(tenant, 'cdn.example.com/show/41.mp3', '2026-11-10T23:59:59.900Z');
  const logged = (tenant: TestTenant) => log(tenant, [combined('11/Nov/2026:00:00:00')], 'daily');
  await seen(one);
  expect(await fatesOf(one)).toEqual(['prefix_request download']);
  await logged(one);
  await logged(other);
  await fatesOf(other);
  await seen(other);
  const together = ['prefix_request repeat', 'host_log_bytes download'];
  expect([await fatesOf(one), await fatesOf(other)]).toEqual([together, together]);
});

test('an episode has the catalogue’s name, whatever an export calls it', async () => {
  const tenant = await createTestTenant(database.context);
  await inTenant(database.context.db, tenant.tenantId, async (tx) => {
    const values = [tenant.tenantId];
    await tx.query({ text: `insert into shows (tenant_id, key) values ($1, 'daily') on conflict do nothing`, values });
    await tx.query({ text: `insert into episodes (tenant_id, key, show) values ($1, 'guid-41', 'daily')`, values });
    const text = `insert into episode_enclosures (tenant_id, address, episode, seen_at)
                  values ($1, 'cdn.example.com/show/41.mp3', 'guid-41', now())`;
    await tx.query({ text, values });
  });
  await see(tenant, 'cdn.example.com/show/41.mp3', '2026-11-10T10:00:00.000Z');
  const line = { at: '2026-11-10T10:00:01Z', url: 'https://cdn.example.com/show/41.mp3', ip: '198.51.100.9', userAgent: AGENT };
  await log(tenant, [JSON.stringify({ ...line, episode: 'host-9', status: 200, bytesSent: 9_000_000 })], 'daily');
  expect(await fatesOf(tenant)).toEqual(['prefix_request repeat', 'host_log_bytes download']);
});

test('a host’s log that tells of no bytes is held to the threshold all the same', async () => {
  const tenant = await createTestTenant(database.context);
  await log(tenant, [combined('10/Nov/2026:10:00:01', '206 -'), combined('10/Nov/2026:11:00:01', '200 -')], 'daily');
  expect(await fatesOf(tenant)).toEqual(['host_log_bytes below_threshold', 'host_log_bytes below_threshold']);
});

test('a table of requests without a word on answers is what a prefix could have seen', async () => {
  const tenant = await createTestTenant(database.context);
  await log(tenant, ['at,ip,userAgent,url', `2026-11-10T10:00:00Z,198.51.100.9,${AGENT},https://cdn.example.com/1.mp3`]);
  expect(await fatesOf(tenant)).toEqual(['prefix_request download']);
});

test('the 0 that some networks log for a broken answer is taken', async () => {
  const { actor } = await createTestTenant(database.context);
  const request = { id: 'zero', occurredAt: '2026-11-10T10:00:00Z', url: '/1.mp3', ip: '198.51.100.9', status: 0, bytesSent: 5 };
  expect(await acceptEpisodeRequests(database.context, actor, [request], { source: 'host_log' })).toMatchObject({
    accepted: 1,
    rejected: [],
  });
});
