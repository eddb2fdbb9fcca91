import { definitions } from '../../definitions.ts';
import { useDeferredValue, useMemo, useState } from 'react';
import type { Grouping, Report, ReportRow } from '../../api.ts';
import { Few, Known } from '../../components/amount.tsx';
import { WhatIs } from '../../components/what-is.tsx';
import type { DefinitionName } from '../../definitions.ts';
import { formatCount, formatCredit, formatMoney, formatMultiple } from '../../format.ts';
import { texts } from '../../texts.ts';
import { Button } from '../../ui/button.tsx';
import { EvidenceBar } from './delivery-bar.tsx';
import { evidenceShares } from './delivery-names.ts';
import { shareOf } from './share.ts';
import { ShareBar } from './share-bar.tsx';
import { cellClass, type Column, type Sort, sortRows, Table } from '../../ui/table.tsx';

const FIRST_ROWS = 25;

function columnsOf(report: Report, grouping: Grouping): Column<ReportRow>[] {
  const { currency, totals } = report;
  const largest = report.rows.reduce((most, row) => Math.max(most, shareOf(row, totals) ?? 0), 0);
  const columns: Column<ReportRow>[] = [
    {
      id: 'label',
      header: texts.groupings[grouping],
      sortValue: (row) => row.label.toLowerCase(),
      className: 'min-w-36 max-w-64',
      cell: (row) => (
        <span className="flex items-center gap-2">
          <span className={`truncate ${row.key === null ? 'text-muted italic' : 'font-medium'}`} title={row.key ?? undefined}>
            {row.label}
          </span>
          <Few conversions={row.conversions} />
        </span>
      ),
    },
    {
      id: 'conversions',
      header: texts.overview.credited,

      numeric: true,
      means: definitions.creditedConversions,
      sortValue: (row) => row.conversions,
      cell: (row) => formatCredit(row.conversions),
    },
    {
      id: 'value',
      header: texts.overview.creditedRevenue,

      numeric: true,
      means: definitions.creditedRevenue,
      sortValue: (row) => row.valueMinor,
      cell: (row) => <Known text={formatMoney(row.valueMinor, currency)} />,
    },
    {
      id: 'share',
      header: texts.overview.share,

      numeric: true,
      means: definitions.share,
      sortValue: (row) => shareOf(row, totals),
      cell: (row) => <ShareBar share={shareOf(row, totals)} largest={largest} />,
    },
  ];
  if (report.rows.some((row) => row.spendMinor !== null)) columns.push(...spendColumns(currency));
  return grouping === 'delivery_evidence' ? columns : [...columns, restsOnColumn()];
}

function restsOnColumn(): Column<ReportRow> {
  return {
    id: 'restsOn',
    header: texts.overview.restsOn,
    beside: <WhatIs of="deliveryEvidence" />,
    cell: (row) => <EvidenceBar shares={evidenceShares(row)} />,
  };
}

function spendColumns(currency: string | null): Column<ReportRow>[] {
  return [
    {
      id: 'spend',
      header: texts.overview.spend,

      numeric: true,
      means: definitions.spend,
      sortValue: (row) => row.spendMinor,
      cell: (row) => <Known text={formatMoney(row.spendMinor, currency)} />,
    },
    {
      id: 'roas',
      header: texts.overview.roas,

      numeric: true,
      means: definitions.roas,
      sortValue: (row) => row.roas,
      cell: (row) => <Known text={formatMultiple(row.roas)} />,
    },
    {
      id: 'cpa',
      header: texts.overview.cpa,

      numeric: true,
      means: definitions.cpa,
      sortValue: (row) => row.cpaMinor,
      cell: (row) => <Known text={formatMoney(row.cpaMinor, currency)} />,
    },
  ];
}

interface TotalLine {
  name: string;
  of?: DefinitionName;
  conversions: number;
  valueMinor: number;
  strong?: boolean;
}

function linesOf(totals: Report['totals']): TotalLine[] {
  const organic: TotalLine = {
    name: texts.overview.organic,
    of: 'organic',
    conversions: totals.organicConversions,
    valueMinor: totals.organicValueMinor,
  };
  return [
    { name: texts.overview.allAttributed, conversions: totals.attributedConversions, valueMinor: totals.attributedValueMinor },
    ...(totals.organicConversions > 0 ? [organic] : []),
    {
      name: texts.overview.unattributed,
      of: 'unattributed',
      conversions: totals.unattributedConversions,
      valueMinor: totals.unattributedValueMinor,
    },
    { name: texts.overview.all, conversions: totals.conversions, valueMinor: totals.valueMinor, strong: true },
  ];
}

/** How the rows add up to everything: attributed, organic where a model has it, unattributed, all. */
function Reconciliation({ report, width }: { report: Report; width: number }) {
  const { currency } = report;
  return linesOf(report.totals).map((line) => (
    <tr key={line.name} className={line.strong ? 'font-semibold [&>*]:border-t [&>*]:border-line-strong' : 'text-muted'}>
      <th scope="row" className={`${cellClass(false)} ${line.strong ? 'font-semibold' : 'font-normal'}`}>
        <span className="flex items-center gap-1.5">
          {line.name}
          {line.of && <WhatIs of={line.of} />}
        </span>
      </th>
      <td className={cellClass(true)}>{formatCredit(line.conversions)}</td>
      <td className={cellClass(true)}>
        <Known text={formatMoney(line.valueMinor, currency)} />
      </td>
      <td colSpan={width - 3} />
    </tr>
  ));
}

interface BreakdownProps {
  report: Report;
  grouping: Grouping;
  sort: Sort;
  onSort: (sort: Sort) => void;
}

/** Credit per campaign, show and so on, sorted by any column, with the totals it adds up to. */
export function BreakdownTable({ report, grouping, sort, onSort }: BreakdownProps) {
  const [isWhole, setWhole] = useState(false);
  const columns = useMemo(() => columnsOf(report, grouping), [report, grouping]);
  // The header answers at once; a hundred thousand rows follow it.
  const { column, descending } = useDeferredValue(sort);
  const rows = useMemo(() => sortRows(report.rows, columns, { column, descending }), [report, columns, column, descending]);
  return (
    <>
      {rows.length === 0 && <p className="px-5 pb-4 text-muted">{texts.overview.noCredit}</p>}
      <Table
        caption={texts.overview.breakdown(texts.groupings[grouping])}
        columns={columns}
        rows={isWhole ? rows : rows.slice(0, FIRST_ROWS)}
        rowKey={(row) => row.key ?? ''}
        sort={sort}
        onSort={onSort}
        rowClass={() => 'hover:[&>*]:bg-raised'}
        footer={<Reconciliation report={report} width={columns.length} />}
      />
      {!isWhole && rows.length > FIRST_ROWS && (
        <div className="border-t border-line p-3 text-center">
          <Button look="quiet" onClick={() => setWhole(true)}>
            {texts.overview.showAll(formatCount(rows.length))}
          </Button>
        </div>
      )}
    </>
  );
}
