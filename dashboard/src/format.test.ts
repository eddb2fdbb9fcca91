import { describe, expect, it, onTestFinished } from 'vitest';
import { secondsOf } from './ui/typed.ts';
import {
  formatClock,
  formatCredit,
  formatDay,
  formatBytes,
  formatInstant,
  formatInstantFully,
  formatMoney,
  formatMoneyShort,
  formatMultiple,
  formatPlural,
  formatPoints,
  formatRate,
  formatShare,
  formatSpan,
  minorUnits,
  showInstantsIn,
  zoneName,
} from './format.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('a figure', () => {
  it('is told with three digits however small a rate is, and without a power of ten', () => {
    expect([formatRate(0.0310123), formatRate(0.000000303), formatRate(1.5)]).toEqual(['0.031', '0.000000303', '1.5']);
  });

  it('below zero has the minus of mathematics in every form, and none where it rounds to zero', () => {
    expect([formatShare(-0.096), formatCredit(-0.1), formatPoints(-0.05), formatMultiple(-2), formatMoney(-500, 'USD')]).toEqual([
      '−9.6%',
      '−0.10',
      '−5.0 pts',
      '−2.00×',
      '−$5.00',
    ]);
    expect([formatShare(-0.0001), formatCredit(-0.001)]).toEqual(['0.0%', '0.00']);
  });
});

describe('money', () => {
  it('has the digits of its own currency', () => {
    expect(formatMoney(123_456, 'USD')).toBe('$1,234.56');
    expect(formatMoney(123_456, 'JPY')).toBe('¥123,456');
    expect(formatMoney(123_456, 'BHD')).toMatch(/123\.456$/);
  });

  it('is unknown without an amount or a currency, and zero is an amount', () => {
    expect([formatMoney(null, 'USD'), formatMoney(undefined, 'USD'), formatMoney(5, null)]).toEqual(['–', '–', '–']);
    expect(formatMoney(0, 'USD')).toBe('$0.00');
  });

  it('is short on an axis', () => {
    expect(formatMoneyShort(1_250_000, 'USD')).toBe('$12.5K');
    expect(formatMoneyShort(50_000, 'USD')).toBe('$500');
  });
});

describe('figures', () => {
  it('keep the digits that make columns line up', () => {
    expect([formatCredit(2), formatCredit(1234.5678), formatCredit(null)]).toEqual(['2.00', '1,234.57', '–']);
    expect([formatShare(0.2468), formatShare(1), formatShare(null), formatShare(Number.NaN)]).toEqual(['24.7%', '100.0%', '–', '–']);
    expect([formatPoints(0.0104), formatPoints(null)]).toEqual(['1.0 pts', '–']);
    expect([formatMultiple(2.934), formatMultiple(Infinity)]).toEqual(['2.93×', '–']);
  });

  it('agree with their noun', () => {
    expect([0, 1, 1_200].map((count) => formatPlural(count, ['event', 'events']))).toEqual(['0 events', '1 event', '1,200 events']);
  });
});

describe('bytes', () => {
  it.each([
    [0, '0 bytes'],
    [999, '999 bytes'],
    [1_000, '1 kB'],
    [71_420, '71.4 kB'],
    [50_000_000_000, '50 GB'],
    [2_500_000_000_000, '2.5 TB'],
  ])('of %i are %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });
});

describe('times', () => {
  it('are UTC, wherever the reader is', () => {
    expect([formatInstant('2026-11-24T23:49:53.857Z'), zoneName()]).toEqual(['24 Nov 2026, 23:49', 'UTC']);
    expect([formatDay('2026-11-01'), formatDay('2026-11-01', 'full')]).toEqual(['1 Nov', '1 Nov 2026']);
  });

  it('are told in the zone that the tenant has settled for, and beside it in UTC', () => {
    onTestFinished(() => showInstantsIn('UTC'));
    showInstantsIn('Europe/Berlin');
    expect([formatInstant('2026-11-24T23:49:53.857Z'), zoneName()]).toEqual(['25 Nov 2026, 00:49', 'Berlin']);
    const told = formatInstantFully('2026-11-24T23:49:53.857Z');
    expect(told).toMatch(/^2026-11-24 23:49:53 UTC · 25 Nov 2026, 00:49:53 (CET|GMT\+1)$/);
    showInstantsIn('America/New_York');
    expect([formatInstant('2026-07-01T03:00:00Z'), zoneName()]).toEqual(['30 Jun 2026, 23:00', 'New York']);
  });

  it('leave the days of figures UTC days, whatever the zone', () => {
    onTestFinished(() => showInstantsIn('UTC'));
    showInstantsIn('America/New_York');
    expect(formatDay('2026-11-01', 'full')).toBe('1 Nov 2026');
  });

  it.each([
    [0, 'under a minute'],
    [29_999, 'under a minute'],
    [MINUTE, '1 min'],
    [HOUR - 1, '1 h'],
    [HOUR + 5 * MINUTE, '1 h 5 min'],
    [DAY - 1, '1 d'],
    [DAY, '1 d'],
    [2 * DAY + 3 * HOUR, '2 d 3 h'],
    [3 * DAY - 1, '3 d'],
    [26 * DAY + 20 * HOUR, '27 d'],
  ])('apart by %i ms are %s apart', (span, text) => {
    expect(formatSpan(span)).toBe(text);
  });
});

it('money that is typed becomes minor units of its currency, and what is no number stays none', () => {
  expect([minorUnits('49.99', 'USD'), minorUnits('1.005', 'BHD'), minorUnits('500', 'JPY')]).toEqual([4_999, 1_005, 500]);
  expect([minorUnits('', 'USD'), minorUnits('much', 'USD')]).toEqual([Number.NaN, Number.NaN]);
});

describe('a time in an audio', () => {
  it.each([
    [0, '0:00'],
    [30, '0:30'],
    [754.5, '12:34.5'],
    [600, '10:00'],
    [3_723, '1:02:03'],
    [59.9999, '1:00'],
  ])('of %d seconds is %s, and is read as it is written', (seconds, text) => {
    expect(formatClock(seconds)).toBe(text);
    expect(secondsOf(text)).toBeCloseTo(seconds, 3);
  });

  it.each(['', '12:3', '1:2:3', '-1', '12:34:', 'mid roll', '1e3'])('is not read from %j', (text) => {
    expect(secondsOf(text)).toBeUndefined();
  });
});
