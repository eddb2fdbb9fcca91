import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { costOf, type Price, units } from '../prices/rules.ts';
import { cheaperModels, endedCampaigns, inOrder, smallerTier, unusedPurchases, volumeSaving } from './rules.ts';
import type { Saving } from './schema.ts';

const used = (costMicros: number, ...alternatives: [model: string, costMicros: number][]) => ({
  provider: 'ours',
  model: 'large',
  calls: 3,
  costMicros,
  alternatives: alternatives.map(([model, cost]) => ({ model, costMicros: cost })),
});

describe('a cheaper model', () => {
  test('is the cheapest of those that would have cost less, with what the same tokens would have cost', () => {
    const [saving, ...more] = cheaperModels([used(6_000_000, ['small', 600_000], ['middle', 2_000_000], ['huge', 9_000_000])]);
    expect(more).toEqual([]);
    expect(saving).toMatchObject({ subject: 'large', saves: { amount: '5.4', currency: 'USD' } });
    expect(saving.advice).toContain('would have cost 0.60 USD, not 6.00 USD.');
    expect(saving.evidence.map(({ label }) => label)).toEqual([
      'calls in 30 days',
      'the same tokens with middle',
      'the same tokens with small',
    ]);
  });

  test('is not named where none is cheaper, nor for less than a cent', () => {
    expect(cheaperModels([used(6_000_000, ['huge', 9_000_000])])).toEqual([]);
    expect(cheaperModels([used(6_000)])).toEqual([]);
    expect(cheaperModels([used(6_000, ['small', 600])])).toEqual([]);
  });
});

test('a purchase is unused where nothing was used for what it is for', () => {
  const bought = (key: string, amount: string) => ({ owner: { type: 'feature', key } as const, currency: 'EUR', amount: units(amount) });
  const found = unusedPurchases([bought('studio', '40'), bought('mail', '5'), bought('none', '0')], ({ key }) => key === 'mail');
  expect(found.map(({ subject, saves }) => [subject, saves])).toEqual([['studio', { amount: '40', currency: 'EUR' }]]);
});

test('a campaign that ended and still costs says since when and how much', () => {
  const ended = { key: 'spring', name: 'Spring', endsOn: '2026-10-01', currency: 'USD', amount: units('3.5') };
  expect(endedCampaigns([ended, { ...ended, amount: 0n }])).toMatchObject([{ subject: 'spring', saves: { amount: '3.5' } }]);
});

describe('a volume price', () => {
  const TIERS: Price = {
    version: 1,
    currency: 'USD',
    unitQuantity: units('1'),
    mode: 'volume',
    included: 0n,
    tiers: [
      { upTo: units('1000'), price: units('0.10') },
      { upTo: null, price: units('0.05') },
    ],
  };

  test('makes a little more cheaper just below a tier, and only there', () => {
    expect(volumeSaving({ key: 'emails', unit: 'messages' }, TIERS, units('900'))).toMatchObject({ saves: { currency: 'USD' } });
    expect(volumeSaving({ key: 'emails', unit: 'messages' }, TIERS, units('400'))).toBeUndefined();
    expect(volumeSaving({ key: 'emails', unit: 'messages' }, { ...TIERS, mode: 'graduated' }, units('900'))).toBeUndefined();
  });

  test('saves what the two bills differ by, for every quantity', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2_000 }), (count) => {
        const found = volumeSaving({ key: 'emails', unit: 'messages' }, TIERS, units(String(count)));
        const next = costOf(TIERS, units('1000') + 1n);
        const difference = costOf(TIERS, units(String(count))) - next;
        if (count <= 1_000 && difference >= units('0.01')) expect(units(found?.saves?.amount ?? '0')).toBe(difference);
        else expect(found).toBeUndefined();
      }),
    );
  });
});

test('a smaller tier fits where four fifths of each of its limits hold what was used', () => {
  const limits = { free: 100, starter: 1_000, professional: null };
  const use = (count: number) => [{ quota: 'events_per_month' as const, used: count, limits }];
  expect(smallerTier('professional', ['free', 'starter'], use(80))?.advice).toContain('free');
  expect(smallerTier('professional', ['free', 'starter'], use(81))?.advice).toContain('starter');
  expect(smallerTier('professional', ['free', 'starter'], use(801))).toBeUndefined();
  expect(smallerTier('free', [], use(1))).toBeUndefined();
});

test('what is told is told in words and in figures that people read', () => {
  const tier = smallerTier(
    'professional',
    ['starter'],
    [
      { quota: 'events_per_month', used: 1_234_567, limits: { starter: 5_000_000 } },
      { quota: 'ai_spend_per_month', used: 1_250, limits: { starter: 500_000 } },
      { quota: 'storage_bytes', used: 1_530_000_000, limits: { starter: null } },
      { quota: 'members', used: 3, limits: { starter: 25 } },
    ],
  );
  expect(tier?.evidence).toEqual([
    { label: 'events a month', value: '1,234,567 of 5,000,000 in starter' },
    { label: 'AI spend a month', value: '12.50 USD of 5,000.00 USD in starter' },
    { label: 'storage', value: '1.53 GB, no limit in starter' },
    { label: 'members', value: '3 of 25 in starter' },
  ]);
  const owner = { type: 'feature', key: 'studio' } as const;
  const [purchase] = unusedPurchases([{ owner, currency: 'JPY', amount: units('1234567') }], () => false);
  expect(purchase.advice).toContain('1,234,567 JPY were paid for it in 30 days');
  expect(purchase.saves).toEqual({ amount: '1234567', currency: 'JPY' });
  const spring = { key: 'spring', name: 'Spring', endsOn: '2026-10-01', currency: 'USD', amount: units('3456.5') };
  expect(endedCampaigns([spring])[0].advice).toContain('ended on 1 October 2026, and it was charged 3,456.50 USD since');
  const price: Price = {
    version: 1,
    currency: 'USD',
    unitQuantity: units('1'),
    mode: 'volume',
    included: 0n,
    tiers: [
      { upTo: units('100000'), price: units('0.10') },
      { upTo: null, price: units('0.05') },
    ],
  };
  const volume = volumeSaving({ key: 'emails', unit: 'messages' }, price, units('90000'));
  expect(volume?.advice).toContain('the meter emails costs less: beyond 100,000 messages a month');
  expect(volume?.evidence[0].value).toBe('90,000 messages for 9,000.00 USD');
});

test('what saves the most stands first in each currency, what saves an unknown amount last', () => {
  const saving = (amount: string | null, currency = 'USD') => ({ saves: amount === null ? null : { amount, currency } }) as Saving;
  const order = inOrder([saving('2'), saving(null), saving('10'), saving('1', 'EUR')]).map(({ saves }) => saves?.amount);
  expect(order).toEqual(['1', '10', '2', undefined]);
});
