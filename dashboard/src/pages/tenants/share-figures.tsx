import { definitions } from '../../definitions.ts';
import { Known } from '../../components/amount.tsx';
import { Empty } from '../../components/empty.tsx';
import { formatCredit, formatDay, formatMoney, formatMultiple, formatPlural } from '../../format.ts';
import type { ShareReport, ShareReportRow } from '../../shares-api.ts';
import { sharingTexts } from '../../texts-sharing.ts';
import { texts } from '../../texts.ts';
import { cellClass, type Column, Table } from '../../ui/table.tsx';

const words = sharingTexts.figures;

function labelOf(row: ShareReportRow, { groupBy }: ShareReport): string {
  if (row.isFew) return words.few;
  if (row.key === null) return words.none;
  return groupBy === 'day' ? formatDay(row.key, 'full') : row.label;
}

function moneyColumn(
  { id, header, of }: { id: string; header: string; of: 'creditedRevenue' | 'spend' | 'cpa' },
  currency: string | null,
  amountOf: (row: ShareReportRow) => number | null,
): Column<ShareReportRow> {
  const cell = (row: ShareReportRow) => <Known text={formatMoney(amountOf(row), currency)} />;
  return { id, header, numeric: true, means: definitions[of], cell };
}

function columnsOf(report: ShareReport): readonly Column<ShareReportRow>[] {
  const { currency, groupBy, rows } = report;
  const { credited, creditedRevenue, spend, roas, cpa } = texts.overview;
  const label = (row: ShareReportRow) => (
    <span className={`block truncate ${row.isFew || row.key === null ? 'text-muted italic' : 'font-medium'}`} title={row.key ?? undefined}>
      {labelOf(row, report)}
    </span>
  );
  const columns: Column<ShareReportRow>[] = [
    { id: 'label', header: sharingTexts.breakdowns[groupBy], className: 'min-w-36 max-w-64', cell: label },
    {
      id: 'conversions',
      header: credited,

      numeric: true,
      means: definitions.creditedConversions,
      cell: (row) => formatCredit(row.conversions),
    },
  ];
  const value = moneyColumn({ id: 'value', header: creditedRevenue, of: 'creditedRevenue' }, currency, (row) => row.valueMinor);
  const spendColumns = [
    moneyColumn({ id: 'spend', header: spend, of: 'spend' }, currency, (row) => row.spendMinor),
    {
      id: 'roas',
      header: roas,

      numeric: true,
      means: definitions.roas,
      cell: (row: ShareReportRow) => <Known text={formatMultiple(row.roas)} />,
    },
    moneyColumn({ id: 'cpa', header: cpa, of: 'cpa' }, currency, (row) => row.cpaMinor),
  ];
  if (rows.some(({ valueMinor }) => valueMinor !== null)) columns.push(value);
  return rows.some(({ spendMinor }) => spendMinor !== null) ? [...columns, ...spendColumns] : columns;
}

function Total({ report: { totals, currency }, width }: { report: ShareReport; width: number }) {
  const known = totals.valueMinor === null ? 2 : 3;
  return (
    <tr className="font-semibold">
      <th scope="row" className={`font-semibold ${cellClass(false)}`}>
        {words.total}
      </th>
      <td className={cellClass(true)}>{formatCredit(totals.conversions)}</td>
      {totals.valueMinor !== null && (
        <td className={cellClass(true)}>
          <Known text={formatMoney(totals.valueMinor, currency)} />
        </td>
      )}
      {width > known && <td colSpan={width - known} />}
    </tr>
  );
}

/** The rows of a share's report with their sum, or why there are none. */
export function ShareFigures({ report }: { report: ShareReport }) {
  const floor = formatPlural(report.minPeople, sharingTexts.scope.people);
  if (report.computedAt === null) return <Empty title={words.unbuilt} help={words.unbuiltHelp} />;
  if (report.isBelowFloor) return <Empty title={words.belowFloor} help={words.belowFloorHelp(floor)} />;
  const columns = columnsOf(report);
  return (
    <Table
      caption={words.table(sharingTexts.breakdowns[report.groupBy])}
      columns={columns}
      rows={report.rows}
      rowKey={({ key, isFew }) => `${isFew ? 'few' : 'row'} ${key}`}
      footer={<Total report={report} width={columns.length} />}
    />
  );
}
