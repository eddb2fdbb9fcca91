/** What this process has counted of a tenant since it was taken last. */
export interface Tally {
  tenantId: string;
  meter: string;
  quantity: number;
}

/** By whose it is (a database or a log, of which a process has one each), tenant and meter. */
const talliesByOwner = new WeakMap<object, Map<string, Map<string, number>>>();

/**
 * Counts what a tenant used, in this process's memory: it costs next to nothing, and what was not taken yet is lost when the process is
 * killed. `quantity` is in the meter's unit.
 */
export function tallyUsage(owner: object, tenantId: string, { meter, quantity }: { meter: string; quantity: number }): void {
  let tallies = talliesByOwner.get(owner);
  if (!tallies) talliesByOwner.set(owner, (tallies = new Map<string, Map<string, number>>()));
  let meters = tallies.get(tenantId);
  if (!meters) tallies.set(tenantId, (meters = new Map<string, number>()));
  meters.set(meter, (meters.get(meter) ?? 0) + quantity);
}

/** Takes what was counted since it was taken last. */
export function takeTallies(...owners: object[]): Tally[] {
  const taken = owners.flatMap((owner) => {
    const tallies = talliesByOwner.get(owner) ?? new Map<string, Map<string, number>>();
    talliesByOwner.delete(owner);
    return [...tallies].flatMap(([tenantId, meters]) => [...meters].map(([meter, quantity]): Tally => ({ tenantId, meter, quantity })));
  });
  return taken;
}

/** Work under way in this process, whose processor time is shared. */
const active = new Map<symbol, number>();
let seenMicros = 0;

/** Shares what the process has used since it was last looked at among the work that was under way meanwhile, evenly. */
function shareTime(): void {
  const { user, system } = process.cpuUsage();
  const share = (user + system - seenMicros) / active.size;
  seenMicros = user + system;
  for (const [work, micros] of active) active.set(work, micros + share);
}

/**
 * Does background work of a tenant, and counts the processor time it takes, in seconds, on the meter `worker_cpu_seconds`. Processor time
 * is the process's, threads included: work that goes on at the same time shares it evenly, and what requests took meanwhile is in it.
 */
export async function timeWork<Result>(owner: object, tenantId: string, work: () => Promise<Result>): Promise<Result> {
  const id = Symbol();
  shareTime();
  active.set(id, 0);
  try {
    return await work();
  } finally {
    shareTime();
    tallyUsage(owner, tenantId, { meter: 'worker_cpu_seconds', quantity: (active.get(id) ?? 0) / 1_000_000 });
    active.delete(id);
  }
}
