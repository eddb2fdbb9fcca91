import { meanings } from '../../definitions-of-columns.ts';
import type { Definition } from '../../definitions.ts';
import type { Estimate, Reach, ReachGrouping, ReachRow } from '../../analytics-api.ts';
import { Known } from '../../components/amount.tsx';
import { EstimateCell, ShareCell } from '../../components/estimate-cell.tsx';
import { formatCount, formatCredit, formatDay, formatMoney, formatMultiple, formatPoints, UNKNOWN } from '../../format.ts';
import { analyticsTexts } from '../../texts-analytics.ts';
import { Tag } from '../../ui/notice.tsx';
import { cellClass, type Column, figure, Table } from '../../ui/table.tsx';

const words = analyticsTexts.reach;

type Row = Omit<ReachRow, 'key'>;

function SpendCell({ row: { spend }, currency }: { row: Row; currency: string | null }) {
  if (spend === null) return <Known text={UNKNOWN} />;
  return (
    <span className="inline-flex flex-col items-end">
      <span className="flex items-center gap-1.5">
        {spend.isPartial && <Tag tone="notice">{words.partial}</Tag>}
        {formatMoney(spend.minor, currency)}
      </span>
      <span className="text-caption text-muted">{words.basis[spend.basis]}</span>
    </span>
  );
}

function label(row: Row, groupBy: ReachGrouping): string {
  return groupBy === 'day' && /^\d{4}-\d{2}-\d{2}$/.test(row.label) ? formatDay(row.label, 'full') : row.label;
}

const MEANT = {
  frequency: words.definitions.frequency.meaning,
  visitors: words.definitions.visitors.meaning,
  leads: meanings.households,
  buyers: meanings.households,
  buyersOfVisitors: meanings.buyersOfVisitors,
  conversions: words.definitions.conversions.meaning,
  modelled: words.definitions.modelled.meaning,
  value: meanings.rowValue,
  aov: meanings.orderValue,
  cpv: meanings.costPerVisitor,
  cpa: meanings.costPerCredit,
  roas: meanings.revenuePerSpend,
};
type Meant = keyof typeof MEANT;
type Estimated = Exclude<Meant, 'visitors' | 'leads' | 'buyers' | 'buyersOfVisitors'>;

/** What heads a column and what it means, with how it is worked out where that is defined. */
function meant(id: Meant) {
  const { header, numeric, means } = figure(words[id], MEANT[id]);
  const known: Record<string, Definition | undefined> = words.definitions;
  return { header, numeric, means: known[id] ?? means };
}

function figureColumns({ currency }: Reach): Column<Row>[] {
  const { definitions } = words;
  const money = (value: number | null) => formatMoney(value, currency);
  type Pick = (row: Row) => Estimate;
  const estimate = (id: Estimated, pick: Pick, format: (value: number | null) => string): Column<Row> => ({
    id,
    ...meant(id),
    cell: (row) => <EstimateCell estimate={pick(row)} format={format} />,
  });
  const share = (id: 'visitors' | 'leads' | 'buyers' | 'buyersOfVisitors'): Column<Row> => ({
    id,
    ...meant(id),
    cell: (row) => <ShareCell share={row[id]} />,
  });
  return [
    { id: 'impressions', ...figure(words.impressions, meanings.impressions), cell: ({ impressions }) => formatCount(impressions) },
    {
      id: 'reach',
      header: words.reach,

      numeric: true,
      means: definitions.reach,
      cell: ({ reach }) => formatCount(reach),
    },
    estimate('frequency', (row) => row.frequency, formatCredit),
    share('visitors'),
    share('leads'),
    share('buyers'),
    share('buyersOfVisitors'),
    estimate('conversions', (row) => row.conversions, formatCredit),
    estimate('modelled', (row) => row.modelled.conversions, formatCredit),
    estimate('value', (row) => row.valueMinor, money),
    estimate('aov', (row) => row.aovMinor, money),
    {
      id: 'spend',
      header: words.spend,

      numeric: true,
      means: definitions.spend,
      cell: (row) => <SpendCell row={row} currency={currency} />,
    },
    { id: 'cpm', ...figure(words.cpm, meanings.cpm), cell: ({ cpmMinor }) => <Known text={money(cpmMinor)} /> },
    estimate('cpv', (row) => row.cpvMinor, money),
    estimate('cpa', (row) => row.cpaMinor, money),
    estimate('roas', (row) => row.roas, formatMultiple),
  ];
}

/** Every row with all its figures, and all together below. */
export function ReachTable({ reach }: { reach: Reach }) {
  const groupBy: ReachGrouping = reach.groupBy;
  const columns: Column<Row>[] = [
    { id: 'label', header: words.groupings[groupBy], className: 'min-w-40 max-w-72', cell: (row) => label(row, groupBy) },
    ...figureColumns(reach),
  ];
  const all: Row = { ...reach.totals, label: words.all };
  return (
    <Table
      caption={words.table}
      columns={columns}
      rows={reach.rows}
      rowKey={(row) => row.label}
      footer={
        <tr className="[&>*]:border-t [&>*]:border-line-strong">
          <th scope="row" className={`${cellClass(false)} font-semibold`}>
            {words.all}
          </th>
          {columns.slice(1).map((column) => (
            <td key={column.id} className={cellClass(true)}>
              {column.cell(all)}
            </td>
          ))}
        </tr>
      }
    />
  );
}

function signed(format: (value: number | null) => string) {
  return (value: number | null) => (value !== null && value > 0 ? `+${format(value)}` : format(value));
}

function differenceColumns({ groupBy, currency }: Reach): Column<Row>[] {
  const money = signed((value) => formatMoney(value, currency));
  type Differences = NonNullable<ReachRow['differences']>;
  const estimate = (
    id: 'visitors' | 'buyers' | 'conversions' | 'valueMinor' | 'cpaMinor' | 'roas',
    header: string,
    format: (value: number | null) => string,
  ): Column<Row> => ({
    id,
    ...figure(header, meanings.difference),
    cell: ({ differences }) => differences && <EstimateCell estimate={differences[id]} format={format} />,
  });
  const count = (id: keyof Differences & ('impressions' | 'reach'), header: string): Column<Row> => ({
    id,
    ...figure(header, meanings.difference),
    cell: ({ differences }) => differences && signed((value) => formatCount(value ?? 0))(differences[id]),
  });
  return [
    { id: 'label', header: words.groupings[groupBy], className: 'min-w-40 max-w-72', cell: (row) => label(row, groupBy) },
    count('impressions', words.impressions),
    count('reach', words.reach),
    estimate('visitors', words.visitors, signed(formatPoints)),
    estimate('buyers', words.buyers, signed(formatPoints)),
    estimate('conversions', words.conversions, signed(formatCredit)),
    estimate('valueMinor', words.value, money),
    estimate('cpaMinor', words.cpa, money),
    estimate('roas', words.roas, signed(formatMultiple)),
  ];
}

/** Each figure of the chosen period less that of the period it is compared with. */
export function DifferenceTable({ reach }: { reach: Reach }) {
  const rows: Row[] = [...reach.rows, { ...reach.totals, label: words.all }];
  return <Table caption={words.differences} columns={differenceColumns(reach)} rows={rows} rowKey={(row) => row.label} />;
}
