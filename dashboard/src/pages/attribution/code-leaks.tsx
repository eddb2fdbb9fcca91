import { meanings } from '../../definitions-of-columns.ts';
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import {
  type CodeLeakQuery,
  type CodeLeaks,
  getCodeLeaks,
  getSurveyCredits,
  type SurveyCreditQuery,
  type SurveyCredits,
} from '../../analytics-api.ts';
import { DateFilter } from '../../components/date-filter.tsx';
import { Empty } from '../../components/empty.tsx';
import { EstimateCell, ShareCell } from '../../components/estimate-cell.tsx';
import { FilterBar, LookbackFilter, RuleFilter, useSelection } from '../../components/filters.tsx';
import { RoomHead } from '../../components/room-head.tsx';
import { useWindowDefaults } from '../../components/window-defaults.ts';
import { formatCount, formatCredit, formatDay, formatMultiple, UNKNOWN } from '../../format.ts';
import { creditQuery, timeQuery, utcToday, ruleOf } from '../../selection.ts';
import { analyticsTexts } from '../../texts-analytics.ts';
import { Tag } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { type Column, figure, Table } from '../../ui/table.tsx';
import { AnalysisAnswer } from './analysis-answer.tsx';

const words = analyticsTexts.codes;

const leaksQuery = (query: CodeLeakQuery) =>
  queryOptions({
    queryKey: ['figures', 'code-leaks', query],
    queryFn: ({ signal }) => getCodeLeaks(query, signal),
    placeholderData: keepPreviousData,
  });

const surveysQuery = (query: SurveyCreditQuery) =>
  queryOptions({
    queryKey: ['figures', 'survey-credits', query],
    queryFn: ({ signal }) => getSurveyCredits(query, signal),
    placeholderData: keepPreviousData,
  });

type Code = CodeLeaks['codes'][number];

const CODE_COLUMNS: readonly Column<Code>[] = [
  { id: 'code', header: words.code, className: 'min-w-32', cell: ({ code }) => code },
  {
    id: 'signs',
    header: words.signs,
    cell: ({ signs }) =>
      signs.length === 0 ? (
        <span className="text-muted">{words.none}</span>
      ) : (
        <span className="flex flex-wrap gap-1.5">
          {signs.map((sign) => (
            <Tag key={sign} tone="notice">
              {words.sign[sign]}
            </Tag>
          ))}
        </span>
      ),
  },
  { id: 'campaign', header: words.campaign, cell: ({ campaign }) => campaign ?? UNKNOWN },
  { id: 'uses', ...figure(words.uses, meanings.uses), cell: ({ uses }) => formatCount(uses) },
  { id: 'coupon-sites', ...figure(words.couponSites, meanings.couponSites), cell: ({ couponSites }) => <ShareCell share={couponSites} /> },
  { id: 'elsewhere', ...figure(words.elsewhere, meanings.elsewhere), cell: ({ elsewhere }) => <ShareCell share={elsewhere} /> },
  {
    id: 'bursts',
    header: words.bursts,
    cell: ({ bursts }) => bursts.map(({ day, uses }) => words.burst(formatDay(day, 'full'), formatCount(uses))).join(', ') || UNKNOWN,
  },
];

type Show = SurveyCredits['rows'][number];

const SHOW_COLUMNS: readonly Column<Show>[] = [
  { id: 'show', header: words.show, className: 'min-w-40', cell: ({ label }) => label },
  { id: 'named', ...figure(words.named, meanings.named), cell: ({ share }) => <ShareCell share={share} /> },
  {
    id: 'projected',
    ...figure(words.projected, meanings.projected),
    cell: ({ projected }) => <EstimateCell estimate={projected} format={formatCredit} />,
  },
  { id: 'credited', ...figure(words.credited, meanings.surveyCredited), cell: ({ attributed }) => formatCredit(attributed) },
  {
    id: 'multiplier',
    ...figure(words.multiplier, meanings.surveyMultiplier),
    cell: ({ multiplier }) => <EstimateCell estimate={multiplier} format={formatMultiple} />,
  },
];

function Surveys({ query: asked }: { query: SurveyCreditQuery }) {
  const query = useQuery(surveysQuery(asked));
  return (
    <AnalysisAnswer
      query={query}
      isEmpty={({ rows }) => rows.length === 0}
      nothing={{ title: words.noAnswers, help: words.chooseDatesHelp }}
    >
      {({ rows }, busy) => (
        <Panel id="surveys" title={words.surveys} busy={busy}>
          <Table caption={words.surveys} columns={SHOW_COLUMNS} rows={rows} rowKey={({ show }) => show} />
          <p className="border-t border-line px-5 py-3 text-small text-muted">
            {words.surveysHelp} {analyticsTexts.intervals}
          </p>
        </Panel>
      )}
    </AnalysisAnswer>
  );
}

/** What speaks for promo codes having leaked, and survey answers beside credit. */
export function CodeLeaksRoom() {
  const [selection] = useSelection();
  const credit = creditQuery(selection, useWindowDefaults());
  const { from, to } = timeQuery(selection, utcToday());
  const leaks = useQuery(leaksQuery({ from, to, lookbackDays: credit.lookbackDays }));
  return (
    <>
      <RoomHead title={analyticsTexts.tabs.codes}>{words.lead}</RoomHead>
      <FilterBar>
        <DateFilter />
        <RuleFilter />
        <LookbackFilter />
      </FilterBar>
      <AnalysisAnswer query={leaks} isEmpty={({ codes }) => codes.length === 0} nothing={{ title: words.noCodes, help: words.noCodesHelp }}>
        {({ codes }, busy) => (
          <Panel id="leaks" title={words.leaks} busy={busy}>
            <Table caption={words.leaks} columns={CODE_COLUMNS} rows={codes} rowKey={({ code }) => code} />
            <p className="border-t border-line px-5 py-3 text-small text-muted">{words.leaksHelp}</p>
          </Panel>
        )}
      </AnalysisAnswer>
      {from !== undefined && to !== undefined ? (
        <Surveys query={{ from, to, model: ruleOf(selection), ...credit }} />
      ) : (
        <div className="rounded-panel border border-line bg-surface">
          <Empty title={words.chooseDates} help={words.chooseDatesHelp} />
        </div>
      )}
    </>
  );
}
