import { buildModel, creditByUnit, MODEL_NAMES } from '../../../engine/src/index.ts';
import { matchColumns, matchingColumns } from '../../../server/src/attribution/paths/column-match.ts';
import type { Context } from '../../../server/src/platform/context.ts';
import { inTenant } from '../../../server/src/platform/tenant-door.ts';
import { placeOf } from '../../../server/src/tracking/eventcolumns/schema.ts';
import { readWindowIn } from '../../../server/src/tracking/eventcolumns/service.ts';

const DAY_MS = 86_400_000;
const MOST = 1e8;
const MOST_BYTES = 2 ** 31;
const LIMITS = { touchpointsPerKey: 10_000, pairsPerKey: Infinity };

/** Sums of one campaign: conversions and value of each of the five models in turn. */
export type CampaignSums = Map<string, number[]>;

/** What a rebuild by columns came to, and how long its parts took. */
export interface Rebuilt {
  sums: CampaignSums;
  readMs: number;
  matchMs: number;
  creditMs: number;
}

/** All events of a tenant from PostgreSQL in columns, matched by the product's rules, credited under five models, 30 days' lookback. */
export async function rebuildByColumns(context: Context, tenantId: string): Promise<Rebuilt> {
  const startedAt = performance.now();
  const span = { fromMs: 0, beforeMs: context.clock() + DAY_MS };
  const window = await inTenant(
    context.db,
    tenantId,
    (tx) => readWindowIn(tx, span, { lookbackMs: 0, most: MOST, mostBytes: MOST_BYTES }),
    { readOnly: true },
  );
  if (window === undefined) throw new Error('there are more events than columns hold');
  const readAt = performance.now();
  const { touchpoints, conversions } = window;
  const { offsets: from, touch, isCrowded } = matchColumns(matchingColumns(window, LIMITS));
  if (isCrowded.includes(1)) throw new Error('a key was on too many events');
  const matchedAt = performance.now();
  const campaigns = [
    ...new Set(Array.from({ length: touchpoints.places.count }, (_, place) => placeOf(touchpoints.places, place)[0] ?? '')),
  ];
  const campaignOf = Uint16Array.from({ length: touchpoints.places.count }, (_, place) =>
    campaigns.indexOf(placeOf(touchpoints.places, place)[0] ?? ''),
  );
  const [offsets, ageMs, unit] = [new Int32Array(conversions.count + 1), new Float64Array(touch.length), new Uint16Array(touch.length)];
  let end = 0;
  for (let row = 0; row < conversions.count; row += 1) {
    for (let place = from[row]; place < from[row + 1]; place += 1) {
      const age = conversions.atMs[row] - touchpoints.atMs[touch[place]];
      if (age > 30 * DAY_MS) continue;
      ageMs[end] = age;
      unit[end] = campaignOf[touchpoints.place[touch[place]]];
      end += 1;
    }
    offsets[row + 1] = end;
  }
  const models = MODEL_NAMES.map((name) => buildModel(name));
  const paths = { pathCount: conversions.count, offsets, ageMs, unit };
  const credit = creditByUnit(models, paths, { value: conversions.valueMinor }, campaigns.length);
  const sums = new Map(campaigns.map((key, at) => [key, models.flatMap((_m, m) => [credit.conversions[m][at], credit.value[m][at]])]));
  const done = performance.now();
  return { sums, readMs: readAt - startedAt, matchMs: matchedAt - readAt, creditMs: done - matchedAt };
}
