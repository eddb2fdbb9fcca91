import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  costOf,
  type DayUse,
  MONEY_PRICE,
  monthDues,
  partsBetween,
  type Price,
  priceOn,
  type PriceTerms,
  type PriceVersion,
  units,
  unitsText,
  versionOn,
} from './rules.ts';

interface Drawn {
  unit: number;
  mode: 'graduated' | 'volume';
  included: number;
  /** Widths of the tiers but the last. */
  widths: number[];
  /** In whole cents, one more than there are widths. */
  cents: number[];
}

const drawnTerms: fc.Arbitrary<Drawn> = fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 4 }).chain((widths) =>
  fc.record({
    unit: fc.constantFrom(1, 2, 10, 100, 1_000),
    mode: fc.constantFrom('graduated' as const, 'volume' as const),
    included: fc.nat(20),
    widths: fc.constant(widths),
    cents: fc.array(fc.nat(500), { minLength: widths.length + 1, maxLength: widths.length + 1 }),
  }),
);

function termsOf({ unit, mode, included, widths, cents }: Drawn): PriceTerms {
  let end = 0;
  const ends = widths.map((width) => (end += width));
  return {
    unitQuantity: units(String(unit)),
    mode,
    included: units(String(included)),
    tiers: cents.map((price, place) => ({
      upTo: place < ends.length ? units(String(ends[place])) : null,
      price: units(String(price)) / 100n,
    })),
  };
}

/** An oracle that walks unit by unit and knows nothing of differences: what each whole unit costs, in cents times the unit quantity. */
function centsByUnit({ mode, included, widths, cents }: Drawn, quantity: number): number {
  const tierAt = (position: number) => {
    let left = position;
    for (const [place, width] of widths.entries()) {
      if (left <= width) return place;
      left -= width;
    }
    return widths.length;
  };
  let sum = 0;
  for (let unit = 1; unit <= quantity; unit += 1) {
    if (unit <= included) continue;
    sum += cents[mode === 'volume' ? tierAt(quantity - included) : tierAt(unit - included)];
  }
  return sum;
}

const exact = (cents: number, unit: number) => units(String(cents)) / 100n / BigInt(unit);

describe('the cost of a quantity', () => {
  test('is what a count unit by unit comes to, for every mode, included quantity and tiers', () => {
    fc.assert(
      fc.property(drawnTerms, fc.nat(150), (drawn, quantity) => {
        expect(costOf(termsOf(drawn), units(String(quantity)))).toBe(exact(centsByUnit(drawn, quantity), drawn.unit));
      }),
    );
  });

  test('is the same whether it is used at once or in parts, and so are the quantities of its tiers', () => {
    fc.assert(
      fc.property(drawnTerms, fc.array(fc.nat(10 ** 12).map(BigInt), { minLength: 1, maxLength: 20 }), (drawn, steps) => {
        const terms = termsOf(drawn);
        const total = steps.reduce((sum, step) => sum + step, 0n);
        let before = 0n;
        const sums = new Map<number, [bigint, bigint]>();
        for (const step of steps) {
          for (const { tier, quantity, amount } of partsBetween(terms, { before, after: before + step, total })) {
            const [own, cost] = sums.get(tier) ?? [0n, 0n];
            expect(quantity > 0n).toBe(true);
            sums.set(tier, [own + quantity, cost + amount]);
          }
          before += step;
        }
        const whole = partsBetween(terms, { before: 0n, after: total, total });
        expect(new Map([...sums].toSorted(([a], [b]) => a - b))).toEqual(
          new Map(whole.map(({ tier, quantity, amount }) => [tier, [quantity, amount]])),
        );
      }),
    );
  });

  test('follows the list that a person reads: 100 free, then 10 at 0.05, then 0.01', () => {
    const tiers = [
      { upTo: units('10'), price: units('0.05') },
      { upTo: null, price: units('0.01') },
    ];
    const terms = { unitQuantity: units('1'), mode: 'graduated' as const, included: units('100'), tiers };
    expect(unitsText(costOf(terms, units('100')))).toBe('0');
    expect(unitsText(costOf(terms, units('110')))).toBe('0.5');
    expect(unitsText(costOf(terms, units('111')))).toBe('0.51');
    expect(unitsText(costOf({ ...terms, mode: 'volume' }, units('110')))).toBe('0.5');
    expect(unitsText(costOf({ ...terms, mode: 'volume' }, units('111')))).toBe('0.11');
  });

  test('is exact where floating point is not', () => {
    const terms = {
      unitQuantity: units('1000'),
      mode: 'graduated' as const,
      included: 0n,
      tiers: [{ upTo: null, price: units('0.0000001') }],
    };
    expect(unitsText(costOf(terms, units('9007199254740993')))).toBe('900719.9254740993');
  });
});

