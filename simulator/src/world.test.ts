import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { simulateWorld, type World, type WorldOptions } from './index.ts';
import { FIRST_BOT, NAMED, nameOf, numbersOf } from './names.ts';

const OPTIONS: WorldOptions = { seed: 1, households: 2_500, days: 35 };
const world = simulateWorld(OPTIONS);
const touchpoints = [...world.touchpoints()];
const conversions = [...world.conversions()];
const refunds = [...world.refunds()];
const purchases = conversions.filter(({ kind }) => kind === 'purchase');

function hashOf(options: WorldOptions): string {
  const { catalog, ...made } = simulateWorld(options);
  const hash = createHash('sha256').update(JSON.stringify([catalog, made.truth()]));
  for (const list of [made.touchpoints(), made.conversions(), made.refunds()]) for (const item of list) hash.update(JSON.stringify(item));
  return hash.digest('hex');
}

const SORTS = {
  exp: 'exposure',
  click: 'click',
  vanity: 'vanity',
  survey: 'survey',
  visit: 'visit',
  lead: 'lead',
  order: 'order',
} as const;

/** Who was behind an event, which its id tells to those alone who know the seed. */
function originOf(id: string): [number, number] {
  const [sort, name] = id.split('-');
  return numbersOf(OPTIONS.seed, SORTS[sort as keyof typeof SORTS], name);
}
function householdOfEvent(id: string): number | undefined {
  const [household] = originOf(id);
  return household < FIRST_BOT ? household : undefined;
}
const isHeard = ({ id }: { id: string }) => id.startsWith('exp-') && householdOfEvent(id) !== undefined;

