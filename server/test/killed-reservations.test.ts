import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { LimitInput } from '../src/metering/limits/schema.ts';
import { getLimit, putLimit } from '../src/metering/limits/service.ts';
import { NewReservation } from '../src/metering/reservations/schema.ts';
import { createReservation, expireMeterReservations } from '../src/metering/reservations/service.ts';
import { expireReservations, listSpendIn } from '../src/metering/spend/service.ts';
import { putMeter } from '../src/metering/usage/service.ts';
import { newId } from '../src/platform/chance.ts';
import { openLog } from '../src/platform/log.ts';
import { inTenant, openDatabase } from '../src/platform/tenant-door.ts';
import { createTestTenant, NOW_MS, openTestDatabase, type TestDatabase, type TestTenant } from './database.ts';

/** A tenant is promised that what a dead process had set aside is back within two minutes. */
const PROMISED_MS = 120_000;
/** How often a living process looks. */
const LOOK_MS = 15_000;
/** The longest that a reservation stands without being kept. */
const LONGEST_MS = 100_000;

let database: TestDatabase;
let tenant: TestTenant;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  database.setNow(NOW_MS);
  tenant = await createTestTenant(database.context);
  await putMeter(database.context, tenant.actor, 'hours', { unit: 'hours', aggregation: 'sum', description: '' });
  const limit = LimitInput.parse({ meter: 'hours', period: 'month', hard: '100' });
  await putLimit(database.context, tenant.actor, 'all', limit);
});

const fileOf = (path: string) => JSON.stringify(new URL(`../src/${path}`, import.meta.url).href);

/** A process of its own that sets work aside, says so, and lives until it is ended; without a commit, inside its transaction. */
function doElsewhere(reserve: string, isCommitted: boolean): ChildProcessByStdio<Writable, Readable, null> {
  const code = `
    const { inTenant, openDatabase } = await import(${fileOf('platform/tenant-door.ts')});
    const { openLog } = await import(${fileOf('platform/log.ts')});
    const { reserveIn } = await import(${fileOf('metering/reservations/service.ts')});
    const { reserveSpendIn } = await import(${fileOf('metering/spend/service.ts')});
    const context = { db: openDatabase(${JSON.stringify(database.urls)}, openLog('silent')), clock: () => ${NOW_MS} };
    const stay = async () => {
      process.stdout.write('reserved');
      await new Promise((resolve) => process.stdin.once('end', resolve).resume());
    };
    await inTenant(context.db, ${JSON.stringify(tenant.tenantId)}, async (tx) => {
      await ${reserve};
      if (!${isCommitted}) await stay();
    });
    await stay();`;
  return spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['pipe', 'pipe', 'inherit'] });
}

function reserveElsewhere(quantity: string, isCommitted: boolean) {
  const ask = { id: newId(), meter: 'hours', quantity, forMs: LONGEST_MS };
  return doElsewhere(`reserveIn(context, tx, ${JSON.stringify(ask)})`, isCommitted);
}

async function killed(worker: ReturnType<typeof doElsewhere>): Promise<void> {
  const exited = once(worker, 'exit');
  worker.kill('SIGKILL');
  await exited;
}

const standing = async () => {
  const { used, reserved } = await getLimit(database.context, tenant.actor, 'all');
  return { used, reserved };
};
const reserve = (quantity: string) => createReservation(database.context, tenant.actor, NewReservation.parse({ meter: 'hours', quantity }));

describe('what a process had set aside that was killed', () => {
  test('stands until its time is over, and is back with the look of another process within two minutes', async () => {
    const worker = reserveElsewhere('80', true);
    try {
      await once(worker.stdout, 'data');
      expect(await standing()).toEqual({ used: '0', reserved: '80' });
      await killed(worker);
      expect(await standing()).toEqual({ used: '0', reserved: '80' });
      await expect(reserve('21')).rejects.toMatchObject({ code: 'quota_exceeded' });
      database.setNow(NOW_MS + LONGEST_MS - 1);
      expect(await expireMeterReservations(database.context, 'system')).toBe(0);
      // The last look before the promise is broken: looks are 15 seconds apart, so there is one from here on.
      database.setNow(NOW_MS + PROMISED_MS - LOOK_MS);
      const other = { ...database.context, db: openDatabase(database.urls, openLog('silent')) };
      try {
        expect(await expireMeterReservations(other, 'system')).toBe(1);
        expect(await expireMeterReservations(database.context, 'system')).toBe(0);
      } finally {
        await other.db.close();
      }
      expect(await standing()).toEqual({ used: '0', reserved: '0' });
      await reserve('100');
      expect(await standing()).toEqual({ used: '0', reserved: '100' });
    } finally {
      worker.kill('SIGKILL');
    }
  });

  test('for a call to an AI provider is back as well: of the cap on its money, and of the tenant’s own limit', async () => {
    const limit = LimitInput.parse({ meter: 'ai_spend_usd', period: 'month', hard: '5' });
    await putLimit(database.context, tenant.actor, 'ai', limit);
    const prices = { inputMicros: 1_000_000, cacheReadMicros: 0, cacheWriteMicros: 0, outputMicros: 1_000_000 };
    const call = { meter: 'own', capCents: 500, isOperators: false, task: 'brief', prices, most: { input: 3_000_000, output: 1_000_000 } };
    const money = () => inTenant(database.context.db, tenant.tenantId, (tx) => listSpendIn(database.context, tx));
    const ofLimit = async () => (await getLimit(database.context, tenant.actor, 'ai')).reserved;
    const worker = doElsewhere(`reserveSpendIn(context, tx, ${JSON.stringify(call)})`, true);
    try {
      await once(worker.stdout, 'data');
      await killed(worker);
      expect((await money()).meters.get('own')).toEqual({ usedMicros: 0, reservedMicros: 4_000_000 });
      expect(await ofLimit()).toBe('4');
      database.setNow(NOW_MS + PROMISED_MS - LOOK_MS);
      expect(await expireReservations(database.context, 'system')).toBe(1);
      expect(await expireMeterReservations(database.context, 'system')).toBe(1);
      expect((await money()).meters.get('own')).toEqual({ usedMicros: 0, reservedMicros: 0 });
      expect(await ofLimit()).toBe('0');
    } finally {
      worker.kill('SIGKILL');
    }
  });

  test('was never set aside where it was killed before it could commit', async () => {
    const worker = reserveElsewhere('80', false);
    try {
      await once(worker.stdout, 'data');
      await killed(worker);
      // The next one waits until the database has noticed that the connection is gone.
      await reserve('100');
      expect(await standing()).toEqual({ used: '0', reserved: '100' });
    } finally {
      worker.kill('SIGKILL');
    }
  });
});
