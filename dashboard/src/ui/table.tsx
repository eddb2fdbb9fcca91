import { lazy, type ReactNode, type RefObject, Suspense, useRef } from 'react';
import type { Definition } from '../definitions.ts';
import { HiddenColumns } from './hidden-columns.tsx';
import { ArrowDown, ArrowUp } from './icons.tsx';
import type { RowPlace } from './long-rows.tsx';
import { useMedia } from './media.ts';
import { WhatIsThis } from './what-is-this.tsx';

interface AnyColumn<Row> {
  id: string;
  header: string;
  /** Stands before the header: a mark. */
  before?: ReactNode;
  /** Stands after the header. */
  beside?: ReactNode;
  /** Puts what is no figure at the end of the line, as figures stand: what can be done with a row. */
  atEnd?: boolean;
  /** Lets a long header take two lines, so that more columns fit. */
  wraps?: boolean;
  cell: (row: Row) => ReactNode;
  /** Makes the column sortable; null sorts last whichever way round. */
  sortValue?: (row: Row) => number | string | null;
  className?: string;
}

/** A column of figures, which says what they mean, unless the column before it says the same. */
interface FigureColumn<Row> extends AnyColumn<Row> {
  numeric: true;
  means: Definition | 'as before';
}

interface WordColumn<Row> extends AnyColumn<Row> {
  numeric?: false;
  means?: Definition;
}

export type Column<Row> = FigureColumn<Row> | WordColumn<Row>;

/** What a column of figures is headed by, and what they mean in a sentence or more. */
export function figure(header: string, meaning: string): Pick<FigureColumn<unknown>, 'header' | 'numeric' | 'means'> {
  return { header, numeric: true, means: { name: header, meaning } };
}

export interface Sort {
  column: string;
  descending: boolean;
}

export interface TableProps<Row> {
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  sort?: Sort;
  onSort?: (sort: Sort) => void;
  rowClass?: (row: Row) => string;
  /** Rows of `<tr>` below the body: totals. */
  footer?: ReactNode;
}

/** `rows` in the order asked for; equal values keep the order they came in. */
export function sortRows<Row>(rows: readonly Row[], columns: readonly Column<Row>[], sort: Sort | undefined): Row[] {
  const value = columns.find((column) => column.id === sort?.column)?.sortValue;
  if (!sort || !value) return [...rows];
  const direction = sort.descending ? -1 : 1;
  const valued = rows.map((row) => ({ row, value: value(row) }));
  valued.sort(({ value: left }, { value: right }) => {
    if (left === null || right === null) return left === right ? 0 : left === null ? 1 : -1;
    if (left === right) return 0;
    return left < right ? -direction : direction;
  });
  return valued.map(({ row }) => row);
}

const EDGE = 'first:pl-4 last:pr-4 sm:first:pl-5 sm:last:pr-5';
const HEAD = 'border-b border-line px-3 pt-1 pb-2 text-caption font-medium text-muted';
const STICKY = 'first:sticky first:left-0 first:z-10 first:bg-surface';

export function cellClass(atEnd: boolean | undefined): string {
  return `px-3 py-2.5 align-middle ${atEnd ? 'text-right whitespace-nowrap' : 'text-left'} ${EDGE} ${STICKY}`;
}

const isAtEnd = <Row,>({ numeric, atEnd }: Column<Row>): boolean => numeric === true || atEnd === true;

function HeaderCell<Row>({ column, sort, onSort }: { column: Column<Row>; sort?: Sort; onSort?: (sort: Sort) => void }) {
  const active = sort?.column === column.id;
  const sortable = column.sortValue !== undefined && onSort !== undefined;
  const direction = active ? (sort.descending ? 'descending' : 'ascending') : undefined;
  const mark = active ? sort.descending ? <ArrowDown className="size-3" /> : <ArrowUp className="size-3" /> : null;
  return (
    <th
      scope="col"
      aria-sort={direction}
      className={`${HEAD} ${column.wraps ? 'align-bottom' : 'whitespace-nowrap'} ${EDGE} ${STICKY} ${column.className ?? ''}`}
    >
      <span className={`flex items-center gap-1.5 ${isAtEnd(column) ? 'justify-end text-right' : ''}`}>
        {sortable ? (
          <button
            type="button"
            className={`-ml-1 flex min-h-6 items-center gap-1 rounded-[4px] pr-0.5 pl-1 hover:text-ink ${active ? 'text-ink' : ''}`}
            onClick={() => onSort({ column: column.id, descending: active ? !sort.descending : column.numeric === true })}
          >
            {column.before}
            {column.header}
            {mark}
          </button>
        ) : (
          <>
            {column.before}
            {column.header}
          </>
        )}
        {typeof column.means === 'object' && <WhatIsThis definition={column.means} />}
        {column.beside}
      </span>
    </th>
  );
}

