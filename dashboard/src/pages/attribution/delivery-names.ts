import type { EvidencedCredit } from '../../api.ts';
import { formatShare } from '../../format.ts';
import { texts } from '../../texts.ts';

function nameOf(evidence: string | null): string {
  return texts.deliveryEvidence[evidence ?? 'none']?.[0] ?? evidence ?? '';
}

/** The same figures; rows by delivery evidence are called as people call it. */
export function withEvidenceNames<Figures extends { groupBy: string; rows: { key: string | null; label: string }[] }>(
  figures: Figures,
): Figures {
  if (figures.groupBy !== 'delivery_evidence') return figures;
  return { ...figures, rows: figures.rows.map((row) => ({ ...row, label: nameOf(row.key) })) };
}

/** What a row's credit rests on, in words: the evidence, or each with its share of the money, or of the conversions where there is none. */
export function restsOnText({
  valueMinor,
  conversions,
  deliveryEvidence,
}: Omit<EvidencedCredit, 'evidence'> & { deliveryEvidence: EvidencedCredit[] }) {
  const shareOf = (part: EvidencedCredit) => (valueMinor > 0 ? part.valueMinor / valueMinor : part.conversions / conversions);
  const credited = deliveryEvidence.filter((part) => part.conversions > 0);
  if (credited.length === 1) return nameOf(credited[0]?.evidence ?? null);
  return credited.map((part) => `${nameOf(part.evidence)} ${formatShare(shareOf(part))}`).join(' · ');
}
