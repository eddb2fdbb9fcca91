import { readFile } from 'node:fs/promises';
import { constants as osConstants, setPriority } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createPublicIdIn } from '../../../server/src/catalog/publicids/service.ts';
import { writeEdgeKey } from '../../../server/src/platform/edge-key.ts';
import { readSettings } from '../../../server/src/platform/settings.ts';
import { inTenant } from '../../../server/src/platform/tenant-door.ts';
import { type Aim, aimTable, format, table } from '../figures.ts';
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
import { keptPart, measuresOf, millisecondsOf } from './measures.ts';

const [SERVER_CORE, LOAD_CORE] = [0, 1];
const SECONDS = 8;
const WARM_UP_SECONDS = 2;
const CONNECTIONS = 64;
const AIM_REDIRECTS = 4_000;
const AIM_P99_MS = 20;
const AIM_OWN_MS = 5;
const LOAD = fileURLToPath(new URL('load.ts', import.meta.url));
const BARE = fileURLToPath(new URL('bare.ts', import.meta.url));

interface Measured extends EdgeLoadResult {
  perSecond: number;
  /** Redirects per second of the server's own processor time: what else runs on the machine takes no part in it. */
  perProcessorSecond: number;
  /** From the request to its answer as the server itself measures it; undefined of the baseline, which measures nothing. */
  own?: { p50Ms: number; p99Ms: number; keptPart: number };
}

/** As many redirects as there can be, and so many a second as are aimed at. */
interface Both {
  most: Measured;
  paced: Measured;
}

