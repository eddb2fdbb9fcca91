import { simulateWorld, type World } from '../../../../simulator/src/index.ts';
import { keepPredictionsUp } from '../../ai/prediction-work/service.ts';
import { NewPrediction } from '../../ai/predictions/schema.ts';
import { createPrediction } from '../../ai/predictions/service.ts';
import { watchTenant } from '../../ai/anomaly-work/service.ts';
import { lookAtTenant } from '../../ai/recommendation-work/service.ts';
import { createFit } from '../../attribution/fits/service.ts';
import { listModels, putModel } from '../../attribution/models/service.ts';
import { drainTenant } from '../../attribution/paths/service.ts';
import { NewRun } from '../../attribution/runs/schema.ts';
import { createRun } from '../../attribution/runs/service.ts';
import { NewValidation } from '../../attribution/validations/schema.ts';
import { createValidation } from '../../attribution/validations/service.ts';
import { putCampaign } from '../../catalog/campaigns/service.ts';
import { putCode } from '../../catalog/codes/service.ts';
import { putEpisode } from '../../catalog/episodes/service.ts';
import { putPlacement } from '../../catalog/placements/service.ts';
import { putShow } from '../../catalog/shows/service.ts';
import type { Context } from '../../platform/context.ts';
import { keep, readKept } from '../../platform/secret-key.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { createApiKeyIn } from '../../security/apikeys/service.ts';
import { type Actor, systemActor } from '../../tenants/authorize.ts';
import { createTenant, findTenantBySlug } from '../../tenants/service.ts';
import { acceptConversions, acceptTouchpoints } from '../../tracking/intake/service.ts';
import { drainRequests } from '../../tracking/counting/service.ts';
import { putHostFigures } from '../../tracking/hostfigures/service.ts';
import { MAX_BATCH } from '../../tracking/intake/schema.ts';
import { acceptRefunds } from '../../tracking/refunds/service.ts';
import { acceptEpisodeRequests } from '../../tracking/requests/service.ts';
import { acceptSurveyAnswers } from '../../tracking/surveys/service.ts';
import { putViewCounts } from '../../tracking/viewcounts/service.ts';
import { simulateAnswers, simulateFigures, simulatePlacement, simulateRequests, simulateViews } from './listening.ts';
import { pastConversions, type PastCampaign, pastPlacement, pastTouchpoints, plannedAfter, simulatePast } from './past.ts';
import { chunksOf, DEMO_SLUG, DEMO_WORLD, demoStart, type DemoFile, readDemoFile, withOutage } from './rules.ts';

const FILE_NAME = 'demo.json';
const BATCHES_ON_THE_WAY = 4;
/** So many days of the world are in the demo's runs. */
const RUN_DAYS = 28;
const DAY_MS = 86_400_000;

/** The demo tenant's keys: one to show, which may send events and read, and one that browsers sign in by, which may only read. */
export interface Demo {
  apiKey: string;
  signInKey: string;
}

/** How a filling is followed and stopped. */
export interface Filling {
  /** Hears how many events each batch added. */
  onEvents(count: number): void;
  signal: AbortSignal;
}

async function createKeysIn(tx: TenantTx): Promise<Demo> {
  const shown = await createApiKeyIn(tx, 'system', { name: 'Demo', scopes: ['ingest', 'read'] });
  const signIn = await createApiKeyIn(tx, 'system', { name: 'Demo sign-in', scopes: ['read'] });
  return { apiKey: shown.apiKey, signInKey: signIn.apiKey };
}

interface Simulated {
  world: World;
  /** When the world begins. */
  startAt: string;
  /** What ran before it. */
  past: readonly PastCampaign[];
}

