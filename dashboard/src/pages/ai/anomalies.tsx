import { meanings } from '../../definitions-of-columns.ts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Fragment } from 'react';
import type { Anomaly, AnomalyWatch } from '../../anomalies-api.ts';
import { Empty } from '../../components/empty.tsx';
import { RoomHead } from '../../components/room-head.tsx';
import { WhatIsThis } from '../../ui/what-is-this.tsx';
import { formatDay, formatPlural } from '../../format.ts';
import { paths } from '../../paths.ts';
import { anomalyTexts as words, anomalyWords } from '../../texts-anomalies.ts';
import { Tag } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { type Column, figure } from '../../ui/table.tsx';
import { FoundList } from '../catalog/found-table.tsx';
import { LINK } from '../catalog/named.tsx';
import { formatMoment } from './anomaly-figures.ts';
import { anomaliesQuery, watchQuery } from './anomaly-queries.ts';
import { AnomalyCoverage } from './anomaly-watch.tsx';

const COLUMNS: readonly Column<Anomaly>[] = [
  {
    id: 'when',
    header: words.when,
    sortValue: ({ startsAt }) => startsAt,
    cell: ({ id, grain, startsAt }) => (
      <Link to={paths.anomaly} params={{ id }} search={{}} className={`${LINK} whitespace-nowrap`}>
        {formatMoment(grain, startsAt)}
      </Link>
    ),
  },
  { id: 'finding', header: words.finding, cell: ({ finding }) => <span className="block min-w-64 wrap-anywhere">{finding}</span> },
  { id: 'cause', header: words.cause, sortValue: ({ cause }) => words.causes[cause], cell: ({ cause }) => words.causes[cause] },
  {
    id: 'series',
    ...figure(words.series, meanings.seriesCount),
    sortValue: ({ seriesCount }) => seriesCount,
    cell: ({ seriesCount }) => seriesCount,
  },
  {
    id: 'status',
    header: words.status,
    sortValue: ({ status }) => status,
    cell: ({ status }) => (
      <Tag tone={status === 'open' ? 'notice' : 'plain'} title={words.statuses[status]}>
        {status}
      </Tag>
    ),
  },
];

/** What an empty list means: nothing unusual, or not enough to tell. */
function emptyHelp({ watchedSeries, learningSeries, daysThrough }: AnomalyWatch): string {
  if (watchedSeries > 0 && daysThrough !== null)
    return words.emptyWatched(formatPlural(watchedSeries, words.watchedCount), formatDay(daysThrough, 'full'));
  if (learningSeries > 0) return words.emptyLearning(formatPlural(learningSeries, words.learningCount));
  return words.emptyNothing;
}

/** What the room is about, with the definition behind each of its words. */
function Lead() {
  return words.lead.map(({ text, word }) => (
    <Fragment key={word}>
      {text} <WhatIsThis definition={anomalyWords[word]} />{' '}
    </Fragment>
  ));
}

/** What was unusual in the tenant's figures, what began last first. */
export function Anomalies() {
  const list = useQuery(anomaliesQuery);
  const { data: watch } = useQuery(watchQuery);
  const isWatching = watch !== undefined && watch.watchedSeries > 0 && watch.daysThrough !== null;
  return (
    <>
      <RoomHead title={words.room}>
        <Lead />
        {isWatching && words.watch(formatPlural(watch.watchedSeries, words.watchedCount), formatDay(watch.daysThrough ?? '', 'full'))}
      </RoomHead>
      <Panel id="anomalies" title={words.list}>
        <FoundList
          list={list}
          what={words.what}
          caption={words.list}
          columns={COLUMNS}
          rowKey={({ id }) => id}
          textOf={({ finding }) => finding}
          empty={<Empty title={words.empty} help={watch === undefined ? words.emptyNothing : emptyHelp(watch)} />}
        />
      </Panel>
      {watch && <AnomalyCoverage watch={watch} />}
    </>
  );
}
