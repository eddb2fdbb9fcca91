import { expect, test } from 'vitest';
import { createAllowance, createSharedAllowance } from './allowance.ts';

const times = (count: number, take: () => boolean) => Array.from({ length: count }, take).filter(Boolean).length;

test('a name may take so many in a second, saves up for ten, and never takes from another one', () => {
  const allowance = createAllowance(2);
  const taken = (name: string, atMs: number, count: number) => times(count, () => allowance.take(name, atMs));
  expect(taken('a', 0, 30)).toBe(20);
  expect(taken('b', 0, 5)).toBe(5);
  expect(taken('a', 999, 5)).toBe(1);
  expect(taken('a', 1_500, 5)).toBe(2);
  expect(taken('a', 3_600_000, 30)).toBe(20);
});

test('many new names make none forgotten that is still heard of', () => {
  const allowance = createAllowance(1, 100);
  expect(times(20, () => allowance.take('busy', 0))).toBe(10);
  for (let name = 0; name < 1_000; name++) {
    allowance.take(`new ${name}`, 0);
    expect(allowance.take('busy', 0)).toBe(false);
  }
});

test('asking whether one may come counts nothing', () => {
  const allowance = createAllowance(1);
  expect(times(50, () => allowance.mayTake('a', 0))).toBe(50);
  expect(times(50, () => allowance.take('a', 0))).toBe(10);
  expect(allowance.mayTake('a', 0)).toBe(false);
});

test('who floods a name leaves the others what they may send to it', () => {
  const allowance = createSharedAllowance({ perName: 100, perAddress: 2 });
  expect(times(5_000, () => allowance.take('shop', '203.0.113.1', 0))).toBe(20);
  expect(allowance.take('shop', '203.0.113.2', 0)).toBe(true);
});

test('the addresses of one network of IPv6 share what ten devices may send', () => {
  const allowance = createSharedAllowance({ perName: 10_000, perAddress: 1 });
  let place = 0;
  const address = () => `2001:db8:1:${(place = (place + 1) % 1_000).toString(16)}::1`;
  expect(times(1_000, () => allowance.take('shop', address(), 0))).toBe(100);
});
