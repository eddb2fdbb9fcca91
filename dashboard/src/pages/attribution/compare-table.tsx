import { meanings } from '../../definitions-of-columns.ts';
import { definitions } from '../../definitions.ts';
import { type ReactNode, useDeferredValue, useMemo, useState } from 'react';
import type { Comparison, Grouping, Totals } from '../../api.ts';
import { Few, Known } from '../../components/amount.tsx';
import { ModelMark } from '../../components/model-mark.tsx';
import type { KnownModel } from '../../components/models.ts';
import { WhatIs } from '../../components/what-is.tsx';
import type { DefinitionName } from '../../definitions.ts';
import { formatCount, formatCredit, formatMoney, formatShare } from '../../format.ts';
import type { Measure } from '../../selection.ts';
import { texts } from '../../texts.ts';
import { Button } from '../../ui/button.tsx';
import { Pin } from '../../ui/icons.tsx';
import { cellClass, type Column, type Sort, sortRows, Table } from '../../ui/table.tsx';
import { type ComparedRow, formatMeasure, formatSpread } from './comparison.ts';

const FIRST_ROWS = 25;

interface CompareTableProps {
  comparison: Comparison;
  rows: readonly ComparedRow[];
  models: readonly KnownModel[];
  measure: Measure;
  grouping: Grouping;
  held: string | undefined;
  onHold: (key: string | undefined) => void;
  sort: Sort;
  onSort: (sort: Sort) => void;
}

/** What the columns follow from. */
type Described = Pick<CompareTableProps, 'comparison' | 'models' | 'measure' | 'grouping' | 'held' | 'onHold'>;

function RowName({ row, held, onHold }: { row: ComparedRow; held: string | undefined; onHold: CompareTableProps['onHold'] }) {
  const { key, label } = row;
  if (key === null) return <span className="text-muted italic">{label}</span>;
  const isHeld = key === held;
  return (
    <span className="flex items-center gap-2">
      <button
        type="button"
        aria-pressed={isHeld}
        title={isHeld ? texts.compare.clear(label) : texts.compare.focus(label)}
        onClick={() => onHold(isHeld ? undefined : key)}
        className="flex min-w-0 items-center gap-2 rounded-[4px] text-left font-medium
          hover:text-accent-strong aria-pressed:text-accent-strong"
      >
        <Pin className={`size-3.5 shrink-0 ${isHeld ? 'text-accent' : 'text-line-strong'}`} />
        <span className="truncate">{label}</span>
      </button>
      <Few conversions={row.conversions} />
    </span>
  );
}

function SpreadCell({ row, measure, currency }: { row: ComparedRow; measure: Measure; currency: string | null }) {
  const part = row.spread !== null && row.highest && row.highest.amount > 0 ? row.spread / row.highest.amount : null;
  return (
    <>
      <Known text={formatSpread(row.spread, measure, currency)} />
      <span className="ml-2 inline-block w-12 text-small text-muted">{part !== null && formatShare(part)}</span>
    </>
  );
}

function columnsOf({ comparison, models, measure, grouping, held, onHold }: Described): Column<ComparedRow>[] {
  const { currency } = comparison;
  const perModel = models.map(({ name, title, definition }): Column<ComparedRow> => ({
    id: name,
    header: title,
    before: <ModelMark model={name} />,
    numeric: true,
    means: definition ?? { name: title, meaning: meanings.modelCredit },
    wraps: true,
    sortValue: (row) => row.amounts[name] ?? null,
    cell: (row) => (
      <span className={row.highest?.model === name && row.spread !== 0 ? 'font-semibold' : undefined}>
        <Known text={formatMeasure(row.amounts[name], measure, currency)} />
      </span>
    ),
  }));
  return [
    {
      id: 'label',
      header: texts.groupings[grouping],
      sortValue: (row) => row.label.toLowerCase(),
      className: 'min-w-40 max-w-72',
      cell: (row) => <RowName row={row} held={held} onHold={onHold} />,
    },
    ...perModel,
    {
      id: 'spread',
      header: texts.compare.spread,

      numeric: true,
      means: definitions.spread,
      sortValue: (row) => row.spread,
      cell: (row) => <SpreadCell row={row} measure={measure} currency={currency} />,
    },
  ];
}

