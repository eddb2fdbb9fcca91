import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createInterner } from './interning.ts';

test('equal bytes have equal numbers, other bytes others, from 0 on as they are met, and a number tells its bytes', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 9, max: 3 }), { maxLength: 3_000, size: 'max' }), (values) => {
      const interner = createInterner();
      const numbers = new Map<string, number>();
      for (const value of values) {
        const name = value.join();
        if (!numbers.has(name)) numbers.set(name, numbers.size);
        const within = Uint8Array.of(9, ...value, 9);
        expect(interner.numberOf(within, 1, 1 + value.length)).toBe(numbers.get(name));
      }
      expect(interner.count).toBe(numbers.size);
      for (const value of values) expect(interner.find(value)).toBe(numbers.get(value.join()));
      expect(interner.find(Uint8Array.of(4))).toBeUndefined();
      for (const [name, number] of numbers) expect(interner.bytesOf(number).join()).toBe(name);
    }),
    { numRuns: 30 },
  );
});
