import { meanings } from '../../definitions-of-columns.ts';
import type { CostReport, CostReportRow } from '../../bill-api.ts';
import { billTexts as words } from '../../texts-bill.ts';
import { Button } from '../../ui/button.tsx';
import { type Column, figure, Table } from '../../ui/table.tsx';
import type { BillFilter, BillGrouping } from './bill-queries.ts';
import { formatChange, formatCharge } from './charge-amounts.ts';
import { formatQuantity } from './usage-amounts.ts';

type Kind = keyof typeof words.kinds;

function labelOf({ key, label }: CostReportRow, groupBy: BillGrouping): string {
  if (key === null) return words.none[groupBy];
  return groupBy === 'kind' ? words.kinds[key as Kind] : label;
}

/** What a row is narrowed to; undefined for what cannot be. */
function drillOf({ key }: CostReportRow, groupBy: BillGrouping): BillFilter | undefined {
  if (key === null || groupBy === 'kind' || groupBy === 'advertiser') return undefined;
  return { [groupBy]: key };
}

interface BillRowsProps {
  total: CostReport['currencies'][number];
  groupBy: BillGrouping;
  onDrill: (filter: BillFilter) => void;
}

function RowName({ row, groupBy, onDrill }: { row: CostReportRow } & Pick<BillRowsProps, 'groupBy' | 'onDrill'>) {
  const label = labelOf(row, groupBy);
  const drill = drillOf(row, groupBy);
  if (drill === undefined) return <span className="wrap-anywhere">{label}</span>;
  return (
    <Button look="quiet" className="-ml-2 font-medium wrap-anywhere" aria-label={words.drill(label)} onClick={() => onDrill(drill)}>
      {label}
    </Button>
  );
}

function usedText({ quantity, unit }: CostReportRow): string {
  if (quantity === null || unit === null) return '';
  return `${formatQuantity(quantity, unit)}${unit === 'bytes' ? '' : ` ${unit}`}`;
}

function columnsFor(currency: string, groupBy: BillGrouping, onDrill: BillRowsProps['onDrill']): readonly Column<CostReportRow>[] {
  const money = (amount: string | null) => (amount === null ? '–' : formatCharge(amount, currency));
  return [
    { id: 'what', header: words.what[groupBy], cell: (row) => <RowName row={row} groupBy={groupBy} onDrill={onDrill} /> },
    { id: 'used', ...figure(words.used, meanings.used), cell: usedText },
    { id: 'amount', ...figure(words.amount, meanings.amount), cell: ({ amount }) => <span title={amount}>{money(amount)}</span> },
    { id: 'before', ...figure(words.before, meanings.amountBefore), cell: ({ compared }) => money(compared) },
    { id: 'change', ...figure(words.change, meanings.change), cell: ({ changePercent }) => formatChange(changePercent) },
  ];
}

/** What was charged in one currency, row by row, each of which opens to itself alone. */
export function BillRows({ total: { currency, rows }, groupBy, onDrill }: BillRowsProps) {
  const columns = columnsFor(currency, groupBy, onDrill);
  return <Table caption={words.chargedOf(currency)} columns={columns} rows={rows} rowKey={({ key }) => key ?? ''} />;
}
