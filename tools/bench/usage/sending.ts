import { putMeter } from '../../../server/src/metering/usage/service.ts';
import { systemActor } from '../../../server/src/tenants/authorize.ts';
import type { BenchInstallation, BenchTenant } from '../installation.ts';
import { METERS } from './events.ts';

/** How many events go in one batch, and how many batches are on their way at once. */
export const BATCH = 500;
export const IN_FLIGHT = 8;

/** Makes the meters of the bench for a tenant. */
export async function makeMeters({ context }: BenchInstallation, { tenantId }: BenchTenant): Promise<void> {
  const meter = { unit: 'units', description: 'Simulated.' };
  for (const { key, aggregation } of METERS) await putMeter(context, systemActor(tenantId), key, { ...meter, aggregation });
}

/** Does `work` for batch after batch with several on their way. */
export async function inFlight(count: number, work: (batch: number) => Promise<void>): Promise<void> {
  let next = 0;
  await Promise.all(
    Array.from({ length: IN_FLIGHT }, async () => {
      while (next < count) await work(next++);
    }),
  );
}

/** Tells on standard error of every tenth of so many steps, with the steps a second since the last; call it after each. */
export function progress(what: string, steps: number): () => void {
  let [done, told, toldAt] = [0, 0, performance.now()];
  return () => {
    done += 1;
    if (Math.floor((done * 10) / steps) === Math.floor(((done - 1) * 10) / steps)) return;
    const [now, since] = [performance.now(), done - told];
    const rate = ((since * 1_000) / (now - toldAt)).toFixed(1);
    process.stderr.write(`earshot: ${what}: ${Math.round((done * 100) / steps)} %, ${rate} a second\n`);
    [told, toldAt] = [done, now];
  };
}
