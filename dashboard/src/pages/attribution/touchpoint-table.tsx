import { definitions } from '../../definitions.ts';
import type { CreditedTouchpoint, Explanation } from '../../api.ts';
import { InZone, Instant, Known } from '../../components/amount.tsx';
import { DeliveryEvidence } from '../../components/delivery-evidence.tsx';
import { Evidence } from '../../components/evidence.tsx';
import { WhatIs } from '../../components/what-is.tsx';
import { formatCredit, formatMoney, formatShare, formatSpan } from '../../format.ts';
import { texts } from '../../texts.ts';
import { Tag } from '../../ui/notice.tsx';
import { placesOf, type TouchNames, touchNames } from './touch-names.ts';
import { cellClass, type Column, Table } from '../../ui/table.tsx';

export interface NumberedTouchpoint extends CreditedTouchpoint {
  number: number;
}

/** A conversion's touchpoints with their numbers on the path, from 1. */
export function numbered({ touchpoints }: Explanation): NumberedTouchpoint[] {
  return touchpoints.map((touchpoint, index) => ({ ...touchpoint, number: index + 1 }));
}

/** A touchpoint's credit: money, or parts of the conversion where it has no value. */
export function formatTouchCredit(touchpoint: CreditedTouchpoint, { valueMinor, currency }: Explanation): string {
  return valueMinor === null ? formatCredit(touchpoint.creditConversions) : formatMoney(touchpoint.creditMinor, currency);
}

/** The number, kind and places of a touchpoint. */
export function TouchpointName({ touchpoint, names }: { touchpoint: NumberedTouchpoint; names: TouchNames }) {
  const { number, kind, campaign, synthetic, id } = touchpoint;
  const places = placesOf(touchpoint, names);
  return (
    <span className="flex items-baseline gap-3">
      <span className="w-5 shrink-0 text-right text-small text-faint">{number}</span>
      <span className="min-w-0">
        <span className="flex items-center gap-2">
          <span className="truncate font-medium" title={campaign ?? undefined}>
            {campaign === null ? texts.none : names.campaign(campaign)}
          </span>
          {synthetic && (
            <>
              <Tag>{texts.conversion.synthetic}</Tag>
              <WhatIs of="synthetic" />
            </>
          )}
        </span>
        <span className="block truncate text-small text-muted" title={id}>
          {[texts.touchpointKind[kind], ...places].join(' · ')}
        </span>
      </span>
    </span>
  );
}

function columnsOf(explanation: Explanation): Column<NumberedTouchpoint>[] {
  const convertedMs = Date.parse(explanation.occurredAt);
  const names = touchNames(explanation);
  return [
    {
      id: 'touchpoint',
      header: texts.conversion.touchpoint,
      className: 'min-w-40 max-w-44 sm:max-w-80',
      cell: (touchpoint) => <TouchpointName touchpoint={touchpoint} names={names} />,
    },
    {
      id: 'time',
      header: texts.conversions.time,
      beside: <InZone />,
      cell: ({ occurredAt }) => (
        <span className="flex flex-col">
          <Instant at={occurredAt} />
          <span className="text-small whitespace-nowrap text-muted">
            {texts.conversion.before(formatSpan(convertedMs - Date.parse(occurredAt)))}
          </span>
        </span>
      ),
    },
    {
      id: 'evidence',
      header: texts.conversion.evidence,
      beside: <WhatIs of="evidence" />,
      cell: ({ evidence }) => <Evidence name={evidence} />,
    },
    {
      id: 'delivery',
      header: texts.conversion.deliveryEvidence,
      beside: <WhatIs of="deliveryEvidence" />,
      cell: ({ deliveryEvidence }) =>
        deliveryEvidence === null ? <span className="text-faint">–</span> : <DeliveryEvidence name={deliveryEvidence} />,
    },
    {
      id: 'weight',
      header: texts.conversion.weight,

      numeric: true,
      means: definitions.weight,
      cell: ({ weight }) => formatShare(weight),
    },
    {
      id: 'credit',
      header: explanation.valueMinor === null ? texts.measures.conversions : texts.conversion.creditColumn,

      numeric: true,
      means: definitions.credit,
      cell: (touchpoint) => <span className="font-semibold">{formatTouchCredit(touchpoint, explanation)}</span>,
    },
  ];
}

/** Cells of the columns of words, which a sum leaves empty. */
const WORDS = 3;

/** What the model gives to no ad, where it gives any. */
function OrganicRow({ explanation: { organicConversions, organicMinor, valueMinor, currency } }: { explanation: Explanation }) {
  if (organicConversions === 0) return null;
  return (
    <tr className="text-muted">
      <th scope="row" className={`${cellClass(false)} font-normal`}>
        <span className="flex items-center gap-1.5">
          {texts.overview.organic}
          <WhatIs of="organic" />
        </span>
      </th>
      <td colSpan={WORDS} />
      <td className={cellClass(true)}>{formatShare(organicConversions)}</td>
      <td className={cellClass(true)}>{valueMinor === null ? formatCredit(organicConversions) : formatMoney(organicMinor, currency)}</td>
    </tr>
  );
}

function SumRow({ explanation }: { explanation: Explanation }) {
  const { touchpoints, valueMinor, currency, organicMinor, organicConversions } = explanation;
  const minor = touchpoints.reduce((sum, { creditMinor }) => sum + creditMinor, organicMinor);
  const parts = touchpoints.reduce((sum, { creditConversions }) => sum + creditConversions, organicConversions);
  return (
    <tr className="font-semibold">
      <th scope="row" className={`${cellClass(false)} font-semibold`}>
        {texts.conversion.sum}
      </th>
      <td colSpan={WORDS} />
      <td className={cellClass(true)}>{formatShare(touchpoints.reduce((sum, { weight }) => sum + weight, organicConversions))}</td>
      <td className={cellClass(true)}>
        <Known text={valueMinor === null ? formatCredit(parts) : formatMoney(minor, currency)} />
      </td>
    </tr>
  );
}

/** Every touchpoint of the path: when, on what evidence, and what it earns under the chosen model. */
export function TouchpointTable({ explanation }: { explanation: Explanation }) {
  return (
    <Table
      caption={texts.conversion.path}
      columns={columnsOf(explanation)}
      rows={numbered(explanation)}
      rowKey={({ number }) => String(number)}
      footer={
        <>
          <OrganicRow explanation={explanation} />
          <SumRow explanation={explanation} />
        </>
      }
    />
  );
}
