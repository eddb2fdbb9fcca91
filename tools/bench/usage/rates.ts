import pg from 'pg';
import { acceptUsage } from '../../../server/src/metering/usage/service.ts';
import { systemActor } from '../../../server/src/tenants/authorize.ts';
import { type BenchInstallation, createBenchTenant } from '../installation.ts';
import { bodyOf, eventAt } from './events.ts';
import { BATCH, IN_FLIGHT, inFlight, makeMeters } from './sending.ts';

const SECONDS = 15;

/** The end of a measured time. */
class Stop extends Error {}

/** Events a second that the service stores in this process, and rows a second that a bare table with the same key takes. */
export async function measureRates(installation: BenchInstallation): Promise<{ ours: number; bare: number }> {
  const tenant = await createBenchTenant(installation.context, 'bench-rates');
  await makeMeters(installation, tenant);
  const nowMs = Date.now();
  const rate = async (seed: number, work: (items: object[]) => Promise<unknown>): Promise<number> => {
    const startedAt = performance.now();
    let stored = 0;
    const isOver = () => performance.now() - startedAt > SECONDS * 1_000;
    await inFlight(Number.MAX_SAFE_INTEGER, async (batch) => {
      if (isOver()) return Promise.reject(new Stop());
      await work(Array.from({ length: BATCH }, (_, place) => bodyOf(eventAt(seed, batch * BATCH + place, nowMs))));
      stored += BATCH;
    }).catch((error: unknown) => {
      if (!(error instanceof Stop)) throw error;
    });
    return stored / ((performance.now() - startedAt) / 1_000);
  };
  const ours = await rate(1, async (items) => {
    const { accepted } = await acceptUsage(installation.context, systemActor(tenant.tenantId), items);
    if (accepted !== BATCH) throw new Error(`${accepted} of ${BATCH} events were accepted`);
  });
  const pool = new pg.Pool({ connectionString: installation.superuserUrl, max: IN_FLIGHT });
  await pool.query('create table bare_usage (source text, id text, meter text, at timestamptz, body jsonb, primary key (source, id))');
  const bare = await rate(2, (items) =>
    pool.query(
      `insert into bare_usage select e ->> 'source', e ->> 'id', e ->> 'type', (e ->> 'time')::timestamptz, e
       from jsonb_array_elements($1) as e on conflict do nothing`,
      [JSON.stringify(items)],
    ),
  );
  await pool.query('drop table bare_usage');
  await pool.end();
  return { ours, bare };
}
