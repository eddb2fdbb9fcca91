import { listAllCampaignsIn } from '../../catalog/campaigns/service.ts';
import { findEpisodeNamesIn } from '../../catalog/episodes/service.ts';
import { findShowNamesIn } from '../../catalog/shows/service.ts';
import type { Context } from '../../platform/context.ts';
import { createGate } from '../../platform/gate.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import { getReportDefaults } from '../../tenants/standing/service.ts';
import { countWaitingIn } from '../../tracking/evidence/service.ts';
import { findHorizonIn } from '../../tracking/retention/service.ts';
import { CONVERSION_KINDS, currencyCode } from '../paths/codes.ts';
import { appendPacked, clearChunk, createChunk, type PathChunk } from '../paths/packed.ts';
import { campaignsOf, type Counted } from '../reports/aggregate.ts';
import { createEvaluated, evaluate, type Evaluated } from '../reports/evaluate.ts';
import type { ReportOptions, Slot } from '../reports/options.ts';
import type { Stretch } from '../reports/plan.ts';
import { chosenBy, creditOptionsOf, sourcesAsked } from '../reports/rules.ts';
import { currencyIn } from '../reports/service.ts';
import { streamPaths } from '../reports/store.ts';
import { findSourcesIn, readSlotsIn } from '../slots/service.ts';
import { addOtherCurrencies } from './rules.ts';
import type { AnalyticsFrame, AnalyticsQuery, AnalyticsRequest } from './schema.ts';
import { streamTouchedPaths } from './store.ts';

/** So many paths, or touches, are worth a pass; more would only take memory. */
const CHUNK_PATHS = 4_096;
const CHUNK_TOUCHES = 1 << 17;

/** Of analyses, which read every path of their time and keep a connection for long. Who waits has no connection yet. */
const analysts = createGate({ perOwner: 1, inAll: 2 });

/** What an analysis works with: an open transaction, the request with nothing left open, and what paths are evaluated under. */
export interface Analysis<Query extends AnalyticsQuery = AnalyticsQuery> {
  context: Context;
  tx: TenantTx;
  request: Query & AnalyticsRequest;
  currency: string | null;
  options: ReportOptions;
  slots: Slot[];
  /** The instant whose paths are read, as ledgers tell it; the present ones without it. */
  asOf?: string | undefined;
  /** Conversions met in other currencies, filled as paths are walked. */
  otherCurrencies: Map<string, Counted>;
}

/**
 * Opens an analysis of the tenant's figures, one of a tenant at a time, in one snapshot of the database.
 * @throws AppError `forbidden`, and what `work` throws.
 */
export async function analyse<Query extends AnalyticsQuery, Result>(
  context: Context,
  actor: Actor,
  query: Query,
  work: (analysis: Analysis<Query>) => Promise<Result>,
): Promise<Result> {
  authorize(actor, 'attribution.read');
  const request = chosenBy(query, await getReportDefaults(context, 'system', actor.tenantId)) as Query & AnalyticsRequest;
  const read = async (tx: TenantTx) => {
    const currency = await currencyIn(tx, request);
    const options = creditOptionsOf(request, await findSourcesIn(tx, sourcesAsked(request)), {
      conversionKinds: request.conversionKind?.map((kind) => CONVERSION_KINDS.indexOf(kind)),
      currency: currencyCode(currency),
      creditDate: 'conversion',
    });
    const slots = await readSlotsIn(context, tx);
    return work({ context, tx, request, currency, options, slots, otherCurrencies: new Map() });
  };
  return analysts.run(actor.tenantId, () => inTenant(context.db, actor.tenantId, read, { readOnly: true }));
}

/**
 * Stored paths and what became of them under the options. `idsOf` tells the touchpoint ids of a path of the chunk, in the stored order,
 * where they were asked for.
 */
export interface Walked {
  chunk: PathChunk;
  out: Evaluated;
  idsOf: (path: number) => string[];
}

/** Hands over the paths of conversions in a stretch, chunk by chunk; what is handed over holds only during the call. */
export async function walkPathsIn(analysis: Analysis, stretch: Stretch, onChunk: (walked: Walked) => void, withIds = false): Promise<void> {
  const chunk = createChunk(CHUNK_PATHS);
  const out = createEvaluated(CHUNK_PATHS);
  const campaignOf = campaignsOf(analysis.slots);
  let ids: string[][] = [];
  const flush = () => {
    evaluate(chunk, analysis.options, campaignOf, out);
    addOtherCurrencies(chunk, out, analysis.otherCurrencies);
    onChunk({ chunk, out, idsOf: (path) => ids[path] });
    clearChunk(chunk);
    ids = [];
  };
  const take = (packed: Uint8Array) => {
    appendPacked(chunk, packed);
    if (chunk.pathCount >= CHUNK_PATHS || chunk.offsets[chunk.pathCount] >= CHUNK_TOUCHES) flush();
  };
  if (withIds) {
    await streamTouchedPaths(analysis.tx, stretch, (packed, touchpointIds) => {
      ids.push(touchpointIds());
      take(packed);
    });
  } else await streamPaths(analysis.tx, { stretch, asOf: analysis.asOf }, take);
  if (chunk.pathCount > 0) flush();
}

/** What the catalogue calls these campaigns, shows or episodes; nothing is known by another name than its key. */
export async function keyNamesIn(tx: TenantTx, groupBy: string, keys: string[]): Promise<Map<string, string>> {
  if (groupBy === 'show') return findShowNamesIn(tx, keys);
  if (groupBy === 'episode') return findEpisodeNamesIn(tx, keys);
  if (groupBy !== 'campaign') return new Map();
  return new Map((await listAllCampaignsIn(tx)).flatMap(({ key, name }) => (name === null ? [] : [[key, name] as const])));
}

/** What an analysis says of itself; call it last, when all paths were walked. */
export async function frameIn({ tx, request, currency, otherCurrencies }: Analysis): Promise<AnalyticsFrame> {
  const instant = (ms: number | undefined) => (ms === undefined ? null : new Date(ms).toISOString());
  return {
    lookbackDays: request.lookbackDays,
    currency,
    from: instant(request.from),
    to: instant(request.to),
    options: {
      conversionKind: request.conversionKind ?? null,
      touchpointKind: request.touchpointKind ?? null,
      minEvidence: request.minEvidence,
      repeats: request.repeats,
      responseSignals: request.responseSignals,
      newCustomersOnly: request.newCustomersOnly ?? false,
      exclude: request.exclude ?? [],
    },
    waitingConversions: (await countWaitingIn(tx)).all,
    eventsKeptFrom: (await findHorizonIn(tx))?.keptFrom.toISOString() ?? null,
    otherCurrencies: [...otherCurrencies]
      .map(([name, sums]) => ({ currency: name, ...sums }))
      .sort((a, b) => (a.currency < b.currency ? -1 : 1)),
  };
}
