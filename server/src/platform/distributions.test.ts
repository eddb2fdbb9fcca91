import { expect, test } from 'vitest';
import {
  chiSquareTail,
  incompleteBeta,
  logGamma,
  normalQuantile,
  normalTail,
  studentQuantile,
  studentTwoSided,
  twoSided,
} from './distributions.ts';

test('the logarithm of gamma is that of factorials, and of half-integers', () => {
  for (const [x, value] of [
    [1, 0],
    [5, Math.log(24)],
    [0.5, Math.log(Math.PI) / 2],
    [1.5, Math.log(Math.sqrt(Math.PI) / 2)],
    [0.1, 2.252712651734206],
    [100, 359.1342053695754],
  ])
    expect(logGamma(x)).toBeCloseTo(value, 10);
});

test('normal tails and quantiles are those of published tables, and undo each other', () => {
  expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 12);
  expect(normalQuantile(0.8)).toBeCloseTo(0.8416212335729143, 12);
  expect(normalQuantile(0.005)).toBeCloseTo(-2.5758293035489004, 12);
  expect(normalTail(6) / 9.865876450376946e-10).toBeCloseTo(1, 10);
  expect(normalTail(-1)).toBeCloseTo(0.8413447460685429, 12);
  expect(twoSided(1.959963984540054)).toBeCloseTo(0.05, 12);
  for (const p of [1e-9, 0.001, 0.3, 0.5, 0.77, 0.9999]) expect(1 - normalTail(normalQuantile(p))).toBeCloseTo(p, 12);
  expect(() => normalQuantile(1)).toThrow(RangeError);
});

test('chi-square tails are those of published tables, and closed forms for even degrees', () => {
  expect(chiSquareTail(3.841458820694124, 1)).toBeCloseTo(0.05, 12);
  expect(chiSquareTail(11.070497693516351, 5)).toBeCloseTo(0.05, 12);
  for (const x of [0.1, 2, 40]) expect(chiSquareTail(x, 2) / Math.exp(-x / 2)).toBeCloseTo(1, 10);
  expect(chiSquareTail(0, 3)).toBe(1);
});

test("Student's quantiles are those of published tables, and its tails Cauchy's for one degree", () => {
  expect(studentQuantile(0.975, 1)).toBeCloseTo(12.7062047361747, 8);
  expect(studentQuantile(0.975, 10)).toBeCloseTo(2.2281388519649385, 9);
  expect(studentQuantile(0.975, 1e6)).toBeCloseTo(1.95996, 4);
  for (const t of [0.3, 1, 7]) expect(studentTwoSided(t, 1)).toBeCloseTo(1 - (2 / Math.PI) * Math.atan(t), 12);
  expect(incompleteBeta(0.3, 1, 1)).toBeCloseTo(0.3, 12);
  expect(() => studentQuantile(0.2, 3)).toThrow(RangeError);
});
