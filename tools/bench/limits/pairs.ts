import pg from 'pg';
import { getLimit, putLimit } from '../../../server/src/metering/limits/service.ts';
import { createReservation, settleReservation } from '../../../server/src/metering/reservations/service.ts';
import { putMeter } from '../../../server/src/metering/usage/service.ts';
import type { Context } from '../../../server/src/platform/context.ts';
import { AppError } from '../../../server/src/platform/errors.ts';
import { type Actor, systemActor } from '../../../server/src/tenants/authorize.ts';
import { median } from '../figures.ts';
import { type BenchInstallation, createBenchTenant } from '../installation.ts';

const METER = 'bench_minutes';
const LIMIT = 'bench';
const ROUNDS = 5;
const SECONDS = 4;
/** As many as the server has for its tenants. */
const CONNECTIONS = 12;
const CAP = 1_000;

/** How fast callers reserve and settle on one limit, and change one bare row: each the median of rounds that took turns. */
export interface Pairs {
  callers: number;
  pairsPerSecond: number;
  barePerSecond: number;
}

async function actorWithLimit(context: Context, slug: string, hard: number): Promise<Actor> {
  const { tenantId } = await createBenchTenant(context, slug);
  const actor = systemActor(tenantId);
  await putMeter(context, actor, METER, { unit: 'minutes', aggregation: 'sum', description: 'Simulated.' });
  const limit = { meter: METER, entity: { type: 'tenant' }, period: 'month', soft: null, gracePercent: 0, graceUntil: null } as const;
  await putLimit(context, actor, LIMIT, { ...limit, hard: String(hard) });
  return actor;
}

/** How often a second callers that do not wait for each other finish `work`. */
async function rateOf(callers: number, work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  const isOver = () => performance.now() - startedAt > SECONDS * 1_000;
  let done = 0;
  await Promise.all(
    Array.from({ length: callers }, async () => {
      while (!isOver()) {
        await work();
        done += 1;
      }
    }),
  );
  return done / ((performance.now() - startedAt) / 1_000);
}

async function reserveAndSettle(context: Context, actor: Actor): Promise<void> {
  const { id } = await createReservation(context, actor, { meter: METER, quantity: '2', seconds: 60 });
  await settleReservation(context, actor, id, '1');
}

/** Callers that reserve and settle through the service in this process, in turns with a conditional update of one row of a bare table. */
export async function measurePairs({ context, superuserUrl }: BenchInstallation, callers: number): Promise<Pairs> {
  const actor = await actorWithLimit(context, `bench-pairs-${callers}`, 1_000_000_000);
  const pool = new pg.Pool({ connectionString: superuserUrl, max: CONNECTIONS });
  await pool.query('create table bare_limit (id integer primary key, used numeric, reserved numeric, hard numeric) with (fillfactor = 70)');
  await pool.query('insert into bare_limit values (1, 0, 0, 1000000000)');
  const change = async () => {
    const { rowCount } = await pool.query(
      'update bare_limit set reserved = reserved + 1 where id = 1 and used + reserved + 1 <= hard returning used, reserved',
    );
    if (rowCount !== 1) throw new Error('the bare row refused');
  };
  const [pairs, bare]: number[][] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    pairs.push(await rateOf(callers, () => reserveAndSettle(context, actor)));
    bare.push(await rateOf(callers, change));
  }
  await pool.query('drop table bare_limit');
  await pool.end();
  return { callers, pairsPerSecond: median(pairs), barePerSecond: median(bare) };
}

/** What callers at once got of a hard limit that all of them asked until it refused. */
export interface Capped {
  callers: number;
  hard: number;
  used: number;
  reserved: number;
}

/** @throws Error when the limit counts other than what was let through. */
export async function checkCap({ context }: BenchInstallation, callers: number): Promise<Capped> {
  const actor = await actorWithLimit(context, 'bench-cap', CAP);
  let settled = 0;
  const ask = async (): Promise<void> => {
    for (;;) {
      try {
        const { id } = await createReservation(context, actor, { meter: METER, quantity: '1', seconds: 60 });
        await settleReservation(context, actor, id, '1');
        settled += 1;
      } catch (error) {
        if (error instanceof AppError && error.code === 'quota_exceeded') return;
        throw error;
      }
    }
  };
  // Who is refused while others have set aside what they then use asks no more: all that is reserved here is used.
  await Promise.all(Array.from({ length: callers }, ask));
  const { used, reserved } = await getLimit(context, actor, LIMIT);
  if (Number(used) !== settled) throw new Error(`${settled} were let through and ${used} are counted`);
  return { callers, hard: CAP, used: settled, reserved: Number(reserved) };
}
