import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../test/database.ts';
import { newId } from './chance.ts';
import { startJobs } from './jobs.ts';

let database: TestDatabase;
let admin: pg.Client;
beforeAll(async () => {
  database = await openTestDatabase();
  admin = new pg.Client({ connectionString: database.urls.superuser.replace(/\/postgres$/, new URL(database.urls.app).pathname) });
  await admin.connect();
});
afterEach(async () => {
  vi.useRealTimers();
  await admin.query('delete from graphile_worker._private_jobs');
});
afterAll(async () => {
  await admin.end();
  await database.close();
});

/** A point that the code under test reaches, for the test to wait at. */
function point(): { reached: Promise<void>; reach(): void } {
  let reach = () => {};
  const reached = new Promise<void>((resolve) => (reach = resolve));
  return { reached, reach };
}

async function jobsOf(tenantId: string): Promise<number> {
  const { rows } = await admin.query<{ count: number }>(
    `select count(*)::integer as count from graphile_worker._private_jobs where payload ->> 'tenantId' = $1`,
    [tenantId],
  );
  return rows[0].count;
}

describe('a job', () => {
  test('that failed rests: who wakes it at once changes nothing', async () => {
    const tenantId = newId();
    const fail = async () => {
      throw new Error('not this time');
    };
    // No time goes by, neither here nor there: the rest lasts however busy the machine is.
    vi.useFakeTimers({ toFake: ['Date'] });
    const runner = await startJobs(database.urls.jobs, { work: fail }, database.context.log);
    await runner.wake('work', tenantId);
    const rests = `update graphile_worker._private_jobs set run_at = run_at + interval '1 hour'
      where attempts > 0 and locked_at is null and run_at > now() returning run_at`;
    const resting: { run_at: Date }[] = [];
    await expect.poll(async () => resting.push(...(await admin.query<{ run_at: Date }>(rests)).rows)).toBe(1);
    await runner.wake('work', tenantId);
    expect((await admin.query('select run_at from graphile_worker._private_jobs')).rows).toEqual(resting);
    await runner.close();
  });

  test('that fails is tried again, and one that fails for good holds up no other', async () => {
    const [weak, hopeless, other] = [newId(), newId(), newId()];
    const [failed, mended, done] = [point(), point(), point()];
    let tries = 0;
    const runner = await startJobs(
      database.urls.jobs,
      {
        work: async (tenantId) => {
          if (tenantId === hopeless) throw new Error('never');
          if (tenantId === other) done.reach();
          if (tenantId !== weak) return 'done';
          tries += 1;
          if (tries > 1) return (mended.reach(), 'done');
          failed.reach();
          throw new Error('not this time');
        },
      },
      database.context.log,
    );
    for (const tenantId of [hopeless, weak, other]) await runner.wake('work', tenantId);
    await Promise.all([failed.reached, done.reached]);
    const inWork = async () => (await admin.query('select 1 from graphile_worker._private_jobs where locked_at is not null')).rowCount;
    await expect.poll(inWork).toBe(0);
    expect(await jobsOf(hopeless)).toBe(1);
    await admin.query('update graphile_worker._private_jobs set run_at = now()');
    await mended.reached;
    await runner.close();
    expect(tries).toBe(2);
  });

  test('never runs twice at once for one tenant, however often it is woken, while other tenants go on', async () => {
    const tenants = [newId(), newId(), newId()];
    const running = new Map<string, number>();
    const seen: number[] = [];
    let parts = 0;
    const all = point();
    const runner = await startJobs(
      database.urls.jobs,
      {
        work: async (tenantId) => {
          running.set(tenantId, (running.get(tenantId) ?? 0) + 1);
          seen.push(running.get(tenantId) ?? 0);
          await admin.query('select 1');
          running.set(tenantId, (running.get(tenantId) ?? 0) - 1);
          parts += 1;
          if (parts >= 60) all.reach();
          return 'done';
        },
      },
      database.context.log,
    );
    let isOver = false;
    void all.reached.then(() => (isOver = true));
    while (!isOver) await Promise.all(tenants.map((tenantId) => runner.wake('work', tenantId)));
    await runner.close();
    expect(Math.max(...seen)).toBe(1);
  });

  test('that is woken while it runs is not queued again', async () => {
    const tenantId = newId();
    const [started, released] = [point(), point()];
    const runner = await startJobs(
      database.urls.jobs,
      {
        work: async () => {
          started.reach();
          await released.reached;
          return 'done';
        },
      },
      database.context.log,
    );
    await runner.wake('work', tenantId);
    await started.reached;
    for (let round = 0; round < 5; round += 1) await runner.wake('work', tenantId);
    expect(await jobsOf(tenantId)).toBe(1);
    released.reach();
    await runner.close();
    expect(await jobsOf(tenantId)).toBe(0);
  });
});

describe('closing', () => {
  test('tells a running job to stop and waits until it has', async () => {
    const started = point();
    let isFinished = false;
    const runner = await startJobs(
      database.urls.jobs,
      {
        work: async (_tenantId, signal) => {
          started.reach();
          await new Promise((resolve) => signal.addEventListener('abort', resolve));
          await admin.query('select 1');
          isFinished = true;
          return 'done';
        },
      },
      database.context.log,
    );
    await runner.wake('work', newId());
    await started.reached;
    await runner.close();
    expect(isFinished).toBe(true);
  });

  test('survives that the database ends every connection right after it', async () => {
    const runner = await startJobs(database.urls.jobs, { work: async () => 'done' }, database.context.log);
    await runner.wake('work', newId());
    await runner.close();
    await admin.query(`select pg_terminate_backend(pid) from pg_stat_activity where usename = 'jobs' and datname = current_database()`);
    await new Promise(setImmediate);
    expect((await admin.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  });

  test('is not needed for jobs to go on after the database ended their connections', async () => {
    const done = point();
    const tenantId = newId();
    const runner = await startJobs(
      database.urls.jobs,
      { work: async (id) => (id === tenantId && done.reach(), 'done' as const) },
      database.context.log,
    );
    await admin.query(`select pg_terminate_backend(pid) from pg_stat_activity where usename = 'jobs' and datname = current_database()`);
    const wake = () =>
      runner.wake('work', tenantId).then(
        () => true,
        () => false,
      );
    await expect.poll(wake).toBe(true);
    await done.reached;
    await runner.close();
  });
});
