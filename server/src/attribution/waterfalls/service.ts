import { placeFilters, unknownFiltersIn } from '../../catalog/naming/service.ts';
import { listBakedInIn } from '../../catalog/placements/service.ts';
import type { Context } from '../../platform/context.ts';
import { createGate } from '../../platform/gate.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import { findDownloadWindowIn } from '../../tenants/settings/service.ts';
import { getReportDefaults } from '../../tenants/standing/service.ts';
import { countWaitingIn } from '../../tracking/evidence/service.ts';
import { countWaitingRequestsIn } from '../../tracking/downloads/service.ts';
import { findExposureFallsIn, findFallIn, findHostComparisonIn, type Selection } from '../../tracking/waterfall/service.ts';
import { LOOKBACK_DAYS } from '../paths/match.ts';
import { readSlotsIn } from '../slots/service.ts';
import { addMatched, conversionsOf, creditFall, type MatchedByUnit, type MatchTerms, noneMatched, usability } from './rules.ts';
import type { Waterfall, WaterfallQuery } from './schema.ts';
import { listTouchedPaths } from './store.ts';

const PATHS_PER_PART = 5_000;
const MOST_COUNTED = 100_000;

/** Of waterfalls, which read every path of their time and keep a connection for long. Who waits has no connection yet. */
const readers = createGate({ perOwner: 1, inAll: 2 });

async function selectionIn(tx: TenantTx, { campaign, ...place }: WaterfallQuery): Promise<Selection> {
  if (campaign === undefined) return place;
  return { ...place, reaches: (await listBakedInIn(tx)).filter((placement) => placement.campaign === campaign) };
}

async function findMatchedIn(context: Context, tx: TenantTx, terms: MatchTerms): Promise<MatchedByUnit> {
  const slots = await readSlotsIn(context, tx);
  const found = noneMatched();
  const time = conversionsOf(terms, LOOKBACK_DAYS);
  for (let after = ''; ;) {
    const paths = await listTouchedPaths(tx, { ...time, after, limit: PATHS_PER_PART });
    addMatched(found, paths, slots, terms);
    if (paths.length < PATHS_PER_PART) return found;
    after = paths[paths.length - 1].id;
  }
}

function termsOf(query: WaterfallQuery, { lookbackDays, minEvidence }: Pick<MatchTerms, 'lookbackDays' | 'minEvidence'>): MatchTerms {
  return {
    ...query,
    fromMs: query.from === undefined ? -Infinity : Date.parse(query.from),
    toMs: query.to === undefined ? Infinity : Date.parse(query.to),
    lookbackDays,
    minEvidence,
  };
}

/** What rules took out, each with its share of all. */
function sharesOf<Filtered extends { requests: number }>(filtered: readonly Filtered[], all: number): (Filtered & { share: number })[] {
  return filtered.map((one) => ({ ...one, share: one.requests / all }));
}

/**
 * How requests became downloads, and downloads credit, for any campaign, show, episode and days: requests = filtered + repeats + downloads,
 * downloads = usable + unusable, usable = matched + unmatched, matched = attributed + uncredited. Beside it stands what hosts counted. A
 * campaign's requests are those that its baked-in placements cover. What ad servers and senders tell of instead falls beside it, kind by
 * kind, and adds up in the same way: received = filtered + exposures.
 * @throws AppError `forbidden`.
 */
export async function getWaterfall(context: Context, actor: Actor, query: WaterfallQuery): Promise<Waterfall> {
  authorize(actor, 'attribution.read');
  const terms = termsOf(query, await getReportDefaults(context, 'system', actor.tenantId));
  return readers.run(actor.tenantId, () => readWaterfall(context, actor, query, terms));
}

async function readWaterfall(context: Context, actor: Actor, query: WaterfallQuery, terms: MatchTerms): Promise<Waterfall> {
  return inTenant(
    context.db,
    actor.tenantId,
    async (tx) => {
      const selection = await selectionIn(tx, query);
      const { usable, filtered, ...fall } = await findFallIn(tx, selection);
      const found = await findMatchedIn(context, tx, terms);
      const exposures = (await findExposureFallsIn(tx, query)).map((one) => ({
        ...one,
        filtered: sharesOf(one.filtered, one.received),
        ...usability(one.usable, one.exposures),
        ...creditFall(one.usable, found[one.kind]),
      }));
      return {
        ...fall,
        window: await findDownloadWindowIn(tx),
        filtered: sharesOf(filtered, fall.requests),
        ...usability(usable, fall.downloads),
        ...creditFall(usable, found.counted),
        exposures,
        host: (await findHostComparisonIn(tx, selection)) ?? null,
        unknown: await unknownFiltersIn(tx, placeFilters(query)),
        waitingRequests: (await countWaitingRequestsIn(tx, MOST_COUNTED)).count,
        waitingConversions: (await countWaitingIn(tx)).all,
      };
    },
    { readOnly: true },
  );
}
