import { createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { once } from 'node:events';
import { aimTable, format, table } from '../figures.ts';
import {
  type BenchInstallation,
  createBenchTenant,
  startProgram,
  waitForMatching,
  withBenchInstallation,
  withServer,
} from '../installation.ts';
import { SAMPLE_EVERY_MS, watchMemory } from '../resident.ts';
import { createEventWriter } from '../load/events.ts';
import { makeWorld } from '../report/world.ts';

const TOUCHPOINTS = 5_000_000;
const CONVERSIONS = 200_000;
const HOUSEHOLDS = 1_000_000;
const DAYS = 150;
const DAY_MS = 86_400_000;
const LINES_PER_WRITE = 1_000;
const AIM_MEGABYTES = 400;

/** A file of touchpoints in the order of their times. */
async function writeFile(path: string): Promise<void> {
  const writer = createEventWriter({ name: 'file', seed: 3, households: HOUSEHOLDS });
  const startsAt = Date.now() - DAYS * DAY_MS;
  const file = createWriteStream(path);
  for (let line = 0; line < TOUCHPOINTS; line += LINES_PER_WRITE) {
    let text = '';
    for (let more = 0; more < LINES_PER_WRITE; more += 1) {
      text += `${writer.touchpoint(startsAt + Math.floor((DAYS * DAY_MS * (line + more)) / TOUCHPOINTS))}\n`;
    }
    if (!file.write(text)) await once(file, 'drain');
  }
  file.end();
  await once(file, 'close');
}

interface Figures {
  fileBytes: number;
  importSeconds: number;
  catchUpSeconds: number;
  importMegabytes: number;
  serverMegabytes: number;
}

/** Imports the file in a process of its own, beside a server process that matches what comes in. */
async function measure(installation: BenchInstallation): Promise<Figures> {
  const tenant = await createBenchTenant(installation.context, 'bench');
  await makeWorld(installation.context, tenant.tenantId, { conversions: CONVERSIONS, touchpoints: 0, households: HOUSEHOLDS, days: DAYS });
  const path = join(installation.folder, 'touchpoints.ndjson');
  await writeFile(path);
  return withServer(installation, async ({ url, pid }) => {
    const ofServer = watchMemory(pid);
    const startedAt = performance.now();
    const importing = startProgram(installation, ['import', 'touchpoints', path, '--tenant', tenant.slug, '--json']);
    const ofImport = watchMemory(importing.child.pid ?? 0);
    await importing.ended;
    const importSeconds = (performance.now() - startedAt) / 1_000;
    const importMegabytes = await ofImport.stop();
    const { accepted } = JSON.parse(importing.output()) as { accepted: number };
    if (accepted !== TOUCHPOINTS) throw new Error(`only ${accepted} of ${TOUCHPOINTS} lines were accepted`);
    const catchUpSeconds = await waitForMatching(url, [tenant]);
    const { size } = await stat(path);
    return { fileBytes: size, importSeconds, catchUpSeconds, importMegabytes, serverMegabytes: await ofServer.stop() };
  });
}

/** `earshot import` of a large file with a server on the same database: memory of both, and speed. */
export async function benchMemory(): Promise<string> {
  const { fileBytes, importSeconds, catchUpSeconds, importMegabytes, serverMegabytes } = await withBenchInstallation(measure);
  const aim = (what: string, reached: number) => ({
    what,
    aim: `< ${AIM_MEGABYTES} MB`,
    reached: `${format(reached)} MB`,
    isMet: reached < AIM_MEGABYTES,
  });
  return [
    `\`earshot import touchpoints\` of ${format(TOUCHPOINTS)} lines of NDJSON (${format(fileBytes / 1e9, 1)} GB) into a tenant with ` +
      `${format(CONVERSIONS)} conversions, in a process of its own, while a server runs on the same database and matches what comes in. ` +
      `Most resident memory of each Node process, looked at every ${SAMPLE_EVERY_MS} ms; PostgreSQL's processes are not counted.`,
    '',
    ...table(
      ['', 'figure'],
      [
        ['events imported per second', format(TOUCHPOINTS / importSeconds)],
        ['import, s', format(importSeconds)],
        ['matching after the import, s', format(catchUpSeconds)],
      ],
    ),
    '',
    ...aimTable([aim('memory of the importing process', importMegabytes), aim('memory of the server process', serverMegabytes)]),
  ].join('\n');
}
