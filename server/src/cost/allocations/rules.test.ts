import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allocate, type AllocationInput, type CostSum, DELIVERIES, inputHash, type OwnerUse } from './rules.ts';
import { AllocationDriver, type AllocationPool } from './schema.ts';

const E10 = 10_000_000_000n;
const CENT = E10 / 100n;
const unitOf = () => 'hours';
const driver = (one: object) => AllocationDriver.parse(one);
const cost = (amount: bigint, more: Partial<CostSum> = {}): CostSum => ({
  currency: 'USD',
  kind: 'purchase',
  meter: '',
  feature: '',
  owner: undefined,
  amount,
  ...more,
});
const use = (owner: string | null, quantity: bigint, meter = 'studio'): OwnerUse => ({ meter, owner, quantity: quantity * E10 });
const split = (input: Partial<AllocationInput>) =>
  allocate({ pools: [], rest: driver({ kind: 'even' }), costs: [], uses: [], unitOf, ...input });
const told = ({ lines }: ReturnType<typeof allocate>) => lines.map(({ part, owner, amountMinor }) => [part, owner, Number(amountMinor)]);

describe('a bill is split', () => {
  test('directly where an entry names its owner, and by usage where none does', () => {
    const found = split({
      rest: driver({ kind: 'usage', meter: 'studio' }),
      costs: [cost(30n * E10, { owner: 'a' }), cost(10n * E10)],
      uses: [use('a', 1n), use('b', 3n)],
    });
    expect(told(found)).toEqual([
      ['direct', 'a', 3000],
      ['shared', 'a', 250],
      ['shared', 'b', 750],
    ]);
    expect(found.lines[1]).toMatchObject({ pool: 'other', driver: 'usage', basis: '1', unit: 'hours' });
  });

  test('with largest remainders, of equal ones to the first by key, whatever the order of rows', () => {
    const uses = [use('c', 1n), use('a', 1n), use('b', 1n)];
    const costs = [cost(100n * CENT)];
    const expected = [
      ['shared', 'a', 34],
      ['shared', 'b', 33],
      ['shared', 'c', 33],
    ];
    expect(told(split({ costs, uses }))).toEqual(expected);
    expect(told(split({ costs, uses: uses.toReversed() }))).toEqual(expected);
  });

  test('with what nobody used of a stated capacity as a line of its own, or spread', () => {
    const costs = [cost(100n * E10)];
    const uses = [use('a', 30n), use('b', 10n), use(null, 20n)];
    const capped = { kind: 'usage', meter: 'studio', capacity: '100' };
    // By hand: 60 of 100 are used, so 40.00 is idle; 60.00 is split 3:1 over those who are known.
    expect(told(split({ rest: driver(capped), costs, uses }))).toEqual([
      ['shared', 'a', 4500],
      ['shared', 'b', 1500],
      ['idle', null, 4000],
    ]);
    expect(told(split({ rest: driver({ ...capped, spreadIdle: true }), costs, uses }))).toEqual([
      ['shared', 'a', 7500],
      ['shared', 'b', 2500],
    ]);
    const over = split({ rest: driver({ ...capped, capacity: '50' }), costs, uses });
    expect(told(over)).toEqual([
      ['shared', 'a', 7500],
      ['shared', 'b', 2500],
    ]);
    expect(over.pools[0]).toMatchObject({ used: '40', unowned: '20', capacity: '50' });
    expect(over.pools[0].note).toMatch(/More was used/);
  });

  test('evenly over who is active when the meter counted nothing, and it says so', () => {
    const found = split({
      rest: driver({ kind: 'usage', meter: 'studio' }),
      costs: [cost(10n * E10)],
      uses: [use('b', 4n, 'x'), use('a', 1n, 'y')],
    });
    expect(told(found)).toEqual([
      ['shared', 'a', 500],
      ['shared', 'b', 500],
    ]);
    expect(found.pools[0]).toMatchObject({ driver: 'usage', applied: 'even' });
    expect(found.pools[0].note).toMatch(/split evenly/);
  });

  test('as wholly idle when nothing was used of a capacity, and as unassigned when nobody is active', () => {
    const capped = driver({ kind: 'usage', meter: 'studio', capacity: '100' });
    expect(told(split({ rest: capped, costs: [cost(E10)], uses: [use('a', 1n, 'x')] }))).toEqual([['idle', null, 100]]);
    expect(told(split({ costs: [cost(E10)] }))).toEqual([['unassigned', null, 100]]);
    expect(told(split({ costs: [cost(E10, { owner: null })] }))).toEqual([['unassigned', null, 100]]);
  });

  test('by stated weights, percents and amounts, of which the rest is idle', () => {
    const costs = [cost(10n * E10)];
    const weights = [
      { owner: 'b', weight: '1' },
      { owner: 'a', weight: '0.5' },
      { owner: 'c', weight: '0' },
    ];
    expect(told(split({ rest: driver({ kind: 'weighted', weights }), costs }))).toEqual([
      ['shared', 'a', 333],
      ['shared', 'b', 667],
    ]);
    const percents = [
      { owner: 'a', percent: '60' },
      { owner: 'b', percent: '12.5' },
    ];
    expect(told(split({ rest: driver({ kind: 'fixed', shares: percents }), costs }))).toEqual([
      ['shared', 'a', 600],
      ['shared', 'b', 125],
      ['idle', null, 275],
    ]);
    const amounts = driver({ kind: 'fixed', currency: 'USD', shares: [{ owner: 'a', amount: '7.25' }] });
    expect(told(split({ rest: amounts, costs }))).toEqual([
      ['shared', 'a', 725],
      ['idle', null, 275],
    ]);
    expect(split({ rest: amounts, costs: [cost(7n * E10)] }).overdrawn).toEqual([
      { pool: 'other', currency: 'USD', amountMinor: 700n, fixedMinor: 725n },
    ]);
    expect(told(split({ rest: amounts, costs: [cost(7n * E10, { currency: 'EUR' })] }))).toEqual([['idle', null, 700]]);
  });

  test('into the first pool whose conditions an entry meets, credits by the driver of their charge', () => {
    const pools: AllocationPool[] = [
      { key: 'hosting', features: ['hosting'], driver: driver({ kind: 'weighted', weights: [{ owner: 'a', weight: '1' }] }) },
      { key: 'bought', kinds: ['purchase'], driver: driver({ kind: 'fixed', shares: [{ owner: 'b', percent: '100' }] }) },
    ];
    const found = split({
      pools,
      costs: [
        cost(10n * E10, { feature: 'hosting' }),
        cost(-2n * E10, { feature: 'hosting', kind: 'credit' }),
        cost(5n * E10),
        cost(E10, { kind: 'tax' }),
      ],
      uses: [use('z', 1n)],
    });
    expect(found.lines.map(({ pool, owner, amountMinor }) => [pool, owner, Number(amountMinor)])).toEqual([
      ['bought', 'b', 500],
      ['hosting', 'a', 800],
      ['other', 'z', 100],
    ]);
  });

  test('each currency by itself, in its own minor units', () => {
    const found = split({
      costs: [cost(1005n * CENT, { currency: 'JPY' }), cost(E10 / 8n), cost(E10, { currency: 'KWD' })],
      uses: [use('a', 1n)],
    });
    expect(found.invoices.map(({ currency, amountMinor }) => [currency, Number(amountMinor)])).toEqual([
      ['JPY', 10],
      ['KWD', 1000],
      ['USD', 13],
    ]);
  });
});

