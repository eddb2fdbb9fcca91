import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { randomOf } from '../../../simulator/src/random.ts';
import { type AuditTenant, BASE_MS, keyOf } from './batches.ts';
import { judge, openLedger, type Verdict } from './ledger.ts';
import { runJson, type Site } from './site.ts';
import { readStored } from './stored.ts';

const IMPORT_WORD = 23;
const DAY_MS = 86_400_000;
const BAD_EVERY = 700;

export interface ImportAudit {
  verdict: Verdict;
  lines: number;
  kills: number;
  /** Bad lines of the file that the rejects file does not list exactly once and in order. */
  misreported: number;
  /** What importing the finished file once more accepts. */
  acceptedAgain: number;
}

interface ImportOptions {
  seed: number;
  tenant: AuditTenant;
  lines: number;
  kills: number;
}

interface Line {
  text: string;
  /** Undefined for a line that cannot be taken. */
  sent: { key: string; content: string } | undefined;
}

function lineOf({ seed, tenant }: ImportOptions, number: number): Line {
  const random = randomOf(seed, IMPORT_WORD, number);
  const occurredAtMs = BASE_MS - random.below(20 * DAY_MS);
  const valueMinor = random.below(20_000);
  const id = `order-${number}`;
  const isBad = number % BAD_EVERY === 13;
  const text = `${id},${new Date(occurredAtMs).toISOString()},purchase,${isBad ? 'dear' : valueMinor},USD,person-${random.below(900)}`;
  return { text, sent: isBad ? undefined : { key: keyOf(tenant.tenantId, 'conversions', id), content: `${occurredAtMs} ${valueMinor}` } };
}

/** The line up to which imports of this site have come, as they noted it themselves. */
function progressOf(site: Site): number {
  const folder = join(site.dataDir, 'imports');
  const notes = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : [];
  return Math.max(0, ...notes.map((name) => (JSON.parse(readFileSync(join(folder, name), 'utf8')) as { line: number }).line));
}

/** Runs the import until it has come past a line, and kills it there. False when it ended before. */
async function killPast(site: Site, words: readonly string[], line: number): Promise<boolean> {
  const { child, ended } = site.launch(words);
  while (child.exitCode === null && progressOf(site) <= line) await pause(2);
  child.kill('SIGKILL');
  return (await ended).code === null;
}

/**
 * Kills an import again and again at random lines, every second time together with the server and the database, lets it finish, and holds
 * what is stored and what was reported against the file.
 */
export async function auditImport(site: Site, options: ImportOptions): Promise<ImportAudit> {
  const { seed, tenant, kills } = options;
  const file = join(site.dataDir, 'orders.csv');
  const lines = Array.from({ length: options.lines }, (_, place) => lineOf(options, place + 1));
  writeFileSync(file, `id,occurredAt,kind,valueMinor,currency,identity.userId\n${lines.map(({ text }) => text).join('\n')}\n`);
  const words = ['import', 'conversions', file, '--tenant', tenant.slug];
  const random = randomOf(seed, IMPORT_WORD);
  let killed = 0;
  for (let kill = 1; kill <= kills; kill += 1) {
    const upTo = Math.floor((lines.length * (kill - 1 + random.next())) / (kills + 1));
    if (await killPast(site, words, upTo)) killed += 1;
    if (kill % 2 === 1) continue;
    await site.killDatabase();
    await site.killServer();
    await site.start();
  }
  const { duplicates } = await runJson<{ duplicates: number }>(site, words);
  const again = await runJson<{ accepted: number }>(site, words);
  const ledger = openLedger();
  ledger.storedBefore = duplicates;
  for (const { sent } of lines) if (sent) ledger.attempted.set(sent.key, sent.content);
  for (const key of ledger.attempted.keys()) ledger.acknowledged.add(key);
  const bad = lines.flatMap(({ sent }, place) => (sent ? [] : [place + 2]));
  const rejects = readFileSync(`${file}.rejected.ndjson`, 'utf8').trimEnd().split('\n');
  const reported = rejects.map((text) => (JSON.parse(text) as { line: number }).line);
  const misreported = Math.max(bad.length, reported.length) - bad.filter((line, place) => reported[place] === line).length;
  return {
    verdict: judge(ledger, await readStored(site, [tenant])),
    lines: lines.length,
    kills: killed,
    misreported,
    acceptedAgain: again.accepted,
  };
}
