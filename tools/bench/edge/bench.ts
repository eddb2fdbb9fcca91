import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createPublicIdIn } from '../../../server/src/catalog/publicids/service.ts';
import { writeEdgeKey } from '../../../server/src/platform/edge-key.ts';
import { readSettings } from '../../../server/src/platform/settings.ts';
import { inTenant } from '../../../server/src/platform/tenant-door.ts';
import { aimTable, format, table } from '../figures.ts';
import {
  type BenchInstallation,
  createBenchTenant,
  type Program,
  startProcess,
  startProgram,
  withBenchInstallation,
} from '../installation.ts';
import { keepOnCore, processorMs } from '../rls/processor.ts';
import type { EdgeLoad, EdgeLoadResult } from './load.ts';

const [SERVER_CORE, LOAD_CORE] = [0, 1];
const SECONDS = 8;
const WARM_UP_SECONDS = 2;
const CONNECTIONS = 64;
const AIM_REDIRECTS = 4_000;
const AIM_P99_MS = 20;
const LOAD = fileURLToPath(new URL('load.ts', import.meta.url));
const BARE = fileURLToPath(new URL('bare.ts', import.meta.url));

interface Measured extends EdgeLoadResult {
  perSecond: number;
  /** Redirects per second of the server's own processor time: what else runs on the machine takes no part in it. */
  perProcessorSecond: number;
}

async function firstLine(program: Program): Promise<string> {
  while (!program.output().includes('\n'))
    await Promise.race([new Promise((resolve) => program.child.stdout?.once('data', resolve)), program.ended]);
  return (JSON.parse(program.output()) as { url: string }).url;
}

async function runLoad(plan: EdgeLoad): Promise<EdgeLoadResult> {
  const load = startProcess([LOAD, JSON.stringify(plan)], { PATH: process.env.PATH });
  keepOnCore(load.child.pid ?? 0, LOAD_CORE);
  await load.ended;
  const result = JSON.parse(load.output()) as EdgeLoadResult;
  if (result.others > 0) throw new Error(`${result.others} answers were no redirects`);
  return result;
}

async function measure(url: string, pid: number, path: string, rate?: number): Promise<Measured> {
  await runLoad({ url, path, connections: CONNECTIONS, seconds: WARM_UP_SECONDS });
  const before = processorMs(pid) ?? Number.NaN;
  const result = await runLoad({ url, path, connections: CONNECTIONS, seconds: SECONDS, rate });
  const used = ((processorMs(pid) ?? Number.NaN) - before) / 1_000;
  return { ...result, perSecond: result.answers / SECONDS, perProcessorSecond: result.answers / used };
}

async function measureBoth(url: string, pid: number, path: string): Promise<Both> {
  return { most: await measure(url, pid, path), paced: await measure(url, pid, path, AIM_REDIRECTS) };
}

async function stop({ child, ended }: Program): Promise<void> {
  child.kill('SIGTERM');
  await ended;
}

async function untilReady(url: string): Promise<void> {
  while ((await fetch(`${url}/ready`)).status !== 200) await new Promise((resolve) => setTimeout(resolve, 250));
}

/** As many redirects as there can be, and so many a second as are aimed at. */
interface Both {
  most: Measured;
  paced: Measured;
}

interface Figures {
  bare: Measured;
  up: Both;
  down: Both;
}

async function measureAll(installation: BenchInstallation): Promise<Figures> {
  const { context, env, folder } = installation;
  const { tenantId } = await createBenchTenant(context, 'edge');
  const publicId = await inTenant(context.db, tenantId, (tx) => createPublicIdIn(tx, 'prefix', 'a-show'));
  const path = `/e/${publicId}/host.example.com/show/1.mp3?updated=17`;
  const bare = startProcess([BARE], { PATH: process.env.PATH });
  keepOnCore(bare.child.pid ?? 0, SERVER_CORE);
  const bareFigures = await measure(await firstLine(bare), bare.child.pid ?? 0, path);
  await stop(bare);

  const main = startProgram(installation, ['serve', '--json']);
  keepOnCore(main.child.pid ?? 0, LOAD_CORE);
  const { edgeKeys } = readSettings(env, folder);
  const own = {
    EARSHOT_DATA_DIR: join(folder, 'redirector'),
    EARSHOT_UPSTREAM_URL: await firstLine(main),
    EARSHOT_EDGE_KEY: writeEdgeKey(edgeKeys.edgeKey),
    LOG_LEVEL: 'fatal',
  };
  const redirector = startProgram({ env: { ...env, ...own } }, ['serve', '--role', 'tracking', '--json']);
  keepOnCore(redirector.child.pid ?? 0, SERVER_CORE);
  const url = await firstLine(redirector);
  await untilReady(url);
  const up = await measureBoth(url, redirector.child.pid ?? 0, path);
  await stop(main);
  const down = await measureBoth(url, redirector.child.pid ?? 0, path);
  await stop(redirector);
  return { bare: bareFigures, up, down };
}

function describe({ bare, up, down }: Figures): string {
  const row = (name: string, { perSecond, perProcessorSecond, p50Ms, p99Ms }: Measured) => [
    name,
    format(perSecond),
    format(p50Ms, 1),
    format(p99Ms, 1),
    format(perProcessorSecond),
    format(perProcessorSecond / bare.perProcessorSecond, 2),
  ];
  const aims = [up, down].flatMap((figures, place) => {
    const when = place === 0 ? 'with the main installation up' : 'with it and its database down';
    return [
      {
        what: `redirects/s on one core, ${when}`,
        aim: `≥ ${format(AIM_REDIRECTS)}`,
        reached: format(figures.most.perSecond),
        isMet: figures.most.perSecond >= AIM_REDIRECTS,
      },
      {
        what: `p99 in ms at ${format(AIM_REDIRECTS)} redirects/s, ${when}`,
        aim: `< ${AIM_P99_MS}`,
        reached: format(figures.paced.p99Ms, 1),
        isMet: figures.paced.p99Ms < AIM_P99_MS,
      },
    ];
  });
  return [
    `Redirects of an episode prefix by a redirector on one core, each sealed and synced to disk before its answer: ${CONNECTIONS} ` +
      `connections, ${SECONDS} s after ${WARM_UP_SECONDS} s of warm-up. The load comes from the other core, on which the main ` +
      'installation takes what was asked for meanwhile.',
    '',
    ...table(
      ['', 'redirects/s', 'p50 ms', 'p99 ms', 'per second of processor time', 'as a multiple of the baseline'],
      [
        row('baseline: Node’s own server, one redirect for all', bare),
        row('redirector, main installation up', up.most),
        row(`the same at ${format(AIM_REDIRECTS)} redirects/s`, up.paced),
        row('redirector, main installation and database down', down.most),
        row(`the same at ${format(AIM_REDIRECTS)} redirects/s`, down.paced),
      ],
    ),
    '',
    ...aimTable(aims),
  ].join('\n');
}

/** Measures redirects beside those of a bare server, while the main installation is up and while it is down. */
export function benchEdge(): Promise<string> {
  return withBenchInstallation(async (installation) => describe(await measureAll(installation)));
}
