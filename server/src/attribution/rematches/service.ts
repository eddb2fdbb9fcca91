import { findCodesIn } from '../../catalog/codes/service.ts';
import type { Context } from '../../platform/context.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import type { EventWindow, Histories } from '../../tracking/eventcolumns/schema.ts';
import { readHistoriesIn, readWindowIn } from '../../tracking/eventcolumns/service.ts';
import { MOST_TOUCHPOINTS_PER_KEY } from '../../tracking/evidence/service.ts';
import { findRestrictionsIn } from '../../tracking/restrictions/service.ts';
import { LOOKBACK_DAYS } from '../paths/match.ts';
import { findSourcesIn } from '../slots/service.ts';
import { limitsWithin, rematch, type Rematched, type Told } from './rematching.ts';

const DAY_MS = 86_400_000;
/** So many days of conversions are matched at once, where there are few enough touchpoints to be held for it. */
export const WINDOW_DAYS = 60;
const MOST_HELD = { most: 5_000_000, mostBytes: 2 ** 30 };
/** Each takes up to 24 bytes of the thread's memory while they are joined. */
const MOST_PAIRS = 40_000_000;
const JOIN_LIMITS = { touchpointsPerKey: MOST_TOUCHPOINTS_PER_KEY, pairsPerKey: 100_000 };

/** The distinct texts of a column of a window. */
function textsOf({ conversions: { count, texts, ...columns } }: EventWindow, name: 'promoCode' | 'referrer' | 'utm'): string[] {
  const numbers = new Set(columns[name].subarray(0, count));
  return [...numbers].flatMap((number) => (number < 0 ? [] : texts.bytesOf(number).toString()));
}

/** The conversions of the days from this one on with all that tells of their paths; undefined where they cannot be matched at once. */
async function readDaysIn(tx: TenantTx, day: string): Promise<{ window: EventWindow; told: Omit<Told, 'histories'> } | undefined> {
  if ((await findRestrictionsIn(tx)).keys.size > 0) return undefined;
  const fromMs = Date.parse(day);
  const span = { fromMs, beforeMs: fromMs + WINDOW_DAYS * DAY_MS };
  const window = await readWindowIn(tx, span, { lookbackMs: LOOKBACK_DAYS * DAY_MS, ...MOST_HELD });
  if (window === undefined) return undefined;
  const codes = await findCodesIn(tx, textsOf(window, 'promoCode'));
  const kinds = ['referrer', 'utm'] as const;
  const sources = await findSourcesIn(
    tx,
    kinds.flatMap((kind) => textsOf(window, kind).map((value) => ({ kind, value }))),
  );
  const numbers = new Map(sources.map(({ kind, value, source }) => [`${kind} ${value}`, source]));
  return { window, told: { codes, sourceOf: (kind, value) => numbers.get(`${kind} ${value}`) } };
}

/** What a failure comes to: nothing where the signal aborted, since then nobody asks any more. */
function unlessAborted(signal: AbortSignal | undefined) {
  return (error: unknown): undefined => {
    if (signal?.aborted !== true) throw error;
  };
}

/** The conversions of a tenant, matched window by window. */
export interface Rematches {
  /**
   * The window in which a UTC day lies; days must go up. Undefined where its conversions cannot be matched at once, since there are too
   * many events or some are restricted, and once the signal aborted.
   */
  of(day: string): Promise<Rematched | undefined>;
}

/** The windows of a tenant's days, each read and matched when its first day is asked for. */
export function openRematches(context: Context, _actor: 'system', tenantId: string, signal?: AbortSignal): Rematches {
  const look = <Result>(work: (tx: TenantTx) => Promise<Result>) => inTenant(context.db, tenantId, work, { readOnly: true });
  let beforeDay = '';
  let rematched: Rematched | undefined;
  let histories: Promise<Histories | undefined> | undefined;
  return {
    async of(day) {
      if (day < beforeDay) return rematched;
      rematched = undefined;
      const days = await look((tx) => readDaysIn(tx, day));
      histories ??= days && look((tx) => readHistoriesIn(tx, MOST_HELD));
      const told = days && { ...days.told, histories: await histories };
      const limits = days && limitsWithin(days.window, JOIN_LIMITS, MOST_PAIRS);
      rematched = told && limits && (await rematch(days.window, told, limits, signal).catch(unlessAborted(signal)));
      beforeDay = new Date(Date.parse(day) + WINDOW_DAYS * DAY_MS).toISOString().slice(0, 10);
      return rematched;
    },
  };
}
