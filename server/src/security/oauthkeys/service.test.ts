import { afterAll, beforeAll, expect, test } from 'vitest';
import { NOW_MS, openTestDatabase, type TestDatabase } from '../../../test/database.ts';
import { inAuth } from '../../platform/tenant-door.ts';
import { obtainSigningKeys, rotateSigningKeys } from './service.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const DAY_MS = 86_400_000;

async function keyIds(): Promise<string[]> {
  return (await obtainSigningKeys(database.context, 'system')).map(({ kid }) => kid);
}

test('keys follow one another by themselves after 90 days, stay for seven more, and are made once however many ask', async () => {
  const asked = await Promise.all([keyIds(), keyIds(), keyIds()]);
  const [[first]] = asked;
  expect(asked).toEqual([[first], [first], [first]]);
  database.setNow(NOW_MS + 89 * DAY_MS);
  expect(await keyIds()).toEqual([first]);
  database.setNow(NOW_MS + 90 * DAY_MS);
  const [second, kept] = await keyIds();
  expect(kept).toBe(first);
  expect(second).not.toBe(first);
  database.setNow(NOW_MS + 96 * DAY_MS);
  expect(await keyIds()).toEqual([second, first]);
  database.setNow(NOW_MS + 98 * DAY_MS);
  const third = await rotateSigningKeys(database.context, 'system');
  expect(await keyIds()).toEqual([third, second]);
});

test('keys are stored sealed, and their making is recorded', async () => {
  const [rows, records] = await inAuth(database.context.db, async (tx) => [
    await tx.query<{ sealed_key: Buffer }>({ text: 'select sealed_key from oauth_keys' }),
    await tx.query({ text: `select 1 from platform_audit_log where action = 'oauth_key.rotate'` }),
  ]);
  for (const { sealed_key } of rows as { sealed_key: Buffer }[]) expect(sealed_key.toString('latin1')).not.toContain('"kty"');
  expect(records.length).toBe(3);
});
