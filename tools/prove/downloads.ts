import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { systemActor } from '../../server/src/tenants/authorize.ts';
import { replaceFigures } from '../bench/document.ts';
import { table } from '../bench/figures.ts';
import { createBenchTenant, withBenchInstallation } from '../bench/installation.ts';
import { type CountedDay, countDay } from './downloads/count.ts';
import { type RecordedDay, recordDay } from './downloads/network.ts';

const DOCUMENT = fileURLToPath(new URL('../../docs/proofs.md', import.meta.url));
const TOLERATED = 0.005;

function report(day: RecordedDay, { waterfall, duplicates, touchpoints }: CountedDay, seed: number): string {
  const share = waterfall.downloads / day.truth - 1;
  const behaviours = Object.entries(day.behaviours).map(([name, { times, downloads }]) => [name, String(times), String(downloads)]);
  const fates = [...waterfall.filtered.map(({ reason, requests }) => [reason, String(requests)]), ['repeat', String(waterfall.repeats)]];
  return [
    `Seed ${seed}, ${new Date().toISOString().slice(0, 10)}: ${day.rows.length} lines of a log, ${duplicates} of them sent twice, ` +
      `and ${day.seen.length} requests by a prefix. ` +
      `The listeners made ${day.truth} downloads, **${waterfall.downloads} were counted (${(share * 100).toFixed(2)} % off)**, ` +
      `and ${touchpoints} became touchpoints.`,
    '',
    ...table(['what listeners and machines did', 'times', 'downloads'], behaviours),
    '',
    ...table(['fate of the other requests', 'requests'], fates),
  ].join('\n');
}

const { values } = parseArgs({ options: { write: { type: 'boolean' }, seed: { type: 'string' }, listeners: { type: 'string' } } });
const seed = Number(values.seed ?? 1);
const today = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
await withBenchInstallation(async ({ context }) => {
  const { tenantId } = await createBenchTenant(context, 'recorded');
  const day = recordDay({ seed, listeners: Number(values.listeners ?? 100_000), day: `${today}T00:00:00.000Z` });
  const counted = await countDay(context, systemActor(tenantId), day);
  const text = report(day, counted, seed);
  process.stdout.write(`${text}\n`);
  if (values.write) writeFileSync(DOCUMENT, replaceFigures(readFileSync(DOCUMENT, 'utf8'), 'downloads', text));
  process.exitCode = Math.abs(counted.waterfall.downloads / day.truth - 1) <= TOLERATED ? 0 : 1;
});
