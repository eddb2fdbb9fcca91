import { meanings } from '../../definitions-of-columns.ts';
import type { AllocationDetail, AllocationLine } from '../../allocation-api.ts';
import { formatMoney, formatShare } from '../../format.ts';
import { allocationTexts as words } from '../../texts-allocation.ts';
import { ChevronDown } from '../../ui/icons.tsx';
import { type Column, figure, Table } from '../../ui/table.tsx';
import type { OwnerSum } from './allocation-sums.ts';

function Owner({ sum: { kind, name, owner } }: { sum: OwnerSum }) {
  if (kind !== 'owner') return <span className="text-muted">{words[kind]}</span>;
  return (
    <span className="flex min-w-40 flex-col">
      <span className="font-medium wrap-anywhere">{name ?? owner}</span>
      {name !== null && <span className="text-small wrap-anywhere text-muted">{owner}</span>}
    </span>
  );
}

function columnsFor(header: string, currency: string, invoiceMinor: number): readonly Column<OwnerSum>[] {
  const money = (minor: number) => formatMoney(minor, currency);
  return [
    { id: 'owner', header, cell: (sum) => <Owner sum={sum} /> },
    { id: 'direct', ...figure(words.direct, meanings.direct), cell: ({ directMinor }) => money(directMinor) },
    { id: 'shared', ...figure(words.shared, meanings.shared), cell: ({ sharedMinor }) => money(sharedMinor) },
    { id: 'total', ...figure(words.total, meanings.total), cell: ({ totalMinor }) => <strong>{money(totalMinor)}</strong> },
    {
      id: 'part',
      ...figure(words.part, meanings.partOfInvoice),
      cell: ({ totalMinor }) => formatShare(invoiceMinor > 0 ? totalMinor / invoiceMinor : null),
    },
  ];
}

interface OwnerTableProps {
  header: string;
  sums: readonly OwnerSum[];
  currency: string;
  invoiceMinor: number;
}

/** What each owner bears, and what nobody does. */
export function OwnerTable({ header, sums, currency, invoiceMinor }: OwnerTableProps) {
  const columns = columnsFor(header, currency, invoiceMinor);
  return <Table caption={header} columns={columns} rows={sums} rowKey={({ kind, owner }) => `${kind} ${owner ?? ''}`} />;
}

const LINE_COLUMNS: readonly Column<AllocationLine>[] = [
  { id: 'owner', header: words.by, cell: ({ owner, part }) => <span className="wrap-anywhere">{owner ?? words.parts[part]}</span> },
  { id: 'pool', header: words.pool, cell: ({ pool, part }) => pool ?? words.parts[part] },
  { id: 'driver', header: words.driver, cell: ({ driver }) => words.drivers[driver] },
  { id: 'basis', ...figure(words.basis, meanings.basis), cell: ({ basis, unit }) => (basis === null ? '' : `${basis} ${unit ?? ''}`) },
  { id: 'amount', ...figure(words.amount, meanings.poolAmount), cell: ({ amountMinor, currency }) => formatMoney(amountMinor, currency) },
];

/** Every line of a split, folded away. */
export function LineTable({ header, found: { lines } }: { header: string; found: AllocationDetail }) {
  const columns = LINE_COLUMNS.map((column) => (column.id === 'owner' ? { ...column, header } : column));
  return (
    <details className="group border-t border-line">
      <summary className="flex min-h-11 list-none items-center justify-between gap-4 px-4 text-muted sm:px-5">
        {words.lines}
        <ChevronDown className="size-4 text-faint transition-transform group-open:rotate-180" />
      </summary>
      <Table
        caption={words.lines}
        columns={columns}
        rows={lines}
        rowKey={({ part, pool, owner, currency }) => JSON.stringify([part, pool, owner, currency])}
      />
    </details>
  );
}
