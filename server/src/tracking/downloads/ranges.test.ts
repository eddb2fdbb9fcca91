import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ByteUnion, rangeParts, UNKNOWN_END } from './ranges.ts';

describe('a range header', () => {
  test.each([
    ['bytes=0-99', [[0, 100]]],
    ['bytes=100-', [[100, 1_000]]],
    ['bytes=-200', [[800, 1_000]]],
    ['bytes=-5000', [[0, 1_000]]],
    ['bytes=900-5000', [[900, 1_000]]],
    [
      'bytes=0-9, 20-29,-10',
      [
        [0, 10],
        [20, 30],
        [990, 1_000],
      ],
    ],
    ['Bytes = 0-9', [[0, 10]]],
    ['bytes=5000-6000', [[1_000, 1_000]]],
    ['bytes 0-499/1234', [[0, 500]]],
    ['bytes 0-499/*', [[0, 500]]],
  ])('%s means %j of a file of 1,000 bytes', (header, ranges) => {
    expect(rangeParts(header, 1_000)).toEqual(ranges.map(([start, end]) => ({ range: { start, end } })));
  });

  test('without an end reaches to the end of a file of unknown size, and a suffix of one has no known place', () => {
    expect(rangeParts('bytes=5-', null)).toEqual([{ range: { start: 5, end: UNKNOWN_END } }]);
    expect(rangeParts('bytes=-500', null)).toEqual([{ suffixBytes: 500 }]);
  });

  test.each([
    null,
    '',
    'bytes',
    'bytes=',
    'bytes=-',
    'bytes=a-b',
    'bytes=9-3',
    'seconds=0-9',
    'bytes=0-9,',
    'bytes=1--2',
    'bytes=+1-2',
    'bytes */9',
  ])('that is malformed is none: %j', (header) => expect(rangeParts(header, 1_000)).toBeUndefined());
});

describe('the union of byte ranges', () => {
  const range = fc.tuple(fc.nat(60), fc.nat(30)).map(([start, length]) => ({ start, end: start + length }));

  test('holds as many bytes as marking each byte finds', () => {
    fc.assert(
      fc.property(fc.array(range, { maxLength: 25 }), (ranges) => {
        const [union, marked] = [new ByteUnion(), new Set<number>()];
        ranges.forEach((one, owner) => {
          union.add(one, owner);
          for (let byte = one.start; byte < one.end; byte += 1) marked.add(byte);
        });
        expect(union.bytes).toBe(marked.size);
      }),
    );
  });

  test('without its oldest ranges is the union of the others', () => {
    fc.assert(
      fc.property(fc.array(range, { maxLength: 25 }), fc.nat(25), (ranges, kept) => {
        const [union, fresh] = [new ByteUnion(), new ByteUnion()];
        ranges.forEach((one, owner) => union.add(one, owner));
        const gone = Math.min(kept, ranges.length);
        for (let owner = 0; owner < gone; owner += 1) union.remove(owner);
        ranges.slice(gone).forEach((one, owner) => fresh.add(one, owner));
        expect(union.bytes).toBe(fresh.bytes);
      }),
    );
  });
});
