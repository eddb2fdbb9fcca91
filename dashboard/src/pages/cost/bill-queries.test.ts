import { expect, test } from 'vitest';
import { windowOf } from './bill-queries.ts';

test('a period stands beside as many days before it, and a month so far beside the same days of the month before', () => {
  expect(windowOf('month', '2026-11-20')).toEqual({
    from: '2026-11-01',
    to: '2026-11-21',
    compareFrom: '2026-10-01',
    compareTo: '2026-10-21',
  });
  expect(windowOf('last', '2026-01-20')).toEqual({
    from: '2025-12-01',
    to: '2026-01-01',
    compareFrom: '2025-11-01',
    compareTo: '2025-12-01',
  });
  expect(windowOf('quarter', '2026-11-20')).toEqual({
    from: '2026-08-23',
    to: '2026-11-21',
    compareFrom: '2026-05-25',
    compareTo: '2026-08-23',
  });
});

test('the last days of a long month stand beside the whole of a shorter one', () => {
  expect(windowOf('month', '2026-03-31')).toEqual({
    from: '2026-03-01',
    to: '2026-04-01',
    compareFrom: '2026-02-01',
    compareTo: '2026-03-01',
  });
});
