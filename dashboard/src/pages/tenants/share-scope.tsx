import { formatDay, formatPlural } from '../../format.ts';
import type { ReceivedShare, Share } from '../../shares-api.ts';
import { sharingTexts } from '../../texts-sharing.ts';
import { texts } from '../../texts.ts';
import { Tag } from '../../ui/notice.tsx';

const words = sharingTexts.scope;

/** What a share covers, in words: what there is to see, and what limits it. */
export function scopeInWords(share: Share | ReceivedShare): [covers: string, limits: string] {
  const { breakdowns, conversionKinds, showsValue, showsSpend, from, to, minPeople } = share;
  const by = breakdowns.map((breakdown) => sharingTexts.breakdowns[breakdown].toLowerCase()).join(', ');
  const limits = [
    showsValue ? words.value : words.noValue,
    showsSpend ? words.spend : words.noSpend,
    ...(conversionKinds ? [words.kinds(conversionKinds.map((kind) => texts.kinds[kind].toLowerCase()).join(', '))] : []),
    ...(from === null ? [] : [words.since(formatDay(from, 'full'))]),
    ...(to === null ? [] : [words.before(formatDay(to, 'full'))]),
    words.floor(formatPlural(minPeople, words.people)),
  ];
  return [by === '' ? words.whole : words.by(by), limits.join(', ')];
}

/** What a share covers, in two short lines. */
export function Covers({ share }: { share: Share | ReceivedShare }) {
  const [covers, limits] = scopeInWords(share);
  return (
    <span className="flex min-w-52 flex-col">
      <span>{covers}</span>
      <span className="text-small text-muted">{limits}</span>
    </span>
  );
}

/** A campaign's key, and whether the share matches two sides' events. */
export function SharedCampaign({ share: { campaign, kind } }: { share: Share | ReceivedShare }) {
  return (
    <span className="flex max-w-36 flex-col items-start gap-0.5 sm:max-w-56">
      <span className="max-w-full truncate font-medium" title={campaign}>
        {campaign}
      </span>
      {kind === 'matching' && <Tag title={sharingTexts.matchingHelp}>{sharingTexts.matching}</Tag>}
    </span>
  );
}
