import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { replaceFigures } from '../bench/document.ts';
import type { AuditTenant } from './crash/batches.ts';
import { startClients } from './crash/clients.ts';
import { judge, openLedger, type Verdict } from './crash/ledger.ts';
import { readStored } from './crash/stored.ts';
import { APP, makeDatabase, makeTenant, serve, type Serving } from './failover/earshot.ts';
import { openReplicas, type Replicas, type ReplicasOptions } from './failover/replicas.ts';

/**
 * Fails over from a primary to its streaming standby while clients send events: the primary is killed, the standby is promoted, and what
 * clients connect to leads there. What is stored then is held against what was acknowledged.
 */

const DOCUMENT = fileURLToPath(new URL('../../docs/operations.md', import.meta.url));
const SEED = Number(process.env.PROVE_SEED ?? 1);
const CLIENTS = 6;
const BATCHES = 60;
/** What was under way at the cut is answered by then: the standby had it before. */
const LANDING_MS = 1_000;
const CUT_MS = 2_000;

const startedAt = performance.now();
const seconds = () => (performance.now() - startedAt) / 1_000;
const tell = (text: string) => process.stderr.write(`${seconds().toFixed(0).padStart(4)} s  ${text}\n`);

/** One failover. */
interface Trial extends ReplicasOptions {
  name: string;
  /** The standby hears nothing more of its primary, two seconds before that is killed. */
  isCut: boolean;
  /** What must hold of it. */
  loses: 'nothing' | 'something';
}

const TRIALS: readonly Trial[] = [
  { name: 'synchronous', isSynchronous: true, delayMs: 0, isCut: false, loses: 'nothing' },
  { name: 'synchronous, the standby cut off before', isSynchronous: true, delayMs: 0, isCut: true, loses: 'nothing' },
  { name: 'asynchronous, 250 ms away', isSynchronous: false, delayMs: 250, isCut: false, loses: 'something' },
  { name: 'control: asynchronous, the standby cut off before', isSynchronous: false, delayMs: 0, isCut: true, loses: 'something' },
];

interface Result {
  trial: Trial;
  verdict: Verdict;
  /** Events that were acknowledged in the last second before the kill, where the standby was cut off. */
  whileCut: number;
  /** From the kill to the first acknowledged batch after it. */
  outageSeconds: number;
}

async function failOver(replicas: Replicas, trial: Trial, url: string, tenant: AuditTenant): Promise<Result> {
  const ledger = openLedger();
  const clients = startClients({ address: async () => url, tenants: [tenant], ledger, seed: SEED, count: CLIENTS });
  await clients.afterAcknowledged(BATCHES);
  let whileCut = 0;
  if (trial.isCut) {
    replicas.link.cut();
    await pause(LANDING_MS);
    const landed = ledger.acknowledged.size;
    await pause(CUT_MS - LANDING_MS);
    whileCut = ledger.acknowledged.size - landed;
  }
  await replicas.killPrimary();
  const killedAt = performance.now();
  await replicas.promote();
  await clients.afterAcknowledged(1);
  const outageSeconds = (performance.now() - killedAt) / 1_000;
  await clients.afterAcknowledged(BATCHES);
  await clients.stop();
  const stored = await readStored({ superuserUrl: replicas.standbyUrl }, [tenant]);
  return { trial, verdict: judge(ledger, stored), whileCut, outageSeconds };
}

async function tryOut(trial: Trial): Promise<Result> {
  tell(trial.name);
  const replicas = await openReplicas(trial);
  let server: Serving | undefined;
  try {
    const { folder, front, urlOf } = replicas;
    const installation = { folder, appUrl: urlOf(front.port, APP), superuserUrl: urlOf(front.port) };
    await makeDatabase(installation);
    const tenant = await makeTenant(installation, 'audited');
    server = await serve(installation);
    return await failOver(replicas, trial, server.url, tenant);
  } finally {
    const wrong = await server?.stop();
    if (wrong !== undefined) tell(`Earshot did not end in order: ${wrong}`);
    await replicas.remove();
  }
}

function rowOf({ trial, verdict, whileCut, outageSeconds }: Result): string {
  const { acknowledged, lost, doubled, altered, unexpected } = verdict;
  const wrong = doubled + altered + unexpected;
  return `| ${[trial.name, acknowledged, lost, wrong, trial.isCut ? whileCut : '', outageSeconds.toFixed(1)].join(' | ')} |`;
}

function report(results: readonly Result[]): string {
  return [
    `${new Date().toISOString().slice(0, 10)}, two clusters of PostgreSQL on one machine, ${CLIENTS} clients, seed ${SEED}:`,
    '',
    '| standby | events acknowledged | of these lost | doubled, altered or unexpected | ' +
      'acknowledged in the last second before the kill, where it was cut off | ' +
      'no event was taken for, s |',
    '| --- | --: | --: | --: | --: | --: |',
    ...results.map(rowOf),
  ].join('\n');
}

function faultsOf(results: readonly Result[]): string[] {
  return results.flatMap(({ trial, verdict, whileCut }) => {
    const faults: string[] = [];
    if (verdict.doubled + verdict.altered + verdict.unexpected > 0)
      faults.push(`${trial.name}: something was doubled, altered or unexpected`);
    if (trial.loses === 'nothing' && verdict.lost > 0) faults.push(`${trial.name}: ${verdict.lost} acknowledged events were lost`);
    if (trial.loses === 'something' && verdict.lost === 0) faults.push(`${trial.name}: nothing was lost, so the audit would not notice it`);
    if (trial.isSynchronous && whileCut > 0) faults.push(`${trial.name}: events were acknowledged that the standby did not have`);
    return faults;
  });
}

const { values } = parseArgs({ options: { write: { type: 'boolean' } } });
const results: Result[] = [];
for (const trial of TRIALS) results.push(await tryOut(trial));
const text = report(results);
process.stdout.write(`${text}\n`);
if (values.write) writeFileSync(DOCUMENT, replaceFigures(readFileSync(DOCUMENT, 'utf8'), 'failover', text));
const faults = faultsOf(results);
process.stdout.write(faults.length === 0 ? '\nIt holds.\n' : `\nIt does not hold:\n${faults.map((fault) => `- ${fault}`).join('\n')}\n`);
process.exitCode = faults.length === 0 ? 0 : 1;