const amount = fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n });
const owner = fc.constantFrom('a', 'b', 'c', 'd', 'e');
const weight = fc.bigInt({ min: 0n, max: 10n ** 12n });
const decimals = fc.nat(1_000_000).map((n) => String(n / 1000));
const owners = (field: 'weight' | 'percent', value: fc.Arbitrary<string>) =>
  fc
    .uniqueArray(owner, { minLength: 1 })
    .chain((keys) => fc.tuple(...keys.map((key) => value.map((one) => ({ owner: key, [field]: one })))));
const measured = fc.record({
  kind: fc.constant('usage'),
  meter: fc.constantFrom('studio', 'other'),
  capacity: fc.option(decimals.filter((text) => Number(text) > 0)),
  spreadIdle: fc.boolean(),
});
const drawnDriver = fc
  .oneof(
    measured,
    fc.constant({ kind: 'even' }),
    fc.constant({ kind: 'deliveries' }),
    owners('weight', decimals)
      .filter((weights) => weights.some((one) => Number((one as unknown as { weight: string }).weight) > 0))
      .map((weights) => ({ kind: 'weighted', weights })),
    owners('percent', fc.nat(20).map(String)).map((shares) => ({ kind: 'fixed', shares })),
  )
  .map((one) => driver(one));
const drawnInput: fc.Arbitrary<AllocationInput> = fc.record({
  pools: fc.tuple(drawnDriver, drawnDriver).map(([first, second]): AllocationPool[] => [
    { key: 'hosting', features: ['hosting'], driver: first },
    { key: 'meters', kinds: ['usage'], driver: second },
  ]),
  rest: drawnDriver,
  costs: fc.array(
    fc.record({
      currency: fc.constantFrom('USD', 'JPY', 'KWD'),
      kind: fc.constantFrom('usage' as const, 'purchase' as const, 'credit' as const),
      meter: fc.constant(''),
      feature: fc.constantFrom('', 'hosting'),
      owner: fc.oneof(owner, fc.constant(null), fc.constant(undefined)),
      amount,
    }),
    { minLength: 1, maxLength: 30 },
  ),
  uses: fc.array(fc.record({ meter: fc.constantFrom('studio', 'other', DELIVERIES), owner: fc.option(owner), quantity: weight }), {
    maxLength: 30,
  }),
  unitOf: fc.constant(unitOf),
});

