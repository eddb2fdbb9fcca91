import { expect, test } from 'vitest';
import type { RunComparison } from '../../../../server/src/attribution/run-checks/schema.ts';
import type { Run } from '../../../../server/src/attribution/runs/schema.ts';
import { comparisonText, runLine } from './run-texts.ts';

const head = { id: '', createdAt: '', asOf: '', engineVersion: '1' };

test('a run under a model of one’s own is called by its name and version, and by what it is made of', () => {
  const model = { name: 'position_based', own: { name: 'brand-first', version: 3 } } as Run['model'];
  const run = { id: 'a-run', state: 'waiting', model, asOf: null, outcome: null, failure: null } as Run;
  expect(runLine(run)).toBe('a-run  waiting  brand-first@3 (position_based)  as of -');
  expect(runLine({ ...run, model: { name: 'linear' } as Run['model'] })).toBe('a-run  waiting  linear  as of -');
});

test('what changed from one run to another is told in words, with money in its currency and no more decimals than people read', () => {
  const comparison: RunComparison = {
    before: head,
    after: head,
    groupBy: 'show',
    parameters: [{ name: 'lookbackDays', before: '30', after: '7' }],
    lists: [],
    conversions: { same: 1_200, changed: 2, added: 1, removed: 0 },
    reasons: [
      { reason: 'chargeback', conversions: 2 },
      { reason: 'parameters', conversions: 1 },
    ],
    rows: [
      {
        key: 'daily',
        currency: 'USD',
        before: { conversions: 12.333333333, valueMinor: 41_237 },
        after: { conversions: 11, valueMinor: 40_000 },
      },
      { key: null, currency: 'JPY', before: { conversions: 0, valueMinor: 0 }, after: { conversions: 1, valueMinor: 500 } },
      { key: 'visits', currency: null, before: { conversions: 1, valueMinor: 0 }, after: { conversions: 2, valueMinor: 0 } },
    ],
    examples: [],
  };
  expect(comparisonText(comparison).split('\n')).toEqual([
    'Conversions: 1,200 the same, 1 new, 0 gone, 2 otherwise.',
    'lookbackDays was 30 and is 7.',
    "2 of them: The buyer's bank took its payment back, or gave it back after a dispute: credit is computed on another value.",
    '1 of them: The path is the same, under another model or other options.',
    '',
    'show    conversions before  after  value before    after    moved',
    'daily                12.33     11       $412.37  $400.00  -$12.37',
    '(none)                   0      1            ¥0     ¥500    +¥500',
    'visits                   1      2             -        -        -',
  ]);
  expect(comparisonText({ ...comparison, rows: [] })).toMatch(/\n\nNo credit moved\.$/);
});
