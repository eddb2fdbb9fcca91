import { rateUsage } from '../../../server/src/cost/ratings/service.ts';
import { flushTallies, sampleUsage } from '../../../server/src/metering/collecting/service.ts';
import { tallyUsage } from '../../../server/src/platform/usage-tally.ts';
import type { BenchInstallation, BenchTenant } from '../installation.ts';
import { databaseProcess, processorSeconds } from './processor-time.ts';

/** So many events come in one request. */
export const REQUESTS_OF = 100;
const TALLIES = 1_000_000;
const FLUSHES = 30;
/** How often a server stores what it counted, and looks how many events came. */
const [FLUSH_EVERY_SECONDS, SAMPLE_EVERY_SECONDS] = [10, 60];
const MICROS = 1_000_000;

/**
 * What counting takes by itself: processor microseconds an event at so many events a second, of this process and the database, from
 * noting requests in memory, storing that for each tenant, and looking how many events came; and what booking takes that follows from it.
 */
export async function measureCounting(
  { context, env }: BenchInstallation,
  tenants: readonly BenchTenant[],
): Promise<(eventsPerSecond: number) => { counting: number; booking: number }> {
  const database = databaseProcess(String(env.EARSHOT_DATA_DIR));
  const secondsOf = async (times: number, work: (time: number) => unknown): Promise<number> => {
    const before = processorSeconds(process.pid, database);
    for (let time = 0; time < times; time += 1) await work(time);
    return (processorSeconds(process.pid, database) - before) / times;
  };
  const noteRequests = (owner: object, requests: number) => {
    for (let request = 0; request < requests; request += 1) {
      const { tenantId } = tenants[request % tenants.length];
      tallyUsage(owner, tenantId, { meter: 'api_calls', quantity: 1 });
      tallyUsage(owner, tenantId, { meter: 'egress_bytes', quantity: 312 });
      tallyUsage(owner, tenantId, { meter: 'database_seconds', quantity: 0.012 });
    }
  };
  const request = (await secondsOf(1, () => noteRequests({}, TALLIES))) / TALLIES;
  const flushOnce = async () => {
    noteRequests(context.db, tenants.length);
    await flushTallies(context, 'system');
  };
  const flush = await secondsOf(FLUSHES, flushOnce);
  const both = await secondsOf(FLUSHES, async () => {
    await flushOnce();
    for (const { tenantId } of tenants) while (await rateUsage(context, 'system', tenantId));
  });
  const sample = await secondsOf(FLUSHES, () => sampleUsage(context, 'system'));
  const aSecond = flush / FLUSH_EVERY_SECONDS + sample / SAMPLE_EVERY_SECONDS;
  return (eventsPerSecond) => ({
    counting: MICROS * (request / REQUESTS_OF + aSecond / eventsPerSecond),
    booking: (MICROS * (both - flush)) / FLUSH_EVERY_SECONDS / eventsPerSecond,
  });
}
