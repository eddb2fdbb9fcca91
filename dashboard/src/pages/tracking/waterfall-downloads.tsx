import { meanings } from '../../definitions-of-columns.ts';
import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { DeliveryEvidence } from '../../components/delivery-evidence.tsx';
import { Empty } from '../../components/empty.tsx';
import { PagedList } from '../../components/paged-list.tsx';
import { formatCount, formatDay } from '../../format.ts';
import { downloadTexts as words } from '../../texts-downloads.ts';
import { type DownloadQuery, type DownloadRow, listDownloads } from '../../tracking-api.ts';
import { Panel } from '../../ui/panel.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { type Column, figure } from '../../ui/table.tsx';

const AT_ONCE = 50;
type Group = keyof typeof words.groups;
const GROUPS = Object.keys(words.groups) as Group[];

const downloadsQuery = (query: DownloadQuery) =>
  infiniteQueryOptions({
    queryKey: ['figures', 'downloads', query],
    queryFn: ({ pageParam, signal }) => listDownloads({ ...query, limit: AT_ONCE, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });

const known = (key: string | null) => key ?? <span className="text-muted">{words.none}</span>;

const PLACES: Record<'day' | 'show' | 'episode', Column<DownloadRow>> = {
  day: { id: 'day', header: words.day, cell: ({ day }) => <span className="whitespace-nowrap">{formatDay(day ?? '', 'full')}</span> },
  show: { id: 'show', header: words.show, cell: ({ show }) => known(show) },
  episode: { id: 'episode', header: words.episode, cell: ({ episode }) => known(episode) },
};

const FIGURES: readonly Column<DownloadRow>[] = [
  {
    id: 'downloads',
    header: words.downloads,

    numeric: true,
    means: words.downloadsHelp,
    cell: ({ downloads }) => formatCount(downloads),
  },
  {
    id: 'usable',
    header: words.usable,

    numeric: true,
    means: words.usableHelp,
    cell: ({ usable }) => formatCount(usable),
  },
  {
    id: 'evidence',
    ...figure(words.evidence, meanings.evidenceDownloads),
    cell: ({ evidence }) => (
      <span className="flex flex-col items-end gap-0.5">
        {Object.entries(evidence).map(([name, count]) => (
          <span key={name} className="flex items-center gap-2 whitespace-nowrap">
            <DeliveryEvidence name={name} /> {formatCount(count)}
          </span>
        ))}
      </span>
    ),
  },
  {
    id: 'requests',
    header: words.requests,

    numeric: true,
    means: words.requestsHelp,
    cell: ({ requests }) => formatCount(requests),
  },
];

function columnsOf(group: Group): readonly Column<DownloadRow>[] {
  const parts = group.split(',');
  return [...(['day', 'show', 'episode'] as const).filter((part) => parts.includes(part)).map((part) => PLACES[part]), ...FIGURES];
}

/** Downloads as the rules left them, by show, episode or day, each with what it is known by. */
export function DownloadsPanel({ choice }: { choice: DownloadQuery }) {
  const [group, setGroup] = useState<Group>('show,day');
  const list = useInfiniteQuery(downloadsQuery({ ...choice, groupBy: group }));
  const choices = GROUPS.map((value) => ({ value, label: words.groups[value] }));
  return (
    <Panel id="downloads" title={words.title} aside={<Segmented label={words.by} choices={choices} value={group} onChoose={setGroup} />}>
      <PagedList
        list={list}
        caption={words.title}
        columns={columnsOf(group)}
        rowKey={({ show, episode, day }) => `${day} ${show} ${episode}`}
        counted={words.counted}
        empty={<Empty title={words.empty} help={words.emptyHelp} />}
      />
    </Panel>
  );
}
