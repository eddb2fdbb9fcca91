import { placeFilters, unknownFiltersIn } from '../../catalog/naming/service.ts';
import type { Placement, PlacementFilter } from '../../catalog/placements/schema.ts';
import { findPlacementByKeyIn, listPlacementsIn } from '../../catalog/placements/service.ts';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { pageOf, type PageRequest } from '../../platform/paging.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import { findExposureSpanIn, readExposureDaysIn } from '../exposuredays/service.ts';
import { createPlacementDays } from './placement-days.ts';
import { countedDays, type DayCount, daysWithin, pacingOf } from './rules.ts';
import type { PacingPage, PlacementPacingDetail } from './schema.ts';
import { countDays, countEvidence } from './store.ts';

/**
 * Where placements stand, by key: all, or those of a campaign, in a show, of a kind. What is delivered is counted from the stored
 * touchpoints that name each, so that late events, erasures and what is counted anew are in it.
 */
export async function listPacing(context: Context, actor: Actor, filter: PlacementFilter, page: PageRequest): Promise<PacingPage> {
  authorize(actor, 'pacing.read');
  const nowMs = context.clock();
  const read = await inTenant(
    context.db,
    actor.tenantId,
    async (tx) => {
      const placements = await listPlacementsIn(tx, filter, { ...page, limit: page.limit + 1 });
      const keys = placements.slice(0, page.limit).map(({ key }) => key);
      const unknown = await unknownFiltersIn(tx, placeFilters({ show: filter.show, campaign: filter.campaign }));
      return { placements, unknown, days: keys.length === 0 ? [] : await countDays(tx, keys) };
    },
    { readOnly: true },
  );
  const byPlacement = Map.groupBy(read.days, ({ placement }) => placement);
  const items = read.placements.map((placement) => {
    return pacingOf(placement, countedDays(placement, byPlacement.get(placement.key) ?? []), nowMs);
  });
  return { ...pageOf(items, page.limit, ({ placement }) => placement), unknown: read.unknown };
}

/** Where one placement stands, with its days and what its deliveries rest on. @throws AppError `forbidden`; `not_found`. */
export async function getPacing(context: Context, actor: Actor, key: string): Promise<PlacementPacingDetail> {
  authorize(actor, 'pacing.read');
  const nowMs = context.clock();
  return inTenant(
    context.db,
    actor.tenantId,
    async (tx) => {
      const placement = await findPlacementByKeyIn(tx, key);
      if (!placement) throw new AppError('not_found', 'There is no such placement.');
      const counted = countedDays(placement, await countDays(tx, [key]));
      const { startsOn, endsOn } = placement;
      const evidence = await countEvidence(tx, { placement: key, kind: counted.counted, startsOn, endsOn });
      const within = daysWithin(placement, counted.days).map(({ day, delivered }) => ({ day, delivered }));
      return { ...pacingOf(placement, counted, nowMs), days: within, evidence };
    },
    { readOnly: true },
  );
}

/**
 * What each of these placements delivered by UTC day within its flight, as pacing counts it, by the placement's key. It reads the sums by
 * day, a month at a time, and stops between two when the signal aborts.
 */
export async function countDeliveriesIn(
  tx: TenantTx,
  placements: readonly Placement[],
  signal?: AbortSignal,
): Promise<Map<string, DayCount[]>> {
  const counted = createPlacementDays(placements.map(({ key }) => key));
  if (placements.length > 0) await readExposureDaysIn(tx, await findExposureSpanIn(tx), counted.add, signal);
  const byPlacement = Map.groupBy(counted.finish(), ({ placement }) => placement);
  return new Map(
    placements.map((placement) => {
      const { days } = countedDays(placement, byPlacement.get(placement.key) ?? []);
      return [placement.key, daysWithin(placement, days)];
    }),
  );
}
