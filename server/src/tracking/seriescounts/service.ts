import type { TenantTx } from '../../platform/tenant-door.ts';
import {
  countConversionHours,
  countExposureHours,
  type DownloadDay,
  type EventHour,
  type ExposureHour,
  type Span,
  sumDownloadDays,
} from './store.ts';

/** Requests and downloads by UTC day and show, from the sums that counting keeps. */
export async function sumDownloadDaysIn(tx: TenantTx, days: { from: string; before: string }): Promise<DownloadDay[]> {
  return sumDownloadDays(tx, days);
}

/** Exposures of people who heard the ad by UTC hour, kind and show, in the order of hours and shows. A download counts once. */
export async function countExposureHoursIn(tx: TenantTx, span: Span): Promise<ExposureHour[]> {
  return countExposureHours(tx, span);
}

/** Conversions by UTC hour: all but visits, which name no show. */
export async function countConversionHoursIn(tx: TenantTx, span: Span): Promise<EventHour[]> {
  return countConversionHours(tx, span);
}
