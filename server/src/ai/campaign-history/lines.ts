import type { Campaign } from '../../catalog/campaigns/schema.ts';
import type { Placement } from '../../catalog/placements/schema.ts';
import type { LineCount } from '../../tracking/exposurecounts/service.ts';
import type { LineCredit } from '../../attribution/line-credits/service.ts';
import type { PlanLine } from '../predictions/campaign-draws.ts';
import type { HistoryCampaign } from '../predictions/tenant-fit.ts';

const DAY_MS = 86_400_000;

/** What of a placement counts here. */
export type Booking = Pick<Placement, 'key' | 'campaign' | 'show' | 'startsOn' | 'endsOn' | 'bookedImpressions' | 'price'>;

/** A campaign with its flight, in UTC days, both included. */
export interface Flown {
  campaign: Campaign;
  startsOn: string;
  endsOn: string;
  bookings: readonly Booking[];
}

const dayAfter = (day: string, days: number) => new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);

/** The flight of a campaign: its own days, else the span of its placements' days; undefined where it is open at an end. */
export function flightOf(campaign: Campaign, bookings: readonly Booking[]): Flown | undefined {
  const days = (name: 'startsOn' | 'endsOn') => {
    const own = campaign[name];
    if (own !== null) return [own];
    const all = bookings.map((booking) => booking[name]);
    return all.includes(null) ? [] : all.flatMap((day) => day ?? []).sort();
  };
  const [startsOn, endsOn] = [days('startsOn').at(0), days('endsOn').at(-1)];
  return startsOn === undefined || endsOn === undefined ? undefined : { campaign, startsOn, endsOn, bookings };
}

/** The day from which on a campaign's outcome is known: behind its last day, and the days in which a conversion of it may still come. */
export const knownOnOf = (endsOn: string, lagDays: number) => dayAfter(endsOn, 1 + lagDays);

/** What a campaign was to cost, in the currency: as it was booked, else as the prices of all its placements say; null where they do not. */
export function spendOf({ campaign, bookings }: Pick<Flown, 'campaign' | 'bookings'>, currency: string | null): number | null {
  if (campaign.spendMinor !== null) return campaign.currency === currency ? campaign.spendMinor : null;
  let total = 0;
  for (const { price, bookedImpressions } of bookings) {
    if (price === null || price.currency !== currency || (price.basis === 'cpm' && bookedImpressions === null)) return null;
    total += price.basis === 'flat' ? price.amountMinor : (price.amountMinor * (bookedImpressions ?? 0)) / 1_000;
  }
  return bookings.length === 0 ? null : Math.round(total);
}

/** What is booked of a campaign by show; only of shows all of whose placements say so. */
function bookedByShow(bookings: readonly Pick<Booking, 'show' | 'bookedImpressions'>[]): Map<string, number> {
  const booked = new Map<string, number>();
  for (const [show, own] of Map.groupBy(bookings, (booking) => booking.show)) {
    if (own.every(({ bookedImpressions }) => bookedImpressions !== null))
      booked.set(
        show,
        own.reduce((sum, { bookedImpressions }) => sum + (bookedImpressions ?? 0), 0),
      );
  }
  return booked;
}

/** The lines that a campaign was booked as, for a forecast of it. */
export function planLinesOf(
  bookings: readonly Pick<Booking, 'show' | 'bookedImpressions'>[],
  categoryOf: (show: string) => string,
): PlanLine[] {
  return [...bookedByShow(bookings)].map(([show, impressions]) => ({ show, category: categoryOf(show), impressions }));
}

/** What is delivered in each show: of a placement impressions where any was told, else downloads, which may tell of the same ads. */
function deliveredByShow(counts: readonly LineCount[]): Map<string, number> {
  const delivered = new Map<string, number>();
  for (const own of Map.groupBy(counts, ({ show, placement }) => JSON.stringify([show, placement])).values()) {
    const impressions = own.filter(({ kind }) => kind === 'impression');
    const counted = impressions.length > 0 ? impressions : own;
    const [{ show }] = own;
    delivered.set(show, (delivered.get(show) ?? 0) + counted.reduce((sum, one) => sum + one.delivered, 0));
  }
  return delivered;
}

/** How a campaign came out, show by show. */
export function historyOf(
  flown: Flown,
  { counts, credits }: { counts: readonly LineCount[]; credits: readonly LineCredit[] },
  { currency, lagDays, categoryOf }: { currency: string | null; lagDays: number; categoryOf: (show: string) => string },
): HistoryCampaign {
  const { campaign, startsOn, endsOn, bookings } = flown;
  const booked = bookedByShow(bookings);
  const delivered = deliveredByShow(counts);
  const credited = new Map(credits.map((credit) => [credit.show, credit]));
  const lines = [...delivered].map(([show, count]) => {
    const { visits = 0, conversions = 0, valueMinor = 0 } = credited.get(show) ?? {};
    return { show, category: categoryOf(show), booked: booked.get(show) ?? null, delivered: count, visits, conversions, valueMinor };
  });
  return { key: campaign.key, startsOn, knownOn: knownOnOf(endsOn, lagDays), spendMinor: spendOf(flown, currency), lines };
}
