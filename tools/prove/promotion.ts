import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { replaceFigures } from '../bench/document.ts';
import { makeDatabase, makeTenant, serve, type Serving } from './failover/earshot.ts';
import { openCluster } from './promotion/cluster.ts';
import { type Trial, type TrialResult, tryOut } from './promotion/trials.ts';

/**
 * Loses the primary of three PostgreSQL clusters that Patroni keeps, while clients send events to an Earshot that reaches them through
 * HAProxy, both by the files of `deploy/promotion`. Nobody orders a promotion. What is stored then is held against what was acknowledged.
 */

const DOCUMENT = fileURLToPath(new URL('../../docs/operations.md', import.meta.url));
const SEED = Number(process.env.PROVE_SEED ?? 1);
const KILLS = Number(process.env.PROVE_KILLS ?? 3);
const CLIENTS = 6;
const PACKAGES = { patroni: 'patroni', etcd: 'etcd-server', haproxy: 'haproxy' };

const startedAt = performance.now();
const tell = (text: string) => process.stderr.write(`${((performance.now() - startedAt) / 1_000).toFixed(0).padStart(4)} s  ${text}\n`);

const safe = { times: KILLS, isCut: false, isSynchronous: true, loses: 'nothing' } as const;
const TRIALS: readonly Trial[] = [
  { ...safe, name: 'PostgreSQL is killed', slug: 'postgres', hit: 'its PostgreSQL' },
  { ...safe, name: 'Patroni alone is killed, PostgreSQL goes on', slug: 'patroni', hit: 'its Patroni', times: 1 },
  { ...safe, name: 'the whole machine is killed', slug: 'machine', hit: 'everything' },
  { ...safe, name: 'the same, the standbys cut off before', slug: 'cut', hit: 'everything', isCut: true, times: 1 },
  {
    name: 'control: the same again, asynchronous',
    slug: 'control',
    hit: 'everything',
    isCut: true,
    isSynchronous: false,
    times: 1,
    loses: 'something',
  },
];
/** With `--hang`, tried alone: Patroni 3.0.2 does not always find back from it. */
const HANG: Trial = { ...safe, name: 'Patroni and PostgreSQL hang, and go on later', slug: 'hangs', hit: 'hangs' };
/** Standbys that are seconds behind are promoted all the same. */
const ASYNCHRONOUS = { synchronous_mode: false, synchronous_mode_strict: false, maximum_lag_on_failover: 1_073_741_824 };

interface Proof {
  results: readonly TrialResult[];
  isServerAlive: boolean;
  /** What went wrong when Earshot was asked to stop. */
  wrongStop: string | undefined;
}

async function prove(trials: readonly Trial[]): Promise<Proof> {
  tell('three machines');
  const cluster = await openCluster();
  const results: TrialResult[] = [];
  let server: Serving | undefined;
  // Patroni would go on without us, and keep its databases running.
  const giveUp = () => void cluster.remove().finally(() => process.exit(1));
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, giveUp);
  try {
    await cluster.settled();
    await makeDatabase(cluster.installation);
    server = await serve(cluster.installation);
    for (const trial of trials) {
      tell(trial.name);
      if (!trial.isSynchronous) await cluster.configure(ASYNCHRONOUS);
      await cluster.settled();
      const tenant = await makeTenant(cluster.installation, trial.slug);
      results.push(await tryOut(trial, { cluster, tenant, url: server.url, seed: SEED, clients: CLIENTS, tell }));
    }
    const isServerAlive = server.isAlive();
    return { results, isServerAlive, wrongStop: await server.stop() };
  } finally {
    await server?.stop();
    await cluster.remove();
  }
}

/** Shortest, middle and longest of these, or the one there is. */
function spread(values: readonly number[]): string {
  const sorted = values.toSorted((a, b) => a - b);
  const shown = sorted.length === 1 ? sorted : [sorted[0], sorted[Math.floor((sorted.length - 1) / 2)], sorted[sorted.length - 1]];
  return shown.map((value) => value.toFixed(1)).join(' / ');
}

