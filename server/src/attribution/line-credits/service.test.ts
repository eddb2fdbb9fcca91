import { expect, test } from 'vitest';
import { monthsOf } from './service.ts';

const at = (day: string) => Date.parse(day);

test('times are read by month, as far as any of them reaches, and what lies between them is not', () => {
  const times = [
    { fromMs: at('2026-01-20'), untilMs: at('2026-03-05') },
    { fromMs: at('2026-02-10'), untilMs: at('2026-02-20') },
    { fromMs: at('2026-06-30'), untilMs: at('2026-07-01') },
  ];
  const told = monthsOf(times).map(({ fromMs, beforeMs }) => [fromMs, beforeMs].map((ms) => new Date(ms).toISOString().slice(0, 10)));
  expect(told).toEqual([
    ['2026-01-20', '2026-02-01'],
    ['2026-02-01', '2026-03-01'],
    ['2026-03-01', '2026-03-05'],
    ['2026-06-30', '2026-07-01'],
  ]);
});
