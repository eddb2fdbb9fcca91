import { meanings } from '../../definitions-of-columns.ts';
import { infiniteQueryOptions, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Instant } from '../../components/amount.tsx';
import { Empty } from '../../components/empty.tsx';
import { useMay } from '../../components/may.ts';
import { PagedList } from '../../components/paged-list.tsx';
import { formatCount, formatDay } from '../../format.ts';
import { settingsTexts } from '../../texts-settings.ts';
import { viewTexts as words } from '../../texts-views.ts';
import { Tag } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { type Column, figure } from '../../ui/table.tsx';
import { type EnteredFigure, type FigureQuery, listHostFigures, putHostFigure } from '../../views-api.ts';
import { Removal } from '../../components/removal.tsx';

const AT_ONCE = 50;

const figuresQuery = (query: FigureQuery) =>
  infiniteQueryOptions({
    queryKey: ['figures', 'host-figures', query],
    queryFn: ({ pageParam, signal }) => listHostFigures({ ...query, limit: AT_ONCE, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });

const COLUMNS: readonly Column<EnteredFigure>[] = [
  { id: 'day', header: words.day, cell: ({ day }) => <span className="whitespace-nowrap">{formatDay(day, 'full')}</span> },
  {
    id: 'show',
    header: words.show,
    cell: ({ show, isKnown }) => (
      <span className="flex flex-wrap items-center gap-2">
        {show}
        {!isKnown && (
          <Tag tone="notice" title={words.unknownShowHelp}>
            {words.unknownShow}
          </Tag>
        )}
      </span>
    ),
  },
  { id: 'episode', header: words.episode, cell: ({ episode }) => episode ?? <span className="text-muted">{words.whole}</span> },
  {
    id: 'source',
    header: words.source,
    cell: ({ source, origin, isCounted }) => (
      <span className="flex flex-wrap items-center gap-2">
        {source}
        {origin === 'pull' && <Tag title={words.pulledHelp}>{words.pulled}</Tag>}
        {!isCounted && (
          <Tag tone="notice" title={words.besideHelp}>
            {words.beside}
          </Tag>
        )}
      </span>
    ),
  },
  { id: 'downloads', ...figure(words.hostDownloads, meanings.hostDownloads), cell: ({ downloads }) => formatCount(downloads) },
  { id: 'entered', header: words.enteredAt, cell: ({ enteredAt }) => <Instant at={enteredAt} /> },
];

function TakeBack({ of: entered, onDone }: { of: EnteredFigure; onDone: () => void }) {
  const { show, episode, day, source, downloads } = entered;
  return (
    <Removal
      label={words.takeBack}
      name={words.takeBackOf(episode === null ? show : `${show}, ${episode}`, formatDay(day, 'full'))}
      said={words.takenBack(show, formatDay(day, 'full'), formatCount(downloads))}
      remove={() => putHostFigure({ show, episode, day, source, downloads: null })}
      restore={() => putHostFigure({ show, episode, day, source, downloads })}
      onDone={onDone}
    />
  );
}

function columnsFor(onTaken: () => void): readonly Column<EnteredFigure>[] {
  const cell = (entered: EnteredFigure) =>
    entered.origin === 'entered' || entered.isCounted ? <TakeBack of={entered} onDone={onTaken} /> : null;
  return [...COLUMNS, { id: 'actions', header: settingsTexts.actions, atEnd: true, cell }];
}

/** What hosts counted as it was entered, to be found and taken back. */
export function HostFigureList({ choice }: { choice: FigureQuery }) {
  const queryClient = useQueryClient();
  const mayEnter = useMay('analyse');
  const list = useInfiniteQuery(figuresQuery(choice));
  const taken = () => {
    void queryClient.invalidateQueries({ queryKey: ['figures'] });
  };
  return (
    <Panel id="host-figures" title={words.entered}>
      <PagedList
        list={list}
        caption={words.entered}
        columns={mayEnter ? columnsFor(taken) : COLUMNS}
        rowKey={({ show, episode, day, source, origin }) => `${day} ${show} ${episode ?? ''} ${source} ${origin}`}
        counted={words.enteredCounted}
        empty={<Empty title={words.noneEntered} help={words.noneEnteredHelp} />}
      />
    </Panel>
  );
}
