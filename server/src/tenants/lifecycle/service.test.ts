import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestTenant, NOW_MS, type TestTenant } from '../../../test/database.ts';
import { fillTenant } from '../../../test/filled.ts';
import { addTestMember, cookieOf, createTestPerson, type TestPerson } from '../../../test/people.ts';
import { openWorld, type World } from '../../../test/world.ts';
import { inAuth, inDirectory, inTenant } from '../../platform/tenant-door.ts';
import { forgetStanding } from '../standing/service.ts';
import { eraseClosedTenants } from '../upkeep/service.ts';
import { closeTenantIn, listRestingTenantsIn, reactivateTenant, reactivateTenantIn, suspendTenantIn } from './service.ts';

let world: World;
let tenant: TestTenant;
let owner: TestPerson;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  tenant = await createTestTenant(world.database.context);
  owner = await createTestPerson(world.database.context);
  await addTestMember(world.database.context, owner, tenant.tenantId, 'owner');
});

const DAY_MS = 86_400_000;
const at = (rest = '') => `/tenants/${tenant.tenantId}${rest}`;
/** Sends as an owner of the tenant who has just proved who they are: no key may. */
const sendAsOwner = async (path: string, body: object = {}) =>
  world.server.send('POST', `/api/v1${path}`, { headers: { cookie: await cookieOf(world.database.context, owner) }, body });
const as = (more: object = {}) => ({ key: tenant.apiKey, ...more });
const touch = { id: 't', kind: 'click', occurredAt: '2026-11-10T10:00:00Z', identity: { userId: 'u' } };
const send = () => world.send('POST', '/touchpoints', as({ body: { touchpoints: [touch] } }));

async function setSuspended(isSuspended: boolean): Promise<void> {
  const { context } = world.database;
  await inTenant(context.db, tenant.tenantId, (tx) =>
    isSuspended ? suspendTenantIn(context, tx, 'test') : reactivateTenantIn(tx, 'test'),
  );
}

describe('a suspended tenant', () => {
  test('is refused everywhere within two seconds, also intake and sessions, and not for longer than it is suspended', async () => {
    const signIn = () => world.server.send('POST', '/api/v1/security/sessions', { body: { apiKey: tenant.apiKey } });
    const signedIn = await signIn();
    const cookie = (signedIn.headers.get('set-cookie') ?? '').split(';')[0];
    expect((await world.send('GET', at(), as())).status).toBe(200);
    await setSuspended(true);
    world.database.setNow(NOW_MS + 2_000);
    try {
      const requests = [
        await world.send('GET', at(), as()),
        await send(),
        await world.send('GET', '/attribution/report', as()),
        await world.server.send('GET', '/api/v1/attribution/report', { headers: { cookie } }),
        await world.server.send('GET', '/api/v1/security/sessions/current', { headers: { cookie } }),
        await signIn(),
      ];
      for (const answer of requests) expect(answer, answer.text).toMatchObject({ status: 403, json: { code: 'suspended' } });
      expect((await world.server.send('DELETE', '/api/v1/security/sessions/current', { headers: { cookie } })).status).toBe(204);
      const resting = await inDirectory(world.database.context.db, listRestingTenantsIn);
      expect(resting).toEqual(new Set([tenant.tenantId]));
      await setSuspended(false);
      world.database.setNow(NOW_MS + 4_000);
      expect((await send()).status).toBe(202);
    } finally {
      world.database.setNow(NOW_MS);
    }
  });
});

test('who was let in before a suspension does not lift it by undoing a closing', async () => {
  const { context } = world.database;
  await inTenant(context.db, tenant.tenantId, (tx) => closeTenantIn(context, tx, 'test', { waiveExport: true }));
  await setSuspended(true);
  await expect(reactivateTenant(context, tenant.actor, tenant.tenantId)).rejects.toMatchObject({ code: 'suspended' });
  const { rows } = await world.admin.query<{ suspended: boolean; closed: boolean }>(
    'select suspended_at is not null as suspended, closed_at is not null as closed from tenants where tenant_id = $1',
    [tenant.tenantId],
  );
  expect(rows).toEqual([{ suspended: true, closed: true }]);
});

