import { listConversionDaysIn, listCreditDaysIn } from '../../attribution/rollups/service.ts';
import { listAllCampaignsIn } from '../../catalog/campaigns/service.ts';
import { listPlacementsIn } from '../../catalog/placements/service.ts';
import type { Context } from '../../platform/context.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { findTenantIn } from '../../tenants/service.ts';
import {
  countEventHoursIn,
  countExposureDaysIn,
  type ExposureDay,
  findEarliestReceivedIn,
  sumDownloadDaysIn,
} from '../../tracking/seriescounts/service.ts';
import { assembleDaily, assembleHourly, type DailyInput, type HourlyInput, type PricedPlacement } from '../anomalies/assembling.ts';
import { AGAIN, DAY_MS, dayOf, HOUR_MS, KEPT, type Series } from '../anomalies/series.ts';
import * as store from '../anomalies/store.ts';

const DAYS_AT_ONCE = 31;
const PLACEMENTS_AT_ONCE = 1_000;
/** A transaction that stores an event may end so long after the instant that the event is marked with. */
const OVERLAP_MS = 10 * 60_000;

const readIn = <Result>(context: Context, tenantId: string, work: (tx: TenantTx) => Promise<Result>) =>
  inTenant(context.db, tenantId, work, { readOnly: true });

/** Placements priced by the thousand in the tenant's currency. */
async function pricedIn(tx: TenantTx): Promise<PricedPlacement[]> {
  const currency = (await findTenantIn(tx))?.currency ?? null;
  const priced: PricedPlacement[] = [];
  for (let after = ''; ;) {
    const page = await listPlacementsIn(tx, {}, { after, limit: PLACEMENTS_AT_ONCE });
    for (const { key, campaign, show, kind, price } of page)
      if (price?.basis === 'cpm' && price.currency === currency) priced.push({ key, campaign, show, kind, cpmMinor: price.amountMinor });
    const last = page.at(-1);
    if (last === undefined || page.length < PLACEMENTS_AT_ONCE) return priced;
    after = last.key;
  }
}

/** Exposures from one day to another, some weeks a transaction. */
async function exposuresOf(context: Context, tenantId: string, span: { fromMs: number; beforeMs: number }): Promise<ExposureDay[]> {
  const found: ExposureDay[] = [];
  for (let fromMs = span.fromMs; fromMs < span.beforeMs; fromMs += DAYS_AT_ONCE * DAY_MS) {
    const beforeMs = Math.min(span.beforeMs, fromMs + DAYS_AT_ONCE * DAY_MS);
    const part = { fromAt: new Date(fromMs).toISOString(), beforeAt: new Date(beforeMs).toISOString() };
    for (const row of await readIn(context, tenantId, (tx) => countExposureDaysIn(tx, part))) found.push(row);
  }
  return found;
}

/** From when on exposures are to be counted anew: all, or what is not in the stored series yet. */
async function countedFromIn(tx: TenantTx, round: store.Round, lastMs: number): Promise<number> {
  const firstMs = lastMs - (KEPT.day - 1) * DAY_MS;
  if (round.daysThrough === null || round.countedAt === null) return firstMs;
  const earliest = await findEarliestReceivedIn(tx, new Date(round.countedAt.getTime() - OVERLAP_MS).toISOString());
  const usualMs = Date.parse(round.daysThrough) - (AGAIN.day - 1) * DAY_MS;
  const earliestMs = earliest === undefined ? usualMs : Math.floor(earliest.getTime() / DAY_MS) * DAY_MS;
  return Math.max(firstMs, Math.min(usualMs, earliestMs));
}

/** Series, and the instant up to which the events in them had come. */
export interface ReadSeries {
  series: Series[];
  countedAt: Date;
}

/** Which tenant's series, up to which day or hour: the start of the last one. */
interface Asked {
  tenantId: string;
  lastMs: number;
}

/**
 * A tenant's daily series up to a day, from the rollups and, of exposures, from the stored series and the events of the days that changed
 * since these were made.
 */
export async function readDailySeries(context: Context, _actor: 'system', { tenantId, lastMs }: Asked): Promise<ReadSeries> {
  const countedAt = new Date(context.clock());
  const read = async (tx: TenantTx) => {
    const round = await store.findRound(tx);
    const countedFromMs = await countedFromIn(tx, round, lastMs);
    const days = { from: dayOf(lastMs - (KEPT.day - 1) * DAY_MS), before: dayOf(lastMs + DAY_MS) };
    const input: Omit<DailyInput, 'exposures'> = {
      lastDay: dayOf(lastMs),
      countedFrom: dayOf(countedFromMs),
      downloads: await sumDownloadDaysIn(tx, days),
      conversions: await listConversionDaysIn(tx, days),
      credits: { campaign: await listCreditDaysIn(tx, 'campaign', days), show: await listCreditDaysIn(tx, 'show', days) },
      placements: await pricedIn(tx),
      flights: new Map((await listAllCampaignsIn(tx)).map(({ key, startsOn, endsOn }) => [key, { startsOn, endsOn }])),
      stored: await store.listSeries(tx, 'day'),
    };
    return { input, countedFromMs };
  };
  const { input, countedFromMs } = await readIn(context, tenantId, read);
  const exposures = await exposuresOf(context, tenantId, { fromMs: countedFromMs, beforeMs: lastMs + DAY_MS });
  return { series: assembleDaily({ ...input, exposures }), countedAt };
}

/** A tenant's hourly series up to an hour, from the stored ones and the events of the last hours. */
export async function readHourlySeries(context: Context, _actor: 'system', { tenantId, lastMs }: Asked): Promise<ReadSeries> {
  const countedAt = new Date(context.clock());
  const series = await readIn(context, tenantId, async (tx) => {
    const { hoursThrough } = await store.findRound(tx);
    const firstMs = lastMs - (KEPT.hour - 1) * HOUR_MS;
    const countedFromMs = hoursThrough === null ? firstMs : Math.max(firstMs, hoursThrough.getTime() - (AGAIN.hour - 1) * HOUR_MS);
    const span = { fromAt: new Date(countedFromMs).toISOString(), beforeAt: new Date(lastMs + HOUR_MS).toISOString() };
    const events: HourlyInput['events'][number][] = [];
    for (const metric of ['downloads', 'impressions', 'conversions'] as const)
      for (const { at, show, events: count } of await countEventHoursIn(tx, metric, span))
        events.push({ metric, atMs: at.getTime(), show, events: count });
    return assembleHourly({ lastMs, countedFromMs, events, stored: await store.listSeries(tx, 'hour') });
  });
  return { series, countedAt };
}
