import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { waitingSessions } from '../../../test/waiting-sessions.ts';
import { createTestTenant, NOW_MS } from '../../../test/database.ts';
import { createTestOperator, operatorToken, signInOf } from '../../../test/operators.ts';
import { openWorld, type World } from '../../../test/world.ts';
import { type AuthTx, inAuth } from '../../platform/tenant-door.ts';
import type { OperatorSignIn } from './schema.ts';
import { startOperatorSession } from './service.ts';
import { updateAccess, updateDisabled } from './store.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const HOUR_MS = 3_600_000;
const signIn = (body: OperatorSignIn) => world.server.send('POST', '/api/v1/platform/sessions', { body });
const list = (key: string) => world.server.send('GET', '/api/v1/platform/tenants', { key });

describe('an operator', () => {
  test('needs password and code together, each code once, and is not told what was wrong', async () => {
    const { context } = world.database;
    const access = await createTestOperator(context);
    const right = signInOf(context, access);
    const wrongCode = right.code === '000000' ? '000001' : '000000';
    const refused = [
      await signIn({ ...right, password: 'wrong' }),
      await signIn({ ...right, code: wrongCode }),
      await signIn({ ...right, email: 'nobody@platform.example' }),
    ];
    expect((await signIn(right)).status).toBe(201);
    refused.push(await signIn(right));
    for (const answer of refused) expect(answer, answer.text).toMatchObject({ status: 401, text: refused[0].text });
    const told = (await world.platformAudit()).filter(({ target }) => target === access.id).map(({ action }) => action);
    expect(told).toEqual([
      'operator.create',
      'operator.sign_in_failed',
      'operator.sign_in_failed',
      'operator.sign_in',
      'operator.sign_in_failed',
    ]);
    const log = await world.admin.query('select l::text as row from platform_audit_log l where target = $1', [access.id]);
    expect(JSON.stringify(log.rows)).not.toContain(access.email);
  });

  test('is locked after ten wrong codes in a row, even for the right one', async () => {
    const { context } = world.database;
    const access = await createTestOperator(context);
    const right = signInOf(context, access);
    const wrong = { ...right, code: right.code === '000000' ? '000001' : '000000' };
    for (let time = 0; time < 10; time += 1) {
      // Guesses from one address have a limit of their own, which ends sooner.
      world.database.setNow(NOW_MS + time * HOUR_MS);
      expect((await signIn(wrong)).status).toBe(401);
    }
    world.database.setNow(NOW_MS + 11 * HOUR_MS);
    expect((await signIn(signInOf(context, access))).status).toBe(401);
    world.database.setNow(NOW_MS);
  });

  test('is kept out by nobody who guesses from elsewhere, and told to wait by guessing themselves', async () => {
    const { context } = world.database;
    const right = signInOf(context, await createTestOperator(context));
    const from = async (address: string, password: string) =>
      startOperatorSession(context, 'public', { ...right, password }, address).then(
        () => 'signed in',
        (error: unknown) => error,
      );
    for (let guess = 0; guess < 60; guess += 1)
      expect(await from(`198.51.100.${guess}`, 'a guess')).toMatchObject({ code: 'unauthenticated' });
    expect(await from('192.0.2.77', right.password)).toBe('signed in');
    for (let guess = 0; guess < 10; guess += 1) await from('192.0.2.78', 'a guess');
    expect(await from('192.0.2.78', right.password)).toMatchObject({
      code: 'rate_limited',
      message: 'Too many attempts to sign in. Wait 15 minutes.',
    });
  });

  test.each<[string, (tx: AuthTx, id: string) => Promise<void>]>([
    ['is given a new password', (tx, id) => updateAccess(tx, id, { passwordHash: 'another', sealedSecret: Buffer.alloc(32) })],
    ['is disabled', (tx, id) => updateDisabled(tx, id, new Date(NOW_MS))],
  ])('who %s while a sign-in is under way is not signed in by it', async (_, change) => {
    const { context } = world.database;
    const access = await createTestOperator(context);
    const { coming } = await inAuth(context.db, async (tx) => {
      await change(tx, access.id);
      const answer = signIn(signInOf(context, access));
      await expect.poll(() => waitingSessions(world.admin), { interval: 20 }).toBe(1);
      return { coming: answer };
    });
    expect(await coming).toMatchObject({ status: 401, json: { code: 'unauthenticated' } });
    const sessions = await world.admin.query('select 1 from operator_sessions where operator_id = $1', [access.id]);
    expect(sessions.rowCount).toBe(0);
  });

  test('is signed out after eight hours, after half an hour without a request, and when asking to be', async () => {
    const token = await operatorToken(world.database.context);
    const statusAt = async (ms: number) => {
      world.database.setNow(NOW_MS + ms);
      return (await list(token)).status;
    };
    try {
      for (let ms = 0; ms < 8 * HOUR_MS; ms += HOUR_MS / 2.5) expect(await statusAt(ms)).toBe(200);
      expect(await statusAt(8 * HOUR_MS)).toBe(401);
      world.database.setNow(NOW_MS);
      const idle = await operatorToken(world.database.context);
      world.database.setNow(NOW_MS + HOUR_MS / 2);
      expect((await list(idle)).status).toBe(401);
    } finally {
      world.database.setNow(NOW_MS);
    }
    const leaving = await operatorToken(world.database.context);
    expect((await world.server.send('DELETE', '/api/v1/platform/sessions/current', { key: leaving })).status).toBe(204);
    expect((await list(leaving)).status).toBe(401);
  });

  test('opens nothing of a tenant, and no credential of a tenant opens the administration', async () => {
    const { token } = world.operator;
    for (const path of ['/conversions', '/attribution/report', `/tenants/${world.mine.tenantId}`, '/security/api-keys'])
      expect((await world.send('GET', path, { key: token })).status, path).toBe(401);
    const anonymous = (await world.server.send('GET', '/api/v1/platform/tenants')).text;
    const signedIn = await world.server.send('POST', '/api/v1/security/sessions', { body: { apiKey: world.mine.apiKey } });
    const cookie = (signedIn.headers.get('set-cookie') ?? '').split(';')[0];
    for (const sending of [{ key: world.mine.apiKey }, { headers: { cookie } }, { key: `${token}x` }]) {
      const answer = await world.server.send('GET', '/api/v1/platform/tenants', sending);
      expect(answer).toMatchObject({ status: 401, text: anonymous });
    }
  });

  test('leaves what was done in both logs, and the same act refused in neither', async () => {
    const { token, tenantId } = world.operator;
    const ask = (method: string, below: string, body: object) =>
      world.server.send(method, `/api/v1/platform/tenants/${tenantId}${below}`, { key: token, body });
    const party = { ...world.mine, tenantId };
    const [before, own] = [(await world.platformAudit()).length, (await world.auditOf(party)).length];
    expect(await ask('POST', '/close', {})).toMatchObject({ status: 400, json: { errors: [{ pointer: '/waiveExport' }] } });
    expect((await ask('PATCH', '', { name: 'Another', tier: 'starter' })).json).toMatchObject({ name: 'Another', tier: 'starter' });
    expect((await ask('PUT', '/quotas/members', { limit: 1 })).json).toMatchObject({ tier: 'starter' });
    const platform = (await world.platformAudit()).slice(before);
    expect(platform.map(({ action, target }) => [action, target])).toEqual([
      ['tenant.change', tenantId],
      ['tenant_quota.put', tenantId],
    ]);
    const told = (await world.auditOf(party)).slice(own);
    expect(told.map(({ action }) => action)).toEqual(['tenant.rename', 'tenant.set_tier', 'tenant_quota.put']);
    for (const { actor } of [...platform, ...told]) expect(actor).toMatch(/^operator:[0-9a-f-]{36}$/);
  });

  test('leaves nothing in either log, and nothing done, when the transaction fails at its end or a log takes no row', async () => {
    const { token } = world.operator;
    const tenant = await createTestTenant(world.database.context);
    const party = { ...world.mine, ...tenant };
    const suspend = () => world.server.send('POST', `/api/v1/platform/tenants/${tenant.tenantId}/suspend`, { key: token, body: {} });
    const fails = `create function refuse() returns trigger language plpgsql as 'begin raise exception ''no room''; end'`;
    const before = { platform: await world.platformAudit(), own: await world.auditOf(party) };
    await world.admin.query(fails);
    for (const [table, event] of [
      ['platform_audit_log', 'insert'],
      ['audit_log', 'insert'],
      ['tenants', 'update'],
    ]) {
      // Deferred: it fails at the commit, when all has been written.
      await world.admin.query(
        `create constraint trigger refuse after ${event} on ${table} deferrable initially deferred for each row execute function refuse()`,
      );
      expect((await suspend()).status, table).toBe(500);
      await world.admin.query(`drop trigger refuse on ${table}`);
      expect({ platform: await world.platformAudit(), own: await world.auditOf(party) }, table).toEqual(before);
      const shown = await world.server.send('GET', `/api/v1/platform/tenants/${tenant.tenantId}`, { key: token });
      expect(shown.json, table).toMatchObject({ state: 'active' });
    }
    await world.admin.query('drop function refuse');
    expect((await suspend()).status).toBe(200);
    expect((await world.platformAudit()).at(-1)).toMatchObject({ action: 'tenant.suspend', target: tenant.tenantId });
  });

  test('switches webhooks off for one tenant, which then makes none, and for no other', async () => {
    const flag = (tenantId: string) => `/api/v1/platform/tenants/${tenantId}/flags/webhooks`;
    const as = { key: world.operator.token };
    const make = (key: string) => world.send('POST', '/security/webhooks', { key, body: { url: 'https://hooks.example/a' } });
    await world.server.send('PUT', flag(world.mine.tenantId), { ...as, body: { enabled: false, expiresAt: '2026-11-21T00:00:00Z' } });
    expect(await make(world.mine.apiKey)).toMatchObject({ status: 403, json: { code: 'forbidden' } });
    expect((await make(world.theirs.apiKey)).status).toBe(201);
    await world.server.send('DELETE', flag(world.mine.tenantId), as);
    expect((await make(world.mine.apiKey)).status).toBe(201);
  });

  test('creates a tenant whose first owner is invited by mail', async () => {
    const body = { name: 'Owned', slug: 'owned', owner: ' First@Owner.example ' };
    const created = await world.server.send('POST', '/api/v1/platform/tenants', { key: world.operator.token, body });
    const { apiKey, tenantId } = created.json as { apiKey: string; tenantId: string };
    expect(created.status, created.text).toBe(201);
    const invitations = await world.send('GET', '/invitations', { key: apiKey });
    expect(invitations.json).toMatchObject({ items: [{ email: 'first@owner.example', role: 'owner' }] });
    expect((await world.database.mails()).filter(({ to }) => to === 'first@owner.example')).toHaveLength(1);
    expect((await world.send('GET', `/tenants/${tenantId}`, { key: apiKey })).json).toMatchObject({ name: 'Owned', tier: 'free' });
  });

  test('reads the installation’s log, newest first, a page at a time, each entry once', async () => {
    const read = async (query: string) =>
      (await world.server.send('GET', `/api/v1/platform/audit-log${query}`, { key: world.operator.token })).json as {
        items: { seq: number; hash: string }[];
        nextCursor: string | null;
      };
    const all = (await read('?limit=200')).items;
    const first = await read('?limit=3');
    const second = await read(`?limit=3&cursor=${first.nextCursor}`);
    expect([...first.items, ...second.items]).toEqual(all.slice(0, 6));
    expect(all.map(({ seq }) => seq)).toEqual(all.map((_, place) => all.length - place));
  });
});