async function fillCatalog(context: Context, actor: Actor, { world: { catalog }, past }: Simulated): Promise<void> {
  for (const { key, name, spendMinor, currency, codes } of catalog.campaigns) {
    await putCampaign(context, actor, key, { name, spendMinor, currency });
    for (const { code, show } of codes) await putCode(context, actor, { campaign: key, code, details: { show } });
  }
  for (const { key, name } of catalog.shows) await putShow(context, actor, key, { name });
  for (const { key, name } of catalog.episodes) await putEpisode(context, actor, key, { name });
  for (const one of past) {
    const { name, startsOn, endsOn, spendMinor } = one;
    await putCampaign(context, actor, one.key, { name, startsOn, endsOn, spendMinor, currency: 'USD' });
    const { key, details } = pastPlacement(one);
    await putPlacement(context, actor, key, details);
  }
}

/** Sends events through the intake, a few batches at a time so that making and storing them overlap. */
async function sendAll(items: Iterable<object>, accept: (batch: object[]) => Promise<unknown>, filling: Filling): Promise<void> {
  const batches = chunksOf(items, MAX_BATCH);
  const senders = Array.from({ length: BATCHES_ON_THE_WAY }, async () => {
    for (const batch of batches) {
      filling.signal.throwIfAborted();
      await accept(batch);
      filling.onEvents(batch.length);
    }
  });
  await Promise.all(senders);
}

/** Touchpoints are taken up before there are conversions to match, so that no conversion is matched twice. */
async function fillEvents(context: Context, actor: Actor, { world, startAt, past }: Simulated, filling: Filling): Promise<void> {
  const { signal } = filling;
  await sendAll(pastTouchpoints(past), (batch) => acceptTouchpoints(context, actor, batch, 'server'), filling);
  await sendAll(withOutage(world.touchpoints(), startAt), (batch) => acceptTouchpoints(context, actor, batch, 'server'), filling);
  await drainTenant(context, 'system', actor.tenantId, { signal });
  await sendAll(pastConversions(past), (batch) => acceptConversions(context, actor, batch, 'server'), filling);
  await sendAll(world.conversions(), (batch) => acceptConversions(context, actor, batch, 'server'), filling);
  for (const { conversionId, ...refund } of world.refunds()) await acceptRefunds(context, actor, conversionId, [refund]);
  await drainTenant(context, 'system', actor.tenantId, { signal });
  signal.throwIfAborted();
}

/** What the rooms of tracking show: requests and their downloads, a placement under way, figures of a host, views, and survey answers. */
async function fillTracking(context: Context, actor: Actor, { world, startAt }: Simulated, { signal }: Filling): Promise<void> {
  const { days } = DEMO_WORLD;
  const { key, details } = simulatePlacement(world, startAt, days);
  await putPlacement(context, actor, key, details);
  const origin = { source: 'host_log', evidence: 'host_log_bytes' } as const;
  for (const batch of chunksOf(simulateRequests(world, startAt, days), MAX_BATCH)) {
    signal.throwIfAborted();
    await acceptEpisodeRequests(context, actor, batch, origin);
  }
  await putHostFigures(context, actor, simulateFigures(world, startAt, days));
  await putViewCounts(context, actor, simulateViews(world, startAt, days));
  await acceptSurveyAnswers(context, actor, simulateAnswers(startAt, days));
  await drainRequests(context, 'system', actor.tenantId, { signal });
  await drainTenant(context, 'system', actor.tenantId, { signal });
  signal.throwIfAborted();
}

/**
 * What the rooms of models show: two models of the tenant's own, one of them in two versions, a fit by campaign, two runs over the same
 * days, and a validation. The last three are computed in the background. The same again changes nothing.
 */
