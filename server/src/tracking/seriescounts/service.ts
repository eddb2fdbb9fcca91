import type { TenantTx } from '../../platform/tenant-door.ts';
import {
  countConversionHours,
  countExposureDays,
  countExposureHours,
  type DownloadDay,
  type EventHour,
  type ExposureDay,
  findEarliestReceived,
  type Span,
  sumDownloadDays,
} from './store.ts';

export type { DownloadDay, EventHour, ExposureDay };

/**
 * Exposures of people who heard the ad by UTC day, campaign, show and placement. It reads the events of these days alone, by the index of
 * when they were received: whoever wants many days keeps the sums, and asks `findEarliestReceivedIn` which of them changed.
 */
export async function countExposureDaysIn(tx: TenantTx, span: Span): Promise<ExposureDay[]> {
  return countExposureDays(tx, span);
}

/** Requests and downloads by UTC day and show, from the sums that counting keeps. */
export async function sumDownloadDaysIn(tx: TenantTx, days: { from: string; before: string }): Promise<DownloadDay[]> {
  return sumDownloadDays(tx, days);
}

/** Events of a sort by UTC hour and show; conversions are all but visits, and name no show. A download counts once. */
export async function countEventHoursIn(tx: TenantTx, sort: 'impressions' | 'downloads' | 'conversions', span: Span): Promise<EventHour[]> {
  if (sort === 'conversions') return countConversionHours(tx, span);
  return countExposureHours(tx, sort === 'impressions' ? 'impression' : 'download', span);
}

/** When the earliest of the touchpoints occurred that were received since an instant; undefined when none was. */
export async function findEarliestReceivedIn(tx: TenantTx, sinceAt: string): Promise<Date | undefined> {
  return findEarliestReceived(tx, sinceAt);
}