/** A server that is measured. */
interface Subject {
  url: string;
  pid: number;
  measures: boolean;
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

async function measure({ url, pid, measures }: Subject, path: string, rate?: number): Promise<Measured> {
  await runLoad({ url, path, connections: CONNECTIONS, seconds: WARM_UP_SECONDS, rate });
  const before = measures ? await measuresOf(url) : undefined;
  const usedBefore = processorMs(pid) ?? Number.NaN;
  const result = await runLoad({ url, path, connections: CONNECTIONS, seconds: SECONDS, rate });
  const used = ((processorMs(pid) ?? Number.NaN) - usedBefore) / 1_000;
  const measured = { ...result, perSecond: result.answers / SECONDS, perProcessorSecond: result.answers / used };
  if (!before) return measured;
  const after = await measuresOf(url);
  const msOf = (part: number) => millisecondsOf(before, after, part);
  return { ...measured, own: { p50Ms: msOf(0.5), p99Ms: msOf(0.99), keptPart: keptPart(before, after) } };
}

async function measureBoth(subject: Subject, path: string): Promise<Both> {
  const paced = await measure(subject, path, AIM_REDIRECTS);
  return { most: await measure(subject, path), paced };
}

async function stop({ child, ended }: Program): Promise<void> {
  child.kill('SIGTERM');
  await ended;
}

async function untilReady(url: string): Promise<void> {
  while ((await fetch(`${url}/ready`)).status !== 200) await new Promise((resolve) => setTimeout(resolve, 250));
}

interface Figures {
  bare: Both;
  /** By what is measured, in the order of the rows. */
  rows: [string, Both][];
}

async function startOnCore(program: Program, core: number, measures = true): Promise<Subject> {
  const pid = program.child.pid ?? 0;
  keepOnCore(pid, core);
  return { url: await firstLine(program), pid, measures };
}

/** Has the database of the installation fall over, as after a failure of its machine. */
async function stopDatabase({ env }: BenchInstallation): Promise<void> {
  const [pid] = (await readFile(join(env.EARSHOT_DATA_DIR ?? '', 'postgres', 'postmaster.pid'), 'utf8')).split('\n');
  process.kill(Number(pid), 'SIGQUIT');
}

async function measureRedirector(installation: BenchInstallation, path: string): Promise<Figures['rows']> {
  const { env, folder } = installation;
  const main = startProgram(installation, ['serve', '--json']);
  const { url: upstream, pid } = await startOnCore(main, LOAD_CORE);
  // It has much to take, and must not make the load late that comes from the same core.
  setPriority(pid, osConstants.priority.PRIORITY_LOW);
  const { edgeKeys } = readSettings(env, folder);
  const own = {
    EARSHOT_DATA_DIR: join(folder, 'redirector'),
    EARSHOT_UPSTREAM_URL: upstream,
    EARSHOT_EDGE_KEY: writeEdgeKey(edgeKeys.edgeKey),
    LOG_LEVEL: 'fatal',
  };
  const redirector = startProgram({ env: { ...env, ...own } }, ['serve', '--role', 'tracking', '--json']);
  const subject = await startOnCore(redirector, SERVER_CORE);
  await untilReady(subject.url);
  const up = await measureBoth(subject, path);
  await stop(main);
  const down = await measureBoth(subject, path);
  await stop(redirector);
  return [
    ['redirector, main installation up', up],
    ['redirector, main installation and database down', down],
  ];
}

async function measureServer(installation: BenchInstallation, path: string): Promise<Figures['rows']> {
  const server = startProgram({ env: { ...installation.env, LOG_LEVEL: 'fatal' } }, ['serve', '--json']);
  const subject = await startOnCore(server, SERVER_CORE);
  await untilReady(subject.url);
  const up = await measureBoth(subject, path);
  await stopDatabase(installation);
  const down = await measureBoth(subject, path);
  server.child.kill('SIGKILL');
  await server.ended.catch(() => undefined);
  return [
    ['everything in one process, database up', up],
    ['everything in one process, database down', down],
  ];
}

async function measureAll(installation: BenchInstallation): Promise<Figures> {
  const { context } = installation;
  const { tenantId } = await createBenchTenant(context, 'edge');
  const publicId = await inTenant(context.db, tenantId, (tx) => createPublicIdIn(tx, 'prefix', 'a-show'));
  const path = `/e/${publicId}/host.example.com/show/1.mp3?updated=17`;
  const bare = startProcess([BARE], { PATH: process.env.PATH });
  const bareFigures = await measureBoth(await startOnCore(bare, SERVER_CORE, false), path);
  await stop(bare);
  const proxied: BenchInstallation = { ...installation, env: { ...installation.env, EARSHOT_TRUSTED_PROXIES: '127.0.0.1' } };
  return { bare: bareFigures, rows: [...(await measureRedirector(proxied, path)), ...(await measureServer(proxied, path))] };
}

function rowsOf(bare: Both, name: string, { most, paced }: Both): string[][] {
  const row = (title: string, { perSecond, perProcessorSecond, p50Ms, p99Ms, own }: Measured, beside: Measured) => [
    title,
    format(perSecond),
    format(p50Ms, 1),
    format(p99Ms, 1),
    format(p99Ms / beside.p99Ms, 1),
    own ? format(own.p50Ms, 1) : '',
    own ? format(own.p99Ms, 1) : '',
    own ? `${format(100 * own.keptPart, 1)} %` : '',
    format(perProcessorSecond / beside.perProcessorSecond, 2),
  ];
  return [row(name, most, bare.most), row(`the same at ${format(AIM_REDIRECTS)} redirects/s`, paced, bare.paced)];
}

function aimsOf([name, { most, paced }]: Figures['rows'][number]): Aim[] {
  const aim = (what: string, asked: string, [reached, isMet]: [string, boolean]) => ({
    what: `${what}: ${name}`,
    aim: asked,
    reached,
    isMet,
  });
  const ownMs = paced.own?.p50Ms ?? Number.NaN;
  return [
    aim('redirects/s on one core', `≥ ${format(AIM_REDIRECTS)}`, [format(most.perSecond), most.perSecond >= AIM_REDIRECTS]),
    aim(`p99 in ms at ${format(AIM_REDIRECTS)}/s`, `< ${AIM_P99_MS}`, [format(paced.p99Ms, 1), paced.p99Ms < AIM_P99_MS]),
    aim(`own time in ms at ${format(AIM_REDIRECTS)}/s, half of them`, `< ${AIM_OWN_MS}`, [format(ownMs, 1), ownMs < AIM_OWN_MS]),
  ];
}

function describe({ bare, rows }: Figures): string {
  return [
    `Redirects of an episode prefix on one core, each of another listener, sealed and synced to disk before its answer: ${CONNECTIONS} ` +
      `connections, ${SECONDS} s after ${WARM_UP_SECONDS} s of warm-up. The load comes from the other core, on which the main ` +
      'installation of the redirector takes what was asked for meanwhile; the database runs where there is room. p50 and p99 are what ' +
      'the load waits; own time is from the request to its answer as the server measures it, the disk included. Kept is what was on disk ' +
      'before it was answered.',
    '',
    ...table(
      ['', 'redirects/s', 'p50 ms', 'p99 ms', 'p99 ÷ baseline', 'own p50 ms', 'own p99 ms', 'kept', 'per processor time ÷ baseline'],
      [
        ...rowsOf(bare, 'baseline: Node’s own server, one redirect for all', bare),
        ...rows.flatMap(([name, both]) => rowsOf(bare, name, both)),
      ],
    ),
    '',
    ...aimTable(rows.flatMap(aimsOf)),
  ].join('\n');
}

/** Measures redirects of a redirector and of the whole server beside those of a bare one, with the database up and with it down. */
export function benchEdge(): Promise<string> {
  return withBenchInstallation(async (installation) => describe(await measureAll(installation)));
}
