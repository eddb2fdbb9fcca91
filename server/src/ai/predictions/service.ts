import { findCampaignsIn } from '../../catalog/campaigns/service.ts';
import { findEpisodesIn, listEpisodesOfShowIn } from '../../catalog/episodes/service.ts';
import { listPlacementsIn } from '../../catalog/placements/service.ts';
import { recordAuditIn } from '../../platform/audit.ts';
import { newId } from '../../platform/chance.ts';
import type { Context } from '../../platform/context.ts';
import { AppError, invalid } from '../../platform/errors.ts';
import { createGate } from '../../platform/gate.ts';
import { type Page, pageOf, type PageRequest, strayCursor } from '../../platform/paging.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { callInThread } from '../../platform/thread.ts';
import { answerBeforeIn, onceIn } from '../../security/idempotency/service.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import { type Prepared, prepareDownloadsIn, prepareOutcomeIn, preparePacingIn, type Question } from '../prediction-inputs/service.ts';
import type { Forecast } from './campaign-forecast.ts';
import type { BandPoint } from './download-growth.ts';
import { type NewPrediction, Prediction, type PredictionFilter, type PredictionKind, type PredictionSummary } from './schema.ts';
import { type Called, predictionOf, summaryOf } from './shown.ts';
import * as store from './store.ts';
import type { Result, StoredPrediction } from './stored.ts';

const MOST_KEPT = 10_000;
const PREDICTION_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const LONGEST_MS = 2 * 60_000;

/** Each reads a tenant's history and takes a thread for some seconds. */
const gate = createGate({ perOwner: 1, inAll: 2 });

const FORECASTS: Record<PredictionKind, { module: string; name: string }> = {
  campaign_outcome: { module: new URL('./campaign-forecast.ts', import.meta.url).href, name: 'forecastCampaign' },
  episode_downloads: { module: new URL('./download-growth.ts', import.meta.url).href, name: 'forecastDownloads' },
  campaign_pacing: { module: new URL('./pacing-forecast.ts', import.meta.url).href, name: 'forecastPacing' },
};

/** What the functions that forecast answer, each with what belongs to its kind. */
type Answer = Forecast & { bands?: BandPoint[]; booked?: number; chanceUnder?: number; chanceOver?: number; currency?: string | null };

const todayOf = (context: Context) => new Date(context.clock()).toISOString().slice(0, 10);

function prepareIn(context: Context, tx: TenantTx, question: Question): Promise<Prepared<unknown>> {
  const { asked, asOf } = question;
  if (asked.kind === 'campaign_outcome') return prepareOutcomeIn(context, tx, question);
  if (asked.kind === 'episode_downloads') return prepareDownloadsIn(tx, asked, asOf);
  return preparePacingIn(tx, question);
}

/** What is stored of a prediction that was computed. */
interface Computed extends Omit<Prepared<unknown>, 'input'> {
  result: Result;
}

/**
 * Predicts as asked, from what lies before a UTC day, and stores nothing. The same of the same data is the same to the byte.
 * @throws AppError what reading its input throws.
 */
export async function computePrediction(
  context: Context,
  _actor: 'system',
  { tenantId, ...question }: Question & { tenantId: string },
): Promise<Computed> {
  const { asked, signal } = question;
  const { input, ...prepared } = await inTenant(context.db, tenantId, (tx) => prepareIn(context, tx, question), { readOnly: true });
  const timeout = AbortSignal.timeout(LONGEST_MS);
  const stop = signal === undefined ? timeout : AbortSignal.any([timeout, signal]);
  const answer = await callInThread<Answer>({ ...FORECASTS[asked.kind], input }, stop);
  const { history, measures, bands = [], booked = null, chanceUnder = null, chanceOver = null } = answer;
  const basis = answer.currency === undefined ? prepared.basis : { ...prepared.basis, currency: answer.currency };
  return { ...prepared, basis, result: { history, measures, bands, booked, chanceUnder, chanceOver } };
}

/** Keeps what was computed; undefined where the day's own is there already. */
export async function keepPredictionIn(
  context: Context,
  tx: TenantTx,
  { kind, subject, asOf, dueOn, basis, result }: Computed & { kind: PredictionKind },
  { by, isDaily }: { by: string; isDaily: boolean },
): Promise<StoredPrediction | undefined> {
  const row = { id: newId(), kind, subject, asOf, dueOn, isDaily, basis, result, at: new Date(context.clock()), createdBy: by };
  const stored = await store.insertPrediction(tx, row);
  if (stored) await recordAuditIn(tx, { actor: by, action: 'prediction.create', target: stored.id, after: { kind, subject, asOf } });
  return stored;
}

/** What the catalogue calls what predictions are about, and of which show an episode is. */
async function namesIn(tx: TenantTx, predictions: readonly StoredPrediction[]): Promise<(one: StoredPrediction) => Called> {
  const keysOf = (isOfEpisode: boolean) =>
    predictions.flatMap(({ kind, subject }) => ((kind === 'episode_downloads') === isOfEpisode ? (subject ?? []) : []));
  const campaigns = new Map((await findCampaignsIn(tx, keysOf(false))).map(({ key, name }) => [key, name]));
  const episodes = new Map((await findEpisodesIn(tx, keysOf(true))).map((one) => [one.key, one]));
  return ({ kind, subject }) => {
    if (subject === null) return { name: null, show: null };
    if (kind !== 'episode_downloads') return { name: campaigns.get(subject) ?? null, show: null };
    const { name = null, show = null } = episodes.get(subject) ?? {};
    return { name, show };
  };
}

