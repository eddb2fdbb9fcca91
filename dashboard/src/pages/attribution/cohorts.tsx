import { meanings } from '../../definitions-of-columns.ts';
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { roomDefinitions } from '../../definitions-of-rooms.ts';
import { COHORT_GROUPINGS, COHORT_MEASURES, type CohortMeasure, type CohortQuery, type Cohorts, getCohorts } from '../../analytics-api.ts';
import { DateFilter } from '../../components/date-filter.tsx';
import { EstimateCell, ShareCell } from '../../components/estimate-cell.tsx';
import { Figure, FIGURES } from '../../components/figure.tsx';
import { ChoiceFilter, FilterBar, KindFilter, LookbackFilter, useSelection } from '../../components/filters.tsx';
import { OtherCurrencies } from '../../components/other-currencies.tsx';
import { RoomHead } from '../../components/room-head.tsx';
import { useWindowDefaults } from '../../components/window-defaults.ts';
import { formatCount, formatMoney, formatPlural } from '../../format.ts';
import { reportQuery, utcToday } from '../../selection.ts';
import { analyticsTexts } from '../../texts-analytics.ts';
import { texts } from '../../texts.ts';
import { Panel } from '../../ui/panel.tsx';
import { type Column, figure, Table } from '../../ui/table.tsx';
import { AnalysisAnswer } from './analysis-answer.tsx';

const words = analyticsTexts.cohorts;

const cohortsQuery = (query: CohortQuery) =>
  queryOptions({
    queryKey: ['figures', 'cohorts', query],
    queryFn: ({ signal }) => getCohorts(query, signal),
    placeholderData: keepPreviousData,
  });

type Row = Cohorts['rows'][number];
type Cell = Row['cells'][number];

function MonthCell({ cell, measure, currency }: { cell: Cell | undefined; measure: CohortMeasure; currency: string | null }) {
  if (cell === undefined) return null;
  if (measure !== 'valueMinor') return <ShareCell share={cell[measure]} />;
  return <EstimateCell estimate={cell.valueMinor} format={(value) => formatMoney(value, currency)} />;
}

function columnsOf({ rows, groupBy, currency }: Cohorts, measure: CohortMeasure): Column<Row>[] {
  const months = Math.max(0, ...rows.map(({ cells }) => cells.length));
  return [
    {
      id: 'cohort',
      header: words.cohort,
      className: 'min-w-40 max-w-72',
      cell: ({ label, month }) => (groupBy === 'all' ? month : words.named(label, month)),
    },
    { id: 'households', ...figure(words.households, meanings.cohortHouseholds), cell: ({ households }) => formatCount(households) },
    ...Array.from({ length: months }, (_, since): Column<Row> => ({
      id: `month-${since}`,
      ...figure(words.month(String(since)), meanings.cohortMonth),
      ...(since > 0 && { means: 'as before' as const }),
      cell: ({ cells }) => <MonthCell cell={cells[since]} measure={measure} currency={currency} />,
    })),
  ];
}

function Figures({ cohorts, busy, measure }: { cohorts: Cohorts; busy: boolean; measure: CohortMeasure }) {
  const { newCustomers, unplacedConversions, groupBy } = cohorts;
  const counted = words.newCustomersHelp(formatCount(newCustomers.count), formatPlural(newCustomers.of, words.households1));
  const rows = groupBy === 'all' ? cohorts.rows.toSorted((a, b) => (a.month < b.month ? -1 : 1)) : cohorts.rows;
  return (
    <Panel id="cohorts" title={words.table} busy={busy}>
      <dl className={`${FIGURES} m-4 mt-0 sm:m-5 sm:mt-0`}>
        <Figure name={words.newCustomers} of={roomDefinitions.newCustomers} value={<ShareCell share={newCustomers} />}>
          {counted}
        </Figure>
        <Figure name={analyticsTexts.conversions} of={roomDefinitions.cohortConversions} value={formatCount(cohorts.placedConversions)}>
          {words.unplaced(formatPlural(unplacedConversions, texts.conversions.counted))}
        </Figure>
      </dl>
      <Table
        caption={words.table}
        columns={columnsOf(cohorts, measure)}
        rows={rows}
        rowKey={({ show, month }) => JSON.stringify([show, month])}
      />
      <p className="border-t border-line px-5 py-3 text-small text-muted">
        {words.open} {analyticsTexts.intervals}
      </p>
    </Panel>
  );
}

/** What households did in each month since their first exposure. */
export function CohortsRoom() {
  const [selection, change] = useSelection();
  const navigate = useNavigate();
  const { rows = 'all', shown = 'converters' } = useSearch({ from: '/signed-in/analytics/cohorts' });
  const query = useQuery(cohortsQuery({ groupBy: rows, ...reportQuery(selection, useWindowDefaults(), utcToday()) }));
  const choose = (part: object) =>
    void navigate({ to: '.', search: (before) => ({ ...before, ...part }), replace: true, resetScroll: false });
  return (
    <>
      <RoomHead title={analyticsTexts.tabs.cohorts}>{words.lead}</RoomHead>
      <FilterBar>
        <ChoiceFilter
          label={words.rows}
          value={rows}
          options={COHORT_GROUPINGS.map((one) => [one, words.groupings[one]] as const)}
          onChoose={(one) => choose({ rows: one === 'all' ? undefined : one })}
        />
        <ChoiceFilter
          label={words.measure}
          value={shown}
          options={COHORT_MEASURES.map((one) => [one, words.measures[one]] as const)}
          onChoose={(one) => choose({ shown: one === 'converters' ? undefined : one })}
        />
        <DateFilter />
        <KindFilter />
        <LookbackFilter />
      </FilterBar>
      <AnalysisAnswer
        query={query}
        isEmpty={(cohorts) => cohorts.rows.length === 0}
        nothing={{ title: words.empty, help: words.emptyHelp }}
      >
        {(cohorts, busy) => (
          <>
            <Figures cohorts={cohorts} busy={busy} measure={shown} />
            <OtherCurrencies others={cohorts.otherCurrencies} onChoose={(currency) => change({ currency })} />
          </>
        )}
      </AnalysisAnswer>
    </>
  );
}
