import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { getShareManifest, listTenantsWithShareWorkIn } from '../src/attribution/share-runs/service.ts';
import { declineShare, revokeShare } from '../src/attribution/shares/service.ts';
import { eraseSubjectIn } from '../src/attribution/subjects/service.ts';
import { inDirectory, inTenant } from '../src/platform/tenant-door.ts';
import { acceptRefunds } from '../src/tracking/refunds/service.ts';
import { endRestrictionIn, restrictIn } from '../src/tracking/restrictions/service.ts';
import { findSubject } from '../src/tracking/subjects/service.ts';
import type { TestTenant } from './database.ts';
import { startTestServer, type TestServer } from './http.ts';
import { GROUPINGS, type MatchingWorld, openMatchingWorld, order, three, touch } from './matching-world.ts';

const REQUEST = '01a213e7-890d-7f87-9b32-3881f0d89edc';

let between: MatchingWorld;
let server: TestServer;
beforeAll(async () => {
  between = await openMatchingWorld();
  server = await startTestServer(between.database.context);
});
afterAll(async () => {
  await server.close();
  await between.close();
});

describe('neither side of a matching share', () => {
  const sql = ({ tenantId }: TestTenant, text: string, values: unknown[] = []) =>
    inTenant(between.database.context.db, tenantId, (tx) => tx.query<Record<string, unknown>>({ text, values }));

  test('can open a row of the other as the login app, nor a cell of the figures, nor the key', async () => {
    const { grantor, grantee, id } = await between.matchedPair();
    const tables = await between.admin.query<{ name: string }>(
      `select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
       where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition`,
    );
    for (const [own, other] of [
      [grantor, grantee],
      [grantee, grantor],
    ]) {
      for (const { name } of tables.rows)
        expect(await sql(own, `select tenant_id from ${name} where tenant_id = $1`, [other.tenantId]), name).toEqual([]);
      for (const column of ['nano', 'minor', 'counted', 'key', 'starts_on', 'kind', 'currency', '*'])
        await expect(sql(own, `select ${column} from matched_rollups`), column).rejects.toMatchObject({ code: '42501' });
      await expect(sql(own, `select sealed_key from share_keys`)).rejects.toMatchObject({ code: '42501' });
      await expect(sql(own, `select * from installation_keys`)).rejects.toMatchObject({ code: '42501' });
      const [key] = await sql(own, 'select sealed_key from live_share_keys() where share_id = $1', [id]);
      expect((key.sealed_key as Buffer).length).toBeGreaterThan(32 + 28);
    }
  });

  test('learns from an insert whether a cell is there', async () => {
    const { grantor, id } = await between.matchedPair();
    const copy = `insert into matched_rollups (tenant_id, share_id, model, dimension, starts_on, key, kind, currency, nano, minor, counted)
      values ($1, $2, 'linear', 'show', '2026-11-12', 'daily-tech', 'purchase', 'USD', 0, 0, 0)`;
    for (const shareId of [id, REQUEST]) expect(await sql(grantor, copy, [grantor.tenantId, shareId])).toEqual([]);
  });

  test('can open an event of the other over HTTP, and the share holds no id of one, no person and no time finer than a day', async () => {
    const { grantor, grantee, id } = await between.matchedPair();
    await between.sendOrders(grantee, [order('only-theirs', { occurredAt: '2026-11-12T07:31:44Z' })]);
    await between.settle(grantor, grantee);
    const explanation = (name: string) =>
      server.send('GET', `/api/v1/attribution/conversions/${name}/explanation`, { key: grantor.apiKey });
    expect((await explanation('only-theirs')).text).toBe((await explanation('never')).text);
    for (const { apiKey } of [grantor, grantee]) {
      for (const path of ['report', 'report?groupBy=day', 'report?groupBy=show', 'manifest']) {
        const { status, text } = await server.send('GET', `/api/v1/shares/${id}/${path}`, { key: apiKey });
        expect(status, text).toBe(200);
        expect(text).not.toMatch(/only-theirs|person-|T07:31|"1"|"2"|"3"/);
      }
    }
    expect((await server.send('GET', '/api/v1/conversions', { key: grantor.apiKey })).json).toMatchObject({ items: [] });
  });

  test('sees figures that stand on fewer orders than the floor', async () => {
    const { grantor, grantee, id } = await between.pair({ minPeople: 4 });
    await between.sendTouchpoints(
      grantor,
      three.map((one) => touch(one)),
    );
    await between.sendOrders(
      grantee,
      three.map((one) => order(one)),
    );
    await between.settle(grantor, grantee);
    for (const side of [grantor, grantee])
      for (const groupBy of GROUPINGS) expect(await between.read(side, id, { groupBy })).toMatchObject({ rows: [], isBelowFloor: true });
  });
});

