import { apportion, apportionConversions, buildModel, NANO, weigh } from '../../../../engine/src/index.ts';
import type { Context } from '../../platform/context.ts';
import type { TenantTx } from '../../platform/tenant-door.ts';
import { CONVERSION_KINDS, currencyCode } from '../paths/codes.ts';
import { appendPacked, clearChunk, createChunk } from '../paths/packed.ts';
import { campaignsOf } from '../reports/aggregate.ts';
import { createEvaluated, evaluate } from '../reports/evaluate.ts';
import { DEFAULT_OPTIONS } from '../reports/options.ts';
import { currencyIn } from '../reports/service.ts';
import { streamPaths } from '../reports/store.ts';
import { readSlotsIn } from '../slots/service.ts';

/** A campaign, and the time in which conversions count for it; the end is excluded. */
export interface CreditedTime {
  campaign: string;
  fromMs: number;
  untilMs: number;
}

/** What a campaign is credited with in one show: attributed, which is not incremental. */
export interface LineCredit {
  campaign: string;
  show: string;
  /** Conversions of kind `visit`. */
  visits: number;
  /** Those of every other kind, and their value in the currency. */
  conversions: number;
  valueMinor: number;
}

const CHUNK_PATHS = 4_096;
const CHUNK_TOUCHES = 1 << 17;
const VISIT = CONVERSION_KINDS.indexOf('visit');
/** An equal part to every touch: no parameter of it is anybody's choice. */
const LINEAR = buildModel('linear', { halfLifeMs: 1, firstShare: 0, lastShare: 0 });

/** The days before a conversion in which touches earn credit under the options that line credits are read under. */
export const LINE_LOOKBACK_DAYS = DEFAULT_OPTIONS.lookbackDays;

/**
 * What the linear model credits campaigns with by show, of the conversions in each one's time, under a report's default options; with the
 * currency of the values: the tenant's, else the one that most conversions have. Touches without a show are left out. Reads every stored
 * path of the months that lie in any of the times, a month a statement, and stops between two when the signal aborts.
 */
export async function readLineCreditsIn(
  context: Context,
  tx: TenantTx,
  times: readonly CreditedTime[],
  signal?: AbortSignal,
): Promise<{ currency: string | null; credits: LineCredit[] }> {
  const currency = await currencyIn(tx, { currency: undefined });
  if (times.length === 0) return { currency, credits: [] };
  const slots = await readSlotsIn(context, tx);
  const byCampaign = new Map(times.map((time) => [time.campaign, time]));
  const found = new Map<string, LineCredit>();
  const timeOf = slots.map(({ campaign, show }) => (campaign === null || show === null ? undefined : byCampaign.get(campaign)));
  const [chunk, out] = [createChunk(CHUNK_PATHS), createEvaluated(CHUNK_PATHS)];
  const options = { ...DEFAULT_OPTIONS, currency: currencyCode(currency) };

  const flush = () => {
    evaluate(chunk, options, campaignsOf(slots), out);
    const touches = out.offsets[out.pathCount];
    const [weights, nano, minor] = [new Float64Array(touches), new Float64Array(touches), new Float64Array(touches)];
    weigh(LINEAR, out, weights);
    apportionConversions(out, weights, nano);
    apportion(out, chunk.valueMinor, weights, minor);
    for (let path = 0; path < out.pathCount; path += 1) {
      const [atMs, isVisit] = [chunk.convertedAtMs[path], chunk.kind[path] === VISIT];
      for (let touch = out.offsets[path]; touch < out.offsets[path + 1]; touch += 1) {
        const time = timeOf[out.slot[touch]];
        if (time === undefined || atMs < time.fromMs || atMs >= time.untilMs) continue;
        addCredit(found, time.campaign, slots[out.slot[touch]].show ?? '', { isVisit, nano: nano[touch], minor: minor[touch] });
      }
    }
    clearChunk(chunk);
  };

  for (const stretch of monthsOf(times)) {
    signal?.throwIfAborted();
    await streamPaths(tx, { stretch, asOf: undefined }, (packed) => {
      appendPacked(chunk, packed);
      if (chunk.pathCount >= CHUNK_PATHS || chunk.offsets[chunk.pathCount] >= CHUNK_TOUCHES) flush();
    });
  }
  if (chunk.pathCount > 0) flush();
  return {
    currency,
    credits: [...found.values()].map((one) => ({ ...one, visits: one.visits / NANO, conversions: one.conversions / NANO })),
  };
}

/** The months that any of the times lies in, as far as it does, ascending. */
export function monthsOf(times: readonly Omit<CreditedTime, 'campaign'>[]): { fromMs: number; beforeMs: number }[] {
  const lastMs = Math.max(...times.map(({ untilMs }) => untilMs));
  const months: { fromMs: number; beforeMs: number }[] = [];
  for (let atMs = Math.min(...times.map(({ fromMs }) => fromMs)); atMs < lastMs;) {
    const at = new Date(atMs);
    const nextMs = Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 1);
    const within = times.filter(({ fromMs, untilMs }) => fromMs < nextMs && untilMs > atMs);
    const fromMs = Math.max(atMs, Math.min(...within.map((time) => time.fromMs)));
    const beforeMs = Math.min(nextMs, Math.max(...within.map(({ untilMs }) => untilMs)));
    if (fromMs < beforeMs) months.push({ fromMs, beforeMs });
    atMs = nextMs;
  }
  return months;
}

function addCredit(
  found: Map<string, LineCredit>,
  campaign: string,
  show: string,
  { isVisit, nano, minor }: { isVisit: boolean; nano: number; minor: number },
): void {
  const name = JSON.stringify([campaign, show]);
  let line = found.get(name);
  if (line === undefined) found.set(name, (line = { campaign, show, visits: 0, conversions: 0, valueMinor: 0 }));
  if (isVisit) line.visits += nano;
  else {
    line.conversions += nano;
    line.valueMinor += minor;
  }
}