describe('renaming', () => {
  test('changes the name and nothing else, and keeps in the log what it was', async () => {
    const answer = await world.send('PATCH', at(), as({ body: { name: '  New name ' } }));
    expect(answer.json).toMatchObject({ id: tenant.tenantId, slug: tenant.slug, name: 'New name', state: 'active', closedAt: null });
    const { rows } = await world.admin.query(
      `select before::jsonb, after::jsonb from audit_log where tenant_id = $1 and action = 'tenant.rename'`,
      [tenant.tenantId],
    );
    expect(rows).toEqual([{ before: { name: expect.stringContaining('Tenant') as string }, after: { name: 'New name' } }]);
    await world.send('PATCH', at(), as({ body: { name: 'New name' } }));
    expect((await world.auditOf({ ...world.mine, ...tenant })).filter(({ action }) => action === 'tenant.rename')).toHaveLength(1);
  });
});

describe('an export', () => {
  test('holds every row of the tenant and of nobody else, no secret and no hash of a share, and a checksum that fits', async () => {
    await fillTenant(world.database.context, tenant, 'mine');
    const answer = await sendAsOwner(at('/export'));
    expect(answer.headers.get('content-type')).toBe('application/x-ndjson');
    const lines = answer.text.trimEnd().split('\n');
    const last = JSON.parse(lines.at(-1) ?? '') as { counts: Record<string, number>; sha256: string };
    const rows = lines.slice(0, -1).map((line) => JSON.parse(line) as { table: string; row: Record<string, unknown> });
    expect(last.sha256).toBe(
      createHash('sha256')
        .update(`${lines.slice(0, -1).join('\n')}\n`)
        .digest('hex'),
    );
    expect(last.counts).toMatchObject({ touchpoints: 6, conversions: 3, tenants: 1, members: 2 });
    expect(Object.keys(last.counts).filter((table) => /^share_(touchpoints|conversions)$/.test(table))).toEqual([]);
    for (const [table, count] of Object.entries(last.counts))
      expect(
        rows.filter((one) => one.table === table),
        table,
      ).toHaveLength(count);
    expect(answer.text).not.toContain(world.mine.tenantId);
    const { rows: hashed } = await world.admin.query<Record<string, string | null>>(
      `select replace(user_key::text, '-', '') as bare, user_key::text as key from share_touchpoints where tenant_id = $1
       union all select replace(code_key::text, '-', ''), code_key::text from share_conversions where tenant_id = $1`,
      [tenant.tenantId],
    );
    expect(hashed.length).toBeGreaterThan(1);
    for (const hash of hashed.flatMap((row) => Object.values(row)).filter((one) => one !== null)) expect(answer.text).not.toContain(hash);
    expect(
      rows
        .flatMap(({ row }) => Object.keys(row))
        .filter((name) => /sealed|hash|secret|wrapped/.test(name) && !/^(previous_)?hash$/.test(name)),
    ).toEqual([]);
  });
});

