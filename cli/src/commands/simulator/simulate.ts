import { once } from 'node:events';
import { createWriteStream, existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import { simulateNamedWorld, simulateWorld, type World, WORLD_NAMES, type WorldOptions } from '../../../../simulator/src/index.ts';
import { CommandError } from '../../command-error.ts';
import { type Progress, startProgress } from '../../progress.ts';
import { resolvePath } from '../../working-folder.ts';
import { countText } from '../../count-text.ts';

const FILES = ['touchpoints.ndjson', 'conversions.ndjson', 'refunds.ndjson', 'truth.json', 'catalog.json'] as const;
const LINES_PER_WRITE = 2_000;

interface Options {
  seed: string;
  households: string;
  days: string;
  out: string;
  start?: string;
  responsiveness?: string;
  world?: string;
  force?: boolean;
  json?: boolean;
}

function openWorld(options: Options): World {
  const world: WorldOptions = { seed: Number(options.seed), households: Number(options.households), days: Number(options.days) };
  if (options.start !== undefined) world.startAt = options.start.length === 10 ? `${options.start}T00:00:00Z` : options.start;
  if (options.responsiveness !== undefined) world.responsiveness = Number(options.responsiveness);
  const name = WORLD_NAMES.find((known) => known === options.world);
  if (options.world !== undefined && name === undefined) {
    throw new CommandError(`There is no world "${options.world}". The worlds are ${WORLD_NAMES.join(', ')}.`);
  }
  if (name !== undefined && options.responsiveness !== undefined) {
    throw new CommandError('--responsiveness belongs to the world of the demo; leave it out, or leave out --world.');
  }
  try {
    return name === undefined ? simulateWorld(world) : simulateNamedWorld(name, world);
  } catch (error) {
    if (error instanceof RangeError) throw new CommandError(error.message);
    throw error;
  }
}

async function writeLines(file: string, items: Iterable<object>, progress: Progress): Promise<number> {
  const stream = createWriteStream(file);
  let count = 0;
  let lines: string[] = [];
  const flush = async () => {
    if (!stream.write(lines.join(''))) await once(stream, 'drain');
    progress.advance(lines.length);
    lines = [];
  };
  for (const item of items) {
    lines.push(`${JSON.stringify(item)}\n`);
    count += 1;
    if (lines.length === LINES_PER_WRITE) await flush();
  }
  await flush();
  stream.end();
  await once(stream, 'finish');
  return count;
}

async function writeWorld(world: World, place: (name: (typeof FILES)[number]) => string) {
  const progress = startProgress({ label: 'simulating', unit: 'events' });
  try {
    const touchpoints = await writeLines(place('touchpoints.ndjson'), world.touchpoints(), progress);
    const conversions = await writeLines(place('conversions.ndjson'), world.conversions(), progress);
    const refunds = await writeLines(place('refunds.ndjson'), world.refunds(), progress);
    const truth = world.truth();
    await writeFile(place('truth.json'), `${JSON.stringify(truth, undefined, 2)}\n`);
    await writeFile(place('catalog.json'), `${JSON.stringify(world.catalog, undefined, 2)}\n`);
    return { touchpoints, conversions, refunds, organicConversions: truth.organicConversions };
  } finally {
    progress.done();
  }
}

async function simulate(options: Options): Promise<void> {
  const world = openWorld(options);
  const folder = resolvePath(options.out);
  const present = FILES.find((name) => existsSync(join(folder, name)));
  if (present !== undefined && options.force !== true) {
    throw new CommandError(`${join(folder, present)} is there already; name another folder, or add --force to replace it.`);
  }
  await mkdir(folder, { recursive: true });
  const draft = (name: string) => join(folder, `.${name}.${process.pid}`);
  try {
    const counts = await writeWorld(world, draft);
    for (const name of FILES) await rename(draft(name), join(folder, name));
    process.stdout.write(
      options.json === true
        ? `${JSON.stringify(counts)}\n`
        : `${countText(counts.touchpoints, 'touchpoint')} and ${countText(counts.conversions, 'conversion')} ` +
            `(simulated) are in ${folder}\n`,
    );
  } finally {
    for (const name of FILES) await rm(draft(name), { force: true });
  }
}

/** `earshot simulate`: writes a simulated world with known truth; the same options give the same bytes. */
export function simulateCommand(): Command {
  return new Command('simulate')
    .description('write a simulated world of exposures and conversions with known truth; same seed, same bytes')
    .requiredOption('--seed <n>', 'which world, 0 to 4294967295')
    .requiredOption('--households <n>', 'how many households, 1 to 1000000')
    .requiredOption('--days <n>', 'how many days, 1 to 400')
    .requiredOption('--out <folder>', 'where to write touchpoints.ndjson, conversions.ndjson, refunds.ndjson, truth.json and catalog.json')
    .option('--start <date>', 'first day, UTC', '2026-07-01')
    .option('--responsiveness <x>', 'how easily people act: 1 = as the industry benchmark, 12 by default')
    .option('--world <name>', `another world than the demo's, for holding models against: ${WORLD_NAMES.join(', ')}`)
    .option('--force', 'replace files that are there')
    .option('--json', 'print the counts as JSON')
    .action(simulate);
}
