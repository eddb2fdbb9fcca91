import { infiniteQueryOptions, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Instant, Known } from '../../components/amount.tsx';
import { DateFilter } from '../../components/date-filter.tsx';
import { DeliveryEvidence } from '../../components/delivery-evidence.tsx';
import { Empty } from '../../components/empty.tsx';
import { ChoiceFilter, FilterBar, useSelection } from '../../components/filters.tsx';
import { PagedList } from '../../components/paged-list.tsx';
import { RoomHead } from '../../components/room-head.tsx';
import { UnknownFilters } from '../../components/unknown-filters.tsx';
import { formatCount, UNKNOWN } from '../../format.ts';
import { FATE_NAMES, listRequests, type RequestFate, type RequestQuery, type StoredRequest } from '../../requests-api.ts';
import { timeQuery, utcToday } from '../../selection.ts';
import { fateWords, requestTexts as words } from '../../texts-requests.ts';
import { Button } from '../../ui/button.tsx';
import { Tag } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import type { Column } from '../../ui/table.tsx';
import { episodesQuery, showsQuery } from '../catalog/catalog-queries.ts';
import { labelOf } from '../catalog/named.tsx';

const AT_ONCE = 50;

const requestsQuery = (query: RequestQuery) =>
  infiniteQueryOptions({
    queryKey: ['figures', 'requests', query],
    queryFn: ({ pageParam, signal }) => listRequests({ ...query, limit: AT_ONCE, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });

function Fate({ request }: { request: StoredRequest }) {
  const fate = request.fate ?? 'waiting';
  const [name, help] = fateWords(fate);
  return (
    <span className="block min-w-40">
      <Tag tone={fate === 'waiting' ? 'notice' : 'plain'}>{name}</Tag>
      <span className="mt-0.5 block max-w-72 text-small text-muted">{help}</span>
    </span>
  );
}

function Program({ request: { player, userAgent, isErased } }: { request: StoredRequest }) {
  if (isErased) {
    return (
      <Tag tone="plain" title={words.erasedHelp}>
        {words.erased}
      </Tag>
    );
  }
  if (userAgent === null) return <span className="text-muted">{words.noProgram}</span>;
  return (
    <span className="block max-w-64 min-w-32">
      {player !== null && <span className="block">{player}</span>}
      <span className="block truncate text-small text-muted" title={userAgent}>
        {userAgent}
      </span>
    </span>
  );
}

function Network({ request: { connectionType, asn, country } }: { request: StoredRequest }) {
  const more = [asn === null ? undefined : words.asn(asn), country ?? undefined].filter((one) => one !== undefined);
  return (
    <span className="whitespace-nowrap">
      {words.networks[connectionType] ?? connectionType}
      {more.length > 0 && <span className="block text-small text-muted">{more.join(' · ')}</span>}
    </span>
  );
}

const COLUMNS: readonly Column<StoredRequest>[] = [
  { id: 'at', header: words.at, cell: ({ occurredAt }) => <Instant at={occurredAt} /> },
  { id: 'fate', header: words.fate, cell: (request) => <Fate request={request} /> },
  {
    id: 'place',
    header: words.place,
    cell: ({ show, episode }) => (
      <span className="block max-w-56 min-w-32">
        {show ?? <span className="text-muted">{words.noShow}</span>}
        <span className="block truncate text-small text-muted" title={episode ?? undefined}>
          {episode ?? words.noEpisode}
        </span>
      </span>
    ),
  },
  { id: 'program', header: words.program, cell: (request) => <Program request={request} /> },
  { id: 'network', header: words.network, cell: (request) => <Network request={request} /> },
  {
    id: 'asked',
    header: words.asked,
    cell: ({ method, status, range, bytesSent }) => (
      <span className="block whitespace-nowrap">
        <code className="font-mono text-small">{[method, status, range].filter((one) => one !== null).join(' ')}</code>
        <span className="block text-small text-muted">
          <Known text={bytesSent === null ? UNKNOWN : words.bytes(formatCount(bytesSent))} />
        </span>
      </span>
    ),
  },
  {
    id: 'source',
    header: words.source,
    cell: ({ source, evidence }) => (
      <span className="block max-w-44 min-w-28">
        {words.sources[source] ?? source}
        <span className="block text-small text-muted">
          <DeliveryEvidence name={evidence} />
        </span>
      </span>
    ),
  },
];

const FATE_CHOICES = FATE_NAMES.map((fate) => [fate, fateWords(fate)[0]] as const);

/** What is chosen to look at, in the address, so that a waterfall's step can lead here. */
function useChoice() {
  const { show, episode, fate } = useSearch({ from: '/signed-in/tracking/requests' });
  const navigate = useNavigate();
  const choose = (part: { show?: string; episode?: string; fate?: RequestFate }) =>
    void navigate({ to: '.', search: (before) => ({ ...before, ...part }), replace: true, resetScroll: false });
  return { show, episode, fate, choose };
}

function Choices() {
  const { show, episode = '', fate = '', choose } = useChoice();
  const shows = useQuery(showsQuery).data ?? [];
  const pages = useInfiniteQuery({ ...episodesQuery(show ?? ''), enabled: show !== undefined }).data?.pages ?? [];
  const episodes = pages.flatMap(({ items }) => items);
  const known = episodes.map((one) => [one.key, labelOf(one)] as const);
  const isStrange = episode !== '' && !known.some(([key]) => key === episode);
  return (
    <FilterBar>
      <ChoiceFilter
        label={words.show}
        value={show ?? ''}
        options={[['', words.allShows] as const, ...shows.map((one) => [one.key, labelOf(one)] as const)]}
        onChoose={(key) => choose({ show: key || undefined, episode: undefined })}
      />
      <ChoiceFilter
        label={words.episode}
        value={episode}
        options={[
          ['', show === undefined ? words.chooseShow : words.allEpisodes] as const,
          ...(isStrange ? [[episode, episode] as const] : []),
          ...known,
        ]}
        onChoose={(key) => choose({ episode: key || undefined })}
      />
      <ChoiceFilter
        label={words.fate}
        value={fate}
        options={[['', words.allFates] as const, ...FATE_CHOICES]}
        onChoose={(key) => choose({ fate: FATE_CHOICES.find(([one]) => one === key)?.[0] })}
      />
      <DateFilter />
    </FilterBar>
  );
}

/** Single requests with what became of each and why. */
export function Requests() {
  const [selection] = useSelection();
  const { show, episode, fate } = useChoice();
  const { from, to } = timeQuery(selection, utcToday());
  const list = useInfiniteQuery(requestsQuery({ show, episode, fate, from: from?.slice(0, 10), to: to?.slice(0, 10) }));
  const more = (
    <Empty title={words.empty} help={words.emptyPart}>
      <Button disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
        {words.lookFurther}
      </Button>
    </Empty>
  );
  return (
    <>
      <RoomHead title={words.title}>{words.lead}</RoomHead>
      <Choices />
      <UnknownFilters unknown={list.data?.pages[0]?.unknown} />
      <Panel id="requests" title={words.title}>
        <PagedList
          list={list}
          caption={words.title}
          columns={COLUMNS}
          rowKey={({ id }) => id}
          counted={words.counted}
          empty={list.hasNextPage ? more : <Empty title={words.empty} help={words.emptyHelp} />}
        />
      </Panel>
    </>
  );
}
