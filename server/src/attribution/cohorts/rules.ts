import { FEW_CONVERSIONS } from '../../platform/estimates.ts';
import { type Share, shareOf } from '../../platform/intervals.ts';
import { resample } from '../../platform/resampling.ts';
import { CONVERSION_KINDS, TOUCHPOINT_KINDS } from '../paths/codes.ts';
import { CUSTOMER_KNOWN, CUSTOMER_NEW, type PathChunk } from '../paths/packed.ts';
import { ATTRIBUTED, type Evaluated } from '../reports/evaluate.ts';
import type { Cohorts } from './schema.ts';

/** An attributed conversion with the exposures that may take credit for it. */
export interface Conversion {
  atMs: number;
  valueMinor: number;
  isPurchase: boolean;
  /** True of the first purchase of a new customer, as far as is known. */
  isFirst: boolean;
  exposures: { id: string; atMs: number }[];
}

function isExposure(kind: number): boolean {
  return TOUCHPOINT_KINDS[kind] === 'download' || TOUCHPOINT_KINDS[kind] === 'impression';
}

function isFirstPurchase(chunk: PathChunk, path: number): boolean {
  const customer = chunk.customer[path];
  return customer === CUSTOMER_NEW || (customer !== CUSTOMER_KNOWN && chunk.priorPurchaseAtMs[path] === 0);
}

/** The attributed conversions of a chunk. */
export function conversionsOf(chunk: PathChunk, out: Evaluated, idsOf: (path: number) => string[]): Conversion[] {
  const found: Conversion[] = [];
  for (let path = 0; path < out.pathCount; path += 1) {
    if (out.state[path] !== ATTRIBUTED) continue;
    const ids = idsOf(path);
    const atMs = chunk.convertedAtMs[path];
    const kind = CONVERSION_KINDS[chunk.kind[path]];
    const isPurchase = kind === 'purchase' || kind === 'subscription';
    const exposures: Conversion['exposures'] = [];
    for (let touch = out.offsets[path]; touch < out.offsets[path + 1]; touch += 1) {
      const origin = out.origin[touch];
      if (origin < 0 || !isExposure(chunk.evidence[chunk.offsets[path] + origin] >> 8)) continue;
      exposures.push({ id: ids[origin], atMs: atMs - out.ageMs[touch] });
    }
    found.push({ atMs, valueMinor: chunk.valueMinor[path], isPurchase, isFirst: isPurchase && isFirstPurchase(chunk, path), exposures });
  }
  return found;
}

/** A conversion with the household it is of and the household's first exposure. */
export interface Placed extends Omit<Conversion, 'exposures'> {
  household: number;
  show: string | null;
  firstMs: number;
}

/** The calendar months (UTC) from one instant to another. */
export function monthsBetween(fromMs: number, toMs: number): number {
  const [from, to] = [new Date(fromMs), new Date(toMs)];
  return (to.getUTCFullYear() - from.getUTCFullYear()) * 12 + to.getUTCMonth() - from.getUTCMonth();
}

export const monthOf = (ms: number) => new Date(ms).toISOString().slice(0, 7);

type Cell = Cohorts['rows'][number]['cells'][number];

function householdShare(count: number, of: number): Share {
  // A household that was restated may be told of in a path and not in the cohort until it is matched anew.
  return { ...shareOf(Math.min(count, of), of), isFew: count < FEW_CONVERSIONS };
}

/** What a cohort of so many households did in each month since its own, up to the present one. */
export function cellsOf(month: string, households: number, placed: readonly Placed[], nowMs: number): Cell[] {
  const startMs = Date.parse(`${month}-01T00:00:00Z`);
  const last = monthsBetween(startMs, nowMs);
  const byMonth = Map.groupBy(placed, ({ atMs }) => monthsBetween(startMs, atMs));
  const soFar = new Set<number>();
  return Array.from({ length: last + 1 }, (_, monthsSince) => {
    const own = byMonth.get(monthsSince) ?? [];
    const values = new Map<number, Float64Array>();
    for (const { household, valueMinor } of own) {
      soFar.add(household);
      const sums = values.get(household);
      if (sums === undefined) values.set(household, Float64Array.of(valueMinor));
      else sums[0] += valueMinor;
    }
    const firsts = new Set(own.filter(({ isFirst }) => isFirst).map(({ household }) => household));
    return {
      monthsSince,
      isComplete: monthsSince < last,
      converters: householdShare(values.size, households),
      convertersSoFar: householdShare(soFar.size, households),
      newCustomers: householdShare(firsts.size, households),
      conversions: own.length,
      valueMinor: resample(values, 1).sum(0, own.length < FEW_CONVERSIONS),
    };
  });
}

/** Of the households that bought, those that were new customers. */
export function newCustomerShare(placed: readonly Placed[]): Share {
  const of = (some: readonly Placed[]) => new Set(some.map(({ household }) => household)).size;
  return householdShare(of(placed.filter(({ isFirst }) => isFirst)), of(placed.filter(({ isPurchase }) => isPurchase)));
}