const flat = (version: number, price: string): Price => ({
  version,
  currency: 'USD',
  unitQuantity: units('1000'),
  mode: 'graduated',
  included: 0n,
  tiers: [{ upTo: null, price: units(price) }],
});
const use = (day: string, quantity: string, campaign = '', feature = ''): DayUse => ({ day, campaign, feature, quantity: units(quantity) });
const sumOf = (dues: readonly { amount: bigint }[]) => unitsText(dues.reduce((sum, { amount }) => sum + amount, 0n));

describe('what is due for a month', () => {
  test('with a new price in its middle is what is calculated by hand', () => {
    // 12,500 events at 0.40 per thousand are 5.00; 7,250 at 0.48 are 3.48.
    const uses = [use('2026-11-01', '2500'), use('2026-11-14', '10000'), use('2026-11-15', '7000'), use('2026-11-30', '250')];
    const dues = monthDues(uses, (day) => (day < '2026-11-15' ? flat(1, '0.4') : flat(2, '0.48')));
    expect(dues.map(({ day, priceVersion, amount }) => [day, priceVersion, unitsText(amount)])).toEqual([
      ['2026-11-01', 1, '1'],
      ['2026-11-14', 1, '4'],
      ['2026-11-15', 2, '3.36'],
      ['2026-11-30', 2, '0.12'],
    ]);
    expect(sumOf(dues)).toBe('8.48');
  });

  test('with tiers and a new price in its middle counts the tiers through the month', () => {
    const tiers = (first: string, rest: string) => ({
      unitQuantity: units('1'),
      included: units('10'),
      tiers: [
        { upTo: units('100'), price: units(first) },
        { upTo: null, price: units(rest) },
      ],
    });
    // By hand: day 1 uses 60, of which 10 are free and 50 cost 0.10 = 5.00. Day 2 uses 80 under the new price: 50 are left of the first
    // tier at 0.20 = 10.00, and 30 lie beyond it at 0.02 = 0.60.
    const old: Price = { version: 1, currency: 'USD', mode: 'graduated', ...tiers('0.1', '0.01') };
    const now: Price = { version: 2, currency: 'USD', mode: 'graduated', ...tiers('0.2', '0.02') };
    const dues = monthDues([use('2026-11-02', '80'), use('2026-11-01', '60')], (day) => (day === '2026-11-01' ? old : now));
    expect(dues.map(({ day, tier, quantity, amount }) => [day, tier, unitsText(quantity), unitsText(amount)])).toEqual([
      ['2026-11-01', 0, '10', '0'],
      ['2026-11-01', 1, '50', '5'],
      ['2026-11-02', 1, '50', '10'],
      ['2026-11-02', 2, '30', '0.6'],
    ]);
  });

  test('is nothing on days without a price, which the tiers count all the same', () => {
    const price: Price = { ...flat(1, '1'), unitQuantity: units('1'), included: units('10') };
    const dues = monthDues([use('2026-11-01', '8'), use('2026-11-02', '5')], (day) => (day === '2026-11-01' ? undefined : price));
    expect(dues.map(({ day, tier, quantity }) => [day, tier, unitsText(quantity)])).toEqual([
      ['2026-11-02', 0, '2'],
      ['2026-11-02', 1, '3'],
    ]);
  });

  const owners = fc.record({ campaign: fc.constantFrom('', 'a', 'b', 'c'), feature: fc.constantFrom('', 'x', 'y') });
  const drawnUses = fc.uniqueArray(
    fc
      .tuple(owners, fc.integer({ min: 1, max: 5 }), fc.nat(10 ** 13))
      .map(([owner, day, quantity]): DayUse => ({ ...owner, day: `2026-11-0${day}`, quantity: BigInt(quantity) })),
    { selector: ({ day, campaign, feature }) => `${day} ${campaign} ${feature}`, maxLength: 25 },
  );

  test('split among those who used it sums to the cost of the month, gives each their own quantity, and heeds no order', () => {
    fc.assert(
      fc.property(drawnTerms, drawnUses, fc.infiniteStream(fc.nat()), (drawn, uses, chance) => {
        const price: Price = { version: 1, currency: 'USD', ...termsOf(drawn) };
        const dues = monthDues(uses, () => price);
        const total = uses.reduce((sum, { quantity }) => sum + quantity, 0n);
        expect(sumOf(dues)).toBe(unitsText(costOf(price, total)));
        for (const one of uses) {
          const own = dues.filter((due) => due.day === one.day && due.campaign === one.campaign && due.feature === one.feature);
          expect(own.reduce((sum, { quantity }) => sum + quantity, 0n)).toBe(one.quantity);
        }
        const shuffled = uses.map((one) => ({ one, at: chance.next().value ?? 0 })).toSorted((a, b) => a.at - b.at);
        expect(
          monthDues(
            shuffled.map(({ one }) => one),
            () => price,
          ),
        ).toEqual(dues);
      }),
    );
  });

  test('has in each row the price times the quantity, to a few ten-billionths', () => {
    fc.assert(
      fc.property(drawnTerms, drawnUses, (drawn, uses) => {
        const price: Price = { version: 1, currency: 'USD', ...termsOf(drawn) };
        for (const { tier, quantity, amount } of monthDues(uses, () => price)) {
          const unitPrice = tier === 0 ? 0n : price.tiers[tier - 1].price;
          const off = quantity * unitPrice - amount * price.unitQuantity;
          expect((off < 0n ? -off : off) <= 5n * price.unitQuantity).toBe(true);
        }
      }),
    );
  });
});

