import { meanings } from '../../definitions-of-columns.ts';
import { roomDefinitions } from '../../definitions-of-rooms.ts';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import { type Lag, LAG_GROUPINGS, type LagGrouping, type LagRow } from '../../analytics-api.ts';
import { buildTip } from '../../components/chart-tip.ts';
import { ChartFigures } from '../../components/chart-figures.tsx';
import { Chart, type Palette } from '../../components/chart.tsx';
import { DateFilter } from '../../components/date-filter.tsx';
import { EstimateCell, ShareCell } from '../../components/estimate-cell.tsx';
import { Figure, FIGURES } from '../../components/figure.tsx';
import { ChoiceFilter, FilterBar, KindFilter, LookbackFilter, useSelection } from '../../components/filters.tsx';
import { OtherCurrencies } from '../../components/other-currencies.tsx';
import { RoomHead } from '../../components/room-head.tsx';
import { useWindowDefaults } from '../../components/window-defaults.ts';
import type { Figures } from '../../csv.ts';
import { formatCount, formatCredit, formatPlural, formatShare, formatShareShort, UNKNOWN } from '../../format.ts';
import { reportQuery, utcToday } from '../../selection.ts';
import { analyticsTexts } from '../../texts-analytics.ts';
import { texts } from '../../texts.ts';
import { Panel } from '../../ui/panel.tsx';
import { type Column, figure, Table } from '../../ui/table.tsx';
import { lagQuery } from './analytics-queries.ts';
import { AnalysisAnswer } from './analysis-answer.tsx';

const words = analyticsTexts.lag;

type Curve = LagRow['sinceFirst'];
type Day = Curve['days'][number];

/** One line of the table: a day since the first touch, and as long since the last one. */
interface DayLine {
  day: number;
  first: Day | undefined;
  last: Day | undefined;
}

function linesOf({ sinceFirst, sinceLast }: LagRow): DayLine[] {
  const length = Math.max(sinceFirst.days.length, sinceLast.days.length);
  return Array.from({ length }, (_, day) => ({ day, first: sinceFirst.days[day], last: sinceLast.days[day] }));
}

const daysText = (days: number | null) => (days === null ? UNKNOWN : words.days(formatCredit(days)));