describe('a world', () => {
  test('has the same bytes whenever and wherever it is made', () => {
    const small = { seed: 42, households: 300, days: 21 };
    expect(hashOf(small)).toBe('78d514d6ca6927a694d117f4518a5ed5498c9e1040a87002adccb4991e177776');
    expect(hashOf(small)).toBe(hashOf({ ...small, startAt: '2026-07-01T00:00:00Z', responsiveness: 12 }));
  });

  test('is another one under another seed, and the same one later under another start', () => {
    const small = { households: 300, days: 21 };
    expect(hashOf({ ...small, seed: 43 })).not.toBe(hashOf({ ...small, seed: 42 }));
    const [here, later] = ['2026-07-01T00:00:00Z', '2026-07-02T00:00:00Z'].map((startAt) => [
      ...simulateWorld({ ...small, seed: 42, startAt }).touchpoints(),
    ]);
    expect(later.map(({ id }) => id)).toEqual(here.map(({ id }) => id));
    expect(later.map(({ occurredAt }) => Date.parse(occurredAt) - 86_400_000)).toEqual(
      here.map(({ occurredAt }) => Date.parse(occurredAt)),
    );
  });

  test('tells its touchpoints and conversions in the order of time, ties by id', () => {
    for (const list of [touchpoints, conversions]) {
      const order = list.map(({ occurredAt, id }) => `${occurredAt} ${id}`);
      expect(order).toEqual(order.toSorted());
    }
  });

  test('gives every touchpoint, every conversion and every refund an id of its own', () => {
    for (const list of [touchpoints, conversions, refunds]) expect(new Set(list.map(({ id }) => id)).size).toBe(list.length);
    const orders = purchases.map(({ orderId }) => orderId);
    expect(new Set(orders).size).toBe(orders.length);
  });

  test('calls nothing by a name that tells who was behind it, what it came of, or which events belong together', () => {
    const names = [...touchpoints, ...conversions, ...refunds].map(({ id }) => id);
    const orders = purchases.flatMap(({ orderId }) => orderId ?? []);
    for (const name of [...names, ...orders]) expect(name).toMatch(/^(exp|click|vanity|survey|visit|lead|order|refund|no)-[0-9a-f]{16}$/);
    const parts = [...names, ...orders].map((name) => name.split('-')[1]);
    expect(new Set(parts).size).toBe(parts.length);
    // What a name begins with is spread evenly: it says nothing about one household more than about any other.
    const begun = Map.groupBy(parts, (part) => part[0]);
    expect(begun.size).toBe(16);
    for (const some of begun.values()) expect(some.length).toBeGreaterThan(parts.length / 16 / 1.5);
  });

  test('gives names back their numbers under its seed alone', () => {
    for (const sort of Object.keys(NAMED) as (keyof typeof NAMED)[])
      for (const numbers of [
        [0, 0],
        [1, 0],
        [0, 1],
        [FIRST_BOT + 5, 4_294_967_295],
      ] as const) {
        const name = nameOf(9, sort, numbers);
        expect(numbersOf(9, sort, name)).toEqual(numbers);
        expect(numbersOf(10, sort, name)).not.toEqual(numbers);
      }
  });

  test('has as many purchases as were caused and as happened anyway', () => {
    const { campaigns, organicConversions } = world.truth();
    const caused = campaigns.reduce((sum, { incrementalConversions }) => sum + incrementalConversions, 0);
    expect(caused).toBeGreaterThan(0);
    expect(organicConversions).toBeGreaterThan(0);
    expect(caused + organicConversions).toBe(purchases.length);
  });

  test('lets no campaign without effect cause anything, however often it is heard', () => {
    const incremental = new Map(world.truth().campaigns.map((one) => [one.campaign, one.incrementalConversions]));
    for (const campaign of ['run-of-network', 'in-market']) {
      expect(touchpoints.some((touchpoint) => touchpoint.campaign === campaign)).toBe(true);
      expect(incremental.get(campaign)).toBe(0);
    }
    expect([...incremental.values()].filter((count) => count > 0)).toHaveLength(4);
  });

  test('in which nobody responds has exposures and nothing else', () => {
    const silent = simulateWorld({ ...OPTIONS, responsiveness: 0 });
    expect([...silent.touchpoints()].length).toBeGreaterThan(0);
    expect([...silent.conversions()]).toEqual([]);
    expect(silent.truth().organicConversions).toBe(0);
  });

  test('names only campaigns, shows, episodes and codes of its catalog', () => {
    const { catalog } = world;
    const keys = (list: { key: string }[]) => new Set<string | undefined>([undefined, ...list.map(({ key }) => key)]);
    const [campaigns, shows, episodes] = [catalog.campaigns, catalog.shows, catalog.episodes].map(keys);
    expect(
      touchpoints.filter(({ campaign, show, episode }) => !(campaigns.has(campaign) && shows.has(show) && episodes.has(episode))),
    ).toEqual([]);
    const codes = catalog.campaigns.flatMap((campaign) => campaign.codes.map(({ code }) => code));
    const used = new Set(purchases.flatMap(({ promoCode }) => promoCode ?? []));
    expect([...used].filter((code) => !codes.includes(code))).toEqual([]);
    expect(used.size).toBeGreaterThan(1);
  });

  test('refunds only what was bought, later and never more than it cost', () => {
    const bought = new Map(purchases.map((purchase) => [purchase.id, purchase]));
    expect(refunds.length).toBeGreaterThan(0);
    for (const { conversionId, occurredAt, valueMinor } of refunds) {
      const purchase = bought.get(conversionId);
      expect(purchase).toBeDefined();
      expect(Date.parse(occurredAt)).toBeGreaterThan(Date.parse(purchase!.occurredAt));
      expect(valueMinor).toBeLessThanOrEqual(purchase!.valueMinor!);
    }
  });

  test('ends when its days do: the last things happen within the hour after', () => {
    const end = Date.parse('2026-07-01T00:00:00Z') + OPTIONS.days * 86_400_000;
    for (const list of [touchpoints, conversions]) expect(Date.parse(list.at(-1)!.occurredAt)).toBeLessThan(end + 3_600_000);
  });

  test.each([
    [{ seed: -1 }, 'seed must be a whole number from 0 to 4294967295'],
    [{ seed: 1.5 }, 'seed must be a whole number'],
    [{ households: 0 }, 'households must be a whole number from 1 to 1000000'],
    [{ days: 401 }, 'days must be a whole number from 1 to 400'],
    [{ days: Number.NaN }, 'days must be a whole number'],
    [{ startAt: '2026-07-01T12:00:00Z' }, 'startAt must be midnight UTC'],
    [{ startAt: 'soon' }, 'startAt must be midnight UTC'],
    [{ responsiveness: 101 }, 'responsiveness must be a number from 0 to 100'],
    [{ responsiveness: Number.NaN }, 'responsiveness must be a number'],
  ])('is not made from %j', (wrong, message) => {
    const make = (): World => simulateWorld({ ...OPTIONS, ...wrong });
    expect(make).toThrow(RangeError);
    expect(make).toThrow(message);
  });
});

