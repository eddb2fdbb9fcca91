import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { type NamedWorldOptions, simulateNamedWorld, WORLD_NAMES, type WorldName } from '../index.ts';

const DAY_MS = 86_400_000;
const PINNED = {
  'additive-hazard': 'eba76fca1eb01c91',
  threshold: '0dee3e3aa26ee2e5',
  'demand-targeted': 'f21119172ffd452b',
  'logged-choice': '7ae012560400c9e1',
  'crowded-lines': '26263bdb11d89b93',
};
const OPTIONS: NamedWorldOptions = { seed: 5, households: 900 };
const worlds = new Map(
  WORLD_NAMES.map((name) => {
    const world = simulateNamedWorld(name, OPTIONS);
    return [name, { world, lives: [...world.lives()], truth: world.truth() }] as const;
  }),
);
const made = (name: WorldName) => worlds.get(name)!;
const NAMES = WORLD_NAMES.map((name) => [name] as const);

function hashOf(name: WorldName, options: NamedWorldOptions): string {
  const world = simulateNamedWorld(name, options);
  const lists = [...world.touchpoints(), ...world.conversions()];
  return createHash('sha256')
    .update(JSON.stringify([world.truth(), world.catalog, lists]))
    .digest('hex')
    .slice(0, 16);
}