describe('a matching share that is over', () => {
  const ends: [string, (grantor: TestTenant, grantee: TestTenant, id: string) => Promise<unknown>][] = [
    ['revoked', ({ actor }, _grantee, id) => revokeShare(between.database.context, actor, id)],
    ['given back', (_grantor, { actor }, id) => declineShare(between.database.context, actor, id)],
  ];

  test.each(ends)('when %s, shows nothing from the next request on, and its key is gone at once', async (_how, end) => {
    const { grantor, grantee, id } = await between.matchedPair();
    expect((await between.rowsOfShare(id)).share_keys).toBe(1);
    await end(grantor, grantee, id);
    expect((await between.rowsOfShare(id)).share_keys).toBe(0);
    for (const { apiKey } of [grantor, grantee]) {
      for (const path of ['report', 'manifest'])
        expect((await server.send('GET', `/api/v1/shares/${id}/${path}`, { key: apiKey })).status, path).toBe(404);
    }
    const before = await between.rowsOfShare(id);
    await between.sendTouchpoints(grantor, [touch('after')]);
    await between.sendOrders(grantee, [order('after')]);
    expect(await between.rowsOfShare(id)).toEqual(before);
    await between.settle(grantor, grantee);
    expect(new Set(Object.values(await between.rowsOfShare(id)))).toEqual(new Set([0]));
  });

  test('when expired, is found by the job, which destroys its key', async () => {
    const { grantor, grantee, id } = await between.matchedPair();
    await between.admin.query('update shares set expires_at = now() where id = $1', [id]);
    await between.admin.query('update share_keys set expires_at = now() where share_id = $1', [id]);
    await expect(between.read(grantee, id)).rejects.toMatchObject({ code: 'not_found' });
    expect(await inDirectory(between.database.context.db, listTenantsWithShareWorkIn)).toContain(grantor.tenantId);
    await between.settle(grantor);
    expect(await between.rowsOfShare(id)).toMatchObject({ share_keys: 0, share_touchpoints: 0, matched_rollups: 0 });
  });
});

describe('the manifest of a run', () => {
  test('says the same of both sides, and each side finds in it what changed of its own events since', async () => {
    const { grantor, grantee, id } = await between.matchedPair();
    const manifest = ({ actor }: TestTenant) => getShareManifest(between.database.context, actor, id);
    const [exposures, orders] = [await manifest(grantor), await manifest(grantee)];
    expect(exposures).toMatchObject({ isCurrent: true, differences: [], days: [{ day: '2026-11-10', events: 3 }] });
    expect(orders).toMatchObject({ isCurrent: true, differences: [], days: [{ day: '2026-11-12', events: 3 }] });
    expect(orders).toMatchObject({ run: exposures.run, ownHash: exposures.otherHash, otherHash: exposures.ownHash });
    expect(orders.outputHash).toBe(exposures.outputHash);
    await acceptRefunds(between.database.context, grantee.actor, '1', [{ id: 'r', occurredAt: '2026-11-13T00:00:00Z', valueMinor: 1_000 }]);
    await between.sendOrders(grantee, [order('4', { occurredAt: '2026-11-14T00:00:00Z' })]);
    expect(await manifest(grantee)).toMatchObject({
      isCurrent: false,
      differences: [
        { day: '2026-11-12', manifest: 3, now: 3 },
        { day: '2026-11-14', manifest: 0, now: 1 },
      ],
    });
    expect((await manifest(grantor)).isCurrent).toBe(true);
    await between.settle(grantee);
    expect(await manifest(grantee)).toMatchObject({ isCurrent: true, run: orders.run + 1 });
    expect((await between.read(grantor, id)).totals).toEqual({ conversions: 3, valueMinor: 14_000 });
  });

  test('of the same events is the same, and two runs at the same time leave one result', async () => {
    const { grantor, grantee, id } = await between.matchedPair();
    const before = await getShareManifest(between.database.context, grantee.actor, id);
    await between.sendTouchpoints(grantor, [touch('5')]);
    await between.sendOrders(grantee, [order('5')]);
    await Promise.all([between.settle(grantor), between.settle(grantee)]);
    await between.settle(grantor, grantee);
    const after = await getShareManifest(between.database.context, grantee.actor, id);
    expect(after.isCurrent).toBe(true);
    expect(after.outputHash).not.toBe(before.outputHash);
    await between.settle(grantor, grantee);
    expect((await getShareManifest(between.database.context, grantee.actor, id)).outputHash).toBe(after.outputHash);
  });
});

describe('a person', () => {
  const subjectOf = ({ tenantId }: TestTenant) => findSubject(between.database.context, 'system', tenantId, [{ userId: 'person-1' }]);

  test('who is erased by either side leaves the share, too', async () => {
    for (const side of ['grantor', 'grantee'] as const) {
      const made = await between.matchedPair();
      const tenant = made[side];
      const subject = await subjectOf(tenant);
      await inTenant(between.database.context.db, tenant.tenantId, (tx) =>
        eraseSubjectIn(between.database.context, tx, subject, { limit: 100 }),
      );
      const table = side === 'grantor' ? 'share_touchpoints' : 'share_conversions';
      expect((await between.rowsOfShare(made.id))[table]).toBe(2);
      await between.settle(made.grantor, made.grantee);
      expect((await between.read(made.grantor, made.id)).totals).toEqual({ conversions: 2, valueMinor: 10_000 });
    }
  });

  test('whose events one side restricts is not matched in the share, until the restriction ends', async () => {
    for (const side of ['grantor', 'grantee'] as const) {
      const made = await between.matchedPair();
      const tenant = made[side];
      const subject = await subjectOf(tenant);
      const credited = async () => {
        await between.settle(made.grantor, made.grantee);
        return (await between.read(made.grantor, made.id)).totals.conversions;
      };
      await inTenant(between.database.context.db, tenant.tenantId, (tx) => restrictIn(tx, subject, REQUEST));
      expect(await credited(), side).toBe(2);
      await inTenant(between.database.context.db, tenant.tenantId, (tx) => endRestrictionIn(tx, REQUEST));
      expect(await credited(), side).toBe(3);
    }
  });
});
