import { parseArgs } from 'node:util';
import { systemClock } from '../../server/src/platform/clock.ts';
import { type BenchInstallation, withBenchInstallation, withServer } from '../bench/installation.ts';
import { fuzz, type FuzzResult } from './fuzz/run.ts';
import { openSender } from './fuzz/sender.ts';
import { createTarget } from './fuzz/target.ts';

const CLASSES = ['2xx', '400', '401', '403', '404', '405', '413', '415', '422', 'other'];
const PATIENCE_MS = 120_000;

function classOf(status: number): string {
  if (status >= 200 && status < 300) return '2xx';
  return CLASSES.includes(String(status)) ? String(status) : 'other';
}

function table({ statuses }: FuzzResult): string {
  const lines = [...statuses]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([operation, byStatus]) => {
      const counts = new Map<string, number>();
      for (const [status, count] of byStatus) counts.set(classOf(status), (counts.get(classOf(status)) ?? 0) + count);
      return operation.padEnd(62) + CLASSES.map((name) => String(counts.get(name) ?? 0).padStart(7)).join('');
    });
  return [' '.repeat(62) + CLASSES.map((name) => name.padStart(7)).join(''), ...lines].join('\n');
}

/** Waits until everything that was accepted is matched: no accepted event may stop the matching of its tenant. */
async function matchingEnds(url: string, apiKey: string): Promise<string | undefined> {
  const sender = openSender(url, 1);
  const until = systemClock() + PATIENCE_MS;
  let text = '';
  while (systemClock() < until) {
    ({ text } = await sender.send({ method: 'GET', path: '/api/v1/attribution/status', headers: { authorization: `Bearer ${apiKey}` } }));
    if (text.includes('"waitingConversions":0')) break;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  sender.close();
  return text.includes('"waitingConversions":0') ? undefined : `matching does not end: ${text}`;
}

async function prove(installation: BenchInstallation, seed: number, requests: number): Promise<boolean> {
  return withServer(installation, async ({ url }) => {
    const target = await createTarget(installation.context, url);
    const begunAt = systemClock();
    const result = await fuzz(target, { seed, requests });
    const seconds = (systemClock() - begunAt) / 1_000;
    const stuck = await matchingEnds(url, target.sender.apiKey);
    const faults = [...result.faults, ...(stuck === undefined ? [] : [stuck])];
    const all = new Map<number, number>();
    for (const byStatus of result.statuses.values())
      for (const [status, count] of byStatus) all.set(status, (all.get(status) ?? 0) + count);
    const statuses = [...all].sort(([a], [b]) => a - b).map(([status, count]) => `${count} × ${status}`);
    process.stdout.write(
      `${table(result)}\n\nseed ${seed}: ${result.requests} requests in ${seconds.toFixed(0)} s: ${statuses.join(', ')}\n`,
    );
    process.stdout.write(`${result.probes} plain events in between, all accepted unless named below; faults: ${faults.length}\n`);
    for (const fault of faults) process.stdout.write(`  ${fault}\n`);
    return faults.length === 0;
  });
}

const { values } = parseArgs({ options: { seed: { type: 'string', default: '1' }, requests: { type: 'string', default: '50000' } } });
const isProven = await withBenchInstallation((installation) => prove(installation, Number(values.seed), Number(values.requests)));
process.exitCode = isProven ? 0 : 1;