interface TotalLine {
  name: string;
  of?: DefinitionName;
  part: 'attributed' | 'organic' | 'unattributed' | 'all';
}

const PARTS = {
  attributed: ['attributedConversions', 'attributedValueMinor'],
  organic: ['organicConversions', 'organicValueMinor'],
  unattributed: ['unattributedConversions', 'unattributedValueMinor'],
  all: ['conversions', 'valueMinor'],
} as const;

function formatTotal(totals: Totals, part: TotalLine['part'], measure: Measure, currency: string | null): string {
  const [conversions, valueMinor] = PARTS[part];
  if (measure === 'conversions') return formatCredit(totals[conversions]);
  if (measure === 'value') return formatMoney(totals[valueMinor], currency);
  const hasCredit = totals.attributedConversions > 0;
  return formatShare(part === 'attributed' && hasCredit ? 1 : null);
}

function linesOf(comparison: Comparison, measure: Measure): TotalLine[] {
  const attributed: TotalLine = { name: texts.compare.attributed, part: 'attributed' };
  if (measure === 'share') return [attributed];
  const hasOrganic = Object.values(comparison.totals).some(({ organicConversions }) => organicConversions > 0);
  return [
    attributed,
    ...(hasOrganic ? [{ name: texts.overview.organic, of: 'organic', part: 'organic' } as const] : []),
    { name: texts.compare.unattributed, of: 'unattributed', part: 'unattributed' },
    { name: texts.compare.all, part: 'all' },
  ];
}

/** How each model's column adds up to everything. Shares are of what was credited, so that they end with 100 %. */
function Reconciliation({ comparison, models, measure }: Pick<CompareTableProps, 'comparison' | 'models' | 'measure'>): ReactNode {
  return linesOf(comparison, measure).map(({ name, of, part }) => {
    const weight = part === 'all' || measure === 'share' ? 'font-semibold' : 'font-normal';
    return (
      <tr key={part} className={part === 'all' ? '[&>*]:border-t [&>*]:border-line-strong' : 'text-muted'}>
        <th scope="row" className={`${cellClass(false)} ${weight}`}>
          <span className="flex items-center gap-1.5">
            {name}
            {of && <WhatIs of={of} />}
          </span>
        </th>
        {models.map((model) => (
          <td key={model.name} className={`${cellClass(true)} ${weight}`}>
            <Known text={formatTotal(comparison.totals[model.name], part, measure, comparison.currency)} />
          </td>
        ))}
        <td />
      </tr>
    );
  });
}

/** Every row under every model, sorted by any column, with what each column adds up to. */
export function CompareTable(props: CompareTableProps) {
  const { comparison, rows, models, measure, grouping, held, onHold, sort, onSort } = props;
  const [isWhole, setWhole] = useState(false);
  const columns = useMemo(
    () => columnsOf({ comparison, models, measure, grouping, held, onHold }),
    [comparison, models, measure, grouping, held, onHold],
  );
  // The header answers at once; a hundred thousand rows follow it.
  const { column, descending } = useDeferredValue(sort);
  const sorted = useMemo(() => sortRows(rows, columns, { column, descending }), [rows, columns, column, descending]);
  return (
    <>
      <Table
        caption={texts.compare.table}
        columns={columns}
        rows={isWhole ? sorted : sorted.slice(0, FIRST_ROWS)}
        rowKey={(row) => row.key ?? ''}
        sort={sort}
        onSort={onSort}
        rowClass={(row) => (row.key !== null && row.key === held ? '[&>*]:bg-accent-soft!' : 'hover:[&>*]:bg-raised')}
        footer={<Reconciliation comparison={comparison} models={models} measure={measure} />}
      />
      {!isWhole && sorted.length > FIRST_ROWS && (
        <div className="border-t border-line p-3 text-center">
          <Button look="quiet" onClick={() => setWhole(true)}>
            {texts.overview.showAll(formatCount(sorted.length))}
          </Button>
        </div>
      )}
    </>
  );
}
