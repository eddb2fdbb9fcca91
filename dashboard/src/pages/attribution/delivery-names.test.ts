import { expect, test } from 'vitest';
import type { EvidencedCredit } from '../../api.ts';
import { evidenceShares, evidenceText, withEvidenceNames } from './delivery-names.ts';

const part = (evidence: EvidencedCredit['evidence'], conversions: number, valueMinor: number): EvidencedCredit => ({
  evidence,
  conversions,
  valueMinor,
});

test('what credit rests on is told with the shares of the money, strongest first', () => {
  const parts = [part('ad_pixel', 1, 75), part(null, 1, 25), part('reported', 0, 0)];
  const shares = evidenceShares({ conversions: 2, valueMinor: 100, deliveryEvidence: parts });
  expect(evidenceText(shares)).toBe('Ad pixel 75.0%, No exposure 25.0%');
});

test('where nothing has a value the shares are of conversions, and no credit rests on nothing', () => {
  const parts = [part('host_log_bytes', 1, 0), part('reported', 3, 0)];
  const shares = evidenceShares({ conversions: 4, valueMinor: 0, deliveryEvidence: parts });
  expect(evidenceText(shares)).toBe('Bytes in a host’s log 25.0%, Reported 75.0%');
  expect(evidenceShares({ conversions: 0, valueMinor: 0, deliveryEvidence: [] })).toEqual([]);
});

test('rows by delivery evidence have names for people, other rows keep theirs', () => {
  const rows = [
    { key: 'ad_pixel', label: 'ad_pixel' },
    { key: null, label: '(none)' },
  ];
  expect(withEvidenceNames({ groupBy: 'delivery_evidence', rows }).rows.map(({ label }) => label)).toEqual(['Ad pixel', 'No exposure']);
  expect(withEvidenceNames({ groupBy: 'show', rows }).rows).toBe(rows);
});
