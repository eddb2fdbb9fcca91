import { definitions } from '../../definitions.ts';
import type { EvidencedCredit, Report } from '../../api.ts';
import { Known } from '../../components/amount.tsx';
import { DeliveryEvidence } from '../../components/delivery-evidence.tsx';
import { WhatIs } from '../../components/what-is.tsx';
import { formatCredit, formatMoney, formatShare } from '../../format.ts';
import { texts } from '../../texts.ts';
import { Panel } from '../../ui/panel.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { EvidenceSwatch } from './delivery-bar.tsx';
import { shareOf } from './share.ts';

function columnsOf({ totals, currency }: Report): Column<EvidencedCredit>[] {
  return [
    {
      id: 'evidence',
      header: texts.groupings.delivery_evidence,
      beside: <WhatIs of="deliveryEvidence" />,
      cell: ({ evidence }) => (
        <span className="flex items-center gap-2.5">
          <EvidenceSwatch name={evidence ?? 'none'} />
          <DeliveryEvidence name={evidence ?? 'none'} />
        </span>
      ),
    },
    {
      id: 'conversions',
      header: texts.overview.credited,
      numeric: true,
      means: definitions.creditedConversions,
      cell: ({ conversions }) => formatCredit(conversions),
    },
    {
      id: 'value',
      header: texts.overview.creditedRevenue,
      numeric: true,
      means: definitions.creditedRevenue,
      cell: ({ valueMinor }) => <Known text={formatMoney(valueMinor, currency)} />,
    },
    {
      id: 'share',
      header: texts.overview.share,
      numeric: true,
      means: definitions.share,
      cell: (part) => <Known text={formatShare(shareOf(part, totals))} />,
    },
  ];
}

/** On which delivery evidence the credit of the whole report rests. */
export function DeliveryPanel({ report, busy }: { report: Report; busy: boolean }) {
  const { deliveryEvidence } = report.totals;
  if (deliveryEvidence.length === 0) return null;
  return (
    <Panel id="delivery" title={texts.overview.evidence} busy={busy}>
      <Table
        caption={texts.overview.evidence}
        columns={columnsOf(report)}
        rows={deliveryEvidence}
        rowKey={({ evidence }) => evidence ?? 'none'}
      />
    </Panel>
  );
}
