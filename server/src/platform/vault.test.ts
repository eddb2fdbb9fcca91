import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestTenant, openTestDatabase, type TestDatabase, type TestTenant } from '../../test/database.ts';
import { inAuth, inTenant } from './tenant-door.ts';
import { forgetKeys, rotateDataKey, sealForInstallation, sealForTenant, unsealForInstallation, unsealForTenant } from './vault.ts';

let database: TestDatabase;
let mine: TestTenant;
let theirs: TestTenant;
beforeAll(async () => {
  database = await openTestDatabase();
  mine = await createTestTenant(database.context);
  theirs = await createTestTenant(database.context);
});
afterAll(() => database.close());

const SECRET = Buffer.from('a secret');

test('opens what it sealed for a tenant, at its place and for that tenant only', async () => {
  const { context } = database;
  const sealed = await sealForTenant(context, mine, 'webhooks|1|secret', SECRET);
  expect(sealed.includes(SECRET)).toBe(false);
  expect(await unsealForTenant(context, mine, 'webhooks|1|secret', sealed)).toEqual(SECRET);
  expect(await unsealForTenant(context, mine, 'webhooks|2|secret', sealed)).toBeUndefined();
  expect(await unsealForTenant(context, theirs, 'webhooks|1|secret', sealed)).toBeUndefined();
  expect(await unsealForInstallation(context, 'webhooks|1|secret', sealed)).toBeUndefined();
  const changed = Buffer.from(sealed);
  changed[changed.length - 1] ^= 1;
  expect(await unsealForTenant(context, mine, 'webhooks|1|secret', changed)).toBeUndefined();
});

test('a new data key seals from then on, and older ones still open what they sealed, also for a process that starts anew', async () => {
  const { context } = database;
  const before = await sealForTenant(context, mine, 'p', SECRET);
  await rotateDataKey(context, mine.tenantId);
  const after = await sealForTenant(context, mine, 'p', SECRET);
  const keyOf = (sealed: Buffer) => sealed.subarray(1, 17).toString('hex');
  expect(keyOf(after)).not.toBe(keyOf(before));
  forgetKeys(context);
  for (const sealed of [before, after]) expect(await unsealForTenant(context, mine, 'p', sealed)).toEqual(SECRET);
});

test('a data key that another process made is found', async () => {
  const { context } = database;
  const elsewhere = { ...context };
  await sealForTenant(context, theirs, 'p', SECRET);
  await rotateDataKey(elsewhere, theirs.tenantId);
  const sealed = await sealForTenant(elsewhere, theirs, 'p', SECRET);
  expect(await unsealForTenant(context, theirs, 'p', sealed)).toEqual(SECRET);
});

test('a tenant whose data keys are gone has nothing that can be opened', async () => {
  const { context } = database;
  const gone = await createTestTenant(context);
  const sealed = await sealForTenant(context, gone, 'p', SECRET);
  await inTenant(context.db, gone.tenantId, (tx) => tx.query({ text: 'delete from data_keys' }));
  expect(await unsealForTenant({ ...context }, gone, 'p', sealed)).toBeUndefined();
});

test('the installation has a data key of its own, which no tenant reaches', async () => {
  const { context } = database;
  const sealed = await sealForInstallation(context, 'people|1|seed', SECRET);
  expect(await unsealForInstallation({ ...context }, 'people|1|seed', sealed)).toEqual(SECRET);
  await expect(inTenant(context.db, mine.tenantId, (tx) => tx.query({ text: 'select 1 from installation_keys' }))).rejects.toThrow(
    /permission denied/,
  );
  const rows = await inAuth(context.db, (tx) => tx.query({ text: 'select id from installation_keys' }));
  expect(rows).toHaveLength(1);
});
