import { describe, expect, test } from 'vitest';
import { differencesOf, joinVendorRows, nameFinder, type OwnFigures, readFigure, readVendorRow, vendorColumns } from './rules.ts';

describe('a header', () => {
  test('is read whatever its case, spaces and marks, and the first of two alike counts', () => {
    const { places, unread } = vendorColumns(['Campaign Name', 'Household Reach', 'Convs.', 'Reach', 'ROAS']);
    expect([...places]).toEqual([
      ['campaign', 0],
      ['reach', 1],
      ['purchases', 2],
    ]);
    expect(unread).toEqual(['Reach', 'ROAS']);
  });
});

describe('a figure', () => {
  test.each([
    ['1,234,567', 1_234_567],
    ['12.5', 12.5],
    ['$1,234.50', 1_234.5],
    ['USD 12', 12],
    ['€ 7', 7],
  ])('%s is %d', (cell, value) => expect(readFigure(cell)).toBe(value));

  test.each(['', ' ', '-', 'n/a', 'NA', '—'])('"%s" is none', (cell) => expect(readFigure(cell)).toBeUndefined());

  test.each(['1,23', '12 %', '-5', '1.2.3', '1e5', '١٢'])('%s is not one', (cell) => expect(readFigure(cell)).toBeNaN());
});

test('money becomes minor units by the digits of its currency', () => {
  const columns = vendorColumns(['Show', 'Revenue']);
  expect(readVendorRow(['a', '1,234.505'], columns, 'show', 'USD')).toEqual({ row: { name: 'a', revenueMinor: 123_451 } });
  expect(readVendorRow(['a', '1,234'], columns, 'show', 'JPY')).toEqual({ row: { name: 'a', revenueMinor: 1_234 } });
});

test('rows of one name are added up, and a figure that one of them lacks stays', () => {
  expect(
    joinVendorRows([
      { name: 'a', leads: 1 },
      { name: 'b', leads: 5, reach: 4 },
      { name: 'a', leads: 2, reach: 3 },
    ]),
  ).toEqual([
    { name: 'a', leads: 3 },
    { name: 'b', leads: 5, reach: 4 },
  ]);
});

test('a name means the key before the title, without regard to case', () => {
  const own = new Map([
    ['spring', 'Autumn'],
    ['autumn', 'Old autumn'],
  ]);
  expect([' AUTUMN ', 'old Autumn', 'winter'].map(nameFinder(own))).toEqual(['autumn', 'autumn', null]);
});

describe('a difference', () => {
  const own = (more: Partial<OwnFigures> = {}): OwnFigures => ({
    credit: { purchases: { defaults: 10, theirOptions: 12, exposuresOnly: 9 } },
    exposures: 100,
    usableExposures: 50,
    households: 40,
    addresses: 40,
    devices: 60,
    ...more,
  });

  test('is made of steps from ours to theirs, and what is left', () => {
    const [one] = differencesOf({ name: 'a', purchases: 20 }, own(), 'podscribe', 'linear, 30 days');
    expect(one).toMatchObject({ ours: 10, difference: 10, rate: 0.5, isBeyondTolerance: true, unexplained: 2 });
    expect(one.steps.map(({ value }) => value)).toEqual([12, 9, 18]);
  });

  test('is not scaled where every address is usable, or none', () => {
    for (const usableExposures of [100, 0])
      expect(differencesOf({ name: 'a', purchases: 9 }, own({ usableExposures }), 'spotify', '')[0].steps).toHaveLength(2);
  });

  test('of reach is between devices for one vendor and households for the other', () => {
    expect(differencesOf({ name: 'a', reach: 60 }, own(), 'podscribe', '')[0]).toMatchObject({ ours: 40, unexplained: 0 });
    expect(differencesOf({ name: 'a', reach: 60 }, own(), 'spotify', '')[0]).toMatchObject({ steps: [], unexplained: 20 });
  });

  test('of reach adds the addresses that may not stand for a household first', () => {
    const [one] = differencesOf({ name: 'a', reach: 60 }, own({ addresses: 55 }), 'spotify', '');
    expect(one).toMatchObject({ ours: 40, steps: [{ reason: 'other_addresses', value: 55 }], unexplained: 5 });
  });

  test('is within tolerance up to 5 % of theirs, and beyond it when they have nothing and we do', () => {
    const beyond = (impressions: number) => differencesOf({ name: 'a', impressions }, own(), 'spotify', '')[0].isBeyondTolerance;
    expect([beyond(100), beyond(105), beyond(106), beyond(96), beyond(95), beyond(0)]).toEqual([false, false, true, false, true, true]);
    expect(differencesOf({ name: 'a', leads: 0 }, own(), 'spotify', '')[0]).toMatchObject({ rate: null, isBeyondTolerance: false });
  });
});

test('revenue is read by its decimal digits, as no product of a fraction is', () => {
  const columns = vendorColumns(['Campaign', 'Revenue']);
  const read = (cell: string) => readVendorRow(['a', cell], columns, 'campaign', 'USD');
  expect(read('1.005')).toEqual({ row: { name: 'a', revenueMinor: 101 } });
  expect(read('$1,234.50')).toEqual({ row: { name: 'a', revenueMinor: 123_450 } });
});
