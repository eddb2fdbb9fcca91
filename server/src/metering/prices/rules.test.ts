import fc from 'fast-check';
import { expect, test } from 'vitest';
import { costMicros, mostMicros, priceAt, readPrices } from './rules.ts';
import { SHIPPED } from './shipped.ts';

const prices = { inputMicros: 3_000_000, cacheReadMicros: 300_000, cacheWriteMicros: 3_750_000, outputMicros: 15_000_000 };
const row = { vendor: 'openai', model: 'm', from: '2026-01-01', to: null, prices };

test('the price list that is shipped is plausible, and knows one price of each of its models today', () => {
  const list = readPrices(SHIPPED);
  const at = Date.parse('2026-11-20T12:00:00Z');
  for (const { vendor, model, prices: own } of list) expect(priceAt(list, { vendor, model }, at)).toEqual(own);
});

test.each([
  ['NaN', Number.NaN],
  ['infinity', Number.POSITIVE_INFINITY],
  ['a text', '3000000'],
  ['null', null],
  ['a negative price', -1],
  ['half a millionth', 1_000.5],
  ['a price per token where one per million is meant', 3],
  ['more than a thousand dollars per million tokens', 1_000_000_001],
])('%s is refused as a price, whichever of the four it is', (_what, value) => {
  for (const name of Object.keys(prices)) {
    const wrong = [{ ...row, prices: { ...prices, [name]: value } }];
    expect(() => readPrices(wrong)).toThrow(RangeError);
    expect(() => readPrices(wrong)).toThrow(name);
  }
});

test('a price list is refused where a price is missing, one too many, or more for what a cache holds, and where it is no list', () => {
  const { outputMicros: _output, ...fewer } = prices;
  for (const wrong of [{ ...prices, more: 1 }, fewer, { ...prices, cacheReadMicros: 3_000_001 }])
    expect(() => readPrices([{ ...row, prices: wrong }])).toThrow(RangeError);
  expect(() => readPrices({})).toThrow(RangeError);
  expect(() => readPrices([{ ...row, from: 'yesterday' }])).toThrow('/0/from');
});

test('prices of one model that hold at the same time are refused, and those that follow one another are not', () => {
  const next = { ...row, from: '2026-07-01' };
  expect(() => readPrices([row, next])).toThrow('openai m: two prices hold on 2026-07-01');
  expect(() => readPrices([next, { ...row, to: '2026-07-02' }])).toThrow('two prices hold');
  expect(() => readPrices([{ ...row, to: '2026-01-01' }])).toThrow('ends on 2026-01-01, before it begins');
  expect(readPrices([next, { ...row, to: '2026-07-01' }])).toHaveLength(2);
  expect(readPrices([row, { ...next, vendor: 'anthropic' }])).toHaveLength(2);
});

test('a price holds from its first instant up to the first of the next one; before, after, and of another model there is none', () => {
  const later = { ...prices, inputMicros: 6_000_000 };
  const list = readPrices([
    { ...row, to: '2026-07-01' },
    { ...row, from: '2026-07-01', to: '2026-08-01', prices: later },
  ]);
  const at = (instant: string, model = 'm') => priceAt(list, { vendor: 'openai', model }, Date.parse(instant))?.inputMicros;
  expect(at('2025-12-31T23:59:59.999Z')).toBeUndefined();
  expect(at('2026-01-01T00:00:00Z')).toBe(3_000_000);
  expect(at('2026-06-30T23:59:59.999Z')).toBe(3_000_000);
  expect(at('2026-07-01T00:00:00Z')).toBe(6_000_000);
  expect(at('2026-08-01T00:00:00Z')).toBeUndefined();
  expect(at('2026-07-01T00:00:00Z', 'm-2026')).toBeUndefined();
  expect(priceAt(list, { vendor: 'anthropic', model: 'm' }, Date.parse('2026-07-01'))).toBeUndefined();
});

test('each kind of token costs its own price, and what is begun of a millionth of a dollar counts as one', () => {
  expect(costMicros(prices, { input: 100, cacheRead: 40, cacheWrite: 10, output: 7 })).toBe(300 + 12 + 38 + 105);
  expect(costMicros(prices, { input: 0, cacheRead: 0, cacheWrite: 0, output: 0 })).toBe(0);
  expect(costMicros({ ...prices, inputMicros: 1_000 }, { input: 1, cacheRead: 0, cacheWrite: 0, output: 0 })).toBe(1);
});

test.each([Number.NaN, -1, 0.5, Number.POSITIVE_INFINITY])('%s is no number of tokens', (count) => {
  expect(() => costMicros(prices, { input: 0, cacheRead: 0, cacheWrite: 0, output: count })).toThrow(RangeError);
});

test('no call costs more than the most that is set aside for it, however its input divides', () => {
  const count = fc.nat(10_000_000);
  const price = fc.integer({ min: 1_000, max: 1_000_000_000 });
  fc.assert(
    fc.property(count, count, count, count, price, price, price, fc.double({ min: 0, max: 1, noNaN: true }), (...drawn) => {
      const [input, cacheRead, cacheWrite, output, inputMicros, cacheWriteMicros, outputMicros, share] = drawn;
      const some = { inputMicros, cacheWriteMicros, outputMicros, cacheReadMicros: Math.floor(inputMicros * share) };
      const most = mostMicros(some, { input: input + cacheRead + cacheWrite, output });
      expect(costMicros(some, { input, cacheRead, cacheWrite, output })).toBeLessThanOrEqual(most);
    }),
  );
});
