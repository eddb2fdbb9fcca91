import { randomOf } from '../../simulator/src/random.ts';
import { drainTenant } from '../src/attribution/paths/service.ts';
import { putCampaign } from '../src/catalog/campaigns/service.ts';
import { PlacementDetails } from '../src/catalog/placements/schema.ts';
import { putPlacement } from '../src/catalog/placements/service.ts';
import type { Context } from '../src/platform/context.ts';
import type { Actor } from '../src/tenants/authorize.ts';
import { acceptConversions, acceptTouchpoints } from '../src/tracking/intake/service.ts';

const DAY_MS = 86_400_000;
export const dayAfter = (day: string, days: number) => new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);

/** A campaign in one show, as it was booked. */
export interface Booked {
  key: string;
  show: string;
  startsOn: string;
  days: number;
  impressions: number;
}

/** Books a campaign with one placement, which costs 25 dollars for a thousand impressions. */
export async function book(context: Context, actor: Actor, { key, show, startsOn, days, impressions }: Booked): Promise<void> {
  const endsOn = dayAfter(startsOn, days - 1);
  await putCampaign(context, actor, key, { name: `Campaign ${key}`, startsOn, endsOn });
  const price = { basis: 'cpm', amountMinor: 2_500, currency: 'USD' };
  const details = { campaign: key, show, position: 'mid_roll', kind: 'dynamic', startsOn, endsOn, bookedImpressions: impressions, price };
  await putPlacement(context, actor, `${key}-placement`, PlacementDetails.parse(details));
}

/** What came of a campaign so far: impressions, spread evenly over its days, and buyers among those who heard it, two days later. */
export async function deliver(
  context: Context,
  actor: Actor,
  booked: Booked,
  { impressions, buyers, valueMinor = 5_000, mark = '' }: { impressions: number; buyers: number; valueMinor?: number; mark?: string },
): Promise<void> {
  const { key, show, startsOn, days } = booked;
  const at = (place: number, offsetDays: number) => {
    const day = Math.floor((place * days) / impressions) + offsetDays;
    return new Date(Date.parse(startsOn) + day * DAY_MS + (place % 86_000) * 1_000).toISOString();
  };
  const person = (place: number) => ({ userId: `${key}${mark}-${place}` });
  const touchpoints = Array.from({ length: impressions }, (_, place) => ({
    id: `${key}${mark}-heard-${place}`,
    kind: 'impression',
    occurredAt: at(place, 0),
    campaign: key,
    channel: 'podcast',
    show,
    placement: `${key}-placement`,
    identity: person(place),
  }));
  const conversions = Array.from({ length: buyers }, (_, place) => [
    { id: `${key}${mark}-saw-${place}`, kind: 'visit', occurredAt: at(place, 1), identity: person(place) },
    {
      id: `${key}${mark}-bought-${place}`,
      kind: 'purchase',
      occurredAt: at(place, 2),
      valueMinor,
      currency: 'USD',
      identity: person(place),
    },
  ]).flat();
  const rejected = [];
  for (let from = 0; from < touchpoints.length; from += 1_000)
    rejected.push(...(await acceptTouchpoints(context, actor, touchpoints.slice(from, from + 1_000), 'server')).rejected);
  if (conversions.length > 0) rejected.push(...(await acceptConversions(context, actor, conversions, 'server')).rejected);
  if (rejected.length > 0) throw new Error(JSON.stringify(rejected.slice(0, 3)));
}

/**
 * Books and delivers campaigns one after the other, ten days apart, in three shows, the last one over long before `until`: between 60 and
 * 200 impressions each, of which about a tenth leads to a purchase.
 */
export async function loadCampaigns(
  context: Context,
  { actor, tenantId }: { actor: Actor; tenantId: string },
  { count, until }: { count: number; until: string },
): Promise<Booked[]> {
  const random = randomOf(17, count);
  const campaigns: Booked[] = [];
  for (let place = 0; place < count; place += 1) {
    const startsOn = dayAfter(until, -45 - 10 * (count - place));
    const booked = { key: `past-${place}`, show: `show-${place % 3}`, startsOn, days: 5, impressions: 60 + random.below(140) };
    await book(context, actor, booked);
    const impressions = Math.round(booked.impressions * (0.8 + 0.3 * random.next()));
    await deliver(context, actor, booked, { impressions, buyers: Math.round(impressions * (0.05 + 0.1 * random.next())) });
    campaigns.push(booked);
  }
  await drainTenant(context, 'system', tenantId);
  return campaigns;
}
