import { describe, expect, test } from 'vitest';
import { poisson } from '../../../../simulator/src/daily/draws.ts';
import { simulateCampaigns } from '../../../../simulator/src/outcomes/campaigns.ts';
import { randomOf } from '../../../../simulator/src/random.ts';
import { forecastCampaign, planOf, tryCampaigns } from './campaign-forecast.ts';
import { type EpisodeDays, forecastDownloads, growthOf, tryEpisodes } from './download-growth.ts';
import { type Flight, forecastPacing } from './pacing-forecast.ts';
import { crps, SCORED_LEVELS, scoresOf } from './scores.ts';
import type { HistoryCampaign } from './tenant-fit.ts';

const DAY_MS = 86_400_000;
const dayOf = (place: number) => new Date(Date.parse('2025-01-01') + place * DAY_MS).toISOString().slice(0, 10);

function historyOf(seed: number, count: number): HistoryCampaign[] {
  return simulateCampaigns({ seed, count }).map(({ show, category, impressions, conversions }, place) => {
    const line = { show, category, booked: impressions, delivered: impressions, visits: 30 * conversions, conversions };
    const startsOn = dayOf(5 * place);
    return {
      key: `c${String(place).padStart(3, '0')}`,
      startsOn,
      knownOn: dayOf(5 * place + 40),
      spendMinor: 100_000,
      lines: [{ ...line, valueMinor: 6_000 * conversions }],
    };
  });
}

const HISTORY = historyOf(11, 60);
const PLAN = { lines: [{ show: 'show-1', category: 'category-1', impressions: 100_000 }], spendMinor: 200_000, conversionValueMinor: null };
const intervalOf = (forecast: ReturnType<typeof forecastCampaign>, name: string, level: number) =>
  forecast.measures.find(({ measure }) => measure === name)!.intervals!.find((one) => one.level === level)!;

describe('scores', () => {
  test('the score of a forecast of one number is its distance from what came', () => {
    expect(
      crps(
        SCORED_LEVELS.map(() => 7),
        10,
      ),
    ).toBeCloseTo(3, 12);
    expect(
      crps(
        SCORED_LEVELS.map(() => 7),
        7,
      ),
    ).toBe(0);
  });

  test('shares inside intervals are counted over all and over each third by size', () => {
    const scored = Array.from({ length: 90 }, (_, place) => ({
      size: place,
      outcome: place < 30 ? 200 : 50,
      own: (level: number) => 100 * level,
      baselines: { none: () => 0 },
    }));
    const scores = scoresOf(scored)!;
    expect(scores.covered80).toBeCloseTo(2 / 3, 12);
    expect(scores.sizes.map(({ upTo, covered80 }) => [upTo, covered80])).toEqual([
      [29, 0],
      [59, 1],
      [89, 1],
    ]);
    expect(scoresOf([])).toBeUndefined();
  });
});

describe('a campaign', () => {
  test('is forecast the same from the same history in any order', () => {
    expect(forecastCampaign({ history: HISTORY.toReversed(), plan: PLAN })).toEqual(forecastCampaign({ history: HISTORY, plan: PLAN }));
  });

  test('costs less for each conversion the more there are: the ends of both intervals belong together', () => {
    const forecast = forecastCampaign({ history: HISTORY, plan: PLAN });
    for (const level of [50, 80, 95]) {
      const [conversions, cpa] = [intervalOf(forecast, 'conversions', level), intervalOf(forecast, 'cpa', level)];
      expect(cpa.low).toBeCloseTo(200_000 / conversions.high!, -2);
      if (conversions.low > 0) expect(cpa.high).toBeCloseTo(200_000 / conversions.low, -2);
      else expect(cpa.high).toBeNull();
    }
  });

  test('of two shows has more conversions than of one of them', () => {
    const two = { ...PLAN, lines: [...PLAN.lines, { show: 'show-6', category: 'category-1', impressions: 100_000 }] };
    const [both, one] = [two, PLAN].map((plan) => intervalOf(forecastCampaign({ history: HISTORY, plan }), 'conversions', 80));
    expect(both.high).toBeGreaterThan(one.high!);
  });

  test('is tried only on what was known when it began, for every measure', () => {
    const last = HISTORY.length - 1;
    const planted = HISTORY.with(last, {
      ...HISTORY[last],
      lines: [{ ...HISTORY[last].lines[0], conversions: 99_999, valueMinor: 9e9, visits: 9e6 }],
    });
    const quantiles = (all: HistoryCampaign[]) =>
      Object.values(tryCampaigns(all)).map((tried) => tried.map(({ own }) => [0.1, 0.5, 0.9].map(own)));
    expect(quantiles(planted)).toEqual(quantiles(HISTORY));
  });

  test('knows no more of its plan than what was booked', () => {
    const [campaign] = HISTORY;
    const other = { ...campaign, lines: [{ ...campaign.lines[0], delivered: 1, conversions: 1, visits: 1, valueMinor: 1 }] };
    expect(planOf(other)).toEqual(planOf(campaign));
  });
});

/** Episodes every four days in two shows, of which one is heard later than the other. */
function episodes(count: number, known: number): EpisodeDays[] {
  const random = randomOf(5, 1);
  return Array.from({ length: count }, (_, place) => {
    const power = place % 2 === 0 ? 0.2 : 0.5;
    const total = 2_000 + random.below(2_000);
    const cumulative = (age: number) => total * (age / 30) ** power;
    const length = Math.min(30, known - 4 * place);
    const days = Array.from({ length }, (_none, age) => poisson(random, cumulative(age + 1) - cumulative(age)));
    return { episode: `e${String(place).padStart(2, '0')}`, show: `show-${place % 2}`, publishedOn: dayOf(4 * place), days };
  });
}

