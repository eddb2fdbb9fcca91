import { meanings } from '../../definitions-of-columns.ts';
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { getOverlap, type Overlap, OVERLAP_GROUPINGS, type OverlapGrouping, type OverlapQuery } from '../../analytics-api.ts';
import { DateFilter } from '../../components/date-filter.tsx';
import { EstimateCell, ShareCell } from '../../components/estimate-cell.tsx';
import { ChoiceFilter, FilterBar, useSelection } from '../../components/filters.tsx';
import { RoomHead } from '../../components/room-head.tsx';
import { formatCount, formatMultiple, formatShare, UNKNOWN } from '../../format.ts';
import { timeQuery, utcToday } from '../../selection.ts';
import { analyticsTexts } from '../../texts-analytics.ts';
import { Panel } from '../../ui/panel.tsx';
import { type Column, figure, Table } from '../../ui/table.tsx';
import { AnalysisAnswer } from './analysis-answer.tsx';

const words = analyticsTexts.overlap;
const MOST_PAIRS = 50;

const overlapQuery = (query: OverlapQuery) =>
  queryOptions({
    queryKey: ['figures', 'overlap', query],
    queryFn: ({ signal }) => getOverlap(query, signal),
    placeholderData: keepPreviousData,
  });

type Row = Overlap['rows'][number];
type Pair = Overlap['pairs'][number];

/** Of a row's households, the share that another one reached, too. */
function sharesOf({ pairs }: Overlap): (row: string, column: string) => number | null {
  const shares = new Map(
    pairs.flatMap(({ a, b, shareOfA, shareOfB }) => [
      [JSON.stringify([a, b]), shareOfA.rate] as const,
      [JSON.stringify([b, a]), shareOfB.rate] as const,
    ]),
  );
  return (row, column) => shares.get(JSON.stringify([row, column])) ?? null;
}

function matrixColumns(overlap: Overlap): Column<Row>[] {
  const share = sharesOf(overlap);
  return [
    { id: 'label', header: words.groupings[overlap.groupBy], className: 'min-w-40 max-w-72', cell: ({ label }) => label },
    { id: 'reach', ...figure(words.reach, meanings.overlapReach), cell: ({ reach }) => formatCount(reach) },
    { id: 'exclusive', ...figure(words.exclusive, meanings.overlapExclusive), cell: ({ exclusive }) => <ShareCell share={exclusive} /> },
    ...overlap.rows.map((other, place): Column<Row> => ({
      id: `with-${other.key}`,
      ...figure(other.label, meanings.overlapWith),
      ...(place > 0 && { means: 'as before' as const }),
      cell: ({ key }) => (key === other.key ? UNKNOWN : formatShare(share(key, other.key))),
    })),
  ];
}

function pairColumns({ rows }: Overlap): Column<Pair>[] {
  const labels = new Map(rows.map(({ key, label }) => [key, label]));
  const labelOf = (key: string) => labels.get(key) ?? key;
  return [
    { id: 'pair', header: words.pair, className: 'min-w-64', cell: ({ a, b }) => words.and(labelOf(a), labelOf(b)) },
    { id: 'shared', ...figure(words.shared, meanings.overlapShared), cell: ({ shared }) => formatCount(shared) },
    { id: 'first', ...figure(words.ofFirst, meanings.overlapPart), cell: ({ shareOfA }) => <ShareCell share={shareOfA} /> },
    { id: 'second', ...figure(words.ofSecond, meanings.overlapPart), cell: ({ shareOfB }) => <ShareCell share={shareOfB} /> },
    { id: 'expected', ...figure(words.expected, meanings.overlapExpected), cell: ({ expected }) => expected.toFixed(1) },
    {
      id: 'lift',
      header: words.lift,

      numeric: true,
      means: words.liftIs,
      cell: ({ lift }) => <EstimateCell estimate={lift} format={formatMultiple} />,
    },
  ];
}

/** Which households several shows, or campaigns, reached together. */
export function OverlapRoom() {
  const [selection] = useSelection();
  const navigate = useNavigate();
  const { by = 'show' } = useSearch({ from: '/signed-in/analytics/overlap' });
  const query = useQuery(overlapQuery({ groupBy: by, ...timeQuery(selection, utcToday()) }));
  const choose = (one: OverlapGrouping) =>
    void navigate({
      to: '.',
      search: (before) => ({ ...before, by: one === 'show' ? undefined : one }),
      replace: true,
      resetScroll: false,
    });
  return (
    <>
      <RoomHead title={analyticsTexts.tabs.overlap}>{words.lead}</RoomHead>
      <FilterBar>
        <ChoiceFilter
          label={words.between}
          value={by}
          options={OVERLAP_GROUPINGS.map((one) => [one, words.groupings[one]] as const)}
          onChoose={choose}
        />
        <DateFilter />
      </FilterBar>
      <AnalysisAnswer query={query} isEmpty={({ rows }) => rows.length === 0} nothing={{ title: words.empty, help: words.emptyHelp }}>
        {(overlap, busy) => (
          <>
            <Panel id="matrix" title={words.matrix} busy={busy}>
              <Table caption={words.matrix} columns={matrixColumns(overlap)} rows={overlap.rows} rowKey={({ key }) => key} />
              <p className="border-t border-line px-5 py-3 text-small text-muted">{words.matrixHelp}</p>
            </Panel>
            <Panel id="pairs" title={words.pairs} busy={busy}>
              <Table
                caption={words.pairs}
                columns={pairColumns(overlap)}
                rows={overlap.pairs.slice(0, MOST_PAIRS)}
                rowKey={({ a, b }) => JSON.stringify([a, b])}
              />
            </Panel>
          </>
        )}
      </AnalysisAnswer>
    </>
  );
}