/** From so many rows on a table scrolls by itself, and draws those alone that are in sight. */
const LONG = 120;
/** Paper shows all rows of a table, unless they would fill dozens of pages. */
const MOST_ON_PAPER = 2_000;
/** As many as a screen holds, until what tells which are in sight has arrived. */
const FIRST_SIGHT = 30;

const LongRows = lazy(() => import('./long-rows.tsx').then((module) => ({ default: module.LongRows })));

interface BodyProps<Row> extends Pick<TableProps<Row>, 'columns' | 'rows' | 'rowKey' | 'rowClass'> {
  /** What a long table scrolls in. */
  region: RefObject<HTMLElement | null> | undefined;
}

function Body<Row>({ columns, rows, rowKey, rowClass, region }: BodyProps<Row>) {
  const draw = (place: number, on?: RowPlace) => {
    const row = rows[place];
    return (
      <tr key={rowKey(row)} {...on} className={`group/row [&>*]:border-b [&>*]:border-line ${rowClass?.(row) ?? ''}`}>
        {columns.map((column, index) =>
          index === 0 ? (
            <th key={column.id} scope="row" className={`font-normal ${cellClass(isAtEnd(column))} ${column.className ?? ''}`}>
              {column.cell(row)}
            </th>
          ) : (
            <td key={column.id} className={`${cellClass(isAtEnd(column))} ${column.className ?? ''}`}>
              {column.cell(row)}
            </td>
          ),
        )}
      </tr>
    );
  };
  if (region === undefined) return rows.map((_, place) => draw(place));
  return (
    <Suspense fallback={rows.slice(0, FIRST_SIGHT).map((_, place) => draw(place))}>
      <LongRows count={rows.length} width={columns.length} region={region} draw={draw} />
    </Suspense>
  );
}

/**
 * A dense table that scrolls sideways on narrow screens with its first column in place, and says how many columns are out of sight. A long
 * one scrolls down by itself under its header, however many rows it has.
 */
export function Table<Row>({ caption, columns, rows, rowKey, sort, onSort, rowClass, footer }: TableProps<Row>) {
  const region = useRef<HTMLDivElement>(null);
  const isPaper = useMedia('print');
  const isLong = rows.length > (isPaper ? MOST_ON_PAPER : LONG);
  return (
    <div className="relative">
      <HiddenColumns region={region} />
      <div
        ref={region}
        role="region"
        aria-label={caption}
        tabIndex={0}
        className={`relative overflow-x-auto rounded-b-panel -outline-offset-2 ${isLong ? 'max-h-[min(70dvh,48rem)]' : ''}`}
      >
        <table aria-rowcount={isLong ? rows.length + 1 : undefined} className="w-full border-separate border-spacing-0 text-body">
          <caption className="sr-only">{caption}</caption>
          <thead className={isLong ? 'sticky top-0 z-20 [&_th]:bg-surface' : ''}>
            <tr aria-rowindex={isLong ? 1 : undefined}>
              {columns.map((column) => (
                <HeaderCell key={column.id} column={column} sort={sort} onSort={onSort} />
              ))}
            </tr>
          </thead>
          <tbody>
            <Body columns={columns} rows={rows} rowKey={rowKey} rowClass={rowClass} region={isLong ? region : undefined} />
          </tbody>
          {footer && <tfoot className={isLong ? 'sticky bottom-0 z-20 [&_td]:bg-surface [&_th]:bg-surface' : ''}>{footer}</tfoot>}
        </table>
      </div>
    </div>
  );
}
