import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestTenant, NOW_MS, openTestDatabase, type TestDatabase, type TestTenant } from '../../../test/database.ts';
import { inTenant } from '../../platform/tenant-door.ts';
import { eraseSubject, exportSubject } from './service.ts';
import { keepRetention } from '../retention/service.ts';
import { TENANT_DEFAULTS } from '../../tenants/settings/schema.ts';
import { putSettings } from '../../tenants/settings/service.ts';
import { drainRequests } from '../../tracking/counting/service.ts';
import { acceptEpisodeRequests } from '../../tracking/requests/service.ts';
import { findSubject } from '../../tracking/subjects/service.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const PERSON = { ip: '198.51.100.1', userAgent: 'AntennaPod/3.4.0' };
const request = (id: string, more: object = {}) => ({
  id,
  occurredAt: '2026-11-10T10:00:00Z',
  url: 'https://cdn.example/1.mp3',
  show: 'daily',
  episode: 'one',
  ...PERSON,
  ...more,
});

const send = (tenant: TestTenant, ...requests: object[]) =>
  acceptEpisodeRequests(database.context, tenant.actor, requests, { source: 'api' });
const read = (tenant: TestTenant, text: string) =>
  inTenant(database.context.db, tenant.tenantId, (tx) => tx.query<Record<string, unknown>>({ text, values: [tenant.tenantId] }));
const count = ({ tenantId }: TestTenant) => drainRequests(database.context, 'system', tenantId);

const SUMS = `select show, episode, fate, is_usable, requests from request_days where tenant_id = $1 and requests <> 0 order by 1, 2, 3, 4`;
const SUMS_OF_ROWS = `select show, episode, fate,
    fate = 'download' and address_key is not null and connection_type not in ('relay', 'datacenter') as is_usable,
    count(*)::bigint as requests
  from episode_requests where tenant_id = $1 group by 1, 2, 3, 4 order by 1, 2, 3, 4`;

async function filled(): Promise<TestTenant> {
  const tenant = await createTestTenant(database.context);
  await send(
    tenant,
    request('mine-1'),
    request('mine-2', { occurredAt: '2026-11-10T11:00:00Z' }),
    request('theirs', { ip: '198.51.100.2' }),
  );
  await count(tenant);
  return tenant;
}

test('an access request holds every request of the person, and none of anybody else', async () => {
  const tenant = await filled();
  const subject = await findSubject(database.context, 'system', tenant.tenantId, [PERSON]);
  const { requests } = await exportSubject(database.context, 'system', tenant.tenantId, subject);
  expect(requests).toMatchObject([
    { id: 'mine-1', fate: 'download', show: 'daily' },
    { id: 'mine-2', fate: 'repeat' },
  ]);
  expect(JSON.stringify(requests)).not.toContain(PERSON.ip);
});

test('an erased person’s requests stay as amounts of their day, and come in no more; sums stay those of the rows', async () => {
  const tenant = await filled();
  const subject = await findSubject(database.context, 'system', tenant.tenantId, [PERSON]);
  const before = await read(tenant, "select listener_key, address_key from episode_requests where tenant_id = $1 and id = 'mine-1'");
  const order = { tenantId: tenant.tenantId, requestId: randomUUID(), subject, objects: false };
  expect(await eraseSubject(database.context, 'system', order)).toMatchObject({ requests: 2, touchpoints: 1 });
  const rows = await read(
    tenant,
    'select id, occurred_at, fate, listener_key, address_key, agent_key from episode_requests where tenant_id = $1 and is_erased',
  );
  expect(rows.map(({ fate }) => String(fate)).toSorted()).toEqual(['download', 'repeat']);
  for (const row of rows) {
    expect(row).toMatchObject({ address_key: null, agent_key: null, occurred_at: new Date('2026-11-10T00:00:00Z') });
    expect(row.id).toMatch(/^erased:/);
    expect(row.listener_key).not.toBe(before[0].listener_key);
  }
  expect(await read(tenant, SUMS)).toEqual(await read(tenant, SUMS_OF_ROWS));
  expect(
    await read(tenant, `select 1 from request_addresses where tenant_id = $1 and address_key = '${String(before[0].address_key)}'`),
  ).toEqual([]);
  expect(await send(tenant, request('mine-1'))).toMatchObject({ accepted: 0, duplicates: 1 });
  await count(tenant);
  expect(await read(tenant, `select id from touchpoints where tenant_id = $1 order by id`)).toEqual([{ id: 'download:theirs' }]);
});

test('what is older than the tenant keeps goes, with its ids, and its sums stay', async () => {
  const tenant = await filled();
  const { context } = database;
  await putSettings(context, tenant.actor, tenant.tenantId, { ...TENANT_DEFAULTS, retentionDays: 30 });
  database.setNow(NOW_MS + 60 * 86_400_000);
  try {
    await keepRetention(context, 'system', tenant.tenantId);
    await read(tenant, `update retention_horizons set set_at = now() - interval '1 hour' where tenant_id = $1 returning 1`);
    const sums = await read(tenant, SUMS);
    expect(await keepRetention(context, 'system', tenant.tenantId)).toMatchObject({ requests: 3 });
    expect(await read(tenant, 'select 1 from episode_request_keys where tenant_id = $1')).toEqual([]);
    expect(await read(tenant, SUMS)).toEqual(sums);
  } finally {
    database.setNow(NOW_MS);
  }
});
