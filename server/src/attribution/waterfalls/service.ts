import { listBakedInIn } from '../../catalog/placements/service.ts';
import type { Context } from '../../platform/context.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import { findDownloadWindowIn } from '../../tenants/settings/service.ts';
import { getReportDefaults } from '../../tenants/standing/service.ts';
import { countWaitingRequestsIn } from '../../tracking/downloads/service.ts';
import { LEAST_USABLE_SHARE } from '../../tracking/waterfall/schema.ts';
import { findFallIn, findHostComparisonIn, type Selection } from '../../tracking/waterfall/service.ts';
import { LOOKBACK_DAYS } from '../paths/match.ts';
import { readSlotsIn } from '../slots/service.ts';
import { addMatched, conversionsOf, type MatchedDownloads, type MatchTerms } from './rules.ts';
import type { Waterfall, WaterfallQuery } from './schema.ts';
import { listDownloadPaths } from './store.ts';

const PATHS_PER_PART = 5_000;
const MOST_COUNTED = 100_000;

async function selectionIn(tx: TenantTx, { campaign, ...place }: WaterfallQuery): Promise<Selection> {
  if (campaign === undefined) return place;
  return { ...place, reaches: (await listBakedInIn(tx)).filter((placement) => placement.campaign === campaign) };
}

async function findMatchedIn(context: Context, tx: TenantTx, terms: MatchTerms): Promise<MatchedDownloads> {
  const slots = await readSlotsIn(context, tx);
  const found: MatchedDownloads = { matched: new Set(), attributed: new Set() };
  const time = conversionsOf(terms, LOOKBACK_DAYS);
  for (let after = ''; ;) {
    const paths = await listDownloadPaths(tx, { ...time, after, limit: PATHS_PER_PART });
    addMatched(found, paths, slots, terms);
    if (paths.length < PATHS_PER_PART) return found;
    after = paths[paths.length - 1].id;
  }
}

/**
 * How requests became downloads, and downloads credit, for any campaign, show, episode and days: requests = filtered + repeats + downloads,
 * downloads = usable + unusable, usable = matched + unmatched, matched = attributed + uncredited. Beside it stands what hosts counted. A
 * campaign's requests are those that its baked-in placements cover; what ad servers delivered has no requests.
 * @throws AppError `forbidden`.
 */
export async function getWaterfall(context: Context, actor: Actor, query: WaterfallQuery): Promise<Waterfall> {
  authorize(actor, 'attribution.read');
  const { lookbackDays, minEvidence } = await getReportDefaults(context, 'system', actor.tenantId);
  const terms: MatchTerms = {
    ...query,
    fromMs: query.from === undefined ? -Infinity : Date.parse(query.from),
    toMs: query.to === undefined ? Infinity : Date.parse(query.to),
    lookbackDays,
    minEvidence,
  };
  return inTenant(
    context.db,
    actor.tenantId,
    async (tx) => {
      const selection = await selectionIn(tx, query);
      const { usable, filtered, ...fall } = await findFallIn(tx, selection);
      const found = await findMatchedIn(context, tx, terms);
      const matched = Math.min(usable, found.matched.size);
      const attributed = Math.min(matched, found.attributed.size);
      const unaccounted = found.matched.size - matched;
      const usableShare = fall.downloads === 0 ? null : usable / fall.downloads;
      return {
        ...fall,
        window: await findDownloadWindowIn(tx),
        filtered: filtered.map((one) => ({ ...one, share: one.requests / fall.requests })),
        usable,
        unusable: fall.downloads - usable,
        usableShare,
        isUsableShareLow: usableShare !== null && usableShare < LEAST_USABLE_SHARE,
        matched,
        unmatched: usable - matched,
        unaccounted,
        attributed,
        uncredited: matched - attributed,
        host: (await findHostComparisonIn(tx, selection)) ?? null,
        waitingRequests: (await countWaitingRequestsIn(tx, MOST_COUNTED)).count,
      };
    },
    { readOnly: true },
  );
}
