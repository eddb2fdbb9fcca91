import type { Context } from '../../platform/context.ts';
import { createGate } from '../../platform/gate.ts';
import { shareOf } from '../../platform/intervals.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import { getReportDefaults } from '../../tenants/standing/service.ts';
import { type ConversionEvidence, findCandidatesIn, prepareMatchingIn, type TouchpointEvidence } from '../../tracking/evidence/service.ts';
import { sampleConversionsIn } from '../../tracking/samples/service.ts';
import { EVIDENCE_CLASSES, TIER } from '../paths/codes.ts';
import { keptConversions } from '../paths/service.ts';
import { countDailyIn, type DailyCount } from '../../tracking/exposurecounts/service.ts';
import { type Contrast, contrastsOf, type KeyedOrder } from './contrast.ts';
import { countMatched, matchedExposures, shifted } from './rules.ts';
import type { PlaceboQuery } from './query.ts';
import type { Placebo } from './schema.ts';

const DAY_MS = 86_400_000;
const SAMPLE = 2_000;

/** Each looks up a sample's exposures twice; a few at a time leave room for others. */
const lookups = createGate({ perOwner: 1, inAll: 2 });

interface Window {
  fromMs: number;
  toMs: number;
  lookbackDays: number;
}

type Order = readonly ConversionEvidence[];

async function countIn(tx: TenantTx, orders: readonly Order[], lookbackDays: number, isShifted: boolean): Promise<number[]> {
  const lookbackMs = lookbackDays * DAY_MS;
  const asked = isShifted ? shifted(orders.flat(), lookbackMs) : orders.flat();
  const { conversions, ...candidates } = await findCandidatesIn(tx, asked, lookbackDays);
  const plain = new Map(conversions.map((conversion) => [conversion.id, conversion]));
  const plainOrders = orders.map((records) => records.flatMap(({ id }) => plain.get(id) ?? []));
  return countMatched({ ...candidates, orders: plainOrders, lookbackMs, isShifted });
}

/** What exposures are put together by; null for those that take no part. */
export type KeyOf = (touch: Pick<DailyCount, 'campaign' | 'show' | 'placement'>) => string | null;

export type { Contrast };

/** Orders of a time beside the exposures around them. */
export interface Contrasts<Name extends string> {
  eligible: number;
  sampled: number;
  /** By each grouping, and its keys. */
  by: Record<Name, Map<string, Contrast>>;
  /** The orders that were looked at, with how many exposures of each key are on either side. */
  orders: Record<Name, KeyedOrder[]>;
}

async function touchesIn(tx: TenantTx, orders: readonly Order[], lookbackDays: number, isShifted: boolean) {
  const lookbackMs = lookbackDays * DAY_MS;
  const asked = isShifted ? shifted(orders.flat(), lookbackMs) : orders.flat();
  const { conversions, ...candidates } = await findCandidatesIn(tx, asked, lookbackDays);
  const plain = new Map(conversions.map((conversion) => [conversion.id, conversion]));
  const plainOrders = orders.map((records) => records.flatMap(({ id }) => plain.get(id) ?? []));
  return matchedExposures({ ...candidates, orders: plainOrders, lookbackMs, isShifted });
}

