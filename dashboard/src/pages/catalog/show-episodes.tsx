import { meanings } from '../../definitions-of-columns.ts';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { Episode } from '../../catalog-api.ts';
import { InZone, Instant, Known } from '../../components/amount.tsx';
import { Empty } from '../../components/empty.tsx';
import { PagedList } from '../../components/paged-list.tsx';
import { formatBytes, formatSpan, UNKNOWN } from '../../format.ts';
import { catalogTexts } from '../../texts-catalog.ts';
import { Tag } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { type Column, figure } from '../../ui/table.tsx';
import { episodesQuery } from './catalog-queries.ts';
import { Named } from './named.tsx';

const words = catalogTexts.show;

const COLUMNS: readonly Column<Episode>[] = [
  {
    id: 'episode',
    header: words.episode,
    cell: ({ key, name, isListed, guid }) => (
      <>
        <Named name={name} of={key} />
        {guid !== null && !isListed && <Tag title={words.unlistedHelp}>{words.unlisted}</Tag>}
      </>
    ),
  },
  {
    id: 'published',
    header: words.published,
    beside: <InZone />,
    cell: ({ publishedAt }) => (publishedAt === null ? <Known text={UNKNOWN} /> : <Instant at={publishedAt} />),
  },
  {
    id: 'length',
    ...figure(words.length, meanings.episodeLength),
    cell: ({ durationSeconds }) => <Known text={durationSeconds === null ? UNKNOWN : formatSpan(durationSeconds * 1_000)} />,
  },
  {
    id: 'size',
    ...figure(words.size, meanings.episodeSize),
    cell: ({ fileBytes }) => <Known text={fileBytes === null ? UNKNOWN : formatBytes(fileBytes)} />,
  },
];

/** The episodes of a show, the newest first. */
export function ShowEpisodes({ show }: { show: string }) {
  const list = useInfiniteQuery(episodesQuery(show));
  return (
    <Panel id="episodes" title={words.episodes}>
      <PagedList
        list={list}
        caption={words.episodes}
        columns={COLUMNS}
        rowKey={({ key }) => key}
        counted={words.counted}
        empty={<Empty title={words.empty} help={words.emptyHelp} />}
      />
    </Panel>
  );
}
