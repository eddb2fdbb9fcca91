import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { computeFits } from '../src/attribution/fit-work/service.ts';
import { FITTED_MODELS, NewFit } from '../src/attribution/fits/schema.ts';
import { createFit, getFit } from '../src/attribution/fits/service.ts';
import { drainTenant } from '../src/attribution/paths/service.ts';
import { computeRuns } from '../src/attribution/run-work/service.ts';
import { NewRun } from '../src/attribution/runs/schema.ts';
import { createRun, getRun } from '../src/attribution/runs/service.ts';
import { computeValidation } from '../src/attribution/validation-work/service.ts';
import { NewValidation } from '../src/attribution/validations/schema.ts';
import { createValidation, getValidation } from '../src/attribution/validations/service.ts';
import type { Context } from '../src/platform/context.ts';
import { openLog } from '../src/platform/log.ts';
import { inClaim, inTenant, openDatabase } from '../src/platform/tenant-door.ts';
import { acceptConversions, acceptTouchpoints } from '../src/tracking/intake/service.ts';
import { createTestTenant, openTestDatabase, type TestDatabase, type TestTenant } from './database.ts';
import { randomWorld } from './random-world.ts';

let database: TestDatabase;
let tenant: TestTenant;
/** Another worker on the same database. */
let other: Context;
beforeAll(async () => {
  database = await openTestDatabase();
  tenant = await createTestTenant(database.context);
  other = { ...database.context, db: openDatabase(database.urls, openLog('silent')) };
  const { touchpoints, conversions } = randomWorld(3);
  await acceptTouchpoints(database.context, tenant.actor, touchpoints, 'server');
  await acceptConversions(database.context, tenant.actor, conversions, 'server');
  await drainTenant(database.context, 'system', tenant.tenantId);
});
afterAll(async () => {
  await other.db.close();
  await database.close();
});

async function finishedOnce(action: string, ids: string[]): Promise<void> {
  const rows = await inTenant(database.context.db, tenant.tenantId, (tx) =>
    tx.query<{ target: string }>({
      text: 'select target from audit_log where tenant_id = $1 and action = $2',
      values: [tx.tenantId, action],
    }),
  );
  expect(
    rows
      .map(({ target }) => target)
      .filter((target) => ids.includes(target))
      .toSorted(),
  ).toEqual(ids.toSorted());
}

async function askFits(): Promise<string[]> {
  const asked = FITTED_MODELS.map((model) => NewFit.parse({ model }));
  const fits: string[] = [];
  for (const one of [...asked, ...asked]) fits.push((await createFit(database.context, tenant.actor, one)).id);
  return fits;
}

describe('of two workers on one database', () => {
  test('each fit is computed by one, and both come back when all are done', async () => {
    const fits = await askFits();
    const done = await Promise.all([database.context, other].map((one) => computeFits(one, 'system', tenant.tenantId)));
    expect(done[0] + done[1]).toBe(fits.length);
    await finishedOnce('fit.finish', fits);
    for (const id of fits) expect((await getFit(database.context, tenant.actor, id)).state).toBe('insufficient');
  });

  test('each run is computed by one', async () => {
    const runs: string[] = [];
    for (const model of ['linear', 'last_touch', 'first_touch']) {
      runs.push((await createRun(database.context, tenant.actor, NewRun.parse({ model }))).id);
    }
    const done = await Promise.all([database.context, other].map((one) => computeRuns(one, 'system', tenant.tenantId)));
    expect(done[0] + done[1]).toBe(runs.length);
    await finishedOnce('run.finish', runs);
    for (const id of runs) expect((await getRun(database.context, tenant.actor, id)).state).toBe('done');
  });

  test('one computes a validation, and the other leaves it alone', async () => {
    const asked = NewValidation.parse({ seed: 8, households: 100, replicates: 0 });
    const { id } = await createValidation(database.context, tenant.actor, asked);
    const did = await Promise.all([database.context, other].map((one) => computeValidation(one, 'system', tenant.tenantId)));
    expect(did.filter((one) => one)).toHaveLength(1);
    await finishedOnce('validation.finish', [id]);
    expect((await getValidation(database.context, tenant.actor, id)).state).toBe('done');
  });
});

/** A process of its own that takes a claim, says so, and keeps it. */
function holdElsewhere(name: string) {
  const door = new URL('../src/platform/tenant-door.ts', import.meta.url).href;
  const log = new URL('../src/platform/log.ts', import.meta.url).href;
  const code = `
    const { inClaim, openDatabase } = await import(${JSON.stringify(door)});
    const { openLog } = await import(${JSON.stringify(log)});
    const db = openDatabase(${JSON.stringify(database.urls)}, openLog('silent'));
    await inClaim(db, ${JSON.stringify(name)}, async () => {
      process.stdout.write('held');
      await new Promise((resolve) => process.stdin.once('end', resolve).resume());
    });`;
  return spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['pipe', 'pipe', 'inherit'] });
}

test('what a process was at that was killed is taken over by the next one', async () => {
  const fits = await askFits();
  const worker = holdElsewhere(`fits:${tenant.tenantId}`);
  try {
    await once(worker.stdout, 'data');
    const computing = computeFits(other, 'system', tenant.tenantId);
    const claimed = await inClaim(database.context.db, `fits:${tenant.tenantId}`, () => Promise.resolve('mine'));
    expect(claimed).toBeUndefined();
    expect((await getFit(database.context, tenant.actor, fits[0])).state).toBe('waiting');
    worker.kill('SIGKILL');
    expect(await computing).toBe(fits.length);
    await finishedOnce('fit.finish', fits);
  } finally {
    worker.kill('SIGKILL');
  }
});

test('whoever loses the connection is told, and what they computed is not kept beside what the next one does', async () => {
  const name = 'something';
  const told = await new Promise<boolean>((resolve, reject) => {
    const claimed = inClaim(other.db, name, async (lost) => {
      await inTenant(database.context.db, tenant.tenantId, (tx) =>
        tx.query({
          text: `select pg_terminate_backend(a.pid) from pg_locks l join pg_stat_activity a on a.pid = l.pid
                 where l.locktype = 'advisory' and a.pid <> pg_backend_pid() and a.datname = current_database()`,
        }),
      );
      if (!lost.aborted) await once(lost, 'abort');
      expect(await inClaim(database.context.db, name, () => Promise.resolve('mine'))).toBe('mine');
      return lost.aborted;
    });
    claimed.then((value) => resolve(value === true), reject);
  });
  expect(told).toBe(true);
});
