import { meanings } from '../../definitions-of-columns.ts';
import { useQuery } from '@tanstack/react-query';
import { Instant, Known } from '../../components/amount.tsx';
import { Empty } from '../../components/empty.tsx';
import { ListFailure } from '../../components/failure.tsx';
import { RoomHead } from '../../components/room-head.tsx';
import { formatCount, UNKNOWN } from '../../format.ts';
import { trackingTexts } from '../../texts-tracking.ts';
import { texts } from '../../texts.ts';
import type { ListVersion } from '../../tracking-api.ts';
import { Warning } from '../../ui/icons.tsx';
import { Notice, Tag } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { type Column, figure, Table } from '../../ui/table.tsx';
import { listsQuery } from './tracking-queries.ts';

const words = trackingTexts.lists;

const COLUMNS: readonly Column<ListVersion>[] = [
  { id: 'kind', header: words.kind, cell: ({ kind }) => <span className="font-medium">{words.kinds[kind] ?? kind}</span> },
  { id: 'version', header: words.version, atEnd: true, cell: ({ id }) => String(id) },
  { id: 'source', header: words.source, cell: ({ source }) => <span className="block max-w-72 wrap-anywhere">{source}</span> },
  { id: 'licence', header: words.licence, cell: ({ licence }) => <Known text={licence ?? UNKNOWN} /> },
  { id: 'entries', ...figure(words.entries, meanings.listEntries), cell: ({ entries }) => formatCount(entries) },
  { id: 'effective', header: words.effective, cell: ({ effectiveFrom }) => <Instant at={effectiveFrom} /> },
  {
    id: 'age',
    header: words.age,
    cell: ({ ageDays, warning }) => (
      <span className="flex items-center gap-2 whitespace-nowrap">
        {ageDays === 0 ? words.today : words.daysAgo(formatCount(ageDays))}
        {warning !== null && (
          <Tag tone="notice" title={warning}>
            {words.stale}
          </Tag>
        )}
      </span>
    ),
  },
];

/** What is stale, in the server's own words. */
function Stale({ items }: { items: readonly ListVersion[] }) {
  const stale = items.filter(({ warning }) => warning !== null);
  return stale.map(({ id, kind, warning }) => (
    <Notice key={id} tone="notice" icon={<Warning />}>
      <span className="font-medium">{words.kinds[kind] ?? kind}:</span> {warning}
    </Notice>
  ));
}

/** What requests are judged by, with version, source and age. */
export function Lists() {
  const list = useQuery(listsQuery);
  const { data } = list;
  return (
    <>
      <RoomHead title={trackingTexts.tabs.lists}>{words.lead}</RoomHead>
      {data && <Stale items={data.items} />}
      <Panel id="lists" title={words.list}>
        {list.error && !data && <ListFailure error={list.error} onRetry={() => void list.refetch()} />}
        {!list.error && !data && <SkeletonLines count={6} label={texts.loading} />}
        {data?.items.length === 0 && <Empty title={words.empty} help={words.emptyHelp} />}
        {data && data.items.length > 0 && <Table caption={words.list} columns={COLUMNS} rows={data.items} rowKey={({ kind }) => kind} />}
      </Panel>
      {data && (
        <Notice>
          <p className="font-medium">{words.builtIn(data.builtIn.version)}</p>
          <p>{data.builtIn.note}</p>
          <p className="mt-1">
            {words.update} <code className="font-mono text-small">{words.command}</code>.
          </p>
        </Notice>
      )}
    </>
  );
}
