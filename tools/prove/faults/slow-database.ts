import { setTimeout as pause } from 'node:timers/promises';
import { createTenant } from '../crash/audit.ts';
import type { AuditTenant } from '../crash/batches.ts';
import { attempt, type Ledger, openLedger } from '../crash/ledger.ts';
import { type Answer, ask, percentile, sendBatch, statusText, touchpointsOf } from './asking.ts';
import { auditLedger, type Drill, isWhole, openChecks, type Outcome, verdictText } from './drill.ts';
import { type Ground, holdTable, memoryOf, openGround, startWatching, until } from './ground.ts';

const SEED = Number(process.env.PROVE_SEED ?? 1);
const SLOW_MS = 750;
const HELD_MS = 12_000;
const EVERY_MS = 25;
/** The longest that a request may wait for the database: for a connection, then for a lock. */
const MOST_WAIT_MS = 20_000;
const MOST_MEMORY_MIB = 600;

interface Load {
  stop(): Promise<{ batches: Answer[]; alive: Answer[] }>;
}

/** Batches at a fixed rate, whatever becomes of those before, and a look at `/health` beside them. */
function startLoad(url: string, tenant: AuditTenant, { ledger, client }: { ledger: Ledger; client: number }): Load {
  const batches: Promise<Answer>[] = [];
  const alive: Promise<Answer>[] = [];
  const timer = setInterval(() => {
    const batch = touchpointsOf({ seed: SEED, tenant, client, number: batches.length });
    attempt(ledger, batch.sent);
    batches.push(sendBatch(url, tenant, { batch, ledger }));
    if (batches.length % 10 === 0) alive.push(ask(`${url}/health`));
  }, EVERY_MS);
  return {
    async stop() {
      clearInterval(timer);
      return { batches: await Promise.all(batches), alive: await Promise.all(alive) };
    },
  };
}

async function loadFor(ms: number, load: Load) {
  await pause(ms);
  return load.stop();
}

/** The answers that are neither a promise nor a refusal that says when to come back. */
function strange(answers: readonly Answer[]): Answer[] {
  return answers.filter(({ status, headers }) => status !== 202 && !(status === 503 && headers['retry-after'] !== undefined));
}

async function hold(ground: Ground, tell: (text: string) => void, load: (client: number) => Load) {
  tell(`${SLOW_MS} ms further away`);
  ground.relay.slowBy(SLOW_MS);
  const slow = await loadFor(8_000, load(1));
  ground.relay.slowBy(0);
  tell('a table is held');
  const { released } = await holdTable(ground, 'touchpoint_keys', HELD_MS);
  const held = await loadFor(HELD_MS, load(2));
  await released;
  return { slow, held };
}

async function run(tell: (text: string) => void): Promise<Outcome> {
  const { faults, demand } = openChecks();
  const ground = await openGround();
  try {
    const tenant = await createTenant(ground, 'slowed');
    const url = await ground.address();
    const ledger = openLedger();
    const load = (client: number) => startLoad(url, tenant, { ledger, client });
    const before = await loadFor(3_000, load(0));
    const memory = startWatching(() => memoryOf(ground.pid()));
    const { slow, held } = await hold(ground, tell, load);
    const isBack = await until(async () => (await ask(`${url}/ready`)).ms < 500, 10_000);
    const after = await loadFor(3_000, load(3));
    const mib = memory.stop();
    const verdict = await auditLedger(ground, ledger, [tenant]);
    const alive = Math.max(...[...slow.alive, ...held.alive].map(({ ms }) => ms));
    const all = [...slow.batches, ...held.batches];
    const longest = Math.max(...all.map(({ ms }) => ms));
    demand(strange(all).length === 0, `answered otherwise: ${statusText(strange(all))}`);
    demand(longest < MOST_WAIT_MS, `somebody waited ${(longest / 1_000).toFixed(1)} s`);
    demand(alive < 1_000, `/health took ${alive.toFixed(0)} ms`);
    demand(mib < MOST_MEMORY_MIB, `${mib.toFixed(0)} MiB of memory`);
    demand(isBack, '/ready did not come back');
    demand(
      after.batches.every(({ status }) => status === 202),
      `afterwards: ${statusText(after.batches)}`,
    );
    demand(percentile(slow.batches, 0.5) > SLOW_MS, 'the relay slowed nothing, so that the drill sees nothing');
    demand(isWhole(verdict), verdictText(verdict));
    const median = (answers: Answer[]) => percentile(answers, 0.5).toFixed(0);
    const seen =
      `further away ${statusText(slow.batches)}, held ${statusText(held.batches)}; the longest wait ${(longest / 1_000).toFixed(1)} s; ` +
      `/health within ${alive.toFixed(0)} ms; at most ${mib.toFixed(0)} MiB; median ${median(before.batches)} ms before, ` +
      `${median(slow.batches)} ms further away, ${median(after.batches)} ms after; ${verdictText(verdict)}`;
    return { seen, faults };
  } finally {
    await ground.remove();
  }
}

export const slowDatabase: Drill = {
  name: 'slow database',
  fault: `40 batches a second; the database is ${SLOW_MS} ms further away each way for 8 s, then a table is held for ${HELD_MS / 1_000} s`,
  expected:
    `each batch is answered 202, or 503 with Retry-After, within ${MOST_WAIT_MS / 1_000} s; /health answers within a second; ` +
    `memory stays below ${MOST_MEMORY_MIB} MiB; afterwards all is as before`,
  run,
};
