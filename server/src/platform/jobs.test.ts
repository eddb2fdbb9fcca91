import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../test/database.ts';
import { newId } from './chance.ts';
import { startJobs, type TenantTask } from './jobs.ts';
import { withClient } from './postgres/connection.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const start = (task: TenantTask) => startJobs(database.urls.jobs, { work: task }, database.context.log);

test('nobody waits for the end of long work of others', async () => {
  const [busy, alsoBusy, late] = [newId(), newId(), newId()];
  const parts = new Map<string, number>();
  let isReached = () => {};
  const reached = new Promise<void>((resolve) => (isReached = resolve));
  const runner = await start(async (tenantId) => {
    parts.set(tenantId, (parts.get(tenantId) ?? 0) + 1);
    if (tenantId !== late) return 'again';
    isReached();
    return 'done';
  });
  for (const tenantId of [busy, alsoBusy, late]) await runner.wake('work', tenantId);
  await reached;
  await runner.close();
  expect(parts.get(late)).toBe(1);
});

test('work that says "again" goes on without being woken', async () => {
  const persistent = newId();
  let parts = 0;
  let isOver = () => {};
  const over = new Promise<void>((resolve) => (isOver = resolve));
  const runner = await start(async (tenantId) => {
    if (tenantId !== persistent) return 'done';
    parts += 1;
    if (parts < 5) return 'again';
    isOver();
    return 'done';
  });
  await runner.wake('work', persistent);
  await over;
  await runner.close();
  expect(parts).toBe(5);
});

test('work that is woken again and again while its turns end goes on', async () => {
  const persistent = newId();
  let parts = 0;
  const runner = await start(async () => {
    parts += 1;
    return parts < 40 ? 'again' : 'done';
  });
  while (parts < 40) {
    await Promise.all([runner.wake('work', persistent), runner.wake('work', persistent)]);
    await new Promise((resolve) => setImmediate(resolve));
  }
  await runner.close();
  expect(parts).toBeGreaterThanOrEqual(40);
});

test('a database that goes away in the middle of a job ends nothing: work goes on when it is back', async () => {
  const { superuser, jobs } = database.urls;
  const name = new URL(jobs).pathname.slice(1);
  const allow = (isAllowed: boolean) =>
    withClient(superuser, async (client) => {
      await client.query(`alter database "${name}" allow_connections ${isAllowed}`);
      if (isAllowed) return;
      await client.query(`select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and usename = 'jobs'`, [name]);
    });
  const tenantId = newId();
  const [away, done] = [Promise.withResolvers<void>(), Promise.withResolvers<boolean>()];
  let isFirst = true;
  const runner = await start(async () => {
    if (!isFirst) done.resolve(true);
    if (!isFirst) return 'done';
    isFirst = false;
    await allow(false);
    away.resolve();
    throw new Error('the database went away');
  });
  await runner.wake('work', tenantId);
  await away.promise;
  await expect(runner.wake('work', newId())).rejects.toThrow(/accepting connections|terminat/);
  await allow(true);
  const wakeAgain = () => runner.wake('work', tenantId).catch(() => undefined);
  await expect.poll(() => Promise.race([done.promise, wakeAgain()]), { timeout: 30_000, interval: 100 }).toBe(true);
  await runner.close();
});
