import { expect, test } from 'vitest';
import type { EvidencedCredit } from '../../api.ts';
import { restsOnText, withEvidenceNames } from './delivery-names.ts';

const part = (evidence: EvidencedCredit['evidence'], conversions: number, valueMinor: number): EvidencedCredit => ({
  evidence,
  conversions,
  valueMinor,
});

test('one evidence is told by its name, several with their shares of the money', () => {
  expect(restsOnText({ conversions: 2, valueMinor: 100, deliveryEvidence: [part('ad_pixel', 2, 100)] })).toBe('Ad pixel');
  const both = [part('ad_pixel', 1, 75), part(null, 1, 25), part('reported', 0, 0)];
  expect(restsOnText({ conversions: 2, valueMinor: 100, deliveryEvidence: both })).toBe('Ad pixel 75.0% · No exposure 25.0%');
});

test('where nothing has a value the shares are of conversions, and no credit rests on nothing', () => {
  const both = [part('host_log_bytes', 1, 0), part('reported', 3, 0)];
  expect(restsOnText({ conversions: 4, valueMinor: 0, deliveryEvidence: both })).toBe('Bytes in a host’s log 25.0% · Reported 75.0%');
  expect(restsOnText({ conversions: 0, valueMinor: 0, deliveryEvidence: [] })).toBe('');
});

test('rows by delivery evidence have names for people, other rows keep theirs', () => {
  const rows = [
    { key: 'ad_pixel', label: 'ad_pixel' },
    { key: null, label: '(none)' },
  ];
  expect(withEvidenceNames({ groupBy: 'delivery_evidence', rows }).rows.map(({ label }) => label)).toEqual(['Ad pixel', 'No exposure']);
  expect(withEvidenceNames({ groupBy: 'show', rows }).rows).toBe(rows);
});