describe('downloads of an episode', () => {
  const all = episodes(30, 200);

  test("follow the show's own curve", () => {
    expect(Math.exp(growthOf(all, 'show-0', 3, 30).mean)).toBeCloseTo(10 ** 0.2, 0);
    expect(growthOf(all, 'show-1', 3, 30).mean).toBeGreaterThan(1.8 * growthOf(all, 'show-0', 3, 30).mean);
  });

  test('of a show without whole episodes are drawn to all shows, and less sure', () => {
    const [own, stranger] = [growthOf(all, 'show-0', 3, 30), growthOf(all, 'new', 3, 30)];
    expect(stranger.mean).toBeGreaterThan(own.mean);
    expect(stranger.mean).toBeLessThan(growthOf(all, 'show-1', 3, 30).mean);
    expect(stranger.variance).toBeGreaterThan(2 * own.variance);
  });

  test.each([1, 3, 7])('from %i days lie inside the interval, which never holds less than was counted', (from) => {
    const asked = { ...all[20], days: all[20].days.slice(0, from) };
    const { measures, bands } = forecastDownloads({ history: all.slice(0, 12), asked });
    const came = all[20].days.reduce((sum, one) => sum + one, 0);
    const [, , nearly] = measures[0].intervals!;
    expect(nearly.low).toBeLessThanOrEqual(came);
    expect(nearly.high).toBeGreaterThanOrEqual(came);
    expect(nearly.low).toBeGreaterThanOrEqual(asked.days.reduce((sum, one) => sum + one, 0));
    expect(bands).toHaveLength(30);
    expect(bands.map(({ isForecast }) => isForecast).indexOf(true)).toBe(from);
  });

  test('without history have an interval and no point, and of nothing counted none at all', () => {
    const asked = { ...all[0], days: all[0].days.slice(0, 3) };
    const { history, measures } = forecastDownloads({ history: [], asked });
    expect({ history, median: measures[0].median, isThere: measures[0].intervals !== null }).toEqual({
      history: 0,
      median: null,
      isThere: true,
    });
    expect(forecastDownloads({ history: all, asked: { ...asked, days: [0, 0] } }).measures[0].missing).toContain('Nobody');
  });

  test('are tried only on episodes that were whole by then', () => {
    const planted = all.map((one, place) => (place === 20 ? { ...one, days: one.days.map((count) => 50 * count) } : one));
    const before = (history: EpisodeDays[]) =>
      tryEpisodes(history, 3)
        .slice(0, 8)
        .map(({ own }) => own(0.5));
    expect(before(planted)).toEqual(before(all));
  });
});

/** A placement of thirty days that delivers a share of what is booked, more on weekdays than at the end of a week. */
function flightOf(place: number, share: number, length = 30): Flight {
  const random = randomOf(9, place);
  const start = 40 * place;
  const days = Array.from({ length }, (_, age) => {
    const weekend = new Date(dayOf(start + age)).getUTCDay() % 6 === 0 ? 0.5 : 1.2;
    return [dayOf(start + age), poisson(random, 100 * share * weekend)] as const;
  });
  const price = { basis: 'cpm' as const, amountMinor: 2_000, currency: 'USD' };
  return {
    key: `f${place}`,
    startsOn: dayOf(start),
    endsOn: dayOf(start + length - 1),
    booked: 100 * length,
    price,
    days: Object.fromEntries(days),
  };
}

describe('pacing', () => {
  const history = [0, 1, 2, 3, 4, 5].map((place) => flightOf(place, 1));
  const running = (share: number) => flightOf(7, share);
  const asOf = dayOf(7 * 40 + 12);

  test('of a flight that goes on as it did ends about there, with what it costs', () => {
    const { measures, delivered, booked, currency } = forecastPacing({ flights: [running(0.7)], history, asOf });
    expect({ booked, currency }).toEqual({ booked: 3_000, currency: 'USD' });
    expect(delivered).toBeLessThan(1_000);
    const [impressions, spend] = measures;
    expect(impressions.median! / 3_000).toBeCloseTo(0.7, 1);
    expect(spend.median! / 2).toBeCloseTo(impressions.median!, -2);
    expect(impressions.backtest!.count).toBe(18);
  });

  test('tells when less, or more, than was booked is likely, and neither when it keeps pace', () => {
    const chances = (share: number) => forecastPacing({ flights: [running(share)], history, asOf });
    expect(chances(0.7).chanceUnder).toBeGreaterThan(0.95);
    expect(chances(1.4).chanceOver).toBeGreaterThan(0.95);
    expect(chances(1).chanceUnder + chances(1).chanceOver).toBeLessThan(0.6);
  });

  test('looks at nothing that is delivered on its day or later', () => {
    const flight = running(1);
    const later = Object.fromEntries(Object.entries(flight.days).map(([day, count]) => [day, day < asOf ? count : 9_999]));
    expect(forecastPacing({ flights: [{ ...flight, days: later }], history, asOf })).toEqual(
      forecastPacing({ flights: [flight], history, asOf }),
    );
  });

  test('narrows as the end comes nearer', () => {
    const width = (age: number) => {
      const [{ intervals }] = forecastPacing({ flights: [running(1)], history, asOf: dayOf(7 * 40 + age) }).measures;
      return intervals![1].high! - intervals![1].low;
    };
    expect(width(26)).toBeLessThan(width(5) / 2);
  });

  test('has no cost where prices are of several currencies, or missing', () => {
    const free = { ...running(1), key: 'free', price: null };
    const { measures, currency } = forecastPacing({ flights: [running(1), free], history, asOf });
    expect(currency).toBeNull();
    expect(measures[1]).toMatchObject({ measure: 'spend', intervals: null, missing: expect.stringContaining('price') });
  });
});
