import { type ReactNode, useState } from 'react';
import { ListFailure } from '../../components/failure.tsx';
import { Empty } from '../../components/empty.tsx';
import { formatCount } from '../../format.ts';
import { catalogTexts } from '../../texts-catalog.ts';
import { texts } from '../../texts.ts';
import { Button } from '../../ui/button.tsx';
import { Search } from '../../ui/icons.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { type Column, type Sort, sortRows, Table } from '../../ui/table.tsx';

const STEP = 50;
const FEW_ROWS = 8;

interface FoundTableProps<Row> {
  /** What the rows are, in the plural, such as `campaigns`. */
  what: string;
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** What a row is found by. */
  textOf: (row: Row) => string;
}

/** A table of everything, found by name and shown some at a time. */
function FoundTable<Row>({ what, caption, columns, rows, rowKey, textOf }: FoundTableProps<Row>) {
  const [typed, type] = useState('');
  const [most, showMost] = useState(STEP);
  const [sort, setSort] = useState<Sort>();
  const wanted = typed.trim().toLowerCase();
  const found = sortRows(
    rows.filter((row) => textOf(row).toLowerCase().includes(wanted)),
    columns,
    sort,
  );
  const left = found.length - most;
  return (
    <>
      {rows.length > FEW_ROWS && (
        <label className="relative mx-4 mb-3 block max-w-80 sm:mx-5">
          <span className="sr-only">{catalogTexts.find(what)}</span>
          <Search className="pointer-events-none absolute top-1/2 left-3 size-4 -translate-y-1/2 text-faint" />
          <input
            type="search"
            autoComplete="off"
            spellCheck={false}
            placeholder={catalogTexts.find(what)}
            value={typed}
            onChange={(event) => type(event.target.value)}
            className="min-h-9 w-full rounded-control border border-line-strong bg-surface pr-3 pl-9 placeholder:text-faint"
          />
        </label>
      )}
      {found.length === 0 ? (
        <Empty title={catalogTexts.notFound(typed.trim())} help={catalogTexts.notFoundHelp} />
      ) : (
        <Table caption={caption} columns={columns} rows={found.slice(0, most)} rowKey={rowKey} sort={sort} onSort={setSort} />
      )}
      {left > 0 && (
        <div className="p-3 text-center">
          <Button look="quiet" onClick={() => showMost(most + STEP)}>
            {catalogTexts.more(formatCount(Math.min(STEP, left)))}
          </Button>
        </div>
      )}
    </>
  );
}

interface FoundListProps<Row> extends Omit<FoundTableProps<Row>, 'rows'> {
  list: { data?: Row[]; error: Error | null; refetch: () => unknown };
  empty: ReactNode;
}

/** A list in whichever state it is: on its way, failed, empty, or there. */
export function FoundList<Row>({ list, empty, ...table }: FoundListProps<Row>) {
  if (list.error && !list.data) return <ListFailure error={list.error} onRetry={() => void list.refetch()} />;
  if (!list.data) return <SkeletonLines count={4} label={texts.loading} />;
  return list.data.length === 0 ? empty : <FoundTable rows={list.data} {...table} />;
}
