import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dayAfter, dayIn, startOfDayIn } from './zone-days.ts';

const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Asia/Kathmandu',
  'Pacific/Kiritimati',
  'Pacific/Pago_Pago',
  'America/Sao_Paulo',
];

test.each([
  ['UTC', '2026-11-20', '2026-11-20T00:00:00.000Z'],
  ['Europe/Berlin', '2026-11-20', '2026-11-19T23:00:00.000Z'],
  ['Europe/Berlin', '2026-03-30', '2026-03-29T22:00:00.000Z'],
  ['Asia/Kathmandu', '2026-11-20', '2026-11-19T18:15:00.000Z'],
  // On this day clocks went from midnight to one.
  ['America/Sao_Paulo', '2018-11-04', '2018-11-04T03:00:00.000Z'],
])('in %s the day %s begins at %s', (zone, day, at) => {
  expect(new Date(startOfDayIn(zone, day)).toISOString()).toBe(at);
});

test('a day begins with its first minute, whatever the zone', () => {
  const days = fc.integer({ min: 0, max: 20_000 }).map((count) => dayAfter('1990-01-01', count));
  fc.assert(
    fc.property(fc.constantFrom(...ZONES), days, (zone, day) => {
      const start = startOfDayIn(zone, day);
      expect(dayIn(zone, start)).toBe(day);
      expect(dayIn(zone, start - 1) < day).toBe(true);
    }),
    { numRuns: 300 },
  );
});
