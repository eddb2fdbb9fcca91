import { describe, expect, it } from 'vitest';
import type { Comparison, Credit, Totals } from '../../api.ts';
import { buildComparedRows, formatSpread, largestRows, shownMeasure } from './comparison.ts';

const credit = (conversions: number, valueMinor: number): Credit => ({
  conversions,
  valueMinor,
  roas: null,
  cpaMinor: null,
  deliveryEvidence: [],
});

function totals(valueMinor: number): Totals {
  return {
    conversions: 10,
    valueMinor: valueMinor * 2,
    attributedConversions: 8,
    attributedValueMinor: valueMinor,
    unattributedConversions: 2,
    unattributedValueMinor: valueMinor,
    organicConversions: 0,
    organicValueMinor: 0,
    organicInterval: null,
    organicSensitivity: null,
    deliveryEvidence: [],
  };
}

function comparisonOf(valueMinor: number): Comparison {
  const rows = [
    { key: 'small', label: 'Small', spendMinor: null, credits: { linear: credit(2, valueMinor * 0.25), last_touch: credit(1, 0) } },
    { key: null, label: '(none)', spendMinor: null, credits: { linear: credit(6, valueMinor * 0.75), last_touch: credit(7, valueMinor) } },
  ];
  const each = { linear: totals(valueMinor), last_touch: totals(valueMinor) };
  return { models: ['linear', 'last_touch'], totals: each, rows, currency: 'USD' } as unknown as Comparison;
}

describe('a compared row', () => {
  it('knows which models give it least and most, and how far they lie apart', () => {
    const [small] = buildComparedRows(comparisonOf(1_000), 'value');
    expect(small).toMatchObject({
      amounts: { linear: 250, last_touch: 0 },
      lowest: { model: 'last_touch', amount: 0 },
      highest: { model: 'linear', amount: 250 },
      spread: 250,
      conversions: 2,
    });
  });

  it('has shares of what was credited, which sum to 1 under every model', () => {
    const rows = buildComparedRows(comparisonOf(1_000), 'share');
    for (const model of ['linear', 'last_touch'] as const) expect(rows.reduce((sum, row) => sum + (row.amounts[model] ?? 0), 0)).toBe(1);
    expect(formatSpread(rows[0].spread, 'share', 'USD')).toBe('25.0 pts');
  });

  it('has shares of conversions where nothing has a value', () => {
    expect(buildComparedRows(comparisonOf(0), 'share')[0].amounts).toEqual({ linear: 0.25, last_touch: 0.125 });
  });
});

describe('a comparison', () => {
  it('shows conversions where money was asked for and there is none', () => {
    expect([shownMeasure(comparisonOf(0), 'value'), shownMeasure(comparisonOf(0), 'share')]).toEqual(['conversions', 'share']);
    expect(shownMeasure(comparisonOf(1_000), 'value')).toBe('value');
  });

  it('draws the rows first that any model gives most', () => {
    const rows = buildComparedRows(comparisonOf(1_000), 'value');
    expect(largestRows(rows, 2).map(({ label }) => label)).toEqual(['(none)', 'Small']);
    expect(largestRows(rows, 1)).toHaveLength(1);
  });
});