/** An order that depends on nothing but the seed. */
const shuffled = <Item>(items: readonly Item[], seed: number) =>
  items
    .map((item, place) => ({ item, at: Math.sin(seed + place * 7.3) }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ item }) => item);

describe('whatever the bill, the rules and the usage', () => {
  test('the parts equal the invoice to the minor unit, and each pool its parts', () => {
    fc.assert(
      fc.property(drawnInput, (input) => {
        const { invoices, pools, lines } = allocate(input);
        for (const { currency, amountMinor } of invoices) {
          const own = lines.filter((line) => line.currency === currency);
          expect(own.reduce((sum, line) => sum + line.amountMinor, 0n)).toBe(amountMinor);
          // Against the exact sum, half a unit off at the most.
          const digits = { USD: 2, JPY: 0, KWD: 3 }[currency as 'USD'] ?? 2;
          const exact = input.costs.filter((one) => one.currency === currency).reduce((sum, one) => sum + one.amount, 0n);
          const off = 2n * (exact - amountMinor * 10n ** BigInt(10 - digits));
          expect((off < 0n ? -off : off) <= 10n ** BigInt(10 - digits)).toBe(true);
        }
        for (const { pool, currency, amountMinor } of pools) {
          const own = lines.filter((line) => line.pool === pool && line.currency === currency);
          expect(own.reduce((sum, line) => sum + line.amountMinor, 0n)).toBe(amountMinor);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('the order of rows changes neither lines nor hash', () => {
    fc.assert(
      fc.property(drawnInput, fc.nat(1_000), (input, seed) => {
        const other = { ...input, costs: shuffled(input.costs, seed), uses: shuffled(input.uses, seed) };
        expect(allocate(other)).toEqual(allocate(input));
        expect(inputHash(['2026-11'], other)).toBe(inputHash(['2026-11'], input));
      }),
    );
  });

  test('another amount, another rule, another month and another use have another hash', () => {
    const input: AllocationInput = {
      pools: [],
      rest: driver({ kind: 'usage', meter: 'studio' }),
      costs: [cost(E10)],
      uses: [use('a', 1n)],
      unitOf,
    };
    const hashes = [
      inputHash(['2026-11'], input),
      inputHash(['2026-10'], input),
      inputHash(['2026-11'], { ...input, costs: [cost(E10 + 1n)] }),
      inputHash(['2026-11'], { ...input, costs: [cost(E10, { owner: null })] }),
      inputHash(['2026-11'], { ...input, rest: driver({ kind: 'even' }) }),
      inputHash(['2026-11'], { ...input, uses: [use('a', 2n)] }),
      inputHash(['2026-11'], { ...input, uses: [use('a', 1n), use('b', 1n, 'unasked')] }),
    ];
    expect(new Set(hashes).size).toBe(hashes.length);
    expect(inputHash(['2026-11'], { ...input, uses: [use('a', 1n), use('a', 5n, 'unasked')] })).toBe(hashes[0]);
  });
});