/** In a show's list are the predictions of so many of its episodes and placements. */
const MOST_OF_SHOW = 1_000;

async function ofShowIn(tx: TenantTx, show: string | undefined): Promise<store.OfShow | undefined> {
  if (show === undefined) return undefined;
  const episodes = await listEpisodesOfShowIn(tx, show, MOST_OF_SHOW);
  const placements = await listPlacementsIn(tx, { show }, { after: undefined, limit: MOST_OF_SHOW });
  return { show, episodes: episodes.map(({ key }) => key), campaigns: placements.map(({ campaign }) => campaign) };
}

async function shownIn(tx: TenantTx, stored: StoredPrediction): Promise<Prediction> {
  return predictionOf(stored, (await namesIn(tx, [stored]))(stored));
}

/**
 * Predicts how a campaign will come out before it runs, what an episode will be downloaded in 30 days, or what a campaign under way will
 * have delivered, and keeps the prediction with how such ones did before. What happened on `asOf` or later is not looked at, nor what a
 * campaign that runs already did. With an idempotency key the same call again within a day does nothing and answers the same.
 * @throws AppError `forbidden`; `invalid_request` for a subject that is not there or says too little, and for a day to come; `conflict`
 * when 10,000 are kept; what `onceIn` throws.
 */
export async function createPrediction(context: Context, actor: Actor, asked: NewPrediction, idempotencyKey?: string): Promise<Prediction> {
  authorize(actor, 'predictions.write');
  const { tenantId, name: principal } = actor;
  const request =
    idempotencyKey === undefined
      ? undefined
      : { principal, route: 'POST /ai/predictions', key: idempotencyKey, body: asked, answer: Prediction };
  const done = request && (await inTenant(context.db, tenantId, (tx) => answerBeforeIn(context, tx, request)));
  if (done) return done;
  const today = todayOf(context);
  const { asOf = today, kind } = asked;
  if (asOf > today) throw invalid('/asOf', `is a day to come; send ${today} or an earlier one, or leave it out.`);
  const computed = await gate.run(tenantId, () => computePrediction(context, 'system', { tenantId, asked, asOf }));
  return inTenant(context.db, tenantId, (tx) => {
    const keep = async () => {
      await store.lockPredictions(tx);
      if ((await store.countPredictions(tx)) >= MOST_KEPT)
        throw new AppError(
          'conflict',
          `${MOST_KEPT.toLocaleString('en')} predictions are kept already; remove one that is no longer needed.`,
        );
      const stored = await keepPredictionIn(context, tx, { ...computed, kind }, { by: principal, isDaily: false });
      if (!stored) throw new AppError('conflict', 'It was made at the same time by somebody else; read it from the list.');
      return shownIn(tx, stored);
    };
    return request ? onceIn(context, tx, request, keep) : keep();
  });
}

/**
 * The tenant's predictions, the newest first; of a kind, of a campaign, of an episode, or of what is in a show.
 * @throws AppError `forbidden`; `invalid_request` for a cursor that did not come from an answer.
 */
export async function listPredictions(
  context: Context,
  actor: Actor,
  { show, ...filter }: PredictionFilter,
  { after, limit }: PageRequest,
): Promise<Page<PredictionSummary>> {
  authorize(actor, 'predictions.read');
  if (after !== undefined && !PREDICTION_ID.test(after)) throw strayCursor();
  const list = async (tx: TenantTx) => {
    const found = await store.listPredictions(tx, { ...filter, ofShow: await ofShowIn(tx, show) }, { beforeId: after, limit: limit + 1 });
    const nameOf = await namesIn(tx, found);
    return found.map((one) => summaryOf(one, nameOf(one)));
  };
  return pageOf(await inTenant(context.db, actor.tenantId, list, { readOnly: true }), limit, ({ id }) => id);
}

async function findIn(tx: TenantTx, id: string): Promise<StoredPrediction> {
  const prediction = await store.findPrediction(tx, id);
  if (!prediction) throw new AppError('not_found', 'There is no such prediction.');
  return prediction;
}

/** One prediction, with how such ones did before, and what came of it once that is known. @throws AppError `forbidden`; `not_found`. */
export async function getPrediction(context: Context, actor: Actor, id: string): Promise<Prediction> {
  authorize(actor, 'predictions.read');
  return inTenant(context.db, actor.tenantId, async (tx) => shownIn(tx, await findIn(tx, id)), { readOnly: true });
}

/** Forgets a prediction. @throws AppError `forbidden`; `not_found`. */
export async function removePrediction(context: Context, actor: Actor, id: string): Promise<void> {
  authorize(actor, 'predictions.write');
  await inTenant(context.db, actor.tenantId, async (tx) => {
    const { kind, subject, asOf } = await findIn(tx, id);
    await store.deletePrediction(tx, id);
    await recordAuditIn(tx, { actor: actor.name, action: 'prediction.delete', target: id, before: { kind, subject, asOf } });
  });
}
