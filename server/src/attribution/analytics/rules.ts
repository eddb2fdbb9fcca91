import { invalid } from '../../platform/errors.ts';
import type { ExposureScope } from '../../tracking/exposurecounts/service.ts';
import type { TOUCHPOINT_KINDS } from '../paths/codes.ts';
import { currencyName } from '../paths/codes.ts';
import type { PathChunk } from '../paths/packed.ts';
import { addCounted, type Counted } from '../reports/aggregate.ts';
import { ATTRIBUTED, type Evaluated, EXCLUDED, OTHER_CURRENCY, UNATTRIBUTED } from '../reports/evaluate.ts';

/** Adds the conversions of a chunk that are in other currencies to those met so far. */
export function addOtherCurrencies(chunk: PathChunk, out: Evaluated, found: Map<string, Counted>): void {
  for (let path = 0; path < out.pathCount; path += 1) {
    if (out.state[path] !== OTHER_CURRENCY) continue;
    addCounted(found, currencyName(chunk.currency[path]), { conversions: 1, valueMinor: chunk.valueMinor[path] });
  }
}

/** @throws AppError `invalid_request` when a period ends before it begins; `from` and `to` are the names of its parameters. */
export function checkPeriod(period: { from?: number | undefined; to?: number | undefined }, from = 'from', to = 'to'): void {
  if (period.from !== undefined && period.to !== undefined && period.from > period.to)
    throw invalid(from, `"${from}" lies after "${to}"; exchange them. "${from}" is included, "${to}" is not.`);
}

/** How many conversions paths were found for, and how many were left out. */
export interface Counts {
  conversions: number;
  unattributedConversions: number;
  excludedConversions: number;
}

/** No conversions yet. */
export function noCounts(): Counts {
  return { conversions: 0, unattributedConversions: 0, excludedConversions: 0 };
}

/** Counts the paths of a chunk by what became of them. */
export function addCounts(counts: Counts, { pathCount, state }: Evaluated): void {
  for (let path = 0; path < pathCount; path += 1) {
    if (state[path] === ATTRIBUTED) counts.conversions += 1;
    else if (state[path] === UNATTRIBUTED) counts.unattributedConversions += 1;
    else if (state[path] === EXCLUDED) counts.excludedConversions += 1;
  }
}

const FIRST_MS = 0;
const LAST_MS = Date.parse('3000-01-01T00:00:00Z');

/** What exposures may be narrowed to. */
interface Narrowing {
  touchpointKind?: (typeof TOUCHPOINT_KINDS)[number][] | undefined;
  campaign?: string | undefined;
  show?: string | undefined;
}

/** The exposures of a period, in milliseconds, that a query is about: downloads and impressions, as far as their kinds are asked for. */
export function exposureScope(
  { touchpointKind, campaign, show }: Narrowing,
  period: { from?: number | undefined; to?: number | undefined },
): ExposureScope {
  const at = (ms: number) => new Date(ms).toISOString();
  const all = ['download', 'impression'] as const;
  const kinds = touchpointKind === undefined ? all : all.filter((kind) => touchpointKind.includes(kind));
  return { fromAt: at(period.from ?? FIRST_MS), toAt: at(period.to ?? LAST_MS), kinds, campaign, show };
}
