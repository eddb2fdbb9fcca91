import { describe, expect, test } from 'vitest';
import { dayCell, dayFault, dayOfText, dayOrderOf, figureOfRow } from './rules.ts';

describe('a day of a table', () => {
  test.each([
    ['2026-11-01', '2026-11-01'],
    ['2026-11-01T00:00:00-05:00', '2026-11-01'],
    ['31/10/2026', '2026-10-31'],
    ['10/31/2026', '2026-10-31'],
    ['10/31/2026 00:00', '2026-10-31'],
    ['5/5/2026', '2026-05-05'],
    ['01.11.2026', '2026-11-01'],
    ['01-11-2026', '2026-11-01'],
    ['11-18-2026', '2026-11-18'],
  ])('that can be read in one way alone is: %s', (text, day) => {
    expect(dayOfText(text)).toBe(day);
  });

  test.each(['01/11/2026', '1/2/2026', '11/01/2026 10:00'])('that could be two days is none: %s', (text) => {
    expect(dayOfText(text)).toBeUndefined();
    expect(dayFault(text)).toContain('write days as year-month-day, such as 2026-11-01');
  });

  test.each(['yesterday', '01/11/26', '2026/11/01', '1-11/2026', ''])('in no known writing is none: %j', (text) => {
    expect(dayOfText(text)).toBeUndefined();
    expect(dayFault(text)).toBeUndefined();
  });

  test('is read in the order that other days of its table tell', () => {
    expect(dayOrderOf(['11/01/2026', '11/13/2026'])).toBe('month');
    expect(dayOrderOf(['01/11/2026', '13/11/2026'])).toBe('day');
    expect(dayOfText('11/01/2026', 'month')).toBe('2026-11-01');
    expect(dayOfText('11-01-2026', 'month')).toBe('2026-11-01');
    expect(dayOfText('01/11/2026', 'day')).toBe('2026-11-01');
  });

  test('is not guessed from a table whose days tell no order, or two', () => {
    expect(dayOrderOf(['01/11/2026', '2026-11-01'])).toBeUndefined();
    expect(dayOrderOf(['11/13/2026', '13/11/2026'])).toBeUndefined();
  });
});

test('a row is read by the headings that hosts use, and its day in the order of the table', () => {
  const columns = [' Date', 'Downloads'];
  const rows = [
    ['11/02/2026', '1,204'],
    ['11/13/2026', '7'],
  ];
  const dayOrder = dayOrderOf(rows.map((cells) => dayCell(columns, cells)));
  const figure = figureOfRow(columns, rows[0], { show: 's', source: 'a host', dayOrder });
  expect(figure).toEqual({ show: 's', episode: null, day: '2026-11-02', downloads: 1_204, source: 'a host' });
});