function countedBy(touches: readonly TouchpointEvidence[], keyOf: KeyOf): Map<string, number> {
  const counts = new Map<string, number>();
  for (const touch of touches) {
    const key = keyOf(touch);
    if (key !== null) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

function personOf({ userKey, emailKey, addressKey, deviceKey, clickKey, id }: ConversionEvidence): string {
  return userKey ?? emailKey ?? addressKey ?? deviceKey ?? clickKey ?? id;
}

function dailyBy(counts: readonly DailyCount[], keyOf: KeyOf): Map<string, Map<number, number>> {
  const daily = new Map<string, Map<number, number>>();
  for (const count of counts) {
    const key = keyOf(count);
    if (key === null) continue;
    const days = daily.get(key) ?? new Map<number, number>();
    daily.set(key, days.set(count.day, (days.get(count.day) ?? 0) + count.exposures));
  }
  return daily;
}

/** The time whose orders are looked at, and their kinds. */
export interface ContrastQuery {
  from: Date;
  to: Date;
  kinds: readonly string[];
  lookbackDays: number;
}

/**
 * For campaigns, shows or whatever exposures are grouped by: how many orders have one in the lookback before them, and how many as far
 * after them, where it cannot have led to them, by up to 2,000 orders of a time, the same each time. The time has to end one lookback
 * ago. Clicks count as exposures do.
 */
export async function findContrastsIn<Name extends string>(
  tx: TenantTx,
  { from, to, kinds, lookbackDays }: ContrastQuery,
  groupings: Readonly<Record<Name, KeyOf>>,
): Promise<Contrasts<Name>> {
  await prepareMatchingIn(tx);
  const sample = await sampleConversionsIn(tx, { fromAt: from.toISOString(), toAt: to.toISOString(), kinds: [...kinds] }, SAMPLE);
  const { kept: counted, recordsOf } = keptConversions(sample.conversions);
  const kept = counted.filter(({ id }) => sample.chosenIds.has(id));
  const records = kept.map(({ id }) => recordsOf.get(id) ?? []);
  const sides = {
    before: await touchesIn(tx, records, lookbackDays, false),
    after: await touchesIn(tx, records, lookbackDays, true),
  };
  const reach = lookbackDays * DAY_MS;
  const scope = { fromAt: new Date(from.getTime() - reach).toISOString(), toAt: new Date(to.getTime() + reach).toISOString() };
  const daily = await countDailyIn(tx, { ...scope, kinds: ['download', 'impression'] });
  const names = Object.keys(groupings) as Name[];
  const ordersBy = (keyOf: KeyOf): KeyedOrder[] =>
    kept.flatMap((conversion, place) => {
      const [before, after] = [sides.before[place], sides.after[place]];
      // A restriction keeps it out of matching.
      if (before === undefined || after === undefined) return [];
      const day = Math.floor(conversion.occurredAtMs / DAY_MS);
      return [{ person: personOf(conversion), day, before: countedBy(before, keyOf), after: countedBy(after, keyOf) }];
    });
  const orders = Object.fromEntries(names.map((name) => [name, ordersBy(groupings[name])])) as Record<Name, KeyedOrder[]>;
  const by = Object.fromEntries(
    names.map((name) => [name, contrastsOf(orders[name], dailyBy(daily, groupings[name]), lookbackDays)]),
  ) as Record<Name, Map<string, Contrast>>;
  return { eligible: sample.eligible, sampled: kept.length, by, orders };
}

function windowOf({ clock }: Context, { from, to }: PlaceboQuery, lookbackDays: number): Window {
  const observedMs = clock() - lookbackDays * DAY_MS;
  return { fromMs: from ?? 0, toMs: Math.min(to ?? observedMs, observedMs), lookbackDays };
}

/**
 * The rate of matches by chance (METHOD §4): conversions are matched with exposures in a span as long as the lookback, but after them,
 * where no exposure can have led to them; an order by the keys of all its records, as paths are. It is an upper bound of chance: listeners
 * who go on listening after they bought are in it, too. Up to 2,000 conversions are looked at, the same ones each time, none younger than
 * one lookback.
 * @throws AppError `forbidden`.
 */
export async function getPlacebo(context: Context, actor: Actor, query: PlaceboQuery): Promise<Placebo> {
  authorize(actor, 'attribution.read');
  const defaults = await getReportDefaults(context, 'system', actor.tenantId);
  const { lookbackDays = defaults.lookbackDays, minEvidence = defaults.minEvidence } = query;
  const { fromMs, toMs } = windowOf(context, query, lookbackDays);
  const isCounted = (place: number) => TIER[place] <= TIER[EVIDENCE_CLASSES.indexOf(minEvidence)];
  const read = async (tx: TenantTx): Promise<Placebo> => {
    await prepareMatchingIn(tx);
    const filter = { fromAt: new Date(fromMs).toISOString(), toAt: new Date(toMs).toISOString(), kinds: query.conversionKind };
    const sample = await sampleConversionsIn(tx, filter, SAMPLE);
    const { kept: counted, recordsOf } = keptConversions(sample.conversions);
    const kept = counted.filter(({ id }) => sample.chosenIds.has(id));
    const orders = kept.map(({ id }) => recordsOf.get(id) ?? []);
    const counts = { before: await countIn(tx, orders, lookbackDays, false), after: await countIn(tx, orders, lookbackDays, true) };
    const sum = (of: number[]) => of.filter((_, place) => isCounted(place)).reduce((all, one) => all + one, 0);
    return {
      lookbackDays,
      minEvidence,
      from: query.from === undefined ? null : filter.fromAt,
      to: filter.toAt,
      eligibleConversions: sample.eligible,
      sampledConversions: kept.length,
      matched: shareOf(sum(counts.before), kept.length),
      placebo: shareOf(sum(counts.after), kept.length),
      byEvidence: EVIDENCE_CLASSES.flatMap((evidence, place) => {
        const [before, after] = [counts.before[place], counts.after[place]];
        if (before + after === 0 || !isCounted(place)) return [];
        return [{ evidence, matched: shareOf(before, kept.length), placebo: shareOf(after, kept.length) }];
      }),
    };
  };
  return lookups.run(actor.tenantId, () => inTenant(context.db, actor.tenantId, read, { readOnly: true }));
}