describe('what a matcher can be led astray by is there', () => {
  const typeOf = ({ metadata }: { metadata: Record<string, string> }) => metadata.connectionType;
  const householdsAt = (type: string) => {
    const found = new Map<string, Set<number>>();
    for (const event of [...touchpoints, ...conversions].filter((one) => typeOf(one) === type)) {
      const household = householdOfEvent(event.id);
      const { ip } = event.identity;
      if (household === undefined || ip === undefined) continue;
      found.set(ip, (found.get(ip) ?? new Set()).add(household));
    }
    return found;
  };

  test.each(['mobile', 'business', 'relay', 'datacenter'])('many households behind one %s address', (type) => {
    const sizes = [...householdsAt(type).values()].map((households) => households.size);
    expect(Math.max(...sizes)).toBeGreaterThan(1);
  });

  test('homes that keep an address to themselves', () => {
    const sizes = [...householdsAt('household').values()].map((households) => households.size);
    expect(sizes.length).toBeGreaterThan(100);
    expect(Math.max(...sizes)).toBe(1);
  });

  test('people who hear on one address and buy from another', () => {
    const heard = new Map<number, Set<string>>();
    for (const { id, identity } of touchpoints.filter(isHeard)) {
      const household = householdOfEvent(id)!;
      heard.set(household, (heard.get(household) ?? new Set()).add(identity.ip!));
    }
    const away = purchases.filter(
      ({ id, identity }) => heard.has(householdOfEvent(id)!) && !heard.get(householdOfEvent(id)!)!.has(identity.ip!),
    );
    expect(away.length).toBeGreaterThan(0);
    expect(away.length).toBeLessThan(purchases.length / 2);
  });

  test('several devices in one household', () => {
    const agents = new Map<number, Set<string>>();
    for (const { id, identity } of touchpoints.filter(isHeard)) {
      const household = householdOfEvent(id)!;
      agents.set(household, (agents.get(household) ?? new Set()).add(identity.userAgent!));
    }
    expect(Math.max(...[...agents.values()].map(({ size }) => size))).toBeGreaterThan(1);
  });

  test('codes that reach people who heard no ad of their campaign', () => {
    const reached = new Set(touchpoints.filter(({ campaign }) => campaign === 'spring-launch').map(({ id }) => householdOfEvent(id)));
    const leaked = purchases.filter(({ id, promoCode }) => promoCode === 'TECH10' && !reached.has(householdOfEvent(id)));
    expect(leaked.length).toBeGreaterThan(0);
  });

  test('ads that find people just before they buy anyway', () => {
    const boughtAt = Map.groupBy(purchases, ({ id }) => householdOfEvent(id));
    const followedByPurchase = (campaign: string) => {
      const ads = touchpoints.filter((one) => one.campaign === campaign && isHeard(one));
      const followed = ads.filter(({ id, occurredAt }) =>
        boughtAt.get(householdOfEvent(id))?.some((purchase) => {
          const laterMs = Date.parse(purchase.occurredAt) - Date.parse(occurredAt);
          return laterMs > 0 && laterMs < 3 * 86_400_000;
        }),
      );
      return followed.length / ads.length;
    };
    expect(followedByPurchase('in-market')).toBeGreaterThan(3 * followedByPurchase('run-of-network'));
  });

  test('signals beside the exposures: clicks with their id, vanity visits, survey answers', () => {
    const kinds = Object.groupBy(touchpoints, ({ kind }) => kind);
    expect(Object.keys(kinds).toSorted()).toEqual(['click', 'download', 'impression', 'survey', 'vanity_visit']);
    const clicked = new Set(kinds.click?.map(({ identity }) => identity.clickId));
    expect(conversions.filter(({ identity }) => clicked.has(identity.clickId ?? 'none')).length).toBeGreaterThan(0);
  });
});

describe('bots', () => {
  const bots = touchpoints.filter((one) => one.id.startsWith('exp-') && !isHeard(one));
  const isCrawler = ({ id }: { id: string }) => originOf(id)[0] - FIRST_BOT < Math.ceil(OPTIONS.households / 400);
  const crawlers = bots.filter(isCrawler);
  const farms = bots.filter((one) => !isCrawler(one));

  test('are some of the touchpoints, and not known by what they are called', () => {
    for (const { id } of bots) expect(id).toMatch(/^exp-[0-9a-f]{16}$/);
    expect(crawlers.length).toBeGreaterThan(0);
    expect(farms.length).toBeGreaterThan(0);
    expect(bots.length).toBeLessThan(touchpoints.length / 10);
    expect(conversions.filter(({ id }) => householdOfEvent(id) === undefined)).toEqual([]);
  });

  test('that crawl say so and come from data centers, whose addresses people behind a VPN have too', () => {
    for (const { identity, metadata } of crawlers) {
      expect(identity.userAgent).toMatch(/bot|externalhit|python-requests/i);
      expect(metadata.connectionType).toBe('datacenter');
    }
    const addresses = new Set(crawlers.map(({ identity }) => identity.ip));
    expect(touchpoints.some((one) => isHeard(one) && addresses.has(one.identity.ip))).toBe(true);
  });

  test('that farm show more devices on one home address than a household has', () => {
    const agents = Map.groupBy(farms, ({ identity }) => identity.ip);
    for (const events of agents.values()) expect(new Set(events.map(({ identity }) => identity.userAgent)).size).toBeGreaterThan(20);
  });
});
