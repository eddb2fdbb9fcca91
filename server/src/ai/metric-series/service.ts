import { listConversionDaysIn, listCreditDaysIn } from '../../attribution/rollups/service.ts';
import { listAllCampaignsIn } from '../../catalog/campaigns/service.ts';
import { listPlacementsIn } from '../../catalog/placements/service.ts';
import type { Context } from '../../platform/context.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { findTenantIn } from '../../tenants/service.ts';
import { type ExposureDay, keepExposureDays, readExposureDaysIn } from '../../tracking/exposuredays/service.ts';
import { countConversionHoursIn, countExposureHoursIn, sumDownloadDaysIn } from '../../tracking/seriescounts/service.ts';
import { assembleDaily, assembleHourly, type HourlyInput, type PricedPlacement } from '../anomalies/assembling.ts';
import { AGAIN, DAY_MS, dayOf, HOUR_MS, KEPT, type Series } from '../anomalies/series.ts';
import * as store from '../anomalies/store.ts';

const PLACEMENTS_AT_ONCE = 1_000;

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

/** Which tenant's series, up to which day or hour: the start of the last one. */
interface Asked {
  tenantId: string;
  lastMs: number;
  /** Between reads it stops when this aborts; what was counted until then stays counted. */
  signal?: AbortSignal | undefined;
}

/**
 * A tenant's daily series up to a day, from sums alone: those of exposures are brought up to date before, for which the events of the days
 * that changed since the last time are read once.
 */
export async function readDailySeries(context: Context, _actor: 'system', { tenantId, lastMs, signal }: Asked): Promise<Series[]> {
  const days = { from: dayOf(lastMs - (KEPT.day - 1) * DAY_MS), before: dayOf(lastMs + DAY_MS) };
  await keepExposureDays(context, 'system', tenantId, { from: days.from, signal });
  return readIn(context, tenantId, async (tx) => {
    const exposures: ExposureDay[] = [];
    const add = (rows: readonly ExposureDay[]) => {
      for (const row of rows) exposures.push(row);
    };
    await readExposureDaysIn(tx, days, add, signal);
    return assembleDaily({
      lastDay: dayOf(lastMs),
      exposures,
      downloads: await sumDownloadDaysIn(tx, days),
      conversions: await listConversionDaysIn(tx, days),
      credits: { campaign: await listCreditDaysIn(tx, 'campaign', days), show: await listCreditDaysIn(tx, 'show', days) },
      placements: await pricedIn(tx),
      flights: new Map((await listAllCampaignsIn(tx)).map(({ key, startsOn, endsOn }) => [key, { startsOn, endsOn }])),
    });
  });
}

/** A span of hours in the parts that lie in one month each, as events are stored. */
function monthsOf(fromMs: number, beforeMs: number): { fromAt: string; beforeAt: string }[] {
  const parts: { fromAt: string; beforeAt: string }[] = [];
  for (let atMs = fromMs; atMs < beforeMs;) {
    const at = new Date(atMs);
    const nextMs = Math.min(beforeMs, Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 1));
    parts.push({ fromAt: at.toISOString(), beforeAt: new Date(nextMs).toISOString() });
    atMs = nextMs;
  }
  return parts;
}

/** A tenant's hourly series up to an hour, from the stored ones and the events of the last hours. */
export async function readHourlySeries(context: Context, _actor: 'system', { tenantId, lastMs, signal }: Asked): Promise<Series[]> {
  return readIn(context, tenantId, async (tx) => {
    const { hoursThrough } = await store.findRound(tx);
    const firstMs = lastMs - (KEPT.hour - 1) * HOUR_MS;
    const countedFromMs = hoursThrough === null ? firstMs : Math.max(firstMs, hoursThrough.getTime() - (AGAIN.hour - 1) * HOUR_MS);
    const events: Record<'downloads' | 'impressions' | 'conversions', HourlyInput['events'][number][]> = {
      downloads: [],
      impressions: [],
      conversions: [],
    };
    for (const part of monthsOf(countedFromMs, lastMs + HOUR_MS)) {
      signal?.throwIfAborted();
      for (const { at, kind, show, events: count } of await countExposureHoursIn(tx, part)) {
        const metric = kind === 'download' ? 'downloads' : 'impressions';
        events[metric].push({ metric, atMs: at.getTime(), show, events: count });
      }
      for (const { at, show, events: count } of await countConversionHoursIn(tx, part))
        events.conversions.push({ metric: 'conversions', atMs: at.getTime(), show, events: count });
    }
    const all = [...events.downloads, ...events.impressions, ...events.conversions];
    return assembleHourly({ lastMs, countedFromMs, events: all, stored: await store.listSeries(tx, 'hour') });
  });
}
