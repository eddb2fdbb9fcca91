import { randomOf } from '../../simulator/src/random.ts';
import { drainTenant } from '../src/attribution/paths/service.ts';
import { putCampaign } from '../src/catalog/campaigns/service.ts';
import type { Context } from '../src/platform/context.ts';
import { acceptConversions, acceptTouchpoints } from '../src/tracking/intake/service.ts';
import type { TestTenant } from './database.ts';

const DAY_MS = 86_400_000;
const BATCH = 1_000;

/** How often what is advised upon is aired, as a multiple of what it was at first. */
interface Aired {
  glow: number;
  dull: number;
}

/** A span of time in days before (below 0) and after an instant. */
interface Span {
  mark: string;
  fromDay: number;
  toDay: number;
}

/** What a network's households hear and order in a span of time, and how many of the orders each campaign has caused, by day. */
interface Heard {
  touchpoints: object[];
  conversions: object[];
  caused: { campaign: 'glow' | 'often'; day: number }[];
}

const HOUSEHOLDS = 500;
const GLOW_CHANCE = 0.3;
const BINGE_CHANCE = 0.5;

/** An address of a household of a campaign, the same each time. */
const addressOf = (network: number, household: number) => `90.${network}.${Math.floor(household / 250)}.${1 + (household % 250)}`;

/**
 * A simulated network: mid-rolls of `glow` lead to orders, pre-rolls of `dull` in the same show to none, exposures to `often` beyond the
 * first of a household to nothing more, everybody orders now and then anyway, and some with a code that is nobody's.
 */
export function simulateNetwork(seed: number, atMs: number, { mark, fromDay, toDay }: Span, aired: Aired): Heard {
  const random = randomOf(seed, fromDay + 1_000);
  const heard: Heard = { touchpoints: [], conversions: [], caused: [] };
  const days = toDay - fromDay;
  const instant = (day: number) => new Date(atMs + day * DAY_MS).toISOString();
  const hear = (day: number, campaign: string, ip: string, where: object) => {
    const id = `${mark}-heard-${heard.touchpoints.length}`;
    const identity = { ip, userId: ip };
    heard.touchpoints.push({ id, kind: 'impression', occurredAt: instant(day), campaign, identity, ...where });
  };
  const order = (day: number, ip: string, more: object = {}) => {
    if (day >= toDay) return;
    const id = `${mark}-order-${heard.conversions.length}`;
    const value = { kind: 'purchase', occurredAt: instant(day), valueMinor: 4_000, currency: 'USD' };
    heard.conversions.push({ id, ...value, identity: { ip, userId: ip }, ...more });
  };
  const someDay = () => fromDay + random.next() * days;
  const perHousehold = (4 * days) / 150;
  for (const [network, campaign, position] of [
    [10, 'glow', 'mid_roll'],
    [11, 'dull', 'pre_roll'],
  ] as const) {
    for (let household = 0; household < HOUSEHOLDS; household += 1) {
      const ip = addressOf(network, household);
      for (let left = perHousehold * aired[campaign]; left > 0; left -= 1) {
        if (!random.chance(Math.min(1, left))) continue;
        const day = someDay();
        hear(day, campaign, ip, { show: 'daily', placement: position });
        if (campaign === 'dull' || !random.chance(GLOW_CHANCE)) continue;
        const caused = day + 0.5 + 9 * random.next();
        order(caused, ip);
        if (caused < toDay) heard.caused.push({ campaign: 'glow', day: caused });
      }
      if (random.chance((0.3 * days) / 150)) order(someDay(), ip);
    }
  }
  for (let household = 0; household < (HOUSEHOLDS * days) / 150; household += 1) {
    const ip = addressOf(fromDay < 0 ? 12 : 13, household);
    const first = someDay();
    const count = random.pick([1, 2, 8]);
    for (let nth = 0; nth < count; nth += 1) hear(Math.min(toDay - 0.01, first + random.next() * 4), 'often', ip, { show: 'weekly' });
    if (!random.chance(BINGE_CHANCE)) continue;
    order(first + 5 + 9 * random.next(), ip);
    heard.caused.push({ campaign: 'often', day: first });
  }
  for (let uses = 0; uses < (60 * days) / 150; uses += 1) order(someDay(), addressOf(14, uses), { promoCode: 'GLOW5' });
  return heard;
}

/** Books the campaigns of such a network, each at the same price. */
export async function bookNetwork(context: Context, { actor }: TestTenant): Promise<void> {
  for (const [key, name] of [
    ['glow', 'Glow'],
    ['dull', 'Dull'],
    ['often', 'Often'],
  ]) {
    await putCampaign(context, actor, key, { name, spendMinor: 1_000_000, currency: 'USD' });
  }
}

/** Takes in what was heard and ordered, and matches and credits it. */
export async function takeIn(context: Context, { actor, tenantId }: TestTenant, { touchpoints, conversions }: Heard): Promise<void> {
  for (let from = 0; from < touchpoints.length; from += BATCH) {
    const { rejected } = await acceptTouchpoints(context, actor, touchpoints.slice(from, from + BATCH), 'server');
    if (rejected.length > 0) throw new Error(JSON.stringify(rejected.slice(0, 3)));
  }
  for (let from = 0; from < conversions.length; from += BATCH) {
    const { rejected } = await acceptConversions(context, actor, conversions.slice(from, from + BATCH), 'server');
    if (rejected.length > 0) throw new Error(JSON.stringify(rejected.slice(0, 3)));
  }
  await drainTenant(context, 'system', tenantId);
}