describe('closing', () => {
  const close = (body: object = {}) => sendAsOwner(at('/close'), body);

  test('asks for a finished export of the last seven days, or for a waiver', async () => {
    expect(await close()).toMatchObject({ status: 400, json: { errors: [{ pointer: '/waiveExport' }] } });
    await sendAsOwner(at('/export'));
    world.database.setNow(NOW_MS + 7 * DAY_MS + 1);
    expect((await close()).status).toBe(400);
    world.database.setNow(NOW_MS);
    expect(await close()).toMatchObject({
      status: 200,
      json: { state: 'closed', closedAt: new Date(NOW_MS).toISOString(), eraseAfter: new Date(NOW_MS + 30 * DAY_MS).toISOString() },
    });
  });

  test('stops intake and changes at once, leaves reading and exporting, and can be undone', async () => {
    await send();
    expect((await close({ waiveExport: true })).status).toBe(200);
    const refused = [
      await send(),
      await world.send('PUT', '/campaigns/x', as({ body: { name: 'X' } })),
      await world.send('POST', '/security/api-keys', as({ body: { name: 'x', scopes: ['read'] } })),
    ];
    for (const answer of refused) {
      expect(answer, answer.text).toMatchObject({ status: 403, json: { code: 'suspended' } });
      expect(answer.text).toContain('2026-12-20T12:00:00.000Z');
    }
    expect(await close()).toMatchObject({ status: 200, json: { eraseAfter: '2026-12-20T12:00:00.000Z' } });
    for (const path of ['/attribution/report', '/conversions', at('/quotas')])
      expect((await world.send('GET', path, as())).status).toBe(200);
    expect((await sendAsOwner(at('/export'))).status).toBe(200);
    expect(await sendAsOwner(at('/reactivate'))).toMatchObject({
      status: 200,
      json: { state: 'active', eraseAfter: null },
    });
    expect(await send()).toMatchObject({ status: 202, json: { duplicates: 1 } });
  });

  test('deletes every row in every table once the 30 days are over, not before, and leaves another tenant as it was', async () => {
    const { context } = world.database;
    const other = await createTestTenant(context);
    await fillTenant(context, tenant, 'gone');
    await fillTenant(context, other, 'stays');
    const { rows: tables } = await world.admin.query<{ name: string }>(
      `select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
       where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition order by 1`,
    );
    const rowsOf = async ({ tenantId }: TestTenant) => {
      const found: Record<string, string> = {};
      for (const { name } of tables) {
        const content = `count(*) || ':' || coalesce(md5(string_agg(t::text, ',' order by t::text)), '')`;
        const text = `select ${content} as all from "${name}" t where tenant_id = $1`;
        found[name] = (await world.admin.query<{ all: string }>(text, [tenantId])).rows[0].all;
      }
      return found;
    };
    for (const [name, all] of Object.entries(await rowsOf(tenant))) expect(all, name).not.toBe('0:');
    await close({ waiveExport: true });
    expect(await eraseClosedTenants(context, 'system')).toEqual([]);
    // The database goes by its own clock: a process with a wrong one deletes nothing early.
    world.database.setNow(NOW_MS + 400 * DAY_MS);
    expect(await eraseClosedTenants(context, 'system')).toEqual([]);
    world.database.setNow(NOW_MS);
    await world.admin.query(`update tenants set erase_after = now() - interval '1 day' where tenant_id = $1`, [tenant.tenantId]);
    const before = await rowsOf(other);
    world.database.setNow(Date.now());
    try {
      expect(await eraseClosedTenants(context, 'system')).toEqual([tenant.tenantId]);
      expect(await eraseClosedTenants(context, 'system')).toEqual([]);
    } finally {
      world.database.setNow(NOW_MS);
    }
    expect(new Set(Object.values(await rowsOf(tenant)))).toEqual(new Set(['0:']));
    expect(await rowsOf(other)).toEqual(before);
    const tombstones = await inAuth(context.db, (tx) =>
      tx.query<{ actor: string; target: string; before: { rows: Record<string, number> } }>({
        text: `select actor, target, before from platform_audit_log where action = 'tenant.erase'`,
      }),
    );
    expect(tombstones).toMatchObject([{ actor: 'system', target: tenant.tenantId, before: { rows: { tenants: 1, touchpoints: 6 } } }]);
    forgetStanding(context, tenant.tenantId);
    world.database.setNow(NOW_MS + 2_000);
    expect((await world.send('GET', '/conversions', as())).status).toBe(401);
    world.database.setNow(NOW_MS);
  });
});
