import { randomOf } from '../../simulator/src/random.ts';
import { NOW_MS } from './database.ts';
import type { OracleConversion, OracleIdentity, OracleOptions, OracleTouchpoint, OracleWorld } from './oracle.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const START = NOW_MS - 120 * DAY;
const CAMPAIGNS = ['autumn', 'brand', 'codes-only', 'decoy'];
const CONNECTIONS = ['household', 'mobile', 'business', 'relay', 'datacenter', 'unknown', undefined, undefined];
const EVIDENCES = ['ad_pixel', 'host_log_bytes', 'prefix_request', 'reported', 'hearsay', undefined];
const TOUCH_KINDS = ['download', 'download', 'impression', 'impression', 'click', 'vanity_visit', 'promo_code', 'survey'];
const CONVERSION_KINDS = ['visit', 'lead', 'signup', 'install', 'purchase', 'purchase', 'subscription'];

type Random = ReturnType<typeof randomOf>;

function maybe<Value>(random: Random, probability: number, value: () => Value): Value | undefined {
  return random.chance(probability) ? value() : undefined;
}

function withoutUndefined<Item extends object>(item: Item): Item {
  return JSON.parse(JSON.stringify(item)) as Item;
}

function identity(random: Random): OracleIdentity {
  const ips = ['203.0.113.1', '203.0.113.2', '198.51.100.9', '2001:db8:1:1::5', '2001:db8:1:1::9', '2001:db8:1:2::5'];
  const made = {
    ip: maybe(random, 0.8, () => random.pick(ips)),
    userAgent: maybe(random, 0.8, () => `agent-${random.below(random.chance(0.1) ? 60 : 4)}`),
    userId: maybe(random, 0.35, () => `user-${random.below(4)}`),
    emailSha256: maybe(random, 0.25, () => String(random.below(4)).repeat(64)),
    deviceId: maybe(random, 0.15, () => `device-${random.below(4)}`),
    clickId: maybe(random, 0.1, () => `click-${random.below(5)}`),
  };
  return Object.values(made).every((value) => value === undefined) ? { userId: 'user-0' } : made;
}

/** Times stand on a coarse grid, so that ties and ends of windows are met often. */
function instant(random: Random): string {
  const at = random.chance(0.85) ? START + random.below(240) * 12 * HOUR : START + random.below(120 * DAY);
  return new Date(random.chance(0.15) ? at - 1 : at).toISOString();
}

function touchpoint(random: Random, number: number): OracleTouchpoint {
  return {
    id: `${random.pick(['a', 'promo:c', 't'])}-${number}`,
    occurredAt: instant(random),
    kind: random.pick(TOUCH_KINDS),
    campaign: maybe(random, 0.85, () => random.pick(CAMPAIGNS)),
    channel: maybe(random, 0.5, () => random.pick(['podcast', 'video'])),
    show: maybe(random, 0.7, () => `show-${random.below(3)}`),
    episode: maybe(random, 0.3, () => `episode-${random.below(3)}`),
    placement: maybe(random, 0.5, () => random.pick(['pre_roll', 'mid_roll'])),
    identity: identity(random),
    metadata: { connectionType: random.pick(CONNECTIONS), evidence: random.pick(EVIDENCES) },
  };
}

function conversion(random: Random, number: number): OracleConversion {
  const hasValue = random.chance(0.75);
  return {
    id: `c-${number}`,
    occurredAt: instant(random),
    kind: random.pick(CONVERSION_KINDS),
    valueMinor: hasValue ? random.below(20_000) : undefined,
    currency: hasValue ? random.pick(['USD', 'USD', 'USD', 'EUR']) : undefined,
    orderId: maybe(random, 0.3, () => `order-${random.below(6)}`),
    promoCode: maybe(random, 0.3, () => random.pick(['AUTUMN', 'SHOWCODE', 'UNMAPPED'])),
    isNewCustomer: maybe(random, 0.4, () => random.chance(0.5)),
    identity: identity(random),
    metadata: {
      connectionType: random.pick(CONNECTIONS),
      referrer: maybe(random, 0.3, () => random.pick(['https://www.google.com/search', 'https://coupons.example/a'])),
      utm_source: maybe(random, 0.3, () => random.pick(['newsletter', 'podcast'])),
    },
  };
}

/** A small, dense world of events that meet in every way the method speaks of. */
export function randomWorld(seed: number, size = { touchpoints: 130, conversions: 60 }): OracleWorld {
  const random = randomOf(seed);
  const touchpoints = Array.from({ length: size.touchpoints }, (_, number) => withoutUndefined(touchpoint(random, number)));
  const conversions = Array.from({ length: size.conversions }, (_, number) => withoutUndefined(conversion(random, number)));
  const refunds = conversions
    .filter(({ valueMinor }) => valueMinor !== undefined && random.chance(0.2))
    .map(({ id }) => ({ conversionId: id, valueMinor: random.below(15_000) }));
  return {
    touchpoints,
    conversions,
    refunds,
    codes: { AUTUMN: { campaign: 'autumn', show: null }, SHOWCODE: { campaign: 'codes-only', show: 'show-1' } },
  };
}

/** Report options of every kind; half the time those the rollups are kept under. */
export function randomOptions(seed: number): OracleOptions {
  const random = randomOf(seed, 77);
  const plain = random.chance(0.5);
  const either = <Value>(usual: Value, others: () => Value): Value => (plain || random.chance(0.6) ? usual : others());
  const day = () => new Date(START + random.below(120) * DAY + (random.chance(0.3) ? random.below(DAY) : 0)).toISOString();
  const ends = [maybe(random, 0.5, day), maybe(random, 0.5, day)];
  const [from, to] = ends[0] !== undefined && ends[1] !== undefined && ends[0] > ends[1] ? [ends[1], ends[0]] : ends;
  return {
    model: random.pick(['first_touch', 'last_touch', 'linear', 'time_decay', 'position_based']),
    groupBy: random.pick(['campaign', 'channel', 'show', 'episode', 'placement', 'delivery_evidence', 'day'] as const),
    lookbackDays: either(30, () => random.pick([1, 7, 14, 60, 90])),
    halfLifeDays: either(7, () => random.pick([1, 3.5, 30])),
    conversionKind: maybe(random, 0.3, () => ['purchase', 'lead']),
    touchpointKind: either<string[] | undefined>(undefined, () =>
      random.pick([['download', 'impression'], ['promo_code'], ['click', 'vanity_visit']]),
    ),
    currency: random.chance(0.8) ? 'USD' : 'EUR',
    minEvidence: either('household_ip', () => random.pick(['click_id', 'device_id', 'promo_code', 'survey', 'ip_user_agent'])),
    repeats: either('every', () => 'unique'),
    responseSignals: either('evidence', () => 'touchpoint'),
    creditDate: either('conversion', () => 'touchpoint'),
    newCustomersOnly: either(false, () => true),
    exclude: either<string[]>([], () => [random.pick(['priorCustomers', 'priorVisitors', 'referrer:coupons.example', 'utm:newsletter'])]),
    from,
    to,
  };
}

/** The items in another order. */
export function shuffled<Item>(items: readonly Item[], seed: number): Item[] {
  const random = randomOf(seed, 99);
  const copy = [...items];
  for (let place = copy.length - 1; place > 0; place -= 1) {
    const other = random.below(place + 1);
    [copy[place], copy[other]] = [copy[other], copy[place]];
  }
  return copy;
}
