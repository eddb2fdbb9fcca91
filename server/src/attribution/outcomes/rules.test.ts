import { expect, test } from 'vitest';
import { whereaboutsOf } from './rules.ts';

const place = (region: string | null, country: string | null = region?.slice(0, 2) ?? null) => ({ region, country });

test('an order came from the first region that a record of it knows, else from the first country', () => {
  expect(whereaboutsOf([place(null), place('US-CA'), place('US-TX')])).toEqual(place('US-CA'));
  expect(whereaboutsOf([place(null, 'DE'), place('US-CA')])).toEqual(place('US-CA'));
  expect(whereaboutsOf([place(null), place(null, 'DE'), place(null, 'US')])).toEqual(place(null, 'DE'));
  expect(whereaboutsOf([place(null)])).toEqual(place(null));
  expect(whereaboutsOf([])).toEqual(place(null));
});
