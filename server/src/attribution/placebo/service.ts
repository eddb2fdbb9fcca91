import type { Context } from '../../platform/context.ts';
import { createGate } from '../../platform/gate.ts';
import { shareOf } from '../../platform/intervals.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import { getReportDefaults } from '../../tenants/standing/service.ts';
import { type ConversionEvidence, findCandidatesIn, prepareMatchingIn } from '../../tracking/evidence/service.ts';
import { sampleConversionsIn } from '../../tracking/samples/service.ts';
import { EVIDENCE_CLASSES, TIER } from '../paths/codes.ts';
import { keptConversions } from '../paths/service.ts';
import { countMatched, shifted } from './rules.ts';
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
