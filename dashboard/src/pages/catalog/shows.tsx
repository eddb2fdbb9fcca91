import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Show } from '../../catalog-api.ts';
import { Instant, Known } from '../../components/amount.tsx';
import { Empty } from '../../components/empty.tsx';
import { RoomHead } from '../../components/room-head.tsx';
import { UNKNOWN } from '../../format.ts';
import { paths } from '../../paths.ts';
import { catalogTexts } from '../../texts-catalog.ts';
import { Tag } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import type { Column } from '../../ui/table.tsx';
import { showsQuery } from './catalog-queries.ts';
import { FeedState } from './feed-state.tsx';
import { FoundList } from './found-table.tsx';
import { LINK, Named } from './named.tsx';

const words = catalogTexts.shows;

function ShowName({ show: { key, name, trackingPrefix } }: { show: Show }) {
  return (
    <Named name={name} of={key} isStub={trackingPrefix === null}>
      {(text) => (
        <Link to={paths.show} params={{ key }} search={{}} className={LINK}>
          {text}
        </Link>
      )}
    </Named>
  );
}

const COLUMNS: readonly Column<Show>[] = [
  { id: 'name', header: words.show, sortValue: ({ name, key }) => (name ?? key).toLowerCase(), cell: (show) => <ShowName show={show} /> },
  { id: 'feed', header: words.feed, cell: (show) => <FeedState show={show} /> },
  {
    id: 'read',
    header: catalogTexts.show.readAt,
    sortValue: ({ feed }) => feed?.fetchedAt ?? null,
    cell: ({ feed }) => (feed?.fetchedAt ? <Instant at={feed.fetchedAt} /> : <Known text={UNKNOWN} />),
  },
  {
    id: 'ownership',
    header: words.ownership,
    cell: ({ ownership, feed }) => (feed === null ? <Known text={UNKNOWN} /> : <Tag>{words[ownership]}</Tag>),
  },
];

/** The tenant's podcasts, and how their feeds stand. */
export function Shows() {
  const list = useQuery(showsQuery);
  return (
    <>
      <RoomHead title={catalogTexts.tabs.shows}>{words.lead}</RoomHead>
      <Panel id="shows" title={words.list}>
        <FoundList
          list={list}
          what={words.what}
          caption={words.list}
          columns={COLUMNS}
          rowKey={({ key }) => key}
          textOf={({ key, name, feedUrl }) => `${key} ${name ?? ''} ${feedUrl ?? ''}`}
          empty={<Empty title={words.empty} help={words.emptyRead} />}
        />
      </Panel>
    </>
  );
}
