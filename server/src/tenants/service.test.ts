import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../test/database.ts';
import { AppError } from '../platform/errors.ts';
import { deriveKey } from '../platform/sealing.ts';
import { inDirectory, inTenant } from '../platform/tenant-door.ts';
import { actorForTenant, createTenant, findTenantBySlug, findTenantIn, getTenantKeys } from './service.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const create = (input: object) => createTenant(database.context, 'system', { name: 'A name', slug: 'a-slug', ...input });

async function slugs(): Promise<string[]> {
  const rows = await inDirectory(database.context.db, (tx) =>
    tx.query<{ slug: string }>({ text: 'select slug from tenants order by slug' }),
  );
  return rows.map(({ slug }) => slug);
}

describe('creating a tenant', () => {
  test('stores it on the tier "free" unless told otherwise, and records it once', async () => {
    const tenantId = await create({ slug: 'first', name: '  First  ' });
    const { db } = database.context;
    expect(await inTenant(db, tenantId, findTenantIn)).toEqual({
      name: 'First',
      slug: 'first',
      tier: 'free',
      currency: null,
      simulated: false,
    });
    const audit = await inTenant(db, tenantId, (tx) => tx.query({ text: 'select actor, action, target, after from audit_log' }));
    expect(audit).toEqual([{ actor: 'system', action: 'tenant.create', target: 'first', after: { tier: 'free' } }]);
    expect(await findTenantBySlug(database.context, 'system', 'first')).toBe(tenantId);
    expect(await actorForTenant(database.context, 'system', 'first')).toMatchObject({ kind: 'system', tenantId });
  });

  test('is refused for a slug that is taken, and leaves the other tenant as it was', async () => {
    const tenantId = await create({ slug: 'taken', name: 'Before' });
    await expect(create({ slug: 'taken', name: 'After' })).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('"taken"'),
    });
    expect(await inTenant(database.context.db, tenantId, findTenantIn)).toMatchObject({ name: 'Before' });
  });

  test.each([
    ['no name', { name: ' ' }, '/name'],
    ['a name of 201 characters', { name: 'x'.repeat(201) }, '/name'],
    ['a slug in capitals', { slug: 'Slug' }, '/slug'],
    ['a slug that begins with a dash', { slug: '-slug' }, '/slug'],
    ['a slug of 64 characters', { slug: 'x'.repeat(64) }, '/slug'],
    ['an unknown tier', { tier: 'gold' }, '/tier'],
    ['a currency in lower case', { currency: 'usd' }, '/currency'],
    ['an unknown field', { more: 1 }, ''],
  ])('is refused for %s', async (_, input, pointer) => {
    const before = await slugs();
    await expect(create(input)).rejects.toMatchObject({ code: 'invalid_request', errors: [{ pointer: expect.stringContaining(pointer) }] });
    expect(await slugs()).toEqual(before);
  });

  test('leaves nothing behind when what belongs to it fails', async () => {
    const failing = createTenant(database.context, 'system', { name: 'A name', slug: 'undone' }, () =>
      Promise.reject(new AppError('conflict', 'no')),
    );
    await expect(failing).rejects.toMatchObject({ message: 'no' });
    expect(await slugs()).not.toContain('undone');
    expect(await actorForTenant(database.context, 'system', 'undone')).toBeUndefined();
  });
});

describe("a tenant's hashing keys", () => {
  test('are its own, one for each purpose, and the same every time', async () => {
    const { context } = database;
    const [one, other] = [await create({ slug: 'keys-1' }), await create({ slug: 'keys-2' })];
    const [first, again, theirs] = [
      await getTenantKeys(context, 'system', one),
      await getTenantKeys({ ...context }, 'system', one),
      await getTenantKeys(context, 'system', other),
    ];
    const bytes = [first.identity, first.fingerprint, theirs.identity, theirs.fingerprint].map((key) => key.export().toString('hex'));
    expect(new Set(bytes).size).toBe(4);
    expect(again.identity.export().toString('hex')).toBe(bytes[0]);
  });

  test("cannot be opened under another installation's secret, nor in another tenant's place", async () => {
    const { context } = database;
    const [one, other] = [await create({ slug: 'sealed-1' }), await create({ slug: 'sealed-2' })];
    const foreign = { ...context, sealingKey: deriveKey('another secret', 'sealing') };
    await expect(getTenantKeys(foreign, 'system', one)).rejects.toThrow(/EARSHOT_SECRET_KEY/);
    const [{ sealed_key: moved }] = await inTenant(context.db, one, (tx) =>
      tx.query<{ sealed_key: Buffer }>({ text: 'select sealed_key from tenants' }),
    );
    await inTenant(context.db, other, (tx) => tx.query({ text: 'update tenants set sealed_key = $1', values: [moved] }));
    await expect(getTenantKeys({ ...context }, 'system', other)).rejects.toThrow(/cannot be opened/);
  });
});