function rowOf({ trial, verdict, outages, returns, refused, whileCut }: TrialResult): string {
  const { acknowledged, lost, doubled, altered, unexpected } = verdict;
  const wrong = doubled + altered + unexpected;
  const cut = trial.isCut ? whileCut : '';
  return `| ${[trial.name, outages.length, acknowledged, lost, wrong, cut, refused, spread(outages), spread(returns)].join(' | ')} |`;
}

function report(results: readonly TrialResult[]): string {
  const late = results.reduce((sum, { lateWrites }) => sum + lateWrites, 0);
  const tried = results.reduce((sum, { trial, outages }) => sum + (/hangs|Patroni/.test(trial.hit) ? outages.length : 0), 0);
  return [
    `${new Date().toISOString().slice(0, 10)}, three clusters of PostgreSQL on one machine, ${CLIENTS} clients, seed ${SEED}:`,
    '',
    '| the primary | times | events acknowledged | of these lost | doubled, altered or unexpected | ' +
      'acknowledged in the last second before the loss, where cut off | ' +
      'requests refused meanwhile | no event was taken for, s (shortest / median / longest) | followed the new primary after, s |',
    '| --- | --: | --: | --: | --: | --: | --: | --: | --: |',
    ...results.map(rowOf),
    '',
    `Writes straight to a primary whose place another had taken: ${tried}, of these acknowledged **${late}**.`,
  ].join('\n');
}

function faultsOf({ results, isServerAlive, wrongStop }: Proof): string[] {
  const faults = results.flatMap(({ trial, verdict, whileCut, lateWrites, isStuck }) => {
    const found: string[] = [];
    const demand = (holds: boolean, fault: string) => void (holds || found.push(`${trial.name}: ${fault}`));
    demand(verdict.doubled + verdict.altered + verdict.unexpected === 0, 'something was doubled, altered or unexpected');
    if (trial.loses === 'nothing') demand(verdict.lost === 0, `${verdict.lost} acknowledged events were lost`);
    else demand(verdict.lost > 0, 'nothing was lost, so the audit would not notice it');
    if (trial.isSynchronous) demand(whileCut === 0, 'events were acknowledged that no standby had');
    demand(!isStuck, 'a machine did not come back as a standby by itself');
    demand(lateWrites === 0, 'a primary that had lost its place acknowledged a write');
    return found;
  });
  if (!isServerAlive) faults.push('the server ended');
  if (wrongStop !== undefined) faults.push(`Earshot did not end in order: ${wrongStop}`);
  return faults;
}

const lacking = Object.entries(PACKAGES).filter(([program]) => spawnSync(program, ['--help'], { stdio: 'ignore' }).error !== undefined);
if (lacking.length > 0) {
  const [programs, packages] = [0, 1].map((place) => lacking.map((pair) => pair[place]));
  process.stderr.write(
    `prove:promotion cannot run here: ${programs.join(', ')} missing. On Debian: apt-get install postgresql-15 ${packages.join(' ')}\n`,
  );
  process.exitCode = 1;
} else {
  const { values } = parseArgs({ options: { write: { type: 'boolean' }, hang: { type: 'boolean' } } });
  const proof = await prove(values.hang ? [HANG] : TRIALS);
  const text = report(proof.results);
  process.stdout.write(`${text}\n`);
  if (values.write && !values.hang) writeFileSync(DOCUMENT, replaceFigures(readFileSync(DOCUMENT, 'utf8'), 'promotion', text));
  const faults = faultsOf(proof);
  process.stdout.write(faults.length === 0 ? '\nIt holds.\n' : `\nIt does not hold:\n${faults.map((fault) => `- ${fault}`).join('\n')}\n`);
  process.exitCode = faults.length === 0 ? 0 : 1;
}
