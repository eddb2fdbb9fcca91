import { expect, test } from 'vitest';
import type { AllocationLine } from '../../allocation-api.ts';
import { sumsByOwner } from './allocation-sums.ts';

const line = (part: AllocationLine['part'], owner: string | null, amountMinor: number, currency = 'USD'): AllocationLine => ({
  part,
  owner,
  amountMinor,
  currency,
  pool: null,
  driver: 'even',
  basis: null,
  unit: null,
});

test('lines are summed by owner in one currency, the dearest first, and what nobody bears last', () => {
  const lines = [
    line('idle', null, 900),
    line('direct', 'a', 100),
    line('shared', 'a', 20),
    line('shared', 'b', 300),
    line('unassigned', null, 5),
    line('direct', 'a', 7, 'EUR'),
  ];
  const found = sumsByOwner({ lines, names: [{ owner: 'a', name: 'Autumn' }] }, 'USD');
  expect(
    found.map(({ owner, kind, name, directMinor, sharedMinor, totalMinor }) => [owner, kind, name, directMinor, sharedMinor, totalMinor]),
  ).toEqual([
    ['b', 'owner', null, 0, 300, 300],
    ['a', 'owner', 'Autumn', 100, 20, 120],
    [null, 'unassigned', null, 0, 5, 5],
    [null, 'idle', null, 0, 900, 900],
  ]);
});
