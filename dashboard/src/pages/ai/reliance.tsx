import { transcriptTexts as words } from '../../texts-transcripts.ts';
import { Tag } from '../../ui/notice.tsx';

/** How far a finding can be relied on, and by what it was found. */
export function Reliance({ finding }: { finding: { confidence: 'weak' | 'fair'; method: string; model: string } }) {
  const { confidence, method, model } = finding;
  return (
    <span className="flex flex-wrap items-center gap-2">
      <Tag title={confidence === 'weak' ? words.weakHelp : words.fairHelp}>{confidence === 'weak' ? words.weak : words.fair}</Tag>
      <span className="text-small font-normal text-muted">{words.methods(method, model)}</span>
    </span>
  );
}
