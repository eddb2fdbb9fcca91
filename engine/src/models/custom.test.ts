import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  buildPositions,
  buildRelativeWeights,
  weighByPlacement,
  weighByPosition,
  weighPathByEffect,
  weighPathByPosition,
} from '../index.ts';

const relative = fc.oneof(fc.constant(0), fc.double({ min: 1e-9, max: 1e9, noNaN: true }), fc.integer({ min: 1, max: 10 }));
const lists = (maxLength: number) => fc.array(relative, { minLength: 1, maxLength }).filter((list) => list.some((weight) => weight > 0));
const lengths = fc.array(fc.nat(70), { maxLength: 8 });

function columnsOf(counts: number[]) {
  const offsets = new Int32Array(counts.length + 1);
  counts.forEach((count, place) => (offsets[place + 1] = offsets[place] + count));
  return { pathCount: counts.length, offsets, ageMs: new Float64Array(offsets[counts.length]) };
}

function pathsOf(columns: ReturnType<typeof columnsOf>, weights: Float64Array): number[][] {
  return Array.from({ length: columns.pathCount }, (_, path) => [...weights.subarray(columns.offsets[path], columns.offsets[path + 1])]);
}

describe('custom weights by position', () => {
  const weighAll = (counts: number[], positions: Float64Array) => {
    const columns = columnsOf(counts);
    const weights = new Float64Array(columns.ageMs.length).fill(NaN);
    weighByPosition(columns, positions, weights);
    return pathsOf(columns, weights);
  };

  test('are never negative and add up to 1 within 1e-12, however long list and path are', () => {
    fc.assert(
      fc.property(lists(100), fc.integer({ min: 1, max: 300 }), (list, count) => {
        const weights = [...weighPathByPosition(count, buildPositions(list))];
        expect(weights.every((weight) => weight >= 0 && weight <= 1)).toBe(true);
        expect(Math.abs(weights.reduce((sum, weight) => sum + weight, 0) - 1)).toBeLessThanOrEqual(1e-12);
      }),
    );
  });

  test('have the same bits alone, in a batch and in any order of paths', () => {
    fc.assert(
      fc.property(lists(20), lengths, (list, counts) => {
        const positions = buildPositions(list);
        const batch = weighAll(counts, positions);
        expect(batch).toEqual(counts.map((count) => [...weighPathByPosition(count, positions)]));
        expect(weighAll(counts.toReversed(), positions)).toEqual(batch.toReversed());
      }),
    );
  });

  test('of a path as long as the list are the list by its sum', () => {
    fc.assert(
      fc.property(
        lists(40).filter((list) => list.length > 1),
        (list) => {
          const sum = list.reduce((total, weight) => total + weight, 0);
          expect([...weighPathByPosition(list.length, buildPositions(list))]).toEqual(list.map((weight) => weight / sum));
        },
      ),
    );
  });

  test('stretch the list to longer paths and shrink it to shorter ones, with its ends on their ends', () => {
    const positions = buildPositions([4, 2, 4]);
    expect([...weighPathByPosition(5, positions)]).toEqual([4, 3, 2, 3, 4].map((weight) => weight / 16));
    expect([...weighPathByPosition(2, positions)]).toEqual([0.5, 0.5]);
    expect([...weighPathByPosition(2, buildPositions([1, 5, 3]))]).toEqual([0.25, 0.75]);
    expect([...weighPathByPosition(1, positions)]).toEqual([1]);
    expect([...weighPathByPosition(0, positions)]).toEqual([]);
    expect([...weighPathByPosition(4, buildPositions([7]))]).toEqual([0.25, 0.25, 0.25, 0.25]);
  });

  test('are equal where all that a path takes of the list is 0', () => {
    expect([...weighPathByPosition(2, buildPositions([0, 1, 0]))]).toEqual([0.5, 0.5]);
  });
});

describe('custom weights by placement', () => {
  test('are in proportion to the weights of the placements, equal where all are 0, and the same bits alone and in a batch', () => {
    const weights = new Float64Array(5);
    const paths = { ...columnsOf([3, 2]), unit: Int32Array.of(0, 1, 0, 2, 2) };
    const ofPlacements = buildRelativeWeights([1, 2, 0]);
    weighByPlacement(paths, ofPlacements, weights);
    expect([...weights]).toEqual([0.25, 0.5, 0.25, 0.5, 0.5]);
    expect([...weighPathByEffect([0, 1, 0], ofPlacements), ...weighPathByEffect([2, 2], ofPlacements)]).toEqual([...weights]);
  });
});

test.each([[[]], [[0, 0]], [[1, -1]], [[NaN]], [[Infinity]], [[1e-10]], [[2e9]], [Array.from({ length: 101 }, () => 1)]])(
  'positions %j are refused',
  (list) => {
    expect(() => buildPositions(list)).toThrow(RangeError);
  },
);
