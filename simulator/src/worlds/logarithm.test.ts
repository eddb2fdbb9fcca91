import fc from 'fast-check';
import { expect, test } from 'vitest';
import { naturalLog } from './logarithm.ts';

test('the logarithm is that of the standard library, to the last digits', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-300, max: 1e300, noNaN: true }), (x) => {
      expect(Math.abs(naturalLog(x) - Math.log(x))).toBeLessThanOrEqual(1e-15 * Math.max(1, Math.abs(Math.log(x))));
    }),
  );
  expect(naturalLog(1)).toBe(0);
});
