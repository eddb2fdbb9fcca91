import { meanings } from '../../definitions-of-columns.ts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { type SubmitEvent, useId } from 'react';
import type { Conversion } from '../../api.ts';
import { InZone, Instant, Known } from '../../components/amount.tsx';
import { Empty } from '../../components/empty.tsx';
import { Failure } from '../../components/failure.tsx';
import { FilterBar, KindFilter, useSelection } from '../../components/filters.tsx';
import { RoomHead } from '../../components/room-head.tsx';
import { WhatIs } from '../../components/what-is.tsx';
import { formatMoney, formatPlural, UNKNOWN } from '../../format.ts';
import { paths } from '../../paths.ts';
import { conversionsQuery } from '../../queries.ts';
import { carriedSelection } from '../../selection.ts';
import { texts } from '../../texts.ts';
import { Button } from '../../ui/button.tsx';
import { fieldText } from '../../ui/form.ts';
import { Search } from '../../ui/icons.tsx';
import { Panel } from '../../ui/panel.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { type Column, figure, Table } from '../../ui/table.tsx';

function ConversionLink({ id }: { id: string }) {
  const [selection] = useSelection();
  return (
    <Link
      to={paths.conversion}
      params={{ id }}
      search={carriedSelection(selection)}
      className="block max-w-40 truncate font-medium text-accent-strong underline-offset-4 hover:underline sm:max-w-72"
      title={id}
    >
      {id}
    </Link>
  );
}

const COLUMNS: readonly Column<Conversion>[] = [
  { id: 'id', header: texts.conversions.id, cell: (conversion) => <ConversionLink id={conversion.id} /> },
  { id: 'kind', header: texts.conversions.kind, cell: (conversion) => texts.kind[conversion.kind] ?? conversion.kind },
  { id: 'time', header: texts.conversions.time, beside: <InZone />, cell: (conversion) => <Instant at={conversion.occurredAt} /> },
  {
    id: 'order',
    header: texts.conversions.order,
    cell: (conversion) => (
      <span className="block max-w-40 truncate">
        <Known text={conversion.orderId ?? UNKNOWN} />
      </span>
    ),
  },
  {
    id: 'code',
    header: texts.conversions.code,
    cell: (conversion) =>
      conversion.promoCode ? <code className="font-mono text-small">{conversion.promoCode}</code> : <Known text={UNKNOWN} />,
  },
  {
    id: 'value',
    ...figure(texts.conversions.value, meanings.conversionValue),
    cell: (conversion) => <Known text={formatMoney(conversion.valueMinor, conversion.currency)} />,
  },
];

function FindById() {
  const [selection] = useSelection();
  const navigate = useNavigate();
  const help = useId();
  const open = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const id = fieldText(event.currentTarget, 'id');
    if (id !== '') void navigate({ to: paths.conversion, params: { id }, search: carriedSelection(selection) });
  };
  return (
    <form
      role="search"
      onSubmit={open}
      className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-panel border border-line bg-surface px-4 py-3 sm:px-5"
    >
      <label className="relative min-w-56 flex-1">
        <span className="sr-only">{texts.conversions.find}</span>
        <Search className="pointer-events-none absolute top-1/2 left-3 size-4 -translate-y-1/2 text-faint" />
        <input
          name="id"
          type="search"
          maxLength={200}
          autoComplete="off"
          spellCheck={false}
          placeholder={texts.conversions.find}
          aria-describedby={help}
          className="min-h-9 w-full rounded-control border border-line-strong bg-surface pr-3 pl-9 placeholder:text-faint"
        />
      </label>
      <Button type="submit">{texts.conversions.open}</Button>
      <p id={help} className="w-full text-small text-muted lg:w-auto">
        {texts.conversions.findHelp}
      </p>
    </form>
  );
}

function ConversionList() {
  const [{ kinds }, change] = useSelection();
  const list = useInfiniteQuery(conversionsQuery(kinds));
  if (list.error && !list.data) return <Failure error={list.error} onRetry={() => void list.refetch()} />;
  if (!list.data) return <SkeletonLines count={10} label={texts.loading} />;
  const conversions = list.data.pages.flatMap((page) => page.items);
  if (conversions.length === 0 && kinds !== undefined)
    return (
      <Empty title={texts.conversions.emptyKinds} help={texts.conversions.emptyKindsHelp}>
        <Button onClick={() => change({ kinds: undefined })}>{texts.conversions.allKinds}</Button>
      </Empty>
    );
  if (conversions.length === 0) return <Empty title={texts.conversions.empty} help={texts.conversions.emptyHelp} />;
  return (
    <div aria-busy={list.isPlaceholderData} className={`transition-opacity ${list.isPlaceholderData ? 'opacity-55' : ''}`}>
      <Table
        caption={texts.conversions.title}
        columns={COLUMNS}
        rows={conversions}
        rowKey={(conversion) => conversion.id}
        rowClass={() => 'hover:[&>*]:bg-raised'}
      />
      {list.error ? (
        <Failure error={list.error} onRetry={() => void list.fetchNextPage()} />
      ) : (
        <div className="p-3 text-center text-small text-muted">
          {list.hasNextPage ? (
            <Button look="quiet" disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
              {list.isFetchingNextPage ? texts.conversions.loadingMore : texts.conversions.more}
            </Button>
          ) : (
            <p className="py-2">{texts.conversions.end(formatPlural(conversions.length, texts.conversions.counted))}</p>
          )}
        </div>
      )}
    </div>
  );
}

/** What was converted, newest first, a page at a time; those of some kinds where some are chosen; any conversion opens by its id. */
export function Conversions() {
  return (
    <>
      <RoomHead title={texts.conversions.title}>{texts.conversions.lead}</RoomHead>
      <div className="grid gap-5 xl:grid-cols-[1fr_15rem]">
        <FindById />
        <FilterBar>
          <KindFilter />
        </FilterBar>
      </div>
      <Panel id="recent" title={texts.conversions.recent} beside={<WhatIs of="conversions" />}>
        <ConversionList />
      </Panel>
    </>
  );
}