test('what is money already is due as it is, unless somebody set a price for it', () => {
  const [due] = monthDues([use('2026-11-01', '0.0123456789')], (day) => priceOn('ai_spend_usd', [], day));
  expect(due).toMatchObject({ priceVersion: 0, currency: 'USD', amount: units('0.0123456789') });
  expect(priceOn('events', [], '2026-11-01')).toBeUndefined();
  const doubled = { ...MONEY_PRICE, tiers: [{ upTo: null, price: units('2') }] };
  const version: PriceVersion = { version: 1, validFrom: '2026-11-01', setBy: 'operator', terms: doubled };
  expect(priceOn('ai_spend_usd', [version], '2026-11-01')).toMatchObject({ version: 1, tiers: doubled.tiers });
});

describe('the version of a price that holds on a day', () => {
  const terms: PriceTerms = { unitQuantity: units('1'), mode: 'graduated', included: 0n, tiers: [{ upTo: null, price: units('1') }] };
  const of = (version: number, validFrom: string, setBy: 'tenant' | 'operator', own: PriceTerms | null = terms): PriceVersion => ({
    version,
    validFrom,
    setBy,
    terms: own && { ...own, currency: 'USD' },
  });
  const all = [
    of(1, '2026-10-01', 'tenant'),
    of(2, '2026-11-10', 'tenant'),
    of(3, '2026-11-15', 'operator'),
    of(4, '2026-11-20', 'operator', null),
    of(5, '2026-11-25', 'tenant'),
    of(6, '2026-11-25', 'tenant'),
    of(7, '2026-11-28', 'tenant', null),
  ];

  test.each([
    ['2026-09-30', undefined],
    ['2026-10-01', 1],
    ['2026-11-09', 1],
    ['2026-11-10', 2],
    ['2026-11-15', 3],
    ['2026-11-19', 3],
    ['2026-11-20', 2],
    ['2026-11-25', 6],
    ['2026-11-27', 6],
    ['2026-11-28', undefined],
  ])('on %s is %s', (day, version) => {
    expect(versionOn(all, day)?.version).toBe(version);
  });
});
