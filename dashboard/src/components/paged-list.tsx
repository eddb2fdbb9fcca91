import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { formatPlural } from '../format.ts';
import { texts } from '../texts.ts';
import { Button } from '../ui/button.tsx';
import { SkeletonLines } from '../ui/skeleton.tsx';
import { type Column, Table } from '../ui/table.tsx';
import { Failure, ListFailure } from './failure.tsx';

interface PagedListProps<Row> {
  list: UseInfiniteQueryResult<InfiniteData<{ items: Row[] }>>;
  caption: string;
  columns: readonly Column<Row>[];
  rowKey: (row: Row) => string;
  /** What a row is, as one and as many. */
  counted: readonly [string, string];
  empty: ReactNode;
}

function End<Row>({ list, count, counted }: Pick<PagedListProps<Row>, 'list' | 'counted'> & { count: number }) {
  if (list.error) return <Failure error={list.error} onRetry={() => void list.fetchNextPage()} />;
  return (
    <div className="p-3 text-center text-small text-muted">
      {list.hasNextPage ? (
        <Button look="quiet" disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {list.isFetchingNextPage ? texts.conversions.loadingMore : texts.conversions.more}
        </Button>
      ) : (
        <p className="py-2">{texts.conversions.end(formatPlural(count, counted))}</p>
      )}
    </div>
  );
}

/** A list that comes a page at a time, in whichever state it is. */
export function PagedList<Row>({ list, caption, columns, rowKey, counted, empty }: PagedListProps<Row>) {
  if (list.error && !list.data) return <ListFailure error={list.error} onRetry={() => void list.refetch()} />;
  if (!list.data) return <SkeletonLines count={6} label={texts.loading} />;
  const rows = list.data.pages.flatMap((page) => page.items);
  if (rows.length === 0) return empty;
  return (
    <>
      <Table caption={caption} columns={columns} rows={rows} rowKey={rowKey} />
      <End list={list} count={rows.length} counted={counted} />
    </>
  );
}