describe('each named world', () => {
  test('has the same bytes whenever and wherever it is made, and others under another seed', () => {
    const hashes = Object.fromEntries(WORLD_NAMES.map((name) => [name, hashOf(name, { seed: 7, households: 60, days: 35 })]));
    expect(hashes).toEqual(PINNED);
    for (const name of WORLD_NAMES) expect(hashOf(name, { seed: 8, households: 60, days: 35 })).not.toBe(hashes[name]);
  });

  test.each(NAMES)('%s: purchases are what ads caused and what happened anyway, to the last one', (name) => {
    const { lives, truth } = made(name);
    const caused = truth.campaigns.reduce((sum, { incrementalConversions }) => sum + incrementalConversions, 0);
    const purchases = lives.reduce((sum, { conversions }) => sum + conversions.length, 0);
    expect(caused + truth.organicConversions).toBeCloseTo(purchases, 4);
    expect(caused).toBeGreaterThan(50);
    expect(truth.organicConversions).toBeGreaterThan(50);
    for (const { conversions, causes } of lives) {
      expect(causes.incremental.reduce((sum, part) => sum + part, causes.organic)).toBeCloseTo(conversions.length, 9);
      expect(Math.min(...causes.incremental)).toBeGreaterThanOrEqual(-1e-12);
    }
  });

  test.each(NAMES)('%s: campaigns without effect are heard and cause nothing; the others cause something', (name) => {
    const { world, lives, truth } = made(name);
    expect(world.withoutEffect).toHaveLength(2);
    for (const { campaign, incrementalConversions } of truth.campaigns) {
      expect(lives.some(({ touchpoints }) => touchpoints.some((touchpoint) => touchpoint.campaign === campaign))).toBe(true);
      expect(incrementalConversions > 0).toBe(!world.withoutEffect.includes(campaign));
    }
  });

  test('draws which campaigns have no effect, so that no model is lucky with all of them', () => {
    const idle = Array.from({ length: 12 }, (_, seed) => simulateNamedWorld('threshold', { seed, households: 1 }).withoutEffect.join());
    expect(new Set(idle).size).toBeGreaterThan(4);
  });

  test.each(NAMES)('%s: ids are drawn by lot, in one form for people and bots, caused and organic', (name) => {
    const { lives } = made(name);
    const ids = lives.flatMap(({ touchpoints, conversions }) => [...touchpoints, ...conversions].map(({ id }) => id));
    expect(ids.filter((id) => !/^[0-9a-f]{16}$/.test(id))).toEqual([]);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test.each(NAMES)('%s: codes, answers and visits by name come from people whom no ad moved, too', (name) => {
    const { lives } = made(name);
    const organic = lives.filter(({ conversions, causes }) => conversions.length > 0 && causes.organic === conversions.length);
    const kinds = new Set(organic.flatMap(({ touchpoints }) => touchpoints.map(({ kind }) => kind)));
    for (const kind of ['survey', 'vanity_visit'] as const) expect(kinds).toContain(kind);
    expect(organic.some(({ conversions }) => conversions.some(({ promoCode }) => promoCode !== undefined))).toBe(true);
  });

  test.each(NAMES)('%s: addresses are shared, change hands and are missing', (name) => {
    const { lives } = made(name);
    const householdsOf = new Map<string, Set<number>>();
    let without = 0;
    for (const { household, touchpoints } of lives) {
      for (const { identity } of touchpoints) {
        if (identity.ip === undefined) without += 1;
        else householdsOf.set(identity.ip, (householdsOf.get(identity.ip) ?? new Set()).add(household));
      }
    }
    const sizes = [...householdsOf.values()].map((households) => households.size);
    expect(without).toBeGreaterThan(0);
    for (const least of [2, 4, 40]) expect(sizes.filter((size) => size >= least).length).toBeGreaterThan(0);
  });

  test.each(NAMES)('%s: its lists are its lives in the order of time', (name) => {
    const small = simulateNamedWorld(name, { seed: 3, households: 40 });
    const lives = [...small.lives()];
    for (const list of ['touchpoints', 'conversions'] as const) {
      const order = [...small[list]()].map(({ occurredAt, id }) => `${occurredAt} ${id}`);
      expect(order).toEqual(lives.flatMap((life) => life[list].map(({ occurredAt, id }) => `${occurredAt} ${id}`)).toSorted());
    }
    expect([...small.refunds()]).toEqual([]);
  });

  test.each(NAMES)('%s: everything happens within its days, and nobody buys before its first', (name) => {
    const { world, lives } = made(name);
    for (const { conversions } of lives) {
      for (const { occurredAt } of conversions) {
        expect(Date.parse(occurredAt)).toBeGreaterThanOrEqual(world.startMs);
        expect(Date.parse(occurredAt)).toBeLessThan(world.endMs);
      }
    }
  });

  test.each([
    [{ seed: -1 }, 'seed must be a whole number from 0 to 4294967295'],
    [{ households: 100_001 }, 'households must be a whole number from 1 to 100000'],
    [{ days: 27 }, 'days must be a whole number from 28 to 400'],
    [{ startAt: '2026-07-01T12:00:00Z' }, 'startAt must be midnight UTC'],
  ])('is not made from %j', (wrong, message) => {
    expect(() => simulateNamedWorld('threshold', { ...OPTIONS, ...wrong })).toThrow(message);
  });
});

describe('how people respond', () => {
  test('threshold: nobody owes a purchase to a campaign heard less than three times', () => {
    const { world, lives } = made('threshold');
    const owed = lives.flatMap(({ touchpoints, causes }) =>
      world.campaigns.flatMap((campaign, place) => {
        const heard = touchpoints.filter((one) => /download|impression/.test(one.kind) && one.campaign === campaign);
        return causes.incremental[place] > 0 ? [heard.length] : [];
      }),
    );
    expect(Math.min(...owed)).toBeGreaterThanOrEqual(3);
  });

  test('demand-targeted: the ads of the campaign that follows demand and does nothing come shortly before purchases', () => {
    const { lives } = made('demand-targeted');
    const followed = (campaign: string) => {
      const ads = lives.flatMap(({ touchpoints, conversions }) =>
        touchpoints.flatMap((touchpoint) => (touchpoint.campaign === campaign ? [{ touchpoint, conversions }] : [])),
      );
      const soon = ads.filter(({ touchpoint, conversions }) =>
        conversions.some(({ occurredAt }) => {
          const laterMs = Date.parse(occurredAt) - Date.parse(touchpoint.occurredAt);
          return laterMs > 0 && laterMs < 7 * DAY_MS;
        }),
      );
      return soon.length / ads.length;
    };
    expect(followed('in-market')).toBeGreaterThan(3 * followed('run-of-network'));
  });

  test('demand-targeted and logged-choice: campaigns share purchases that none would have brought alone', () => {
    for (const name of ['demand-targeted', 'logged-choice'] as const) {
      const parts = made(name).lives.flatMap(({ causes }) => causes.incremental);
      expect(parts.some((part) => part % 1 > 1e-9 && part % 1 < 1 - 1e-9)).toBe(true);
    }
  });

  test('logged-choice: people buy more in season', () => {
    const { world, lives } = made('logged-choice');
    const parts = lives.flatMap(({ conversions }) =>
      conversions.map(({ occurredAt }) => (Date.parse(occurredAt) - world.startMs) / (world.endMs - world.startMs)),
    );
    const inSeason = parts.filter((part) => part >= 0.4 && part < 0.65).length;
    expect(inSeason / 0.25).toBeGreaterThan((1.4 * (parts.length - inSeason)) / 0.75);
  });

  test('crowded-lines: whoever has bought rests for three weeks, and partners are heard together', () => {
    const { lives } = made('crowded-lines');
    for (const { conversions } of lives) {
      const instants = conversions.map(({ occurredAt }) => Date.parse(occurredAt)).toSorted((a, b) => a - b);
      instants.slice(1).forEach((atMs, place) => expect(atMs - instants[place]).toBeGreaterThanOrEqual(21 * DAY_MS));
    }
    const together = (name: WorldName) => {
      const pairs = made(name).lives.flatMap(({ household, touchpoints }) => {
        const heard = touchpoints.filter(({ kind }) => household >= 0 && /download|impression/.test(kind));
        return heard
          .filter(({ campaign }) => campaign === 'host-reads')
          .map((one) => {
            return heard.some(({ campaign, episode }) => campaign === 'brand-series' && episode === one.episode);
          });
      });
      return pairs.filter(Boolean).length / pairs.length;
    };
    expect(together('crowded-lines')).toBeGreaterThan(2 * together('additive-hazard'));
  });
});
