import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestTenant, openTestDatabase, type TestDatabase, type TestTenant } from '../../../test/database.ts';
import type { Context } from '../../platform/context.ts';
import { inTenant } from '../../platform/tenant-door.ts';
import { unsealForTenant } from '../../platform/vault.ts';
import { openLog } from '../logs/service.ts';
import { acceptEpisodeRequests, addressPlace } from './service.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const NASTY = ['a "quoted" \\ {agent}, NULL', 'null', 'Ä\u2028\u{1f600}/1', ' ', "';--"];

/** Requests in which everything that may be left out is there or not, from a few listeners, some of them twice in a batch. */
function itemsOf(count: number): object[] {
  return Array.from({ length: count }, (_, place) => ({
    id: `r-${place % (count - 3)}`,
    occurredAt: `2026-11-${10 + (place % 4)}T2${place % 3}:59:59.${100 + (place % 7)}${place % 2 === 0 ? 'Z' : '+01:00'}`,
    url: `https://cdn.example.com/show/${place % 5}.mp3?token=${place % 11}`,
    ...(place % 13 === 0 ? { ipHash: `h-${place % 2}` } : { ip: place % 3 === 0 ? `2001:db8::${place % 5}` : `203.0.113.${place % 9}` }),
    ...(place % 6 === 5 ? {} : { userAgent: NASTY[place % NASTY.length] }),
    ...(place % 4 === 0 ? {} : { status: 200 + (place % 2) * 6, bytesSent: place * 1_000_003, range: `bytes=${place}-` }),
    ...(place % 5 === 0 ? { durationSeconds: 0.1 + place, fileBytes: 2 ** 40 + place, headerBytes: 0, counted: place % 2 === 0 } : {}),
    ...(place % 7 === 0 ? { show: `s{${place}}`, episode: 'e "1"' } : {}),
    ...(place % 8 === 0 ? { ads: [{ placement: 'p"1', firstByte: 0, lastByte: place }] } : {}),
    ...(place % 9 === 0 ? { consent: 'denied' } : {}),
  }));
}

/** Everything that is stored of a tenant's requests, without when they came and with addresses opened. */
async function stored(context: Context, tenantId: string): Promise<object> {
  return inTenant(context.db, tenantId, async (tx) => {
    const rows = (text: string) => tx.query<Record<string, unknown>>({ text });
    const sealed = await rows('select address_key, day, sealed from request_addresses order by address_key, day');
    return {
      requests: await rows(`select to_jsonb(r) - 'received_at' as r from episode_requests as r order by id`),
      keys: await rows('select * from episode_request_keys order by id'),
      agents: await rows('select * from request_agents order by agent_key'),
      waiting: await rows(`select listener_key, item_key, day, min(priority) as priority from waiting_listeners
                           group by listener_key, item_key, day order by listener_key, item_key, day`),
      addresses: await Promise.all(
        sealed.map(async ({ address_key: key, day, sealed: bytes }) => {
          const place = addressPlace(String(key).replaceAll('-', ''));
          return { key, day, address: (await unsealForTenant(context, { tenantId }, place, bytes as Buffer))?.toString() };
        }),
      ),
    };
  });
}

async function forget(context: Context, tenantId: string): Promise<void> {
  const tables = ['episode_requests', 'episode_request_keys', 'request_agents', 'request_addresses', 'waiting_listeners'];
  await inTenant(context.db, tenantId, async (tx) => {
    for (const table of tables) await tx.query({ text: `delete from ${table}` });
  });
}

interface Sum {
  accepted: number;
  duplicates: number;
  conflicts: number;
}

/** Stores items in batches of a size, by a process of its own: it remembers nothing of the one before. */
async function store({ actor, tenantId }: TestTenant, items: readonly object[], size: number): Promise<{ sum: Sum; rows: object }> {
  const context = { ...database.context };
  const sum = { accepted: 0, duplicates: 0, conflicts: 0 };
  for (let from = 0; from < items.length; from += size) {
    const result = await acceptEpisodeRequests(context, actor, items.slice(from, from + size), { source: 'host_log' });
    sum.accepted += result.accepted;
    sum.duplicates += result.duplicates;
    sum.conflicts += result.rejected.filter(({ code }) => code === 'conflict').length;
  }
  const rows = await stored(context, tenantId);
  await forget(context, tenantId);
  return { sum, rows };
}

test('requests that are stored together leave the same rows as one after the other', async () => {
  const tenant = await createTestTenant(database.context);
  const items = [...itemsOf(150), itemsOf(150)[0]];
  const together = await store(tenant, items, 1_000);
  expect(together.sum).toEqual({ accepted: 147, duplicates: 1, conflicts: 3 });
  expect(await store(tenant, items, 1)).toEqual(together);
});

test('lines of a log that are stored together leave the same rows as one after the other', async () => {
  const tenant = await createTestTenant(database.context);
  const log = await openLog(database.context, tenant.actor, { format: 'combined', site: 'https://cdn.example.com' });
  const items = Array.from({ length: 60 }, (_, place) => {
    const agent = place % 4 === 0 ? '-' : `Player/${place % 3} (\\"${place % 2}\\")`;
    const asked = `GET /show/${place % 4}.mp3 HTTP/1.1`;
    const read = log.read(
      `203.0.113.${place % 7} - - [10/Nov/2026:23:5${place % 10}:00 +0100] "${asked}" 206 ${place} "-" "${agent}" "bytes=0-"`,
    );
    if (read === undefined || 'fault' in read) throw new Error('a line cannot be read');
    return read.item;
  });
  const together = await store(tenant, items, 1_000);
  expect(together.sum.accepted).toBe(60);
  expect(await store(tenant, items, 1)).toEqual(together);
});
