import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { withClient } from '../../../server/src/platform/postgres/connection.ts';
import { type AuditTenant, batchOf } from './batches.ts';
import type { Site } from './site.ts';

const ATTACH_MS = 15_000;

/**
 * How many of the batches, posted one after the other by one client, had a forced write between request and answer, and how many such
 * writes there were in all; or why that could not be seen.
 */
export type SyncCount = { batches: number; covered: number; syncs: number } | { skipped: string };

/** The processes of the database: backends, writers and the first one, which makes the others. */
async function processesOf(site: Site): Promise<number[]> {
  return withClient(site.superuserUrl(), async (client) => {
    const { rows } = await client.query<{ pid: number }>('select pid from pg_stat_activity where pid <> pg_backend_pid()');
    return [site.databasePid(), ...rows.map(({ pid }) => pid)];
  });
}

async function postOne(site: Site, tenant: AuditTenant, seed: number, number: number): Promise<void> {
  const { kind, items } = batchOf({ seed, tenant, client: 900, number });
  const response = await fetch(`${await site.address()}/api/v1/${kind}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${tenant.apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ [kind]: items }),
  });
  await response.text();
  if (response.status !== 202) throw new Error(`a batch was answered ${response.status}`);
}

/** Starts a tracer of these processes; undefined with what it said when it cannot attach. */
async function trace(pids: readonly number[], file: string) {
  const args = ['-e', 'trace=fdatasync,fsync', '-f', '-ttt', '-T', '-o', file, ...pids.flatMap((pid) => ['-p', String(pid)])];
  const child = spawn('strace', args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (part: Buffer) => (said += part.toString()));
  const deadline = Date.now() + ATTACH_MS;
  while (child.exitCode === null && (said.match(/attached/g) ?? []).length < pids.length && Date.now() < deadline) await pause(20);
  const isAttached = child.exitCode === null && said.includes('attached');
  return { isAttached, said, end: () => (child.kill('SIGINT'), once(child, 'exit')) };
}

/** When each forced write was complete, in milliseconds since 1970: strace tells its beginning and duration, or its end alone. */
function completionsIn(text: string): number[] {
  return text.split('\n').flatMap((line) => {
    const [, begun, call, seconds] = /^\d+ +(\d+\.\d+) (?:<\.\.\. )?(f\w*sync\(|f\w*sync resumed).* = 0 <(\d+\.\d+)>$/.exec(line) ?? [];
    if (begun === undefined) return [];
    return [1_000 * (Number(begun) + (call.endsWith('(') ? Number(seconds) : 0))];
  });
}

/** Counts which of `batches` posts in a row were answered only after the disk was forced. */
export async function countSyncs(
  site: Site,
  tenant: AuditTenant,
  { seed, batches }: { seed: number; batches: number },
): Promise<SyncCount> {
  if (spawnSync('strace', ['--version']).status !== 0) return { skipped: 'there is no strace on this machine' };
  const file = join(site.dataDir, 'syncs.txt');
  const tracer = await trace(await processesOf(site), file);
  if (!tracer.isAttached) return { skipped: `strace cannot attach here: ${tracer.said.trim().split('\n', 1)[0]}` };
  const spans: { from: number; to: number }[] = [];
  const now = () => performance.timeOrigin + performance.now();
  try {
    for (let number = 0; number < batches; number += 1) {
      const from = now();
      await postOne(site, tenant, seed, number);
      spans.push({ from, to: now() });
    }
  } finally {
    await tracer.end();
  }
  const completions = completionsIn(readFileSync(file, 'utf8'));
  const covered = spans.filter(({ from, to }) => completions.some((at) => at >= from && at <= to)).length;
  return { batches, covered, syncs: completions.length };
}
