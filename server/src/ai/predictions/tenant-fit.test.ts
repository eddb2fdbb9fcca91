import { describe, expect, test } from 'vitest';
import { simulateCampaigns } from '../../../../simulator/src/outcomes/campaigns.ts';
import { drawConversions, fitTenant, type HistoryCampaign, quantileAmong } from './tenant-fit.ts';

function campaign(place: number, line: { show: string; category: string; impressions: number; conversions: number }): HistoryCampaign {
  const { show, category, impressions, conversions } = line;
  const own = {
    show,
    category,
    booked: impressions,
    delivered: impressions,
    visits: 40 * conversions,
    conversions,
    valueMinor: 5_000 * conversions,
  };
  return { key: `c${place}`, startsOn: '2026-01-01', knownOn: '2026-03-01', spendMinor: null, lines: [own] };
}

const HISTORY = simulateCampaigns({ seed: 5, count: 150 }).map((one, place) => campaign(place, one));
const DRAWS = { count: 4_000, seed: 1 };

describe('the fit of a tenant', () => {
  test('draws the same responses for the same seed, and others for another', () => {
    const fit = fitTenant(HISTORY);
    const draw = (seed: number) => drawConversions(fit, [{ show: 'show-1', category: 'category-1' }], { count: 50, seed }).expected(0, 1e5);
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
  });

  test('draws around what counts say, as closely as their number lets it', () => {
    const few = Array.from({ length: 3 }, (_, place) =>
      campaign(place, { show: 'a', category: 'x', impressions: 100_000, conversions: 50 }),
    );
    const many = Array.from({ length: 80 }, (_, place) =>
      campaign(place, { show: 'a', category: 'x', impressions: 100_000, conversions: 50 }),
    );
    const width = (history: HistoryCampaign[]) => {
      const drawn = drawConversions(fitTenant(history), [{ show: 'a', category: 'x' }], DRAWS).expected(0, 100_000);
      expect(quantileAmong(drawn, 0.5)).toBeGreaterThan(35);
      expect(quantileAmong(drawn, 0.5)).toBeLessThan(65);
      return Math.log(quantileAmong(drawn, 0.9) / quantileAmong(drawn, 0.1));
    };
    expect(width(many)).toBeLessThan(width(few) / 2);
  });

  test('draws of shows belong together: differences of two shows are surer than of two that were drawn apart', () => {
    const fit = fitTenant(HISTORY.slice(0, 20));
    const shows = [
      { show: 'show-1', category: 'category-1' },
      { show: 'show-6', category: 'category-1' },
    ];
    const ratios = (a: Float64Array, b: Float64Array) => a.map((value, place) => Math.log(value / b[place]));
    const spread = (numbers: Float64Array) => quantileAmong(numbers, 0.9) - quantileAmong(numbers, 0.1);
    const together = drawConversions(fit, shows, DRAWS);
    const other = drawConversions(fit, shows, { ...DRAWS, seed: 2 });
    const joint = spread(ratios(together.expected(0, 1e5), together.expected(1, 1e5)));
    expect(joint).toBeLessThan(spread(ratios(together.expected(0, 1e5), other.expected(1, 1e5))));
  });

  test('one of a show that was never seen lies wider than one that was', () => {
    const fit = fitTenant(HISTORY);
    const drawn = drawConversions(
      fit,
      [
        { show: 'show-1', category: 'category-1' },
        { show: 'new', category: 'new' },
      ],
      DRAWS,
    );
    const width = (place: number) =>
      Math.log(quantileAmong(drawn.expected(place, 1e5), 0.9) / quantileAmong(drawn.expected(place, 1e5), 0.1));
    expect(width(1)).toBeGreaterThan(1.5 * width(0));
  });

  test('knows nothing of value without any, and finds it where there is some', () => {
    expect(fitTenant([]).value).toBeUndefined();
    expect(Math.exp(fitTenant(HISTORY).value?.mean ?? 0)).toBeCloseTo(5_000, 0);
  });

  test('learns how much of what is booked is delivered', () => {
    const short = HISTORY.map((one) => ({ ...one, lines: one.lines.map((line) => ({ ...line, booked: 2 * line.delivered })) }));
    expect(Math.exp(fitTenant(short).delivery.mean)).toBeCloseTo(0.5, 1);
    expect(Math.exp(fitTenant([]).delivery.mean)).toBe(1);
  });
});
