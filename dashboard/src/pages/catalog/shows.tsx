import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Show } from '../../catalog-api.ts';
import { Instant, Known } from '../../components/amount.tsx';
import { Empty } from '../../components/empty.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { useMay } from '../../components/may.ts';
import { RoomHead } from '../../components/room-head.tsx';
import { UNKNOWN } from '../../format.ts';
import { paths } from '../../paths.ts';
import { catalogTexts } from '../../texts-catalog.ts';
import { Tag } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import type { Column } from '../../ui/table.tsx';
import { Said } from '../tenants/said.tsx';
import { CATALOG, showsQuery } from './catalog-queries.ts';
import { FeedState } from './feed-state.tsx';
import { FollowForm } from './follow-form.tsx';
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
  const queryClient = useQueryClient();
  const list = useQuery(showsQuery);
  const mayChange = useMay('analyse');
  const [said, say] = useState('');
  const added = ({ key, name }: Show) => {
    say(words.added(name ?? key));
    void queryClient.invalidateQueries({ queryKey: CATALOG });
  };
  const add = (
    <FormDialog label={words.create} lead={words.createLead}>
      {(close) => (
        <FollowForm
          onAdded={(show) => {
            close();
            added(show);
          }}
        />
      )}
    </FormDialog>
  );
  return (
    <>
      <RoomHead title={catalogTexts.tabs.shows}>{words.lead}</RoomHead>
      <Said text={said} />
      <Panel id="shows" title={words.list} aside={list.data && mayChange && add}>
        <FoundList
          list={list}
          what={words.what}
          caption={words.list}
          columns={COLUMNS}
          rowKey={({ key }) => key}
          textOf={({ key, name, feedUrl }) => `${key} ${name ?? ''} ${feedUrl ?? ''}`}
          empty={<Empty title={words.empty} help={mayChange ? words.emptyHelp : words.emptyRead} />}
        />
      </Panel>
    </>
  );
}
