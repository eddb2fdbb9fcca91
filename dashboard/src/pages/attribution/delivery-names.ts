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

/** One part of what a row's credit rests on. */
export interface EvidenceShare {
  evidence: EvidencedCredit['evidence'];
  name: string;
  share: number;
}

type Evidenced = Omit<EvidencedCredit, 'evidence'> & { deliveryEvidence: readonly EvidencedCredit[] };

/** What a row's credit rests on, strongest first, as shares of the money, or of the conversions where there is none. */
export function evidenceShares({ valueMinor, conversions, deliveryEvidence }: Evidenced): EvidenceShare[] {
  return deliveryEvidence
    .map(({ evidence, ...part }) => ({
      evidence,
      name: nameOf(evidence),
      share: valueMinor > 0 ? part.valueMinor / valueMinor : part.conversions / conversions,
    }))
    .filter(({ share }) => share > 0);
}

/** These shares in words. */
export function evidenceText(shares: readonly EvidenceShare[]): string {
  return shares.map(({ name, share }) => `${name} ${formatShare(share)}`).join(', ');
}
