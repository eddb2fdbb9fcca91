import { describe, expect, test } from 'vitest';
import type { Campaign } from '../../catalog/campaigns/schema.ts';
import { type Booking, flightOf, historyOf, knownOnOf, planLinesOf, spendOf } from './lines.ts';

const CAMPAIGN: Campaign = {
  key: 'spring',
  name: null,
  advertiser: null,
  startsOn: null,
  endsOn: null,
  budgetMinor: null,
  goal: null,
  spendMinor: null,
  currency: null,
  defaultModel: null,
  createdAt: '',
};
const cpm = { basis: 'cpm', amountMinor: 2_000, currency: 'USD' } as const;
const booking = (key: string, more: Partial<Booking> = {}): Booking => ({
  key,
  campaign: 'spring',
  show: 'daily',
  startsOn: '2026-03-01',
  endsOn: '2026-03-10',
  bookedImpressions: 1_000,
  price: cpm,
  ...more,
});

describe('a campaign', () => {
  test('flies from its own first day to its own last one, else as its placements do, and not at all where one is open', () => {
    const later = booking('b', { startsOn: '2026-03-05', endsOn: '2026-03-20' });
    expect(flightOf(CAMPAIGN, [booking('a'), later])).toMatchObject({ startsOn: '2026-03-01', endsOn: '2026-03-20' });
    expect(flightOf({ ...CAMPAIGN, endsOn: '2026-04-01' }, [later])).toMatchObject({ startsOn: '2026-03-05', endsOn: '2026-04-01' });
    expect(flightOf(CAMPAIGN, [booking('a'), booking('b', { endsOn: null })])).toBeUndefined();
    expect(knownOnOf('2026-03-10', 30)).toBe('2026-04-10');
  });

  test('costs what is booked of it, else what all its placements cost, and in no other currency', () => {
    const flat = booking('b', { price: { basis: 'flat', amountMinor: 700, currency: 'USD' }, bookedImpressions: null });
    const spend = (campaign: Partial<Campaign>, bookings: Booking[], currency = 'USD') =>
      spendOf({ campaign: { ...CAMPAIGN, ...campaign }, bookings }, currency);
    expect(spend({ spendMinor: 99, currency: 'USD' }, [booking('a')])).toBe(99);
    expect(spend({ spendMinor: 99, currency: 'EUR' }, [booking('a')])).toBeNull();
    expect(spend({}, [booking('a'), flat])).toBe(2_700);
    expect(spend({}, [booking('a'), flat], 'EUR')).toBeNull();
    expect(spend({}, [booking('a'), booking('b', { price: null })])).toBeNull();
    expect(spend({}, [])).toBeNull();
  });

  test('is planned only in shows all of whose placements say what is booked', () => {
    const bookings = [booking('a'), booking('b'), booking('c', { show: 'late' }), booking('d', { show: 'late', bookedImpressions: null })];
    expect(planLinesOf(bookings, () => 'news')).toEqual([{ show: 'daily', category: 'news', impressions: 2_000 }]);
  });

  test('is over with what was delivered in each show: impressions where any was told, and never the downloads beside them', () => {
    const flown = flightOf(CAMPAIGN, [booking('a')])!;
    const count = (placement: string | null, kind: 'download' | 'impression', delivered: number, show = 'daily') => ({
      campaign: 'spring',
      show,
      placement,
      kind,
      delivered,
    });
    const counts = [
      count('a', 'impression', 80),
      count('a', 'download', 900),
      count(null, 'download', 5),
      count('x', 'download', 7, 'late'),
    ];
    const credits = [{ campaign: 'spring', show: 'daily', visits: 3.5, conversions: 1.5, valueMinor: 4_000 }];
    const { lines, knownOn, spendMinor } = historyOf(flown, { counts, credits }, { currency: 'USD', lagDays: 30, categoryOf: () => '' });
    expect({ knownOn, spendMinor }).toEqual({ knownOn: '2026-04-10', spendMinor: 2_000 });
    expect(lines).toEqual([
      { show: 'daily', category: '', booked: 1_000, delivered: 85, visits: 3.5, conversions: 1.5, valueMinor: 4_000 },
      { show: 'late', category: '', booked: null, delivered: 7, visits: 0, conversions: 0, valueMinor: 0 },
    ]);
  });
});
