import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import { Empty } from '../../components/empty.tsx';
import { PagedList } from '../../components/paged-list.tsx';
import { formatCount, formatDay } from '../../format.ts';
import { viewTexts as words } from '../../texts-views.ts';
import { Tag } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import type { Column } from '../../ui/table.tsx';
import { listViews, type ViewDay, type ViewQuery } from '../../views-api.ts';

const AT_ONCE = 50;

const viewsQuery = (query: ViewQuery) =>
  infiniteQueryOptions({
    queryKey: ['figures', 'views', query],
    queryFn: ({ pageParam, signal }) => listViews({ ...query, limit: AT_ONCE, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });

const COLUMNS: readonly Column<ViewDay>[] = [
  { id: 'day', header: words.day, cell: ({ day }) => <span className="whitespace-nowrap">{formatDay(day, 'full')}</span> },
  { id: 'show', header: words.show, cell: ({ show }) => show },
  { id: 'episode', header: words.episode, cell: ({ episode }) => episode ?? <span className="text-muted">{words.whole}</span> },
  {
    id: 'views',
    header: words.views,

    numeric: true,
    means: words.viewsHelp,
    cell: ({ views }) => (
      <span className="flex flex-col items-end gap-0.5">
        {Object.entries(views).map(([platform, count]) => (
          <span key={platform} className="flex items-center gap-2 whitespace-nowrap">
            <Tag tone="notice">{words.modelled}</Tag>
            {words.platforms[platform] ?? platform} {formatCount(count)}
          </span>
        ))}
      </span>
    ),
  },
  {
    id: 'downloads',
    header: words.downloads,

    numeric: true,
    means: words.downloadsHelp,
    cell: ({ downloads }) => formatCount(downloads),
  },
];

/** Views of videos, labelled modelled, beside the downloads of the same days. */
export function ViewsPanel({ choice }: { choice: ViewQuery }) {
  const list = useInfiniteQuery(viewsQuery(choice));
  return (
    <Panel id="views" title={words.title}>
      <PagedList
        list={list}
        caption={words.title}
        columns={COLUMNS}
        rowKey={({ show, episode, day }) => `${day} ${show} ${episode ?? ''}`}
        counted={words.counted}
        empty={<Empty title={words.empty} help={words.emptyHelp} />}
      />
    </Panel>
  );
}