function drawCurve(lines: readonly DayLine[], palette: Palette) {
  const axisText = { color: palette('faint'), fontSize: 11 };
  const series = [
    { name: words.sinceLast, token: 'accent', of: (line: DayLine) => line.last?.share.rate ?? 0 },
    { name: words.sinceFirst, token: 'unattributed', of: (line: DayLine) => line.first?.share.rate ?? 0 },
  ];
  return {
    grid: { left: 4, right: 8, top: 12, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    tooltip: {
      trigger: 'axis',
      axisPointer: { type: 'shadow', shadowStyle: { color: palette('ink'), opacity: 0.06 } },
      backgroundColor: palette('raised'),
      borderColor: palette('line'),
      textStyle: { color: palette('ink'), fontSize: 13 },
      confine: true,
      formatter: (hits: { dataIndex: number }[]) => {
        const line = lines[hits[0]?.dataIndex ?? 0];
        const tips = series.map(({ name, token, of }) => ({ name, value: formatShare(of(line)), colour: palette(token) }));
        return buildTip(`${words.day} ${line.day}`, tips);
      },
    },
    xAxis: {
      type: 'category',
      data: lines.map(({ day }) => String(day)),
      axisLine: { lineStyle: { color: palette('line-strong') } },
      axisTick: { show: false },
      axisLabel: { ...axisText, hideOverlap: true, margin: 10 },
    },
    yAxis: {
      type: 'value',
      splitNumber: 3,
      splitLine: { lineStyle: { color: palette('line') } },
      axisLabel: { ...axisText, formatter: (share: number) => formatShareShort(share) },
    },
    series: series.map(({ name, token, of }) => ({
      type: 'bar',
      name,
      data: lines.map(of),
      itemStyle: { color: palette(token), borderRadius: [2, 2, 0, 0] },
      emphasis: { disabled: true },
    })),
  };
}

const shareCell = (day: Day | undefined, which: 'share' | 'cumulative') => (day === undefined ? UNKNOWN : <ShareCell share={day[which]} />);

const DAY_COLUMNS: readonly Column<DayLine>[] = [
  { id: 'day', header: words.day, cell: ({ day }) => String(day) },
  { id: 'first', ...figure(words.sinceFirst, meanings.lagShare), cell: ({ first }) => shareCell(first, 'share') },
  { id: 'first-so-far', ...figure(words.firstSoFar, meanings.lagSoFar), cell: ({ first }) => shareCell(first, 'cumulative') },
  { id: 'last', ...figure(words.sinceLast, meanings.lagShare), cell: ({ last }) => shareCell(last, 'share') },
  { id: 'last-so-far', ...figure(words.lastSoFar, meanings.lagSoFar), cell: ({ last }) => shareCell(last, 'cumulative') },
];

function figuresOf(row: LagRow): Figures {
  return {
    columns: ['day', 'shareSinceFirst', 'cumulativeSinceFirst', 'shareSinceLast', 'cumulativeSinceLast'],
    rows: linesOf(row).map(({ day, first, last }) => [
      day,
      first?.share.rate ?? null,
      first?.cumulative.rate ?? null,
      last?.share.rate ?? null,
      last?.cumulative.rate ?? null,
    ]),
  };
}

function CurvePanel({ lag, row, busy }: { lag: Lag; row: LagRow; busy: boolean }) {
  const draw = useCallback((palette: Palette) => drawCurve(linesOf(row), palette), [row]);
  const unattributed = formatPlural(lag.unattributedConversions, texts.conversions.counted);
  const estimate = (one: Curve) => <EstimateCell estimate={one.medianDays} format={daysText} />;
  return (
    <Panel id="curve" title={words.curve} busy={busy}>
      <dl className={`${FIGURES} m-4 mt-0 sm:m-5 sm:mt-0`}>
        <Figure name={analyticsTexts.conversions} of={roomDefinitions.attributedConversions} value={formatCount(lag.conversions)}>
          {analyticsTexts.unattributed(unattributed)}
        </Figure>
        <Figure name={words.medianFirst} of={words.median} value={estimate(row.sinceFirst)} />
        <Figure name={words.medianLast} of={words.median} value={estimate(row.sinceLast)} />
      </dl>
      <div className="px-3 pt-1 pb-3 sm:px-4">
        <Chart label={words.chart} height={240} draw={draw} />
      </div>
      <ChartFigures
        caption={words.chart}
        columns={DAY_COLUMNS}
        rows={linesOf(row)}
        rowKey={({ day }) => String(day)}
        figures={() => figuresOf(row)}
      />
    </Panel>
  );
}

function rowColumns(by: string): Column<LagRow>[] {
  const median = (id: 'sinceFirst' | 'sinceLast', header: string): Column<LagRow> => ({
    id,
    header,
    numeric: true,
    means: { ...words.median, name: header },
    cell: (row) => <EstimateCell estimate={row[id].medianDays} format={daysText} />,
  });
  return [
    { id: 'label', header: analyticsTexts.groupings[by] ?? by, className: 'min-w-40 max-w-72', cell: ({ label }) => label },
    {
      id: 'conversions',
      ...figure(analyticsTexts.conversions, meanings.lagConversions),
      cell: ({ conversions }) => formatCount(conversions),
    },
    median('sinceFirst', words.medianFirst),
    median('sinceLast', words.medianLast),
  ];
}

function Choices({ by }: { by: LagGrouping }) {
  const navigate = useNavigate();
  const choose = (one: LagGrouping) =>
    void navigate({
      to: '.',
      search: (before) => ({ ...before, by: one === 'campaign' ? undefined : one }),
      replace: true,
      resetScroll: false,
    });
  return (
    <FilterBar>
      <ChoiceFilter
        label={analyticsTexts.by}
        value={by}
        options={LAG_GROUPINGS.map((one) => [one, analyticsTexts.groupings[one] ?? one] as const)}
        onChoose={choose}
      />
      <DateFilter />
      <KindFilter />
      <LookbackFilter />
    </FilterBar>
  );
}

/** How long after a touch conversions came. */
export function LagRoom() {
  const [selection, change] = useSelection();
  const { by = 'campaign' } = useSearch({ from: '/signed-in/analytics/lag' });
  const shared = reportQuery(selection, useWindowDefaults(), utcToday());
  const all = useQuery(lagQuery(shared));
  const rows = useQuery(lagQuery({ ...shared, groupBy: by, limit: 50 }));
  return (
    <>
      <RoomHead title={analyticsTexts.tabs.lag}>{words.lead}</RoomHead>
      <Choices by={by} />
      <AnalysisAnswer
        query={all}
        isEmpty={({ conversions }) => conversions === 0}
        nothing={{ title: analyticsTexts.empty, help: analyticsTexts.emptyHelp }}
      >
        {(lag, busy) => (
          <>
            <CurvePanel lag={lag} row={lag.rows[0]} busy={busy} />
            {rows.data && (
              <Panel id="rows" title={words.rows} busy={rows.isPlaceholderData}>
                <Table caption={words.rows} columns={rowColumns(by)} rows={rows.data.rows} rowKey={({ key }) => key ?? ''} />
              </Panel>
            )}
            <OtherCurrencies others={lag.otherCurrencies} onChoose={(currency) => change({ currency })} />
          </>
        )}
      </AnalysisAnswer>
    </>
  );
}
