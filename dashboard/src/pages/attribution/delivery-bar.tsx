import { type EvidenceShare, evidenceText } from './delivery-names.ts';

const LOOKS: Record<string, string> = {
  ad_pixel: 'bg-accent',
  host_log_bytes: 'bg-accent opacity-70',
  prefix_request: 'bg-accent opacity-45',
  reported: 'bg-accent opacity-25',
  none: 'bg-unattributed opacity-60',
};

/** The look of one delivery evidence: the stronger, the darker. */
export function EvidenceSwatch({ name }: { name: string }) {
  return <span className={`inline-block size-2.5 shrink-0 rounded-[3px] ${LOOKS[name] ?? LOOKS.none}`} aria-hidden="true" />;
}

/** What credit rests on as one bar, strongest first from the left; in words for who cannot see it, or points at it. */
export function EvidenceBar({ shares }: { shares: readonly EvidenceShare[] }) {
  if (shares.length === 0) return null;
  const text = evidenceText(shares);
  return (
    <span className="flex h-2.5 w-20 gap-px overflow-hidden rounded-[3px]" role="img" aria-label={text} title={text}>
      {shares.map(({ evidence, share }) => (
        <span key={evidence ?? 'none'} className={LOOKS[evidence ?? 'none']} style={{ width: `${share * 100}%` }} />
      ))}
    </span>
  );
}
