import { auditImport, type ImportAudit } from './crash/import-audit.ts';
import { type Audit, audit, createTenant, drawVictims } from './crash/audit.ts';
import { startEarlyAcknowledger } from './crash/early-acknowledger.ts';
import type { Verdict } from './crash/ledger.ts';
import { checkReports, type ReportCheck } from './crash/reports.ts';
import { openSite, type Site } from './crash/site.ts';
import { runStatements } from './crash/stored.ts';
import { countSyncs, type SyncCount } from './crash/syncs.ts';

const SEED = Number(process.env.PROVE_SEED ?? 1);
/** Of the server and of the database, so many each. */
const KILLS = Number(process.env.PROVE_KILLS ?? 8);
const LONGEST_MS = 240_000 + 2 * KILLS * 15_000;
/** Commits are answered before they are written, and nothing writes them for a while: what a crash of the database then takes with it. */
const ANSWER_BEFORE_WRITING = [
  'alter database earshot set synchronous_commit = off',
  "alter system set wal_writer_delay = '10s'",
  "alter system set wal_writer_flush_after = '1GB'",
  'select pg_reload_conf()',
];

const startedAt = performance.now();
const say = (text: string) => process.stdout.write(`${text}\n`);
const tell = (text: string) => process.stderr.write(`${((performance.now() - startedAt) / 1_000).toFixed(0).padStart(4)} s  ${text}\n`);

interface Proof {
  main: Audit;
  reports: ReportCheck[];
  imported: ImportAudit;
  synced: SyncCount;
  early: Audit;
  unsynced: SyncCount;
  unwritten: Audit;
}

async function prove(site: Site): Promise<Proof> {
  await site.start();
  const tenants = [await createTenant(site, 'one'), await createTenant(site, 'other')];
  tell('killing server and database under load');
  const main = await audit(site, {
    seed: SEED,
    tenants,
    victims: drawVictims(SEED, { servers: KILLS, databases: KILLS }),
    between: [20, 80],
  });
  tell('recomputing every report');
  const reports: ReportCheck[] = [];
  for (const tenant of tenants) reports.push(await checkReports(site, tenant, main.stored));
  tell('killing an import');
  const imported = await auditImport(site, { seed: SEED, tenant: await createTenant(site, 'files'), lines: 30_000, kills: 6 });
  tell('counting forced writes');
  const synced = await countSyncs(site, await createTenant(site, 'syncs'), { seed: SEED, batches: 40 });
  tell('control: answers before COMMIT');
  const liar = await startEarlyAcknowledger(site.address);
  const victims = ['server', 'server', 'server'] as const;
  const control = { seed: SEED, victims, between: [20, 60] as const, firstClient: 100 };
  const early = await audit(site, { ...control, tenants: [await createTenant(site, 'early')], address: liar.address, settle: liar.close });
  tell('control: COMMIT before writing');
  const [traced, lost] = [await createTenant(site, 'unsynced'), await createTenant(site, 'unwritten')];
  await runStatements(site, ANSWER_BEFORE_WRITING);
  await site.killServer();
  await site.start();
  const unsynced = await countSyncs(site, traced, { seed: SEED, batches: 40 });
  const lazy = { ...control, tenants: [lost], victims: ['database', 'database', 'database'] as const };
  const unwritten = await audit(site, { ...lazy, firstClient: 200 });
  return { main, reports, imported, synced, early, unsynced, unwritten };
}

function verdictRow(name: string, kills: number, verdict: Verdict): string {
  const { attempted, acknowledged, lost, doubled, altered, unexpected, storedBefore } = verdict;
  return `| ${[name, kills, attempted, acknowledged, lost, doubled, altered, unexpected, storedBefore].join(' | ')} |`;
}

function syncText(count: SyncCount): string {
  return 'skipped' in count ? `skipped: ${count.skipped}` : `${count.covered} of ${count.batches} batches (${count.syncs} writes)`;
}

function sumOf(reports: readonly ReportCheck[], name: keyof ReportCheck): number {
  return reports.reduce((sum, one) => sum + one[name], 0);
}