async function fillModels(context: Context, actor: Actor, startAt: string): Promise<void> {
  const put = putModel.bind(undefined, context, actor);
  const { items } = await listModels(context, actor);
  if (!items.some(({ name }) => name === 'ends-first'))
    await put('ends-first', { base: 'position_based', parameters: { firstShare: 0.4, lastShare: 0.4 } });
  await put('ends-first', { base: 'position_based', parameters: { firstShare: 0.5, lastShare: 0.3, lookbackDays: 21 } });
  await put('quick-fade', { base: 'time_decay', parameters: { halfLifeDays: 3 } });
  await createFit(context, actor, { model: 'hazard', unit: 'campaign', order: 1 }, 'demo-fit');
  const endMs = Date.parse(startAt) + DEMO_WORLD.days * DAY_MS;
  const time = { from: new Date(endMs - RUN_DAYS * DAY_MS).toISOString(), to: new Date(endMs).toISOString() };
  for (const model of ['linear', 'ends-first']) await createRun(context, actor, NewRun.parse({ model, ...time }), `demo-run-${model}`);
  await createValidation(context, actor, NewValidation.parse({ seed: 7, households: 1_000, replicates: 0 }), 'demo-validation');
}

/**
 * What the room of predictions shows: a plan, from the campaigns that are over; an episode from its first days, without history and
 * labelled so; and where the campaign under way will end.
 */
async function fillPredictions(context: Context, actor: Actor, { catalog }: World): Promise<void> {
  const [first] = catalog.shows;
  const placements = plannedAfter({ catalog });
  await createPrediction(context, actor, NewPrediction.parse({ kind: 'campaign_outcome', placements }), 'demo-prediction-plan');
  const newest = catalog.episodes.findLast(({ show }) => show === first.key);
  const downloads = NewPrediction.parse({ kind: 'episode_downloads', episode: newest?.key });
  await createPrediction(context, actor, downloads, 'demo-prediction-episode');
  await keepPredictionsUp(context, 'system', actor.tenantId);
}

/**
 * The file of a demo that exists, or of one that is to be filled from now on. It is written before the tenant is committed: a tenant
 * without its file was filled by an installation whose folder is gone, and gets new keys.
 */
async function demoFile(context: Context, dataDir: string): Promise<DemoFile> {
  const found = readDemoFile(readKept(dataDir, FILE_NAME));
  const existing = await findTenantBySlug(context, 'system', DEMO_SLUG);
  if (found && found.tenantId === existing) return found;
  const begin = async (tx: TenantTx): Promise<DemoFile> => {
    const startAt = demoStart(context.clock());
    const made = { tenantId: tx.tenantId, ...(await createKeysIn(tx)), startAt, isFilled: existing !== undefined };
    keep(dataDir, FILE_NAME, JSON.stringify(made));
    return made;
  };
  if (existing !== undefined) return inTenant(context.db, existing, begin);
  const input = { name: 'Demo (simulated data)', slug: DEMO_SLUG, tier: 'free' as const, currency: 'USD', simulated: true };
  const made: DemoFile[] = [];
  await createTenant(context, 'system', input, async (tx) => void made.push(await begin(tx)));
  return made[0];
}

/**
 * Makes sure that the installation has its demo tenant, filled with simulated events through the same intake as any other's. An interrupted
 * filling goes on where it was: its events keep their ids.
 * @throws the signal's reason when it aborts.
 */
export async function ensureDemo(context: Context, _actor: 'system', dataDir: string, filling: Filling): Promise<Demo> {
  const file = await demoFile(context, dataDir);
  if (!file.isFilled) {
    const actor = systemActor(file.tenantId);
    const world = simulateWorld({ ...DEMO_WORLD, startAt: file.startAt });
    const simulated: Simulated = { world, startAt: file.startAt, past: simulatePast(file.startAt) };
    await fillCatalog(context, actor, simulated);
    await fillEvents(context, actor, simulated, filling);
    await fillTracking(context, actor, simulated, filling);
    await fillModels(context, actor, file.startAt);
    await fillPredictions(context, actor, world);
    for (const grain of ['hour', 'day'] as const) await watchTenant(context, 'system', actor.tenantId, { grain, signal: filling.signal });
    await lookAtTenant(context, 'system', file.tenantId, { signal: filling.signal });
    keep(dataDir, FILE_NAME, JSON.stringify({ ...file, isFilled: true }));
  }
  return { apiKey: file.apiKey, signInKey: file.signInKey };
}
