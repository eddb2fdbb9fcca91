import { afterAll, beforeAll, expect, test } from 'vitest';
import { databaseUrl, withClient } from '../../server/src/platform/postgres/connection.ts';
import { ensureDatabase } from '../../server/src/platform/postgres/database.ts';
import { openTestDatabase, type TestDatabase } from '../../server/test/database.ts';
import { PLANTED_FAULTS } from '../../server/test/planted-faults.ts';
import { fillTwoTenants, type Tenants } from './isolation/databases.ts';
import { type Trial, tryFault } from './isolation/trial.ts';

/** Of those that only close looking shows; the whole list is tried by the proof itself. */
const SHOWN = ['a policy asks without the sub-select', 'a name is unique across tenants'];

let database: TestDatabase;
let tenants: Tenants;
beforeAll(async () => {
  database = await openTestDatabase();
  tenants = await fillTwoTenants(database.context);
  await database.context.db.close();
});
afterAll(() => withClient(database.urls.superuser, (client) => client.query(`drop database "${nameOf(database.urls.app)}" with (force)`)));

const nameOf = (url: string) => new URL(url).pathname.slice(1);

async function onCopy(work: (urls: TestDatabase['urls']) => Promise<Trial>): Promise<Trial> {
  const { superuser, app } = database.urls;
  const name = `${nameOf(app)}_copy`;
  await ensureDatabase(superuser, name, nameOf(app));
  const at = (url: string) => databaseUrl(url, name);
  try {
    const { owner, intake, jobs, auth } = database.urls;
    return await work({ superuser, owner: at(owner), app: at(app), intake: at(intake), jobs: at(jobs), auth: at(auth) });
  } finally {
    await withClient(superuser, (client) => client.query(`drop database "${name}" with (force)`));
  }
}

test('neither the lint nor a probe finds a way from one tenant to another', async () => {
  expect(await onCopy((urls) => tryFault(urls, tenants))).toEqual({ lint: [], breaches: [] });
});

test.each(SHOWN)('the probes find out by themselves when %s', async (name) => {
  const planted = PLANTED_FAULTS.find((one) => one.name === name);
  expect(planted).toBeDefined();
  const { breaches } = await onCopy((urls) => tryFault(urls, tenants, planted));
  expect(breaches).not.toEqual([]);
});

test('at least 25 faults are planted, each under a name of its own', () => {
  const names = new Set(PLANTED_FAULTS.map(({ name }) => name));
  expect(names.size).toBe(PLANTED_FAULTS.length);
  expect(names.size).toBeGreaterThanOrEqual(25);
});
