import type { TenantTx } from '../../platform/tenant-door.ts';
import { type ConversionEvidence, findConversionsWithOrdersIn, prepareMatchingIn } from '../../tracking/evidence/service.ts';
import { findPlacesIn, type OutcomeRow, type OutcomeSpan, readOutcomesIn } from '../../tracking/participants/service.ts';
import { findRestrictionsIn, isRestricted } from '../../tracking/restrictions/service.ts';
import { keptConversions } from '../paths/service.ts';
import { keysOf } from '../readouts/participants.ts';
import { addDaily, allAsked, createDaily, type Daily, EVERYWHERE, netValue, placeOf, type Whereabouts, whereaboutsOf } from './rules.ts';

/** A conversion that counts for its order, with what all records of the order know of who was behind it, and where. */
export interface Outcome extends Whereabouts {
  conversion: ConversionEvidence;
  keys: string[];
}

/**
 * Hands on the conversions of a kind in a time, page by page, one for each order of which at least one record is asked for: `areAsked` says
 * it of each of a page. Each comes once; those of people whom a restriction keeps out of matching come without keys.
 */
export async function readOrdersIn(
  tx: TenantTx,
  span: OutcomeSpan,
  areAsked: (rows: readonly OutcomeRow[]) => Promise<ArrayLike<number>>,
  onOutcomes: (outcomes: Outcome[]) => Promise<void>,
): Promise<void> {
  const restrictions = await findRestrictionsIn(tx);
  await prepareMatchingIn(tx);
  const told = new Set<string>();
  const [fromMs, toMs] = [Date.parse(span.fromAt), Date.parse(span.toAt)];
  await readOutcomesIn(tx, span, async (page) => {
    const answers = await areAsked(page);
    const asked = new Map(page.filter((_, place) => answers[place] === 1).map((row) => [row.id, row]));
    if (asked.size === 0) return;
    const { kept, recordsOf } = keptConversions(await findConversionsWithOrdersIn(tx, [...asked.keys()]));
    const places = await findPlacesIn(
      tx,
      [...recordsOf.values()].flatMap((records) => (records.length === 1 ? [] : records.map(({ id }) => id))),
    );
    const outcomes: Outcome[] = [];
    for (const conversion of kept) {
      const records = recordsOf.get(conversion.id) ?? [conversion];
      const isInside = conversion.kind === span.kind && conversion.occurredAtMs >= fromMs && conversion.occurredAtMs < toMs;
      if (!records.some(({ id }) => asked.has(id)) || !isInside || told.has(conversion.id)) continue;
      // Only an order of several records can come with another page, too.
      if (records.length > 1) told.add(conversion.id);
      const keys = records.some((record) => isRestricted(record, restrictions)) ? [] : records.flatMap(keysOf);
      outcomes.push({ conversion, keys, ...whereaboutsOf(records.flatMap(({ id }) => places.get(id) ?? asked.get(id) ?? [])) });
    }
    await onOutcomes(outcomes);
  });
}

/** What is counted: conversions of a kind, or what they are worth in a currency. */
interface Counted {
  conversionKind: string;
  measure: 'rate' | 'value';
  currency: string | null;
}

/**
 * What came day by day in these places (`EVERYWHERE` for all together) from one instant to another, both at the start of a UTC day:
 * conversions of the experiment's kind, or what they are worth. `placeless` counts those in none of the places from `countFromMs` on, and
 * among them those of which no record of their order says where.
 */
export async function readDailyIn(
  tx: TenantTx,
  experiment: Counted,
  places: readonly string[],
  { fromMs, toMs, countFromMs = fromMs }: { fromMs: number; toMs: number; countFromMs?: number },
): Promise<Daily & { placeless: { conversions: number; unknown: number } }> {
  const daily = createDaily(places, fromMs, toMs);
  const known = new Set(places);
  const placeless = { conversions: 0, unknown: 0 };
  const span = { kind: experiment.conversionKind, fromAt: new Date(fromMs).toISOString(), toAt: new Date(toMs).toISOString() };
  await readOrdersIn(tx, span, allAsked, async (outcomes) => outcomes.forEach(count));

  function count({ conversion, region, country }: Outcome): void {
    const place = known.has(EVERYWHERE) ? EVERYWHERE : placeOf(known, { region, country });
    const amount = experiment.measure === 'rate' ? 1 : netValue(conversion, experiment.currency);
    if (place !== undefined) addDaily(daily, place, conversion.occurredAtMs, amount);
    else if (conversion.occurredAtMs >= countFromMs) {
      placeless.conversions += 1;
      if (region === null && country === null) placeless.unknown += 1;
    }
  }
  return { ...daily, placeless };
}
