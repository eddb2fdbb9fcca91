import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { AuditTenant } from '../crash/batches.ts';
import { startClients } from '../crash/clients.ts';
import { judge, openLedger, type Verdict } from '../crash/ledger.ts';
import { readStored } from '../crash/stored.ts';
import type { Cluster } from './cluster.ts';
import type { Machine } from './machine.ts';

/** What was under way at the cut is answered by then: a standby had it before. */
const LANDING_MS = 1_000;
const CUT_MS = 2_000;
const BATCHES = 60;

/** One way to lose a primary, again and again. */
export interface Trial {
  name: string;
  slug: string;
  /** What happens to the primary. */
  hit: 'its PostgreSQL' | 'its Patroni' | 'everything' | 'hangs';
  times: number;
  /** The standbys hear nothing more of the primary, two seconds before. */
  isCut: boolean;
  isSynchronous: boolean;
  loses: 'nothing' | 'something';
}

export interface TrialResult {
  trial: Trial;
  /** Of what each machine holds in the end, the worst. */
  verdict: Verdict;
  /** From each loss to the first acknowledged batch after it. */
  outages: number[];
  /** From when a lost machine could come back to when it followed the new primary. */
  returns: number[];
  /** Requests that were refused or cut off between a loss and the first acknowledged batch. */
  refused: number;
  /** Events that were acknowledged in the last second before a loss, where the standbys were cut off. */
  whileCut: number;
  /** A machine did not come back as a standby by itself; what was to follow was not tried. */
  isStuck: boolean;
  /** Writes straight to a primary whose place another had taken, which it acknowledged. */
  lateWrites: number;
}

export interface TrialOptions {
  cluster: Cluster;
  tenant: AuditTenant;
  /** Of the Earshot that takes the events. */
  url: string;
  seed: number;
  clients: number;
  tell(text: string): void;
}

/** What clients were answered, and when. */
function openRecord() {
  let acknowledgedAt: number[] = [];
  let refusedAt: number[] = [];
  return {
    noticed: (isAcknowledged: boolean) => void (isAcknowledged ? acknowledgedAt : refusedAt).push(performance.now()),
    clear() {
      [acknowledgedAt, refusedAt] = [[], []];
    },
    /** The end of the longest time since then in which nothing was acknowledged. */
    outageSince(from: number) {
      const times = [from, ...acknowledgedAt.filter((at) => at > from)];
      let end = from;
      let longest = 0;
      for (let place = 1; place < times.length; place += 1) {
        const gap = times[place] - times[place - 1];
        if (gap > longest) [longest, end] = [gap, times[place]];
      }
      return { seconds: (end - from) / 1_000, refused: refusedAt.filter((at) => at > from && at < end).length };
    },
  };
}

/** Writes to a machine that lost its place, by a connection from before; resolves with whether it said that it had. */
async function openLateWriter(url: string): Promise<{ write(): Promise<boolean> }> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  await client.query('create table if not exists late (at timestamptz)');
  return {
    write: () =>
      client.query('insert into late values (now())').then(
        () => true,
        () => false,
      ),
  };
}

async function hit(trial: Trial, machine: Machine): Promise<void> {
  if (trial.hit === 'hangs') return machine.freeze();
  if (trial.hit === 'its Patroni') return machine.killPatroni();
  return trial.hit === 'everything' ? machine.kill() : machine.killDatabase();
}

/** What a machine does by itself that is switched on again; Patroni alone starts a PostgreSQL that died. */
function bringBack(trial: Trial, machine: Machine): void {
  if (trial.isCut) machine.link.leadTo(machine.seat.ports.postgres);
  if (trial.hit === 'hangs') machine.thaw();
  if (trial.hit !== 'its PostgreSQL') machine.start();
}

/** The verdict on each machine, in one: what is wrong anywhere is wrong. */
function worstOf(verdicts: readonly Verdict[]): Verdict {
  const worst = { ...verdicts[0] };
  for (const verdict of verdicts)
    for (const name of ['lost', 'doubled', 'altered', 'unexpected'] as const) worst[name] = Math.max(worst[name], verdict[name]);
  return worst;
}

/** Loses the primary as often as the trial says, under load; gives no order to promote anything. */
export async function tryOut(trial: Trial, { cluster, tenant, url, seed, clients: count, tell }: TrialOptions): Promise<TrialResult> {
  const ledger = openLedger();
  const record = openRecord();
  const clients = startClients({ address: async () => url, tenants: [tenant], ledger, seed, count, noticed: record.noticed });
  const result: Omit<TrialResult, 'verdict'> = { trial, outages: [], returns: [], refused: 0, whileCut: 0, isStuck: false, lateWrites: 0 };
  const judgeMachines = async (machines: readonly Machine[]) => {
    if (!result.isStuck) await cluster.caughtUp();
    const verdicts: Verdict[] = [];
    for (const machine of machines)
      verdicts.push(judge(ledger, await readStored({ superuserUrl: () => cluster.urlOf(machine) }, [tenant])));
    return worstOf(verdicts);
  };
  for (let time = 1; time <= trial.times; time += 1) {
    await clients.afterAcknowledged(BATCHES);
    const machine = await cluster.primary();
    const late =
      trial.hit === 'hangs' || trial.hit === 'its Patroni' ? await openLateWriter(cluster.urlOf(machine, 'postgres')) : undefined;
    if (trial.isCut) {
      machine.link.cut();
      await pause(LANDING_MS);
      const landed = ledger.acknowledged.size;
      await pause(CUT_MS - LANDING_MS);
      result.whileCut += ledger.acknowledged.size - landed;
    }
    record.clear();
    const from = performance.now();
    await hit(trial, machine);
    await cluster.primary(machine);
    await clients.afterAcknowledged(BATCHES);
    const { seconds, refused } = record.outageSince(from);
    result.outages.push(seconds);
    result.refused += refused;
    const written = late?.write();
    const back = trial.hit === 'its PostgreSQL' ? from : performance.now();
    bringBack(trial, machine);
    if ((await written) === true) result.lateWrites += 1;
    result.isStuck = await cluster.settled().then(
      () => false,
      () => true,
    );
    if (result.isStuck) break;
    result.returns.push((performance.now() - back) / 1_000);
    tell(`  ${machine.seat.name} lost: ${seconds.toFixed(1)} s, back after ${result.returns.at(-1)?.toFixed(1)} s`);
  }
  await clients.stop();
  return { ...result, verdict: await judgeMachines(result.isStuck ? [await cluster.primary()] : cluster.machines) };
}
