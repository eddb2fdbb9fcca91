import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type AppOptions, buildApp } from './app.ts';
import { startEdgeServer } from './edge-server.ts';
import { addressesOf, type Beside, listenBeside } from './listening.ts';
import { startFeedRefreshes } from '../catalog/feedrefreshes/service.ts';
import { startMatching } from '../attribution/matching/service.ts';
import { startCollecting } from '../metering/collecting/service.ts';
import { startLimits } from '../metering/reservations/service.ts';
import { startMetering } from '../metering/spend/service.ts';
import { startExplanationUpkeep } from '../attribution/explanation-links/service.ts';
import { startReportMails } from '../attribution/report-schedules/service.ts';
import { startFits } from '../attribution/fit-work/service.ts';
import { startIdentityRules } from '../attribution/identity-rules/service.ts';
import { startPathChecks } from '../attribution/path-checks/service.ts';
import { startRuns } from '../attribution/run-work/service.ts';
import { startAiWork } from '../ai/background/service.ts';
import { startValidations } from '../attribution/validation-work/service.ts';
import { startBudgetLooks } from '../cost/budget-looks/service.ts';
import { startRatings } from '../cost/ratings/service.ts';
import type { Context, EdgeContext } from '../platform/context.ts';
import { startHooks, takeHookRequests } from '../integrations/hooks/service.ts';
import { startOnboarding } from '../integrations/onboarding/service.ts';
import { startSamples } from '../integrations/samples/service.ts';
import { startPulls } from '../integrations/pulls/service.ts';
import { openMailer } from '../platform/mail.ts';
import { startDelivery } from '../platform/outbox-delivery.ts';
import { writeServingAddress } from '../platform/serving-address.ts';
import { startPartitionUpkeep } from '../platform/partitions.ts';
import type { Rounds } from '../platform/rounds.ts';
import { startWebhooks } from '../security/deliveries/service.ts';
import { startCheckpoints } from '../security/checkpoints/service.ts';
import { startRetention } from '../privacy/retention/service.ts';
import { reapplyErasures } from '../privacy/subjects/service.ts';
import { startPrivacyWork } from '../privacy/work/service.ts';
import { type EdgeSettings } from '../platform/settings-edge.ts';
import { type Settings } from '../platform/settings.ts';
import { startSecurityUpkeep } from '../security/upkeep/service.ts';
import { startTenantUpkeep } from '../tenants/upkeep/service.ts';
import { takeTagRequests } from '../integrations/adapters/service.ts';
import { startSignals } from '../tracking/signals/service.ts';
import { takeBeacons } from '../tracking/beacons/service.ts';
import { startDraining } from '../tracking/draining/service.ts';
import type { PublicRequestTakers, ResolvedRequest } from '../tracking/edge/schema.ts';
import { startAddressUpkeep } from '../tracking/addresses/service.ts';
import { startCounting } from '../tracking/counting/service.ts';
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

/** Works on what shops deliver, asks hosts, looks how far new tenants have come, and after sample data, until `close`. */
function startIntegrations(context: Context): Rounds {
  const all = [startHooks, startPulls, startOnboarding, startSamples].map((start) => start(context, 'system'));
  return { close: async () => void (await Promise.all(all.map((one) => one.close()))) };
}

/** Works on what people asked to have computed, and on what is looked through again and again, until `close`. */
function startComputing(context: Context): Rounds[] {
  const starts = [
    startRuns,
    startFits,
    startPathChecks,
    startValidations,
    startIdentityRules,
    startExplanationUpkeep,
    startReportMails,
    startMetering,
    startLimits,
    startCollecting,
    startRatings,
    startBudgetLooks,
    startAiWork,
  ];
  return starts.map((start) => start(context, 'system'));
}

function appOptionsOf(settings: Settings): AppOptions {
  const { corsOrigins, trustedProxies, publicUrl, operatorProvider } = settings;
  const dashboardFolder = existsSync(DASHBOARD_FOLDER) ? DASHBOARD_FOLDER : undefined;
  const secure = publicUrl?.startsWith('https:') === true;
  return { takers: PUBLIC_TAKERS, corsOrigins, trustedProxies, dashboardFolder, secure, publicUrl, operatorProvider };
}

/** Serves dashboard, API and background work in this process until `close`, which finishes what was begun. */
export async function startServer(
  settings: Settings,
  installation: { context: Context; close(): Promise<void> },
  demoKey: string | undefined,
): Promise<RunningServer> {
  const { context } = installation;
  await reapplyErasures(context, 'system');
  const edge = openEdge(context, settings.dataDir, (publicId) => lookUpEntry(context, 'system', publicId));
  const snapshots = startSnapshots(context, 'system', edge.snapshots);
  const [host, ...further] = await addressesOf(settings.host);
  const app = await buildApp(context, { ...appOptionsOf(settings), edge, demoKey });
  const matching = await startMatching(context, 'system');
  const computing = startComputing(context);
  const counting = await startCounting(context, 'system');
  const addresses = startAddressUpkeep(context, 'system');
  const partitions = startPartitionUpkeep(context);
  const privacy = startPrivacyWork(context, 'system');
  const retention = startRetention(context, 'system');
  const mailer = openMailer(settings, context.log);
  const delivery = startDelivery(context, mailer);
  const tenants = startTenantUpkeep(context);
  const others = [startSecurityUpkeep, startWebhooks, startSignals, startFeedRefreshes].map((start) => start(context, 'system'));
  const integrations = startIntegrations(context);
  const draining = startDraining(context, 'system', PUBLIC_TAKERS);
  const checkpoints = startCheckpoints(context, 'system', settings.dataDir);
  let beside: Beside | undefined;
  const close = async () => {
    await beside?.close();
    await app.close();
    const counts = [draining, integrations, counting, addresses, snapshots, matching, ...computing];
    for (const one of [...counts, partitions, privacy, retention, delivery, checkpoints, ...others]) await one.close();
    mailer.close();
    await tenants.close();
    await installation.close();
  };
  try {
    const url = await listening(app.listen({ host, port: settings.port }), settings);
    beside = await listenBeside(app.server, further);
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
