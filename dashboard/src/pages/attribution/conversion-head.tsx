import { Link } from '@tanstack/react-router';
import { roomDefinitions } from '../../definitions-of-rooms.ts';
import type { Explanation } from '../../api.ts';
import { BigMoney, InZone, Instant } from '../../components/amount.tsx';
import { Figure, FIGURES } from '../../components/figure.tsx';
import { useSelection } from '../../components/filters.tsx';
import { formatCount, formatMoney, formatSpan } from '../../format.ts';
import { paths } from '../../paths.ts';
import { carriedSelection } from '../../selection.ts';
import { texts } from '../../texts.ts';
import { ArrowLeft, Hourglass, Warning } from '../../ui/icons.tsx';
import { Notice, Tag } from '../../ui/notice.tsx';
import { strongestEvidence } from '../../components/evidence.tsx';

/** The way back to the list. */
export function BackToConversions() {
  const [selection] = useSelection();
  return (
    <Link
      to={paths.conversions}
      search={carriedSelection(selection)}
      className="mb-1 inline-flex items-center gap-1.5 self-start text-small text-muted underline-offset-4 hover:text-ink hover:underline"
    >
      <ArrowLeft className="size-3.5" />
      {texts.conversion.back}
    </Link>
  );
}

/** Kind and time in one line, with a word for each thing that is out of the ordinary. */
export function ConversionFacts({ explanation }: { explanation: Explanation }) {
  const { kind, occurredAt, duplicateOf, waiting, refundedMinor, chargedBackMinor, grossValueMinor, touchpoints } = explanation;
  const isAll = (minor: number) => minor >= (grossValueMinor ?? 0);
  const isUnattributed = duplicateOf === null && !waiting && touchpoints.length === 0;
  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
      <span>{texts.kind[kind]}</span>
      <span aria-hidden="true">·</span>
      <span>
        <Instant at={occurredAt} /> <InZone />
      </span>
      {duplicateOf !== null && <Tag tone="notice">{texts.conversion.duplicateTag}</Tag>}
      {waiting && <Tag tone="notice">{texts.conversion.waitingTag}</Tag>}
      {refundedMinor > chargedBackMinor && <Tag tone="notice">{texts.conversion.refundTag(isAll(refundedMinor - chargedBackMinor))}</Tag>}
      {chargedBackMinor > 0 && <Tag tone="notice">{texts.conversion.chargebackTag(isAll(chargedBackMinor))}</Tag>}
      {isUnattributed && <Tag>{texts.conversion.unattributed}</Tag>}
    </span>
  );
}

/** What stands in the way of taking this conversion's credit at face value. */
export function ConversionNotices({ explanation }: { explanation: Explanation }) {
  const [selection] = useSelection();
  const { duplicateOf, waiting } = explanation;
  return (
    <>
      {duplicateOf !== null && (
        <Notice tone="notice" icon={<Warning />}>
          {texts.conversion.duplicate}{' '}
          <Link
            to={paths.conversion}
            params={{ id: duplicateOf }}
            search={carriedSelection(selection)}
            className="font-semibold wrap-anywhere underline underline-offset-4"
          >
            {duplicateOf}
          </Link>
          .
        </Notice>
      )}
      {waiting && (
        <Notice tone="notice" icon={<Hourglass />} live="status">
          {texts.conversion.waiting}
        </Notice>
      )}
    </>
  );
}

function Value({ explanation }: { explanation: Explanation }) {
  const { valueMinor, grossValueMinor, refundedMinor, chargedBackMinor, currency } = explanation;
  const refunded = refundedMinor - chargedBackMinor;
  const parts = [
    ...(refunded > 0 ? [texts.conversion.refundedPart(formatMoney(refunded, currency))] : []),
    ...(chargedBackMinor > 0 ? [texts.conversion.chargedBackPart(formatMoney(chargedBackMinor, currency))] : []),
  ];
  if (valueMinor === null)
    return <Figure name={texts.conversions.value} of="revenue" value={<span className="text-faint">{texts.conversion.noValue}</span>} />;
  return (
    <Figure name={texts.conversions.value} of="revenue" value={<BigMoney valueMinor={valueMinor} currency={currency} />}>
      {parts.length > 0 && texts.conversion.less(formatMoney(grossValueMinor, currency), parts)}
    </Figure>
  );
}

/** Value, path and evidence of one conversion at a glance. */
export function ConversionFigures({ explanation }: { explanation: Explanation }) {
  const { touchpoints, occurredAt } = explanation;
  const first = touchpoints.at(0);
  const campaigns = new Set(touchpoints.map(({ campaign }) => campaign)).size;
  const strongest = strongestEvidence(touchpoints.map(({ evidence }) => evidence));
  return (
    <dl className={FIGURES}>
      <Value explanation={explanation} />
      <Figure name={texts.conversion.touchpointsFigure} of="path" value={formatCount(touchpoints.length)}>
        {first && texts.conversion.ofCampaigns(campaigns)}
      </Figure>
      <Figure
        name={texts.conversion.firstTouch}
        of={roomDefinitions.untilConversion}
        value={first ? formatSpan(Date.parse(occurredAt) - Date.parse(first.occurredAt)) : <span className="text-faint">–</span>}
      >
        {first && texts.conversion.beforeIt}
      </Figure>
      <Figure
        name={texts.conversion.strongest}
        of="evidence"
        value={strongest ? <span className="text-heading">{texts.evidence[strongest][0]}</span> : <span className="text-faint">–</span>}
      />
    </dl>
  );
}
