import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type AppOptions, buildApp, buildProbes } from './app.ts';
import { startBackground } from './background.ts';
import { startEdgeServer } from './edge-server.ts';
import { addressesOf, BACKLOG, type Beside, endConnections, listenBeside } from './listening.ts';
import { startTallying } from '../metering/collecting/service.ts';
import type { Context, EdgeContext } from '../platform/context.ts';
import { takeHookRequests } from '../integrations/hooks/service.ts';
import { writeServingAddress } from '../platform/serving-address.ts';
import { reapplyErasures } from '../privacy/subjects/service.ts';
import { type EdgeSettings } from '../platform/settings-edge.ts';
import { type Settings } from '../platform/settings.ts';
import { takeTagRequests } from '../integrations/adapters/service.ts';
import { takeBeacons } from '../tracking/beacons/service.ts';
import { startDraining } from '../tracking/draining/service.ts';
import type { PublicRequestTakers, ResolvedRequest } from '../tracking/edge/schema.ts';
import { openEdge } from '../tracking/edge/service.ts';
import { linkTaker, pixelTaker, prefixTaker } from '../tracking/exposures/service.ts';
import { lookUpEntry, startSnapshots } from '../tracking/snapshots/service.ts';
import { askForEntry, openUpstream, startUpstream } from '../tracking/upstream/service.ts';
import { refusal } from '../platform/errors.ts';

const DASHBOARD_FOLDER = fileURLToPath(new URL('../../../dashboard/dist', import.meta.url));

/** What came to the address of a webhook goes to the webhooks, the rest to the adapters, whose senders have addresses of their own. */
async function takeSourceRequests(context: Context, requests: ResolvedRequest[]): Promise<void> {
  const isHook = ({ request }: ResolvedRequest) => request.target.startsWith('/hooks/');
  const [hooks, others] = [requests.filter(isHook), requests.filter((one) => !isHook(one))];
  if (hooks.length > 0) await takeHookRequests(context, 'system', hooks);
  if (others.length > 0) await takeTagRequests(context, 'public', others);
}

/** Who takes which public requests. */
const PUBLIC_TAKERS: PublicRequestTakers = {
  prefix: prefixTaker(),
  pixel: pixelTaker(),
  link: linkTaker(),
  beacon: (context, requests) => takeBeacons(context, 'public', requests),
  hook: takeSourceRequests,
};

export interface RunningServer {
  /** The address it answers at, such as http://127.0.0.1:8080. */
  url: string;
  close(): Promise<void>;
}

async function listening<Server>(server: Promise<Server>, { host, port }: EdgeSettings): Promise<Server> {
  try {
    return await server;
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE')) throw cause;
    throw refusal(`Port ${port} on ${host} is in use. Stop what uses it, or set PORT to another one (0 takes any free one).`, { cause });
  }
}

function appOptionsOf(settings: Settings): AppOptions {
  const { corsOrigins, trustedProxies, publicUrl, operatorProvider } = settings;
  const dashboardFolder = existsSync(DASHBOARD_FOLDER) ? DASHBOARD_FOLDER : undefined;
  const secure = publicUrl?.startsWith('https:') === true;
  return { takers: PUBLIC_TAKERS, corsOrigins, trustedProxies, dashboardFolder, secure, publicUrl, operatorProvider };
}

/** What a process does of an installation: all of it, what is asked of it over HTTP, or what waits in the database. */
export type Role = 'all' | 'api' | 'worker';

/** Answers dashboard, API and public addresses, and takes what its own spool holds. */
async function startFront(context: Context, settings: Settings, demoKey: string | undefined) {
  const edge = openEdge(context, settings.dataDir, (publicId) => lookUpEntry(context, 'system', publicId));
  const snapshots = startSnapshots(context, 'system', edge.snapshots);
  const app = await buildApp(context, { ...appOptionsOf(settings), edge, demoKey });
  const draining = startDraining(context, 'system', PUBLIC_TAKERS);
  return { app, rounds: [draining, snapshots] };
}

/** Says how a process stands that answers nobody else. */
async function startProbes(context: Context, { trustedProxies }: Settings) {
  return { app: await buildProbes(context, { trustedProxies }), rounds: [] };
}

/** The export is loaded only where there is one. */
async function startTraces({ tracing }: Settings, { db, log }: Context, role: Role) {
  if (tracing === undefined) return undefined;
  const { startTracing } = await import('../platform/tracing-export.ts');
  return startTracing({ ...tracing, role, log, db });
}

export interface ServingOptions {
  role: Role;
  demoKey: string | undefined;
}

/**
 * Serves an installation in this process until `close`, which finishes what was begun. A worker answers `/health`, `/ready` and `/metrics`
 * alone.
 */
export async function startServer(
  settings: Settings,
  installation: { context: Context; close(): Promise<void> },
  { role, demoKey }: ServingOptions,
): Promise<RunningServer> {
  const { context } = installation;
  const tracing = await startTraces(settings, context, role);
  await reapplyErasures(context, 'system');
  const [host, ...further] = await addressesOf(settings.host);
  const front = role === 'worker' ? await startProbes(context, settings) : await startFront(context, settings, demoKey);
  const background = role === 'api' ? undefined : await startBackground(context, settings);
  const tallying = startTallying(context, 'system');
  let beside: Beside | undefined;
  const close = async () => {
    endConnections(front.app.server);
    await Promise.all([beside?.close(), front.app.close()]);
    for (const one of front.rounds) await one.close();
    await background?.close();
    await tallying.close();
    await tracing?.close();
    await installation.close();
  };
  try {
    const url = await listening(front.app.listen({ host, port: settings.port, backlog: BACKLOG }), settings);
    beside = await listenBeside(front.app.server, further);
    if (role === 'worker') return { url, close };
    context.publicUrl = settings.publicUrl ?? url;
    const forget = writeServingAddress(settings.dataDir, context.publicUrl);
    return { url, close: () => close().finally(forget) };
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * Serves the public addresses of tracking alone, by a snapshot that the main installation at `upstreamUrl` gives, and with a spool that it
 * takes, until `close`.
 */
export async function startRedirecting(context: EdgeContext, settings: EdgeSettings, upstreamUrl: string) {
  const { dataDir, host, port } = settings;
  const main = openUpstream(context, upstreamUrl);
  const edge = openEdge(context, dataDir, (publicId) => askForEntry(main, 'system', publicId));
  const server = await listening(startEdgeServer(edge, settings), settings);
  const upstream = startUpstream(main, 'system', edge.snapshots);
  const close = async () => {
    await server.close();
    await upstream.close();
    await context.spool.close();
  };
  context.log.info({ host, port }, 'redirecting');
  return { url: server.url, close };
}
