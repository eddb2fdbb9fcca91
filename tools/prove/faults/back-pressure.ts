import { Agent } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { createTenant } from '../crash/audit.ts';
import { attempt, openLedger } from '../crash/ledger.ts';
import { type Answer, ask, sendBatch, statusText, touchpointsOf } from './asking.ts';
import { auditLedger, type Drill, isWhole, openChecks, type Outcome, verdictText } from './drill.ts';
import { memoryOf, openGround, startWatching, until } from './ground.ts';

const SEED = Number(process.env.PROVE_SEED ?? 1);
const LOAD_MS = 20_000;
const EVERY_MS = 10;
/** Events of a batch: the most that one takes. */
const SIZE = 1_000;
const MOST_MEMORY_MIB = 1_500;

async function run(tell: (text: string) => void): Promise<Outcome> {
  const { faults, demand } = openChecks();
  const ground = await openGround();
  const agent = new Agent({ keepAlive: true });
  try {
    const tenants = await Promise.all(['one', 'other', 'third'].map((slug) => createTenant(ground, slug)));
    const url = await ground.address();
    const ledger = openLedger();
    const memory = startWatching(() => memoryOf(ground.pid()));
    const sent: Promise<Answer>[] = [];
    const from = performance.now();
    tell('load');
    while (performance.now() - from < LOAD_MS) {
      const tenant = tenants[sent.length % tenants.length];
      const batch = touchpointsOf({ seed: SEED, tenant, client: 1, number: sent.length }, SIZE);
      attempt(ledger, batch.sent);
      sent.push(sendBatch(url, tenant, { batch, ledger, agent }));
      await pause(EVERY_MS);
    }
    const answers = await Promise.all(sent);
    const seconds = (performance.now() - from) / 1_000;
    const mib = memory.stop();
    const isBack = await until(async () => (await ask(`${url}/ready`)).status === 200, 20_000);
    const verdict = await auditLedger(ground, ledger, tenants);
    const refused = answers.filter(({ status }) => status !== 202);
    const silent = refused.filter(({ status, headers }) => ![429, 503].includes(status) || headers['retry-after'] === undefined);
    demand(refused.length > 0, 'nothing was refused, so that the load was not too much');
    demand(silent.length === 0, `refused otherwise: ${statusText(silent)} ${silent[0]?.failure ?? ''}`);
    demand(mib < MOST_MEMORY_MIB, `${mib.toFixed(0)} MiB of memory`);
    demand(isBack, '/ready did not come back');
    demand(isWhole(verdict), verdictText(verdict));
    const offered = Math.round((answers.length * SIZE) / (LOAD_MS / 1_000));
    const taken = Math.round(verdict.acknowledged / seconds);
    const rates = `${offered} events a second offered, ${taken} taken: ${statusText(answers)}`;
    return { seen: `${rates}; at most ${mib.toFixed(0)} MiB; ${verdictText(verdict)}`, faults };
  } finally {
    agent.destroy();
    await ground.remove();
  }
}

export const backPressure: Drill = {
  name: 'back-pressure',
  fault: `for ${LOAD_MS / 1_000} s batches of ${SIZE} touchpoints of three tenants, faster than they can be stored, answered or not`,
  expected: `the excess is refused by 429 or 503 with Retry-After, memory stays below ${MOST_MEMORY_MIB} MiB, nothing is lost`,
  run,
};