function print({ main, reports, imported, synced, early, unsynced, unwritten }: Proof): void {
  say(`Kill audit, seed ${SEED}, ${new Date().toISOString().slice(0, 10)}, ${((performance.now() - startedAt) / 1_000).toFixed(0)} s\n`);
  say('| what | kills | sent | acknowledged | lost | doubled | altered | unexpected | stored though the answer was cut off |');
  say('| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |');
  say(verdictRow('events over HTTP', main.kills, main.verdict));
  say(verdictRow(`import of ${imported.lines} lines`, imported.kills, imported.verdict));
  say(verdictRow('control: answered before COMMIT', early.kills, early.verdict));
  say(verdictRow('control: COMMIT before writing', unwritten.kills, unwritten.verdict));
  say('\n| check | result |');
  say('| --- | --- |');
  say(`| batches acknowledged, requests it took | ${main.batches}, ${main.attempts} |`);
  say(`| kills of the first row that hit the database | ${main.databaseKills} |`);
  say(`| servers that ended because their database was killed | ${main.serversLost} |`);
  say(`| reports whose totals are not those of the events | ${sumOf(reports, 'wrongTotals')} of ${sumOf(reports, 'reports')} |`);
  say(`| reports that differ when computed from paths | ${sumOf(reports, 'differFromPaths')} of ${sumOf(reports, 'reports')} |`);
  say(`| reports that differ after a rebuild | ${sumOf(reports, 'differAfterRebuild')} of ${sumOf(reports, 'reports')} |`);
  say(`| paths that a rebuild changed | ${sumOf(reports, 'changedPaths')} |`);
  say(`| bad lines not reported exactly once | ${imported.misreported} |`);
  say(`| accepted when imported once more | ${imported.acceptedAgain} |`);
  say(`| answered after a forced write | ${syncText(synced)} |`);
  say(`| the same, control: COMMIT before writing | ${syncText(unsynced)} |`);
}

/** What is wrong with the installation, or with this proof itself; empty when it holds. */
function faultsOf({ main, reports, imported, synced, early, unsynced, unwritten }: Proof): string[] {
  const faults: string[] = [];
  const demand = (holds: boolean, fault: string) => void (holds || faults.push(fault));
  for (const [name, { lost, doubled, altered, unexpected }] of [
    ['events over HTTP', main.verdict],
    ['the import', imported.verdict],
  ] as const)
    demand(lost + doubled + altered + unexpected === 0, `${name}: something was lost, doubled, altered or unexpected`);
  for (const name of ['wrongTotals', 'differFromPaths', 'differAfterRebuild', 'changedPaths'] as const)
    demand(sumOf(reports, name) === 0, `reports: ${name}`);
  demand(main.serversLost === 0, 'the server ended because its database did');
  demand(main.kills === 2 * KILLS && imported.kills >= 3, 'too few kills hit');
  demand(imported.misreported + imported.acceptedAgain === 0, 'the import reported or accepted something twice');
  demand('skipped' in synced || synced.covered === synced.batches, 'a batch was acknowledged without a forced write');
  demand(
    'skipped' in unsynced || unsynced.covered < unsynced.batches / 2,
    'the count of forced writes does not notice when there are none',
  );
  demand(early.verdict.lost > 0, 'the audit does not notice answers before COMMIT');
  demand(unwritten.verdict.lost > 0, 'the audit does not notice commits that were never written');
  return faults;
}

const site = openSite();
const limit = setTimeout(() => {
  tell(`not finished after ${LONGEST_MS / 1_000} s`);
  void site.remove().finally(() => process.exit(1));
}, LONGEST_MS);
try {
  const proof = await prove(site);
  print(proof);
  const faults = faultsOf(proof);
  say(faults.length === 0 ? '\nIt holds.' : `\nIt does not hold:\n${faults.map((fault) => `- ${fault}`).join('\n')}`);
  process.exitCode = faults.length === 0 ? 0 : 1;
} finally {
  clearTimeout(limit);
  await site.remove();
}
