import { meanings } from '../../definitions-of-columns.ts';
import type { EChartsCoreOption } from 'echarts/core';
import { useCallback } from 'react';
import type { AnomalyPoint, AnomalySeries, WatchedSeries } from '../../anomalies-api.ts';
import { ChartFigures } from '../../components/chart-figures.tsx';
import { Chart, type Palette } from '../../components/chart.tsx';
import { buildTip } from '../../components/chart-tip.ts';
import type { Figures } from '../../csv.ts';
import { formatCountShort, formatDay, formatMoneyShort, formatShareShort } from '../../format.ts';
import { anomalyTexts as words } from '../../texts-anomalies.ts';
import { type Column, figure } from '../../ui/table.tsx';
import { formatFigure, formatMoment, subjectName } from './anomaly-figures.ts';

interface ChartProps {
  one: WatchedSeries;
  grain: AnomalySeries['grain'];
  currency: string | null;
}

function formatAxis({ one, currency }: ChartProps, value: number): string {
  if (one.metric === 'match_rate') return formatShareShort(value / 100);
  return one.metric === 'spend' ? formatMoneyShort(value, currency) : formatCountShort(value);
}

function bandOf({ low, high }: AnomalyPoint, { one, currency }: ChartProps): string {
  return low === null || high === null
    ? '–'
    : words.between(formatFigure(one.metric, low, currency), formatFigure(one.metric, high, currency));
}

function stateOf({ alert, isLeftOut }: AnomalyPoint): string {
  if (isLeftOut) return words.leftOut;
  return alert === null ? '' : words.kinds[alert];
}

/** Where a point that is unusual is drawn; one without a value at the bottom. */
const markAt = ({ alert, value }: AnomalyPoint) => (alert === null ? null : (value ?? 0));

function axesOf(props: ChartProps, palette: Palette): EChartsCoreOption {
  const axisText = { color: palette('faint'), fontSize: 11 };
  return {
    grid: { left: 4, right: 8, top: 14, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    xAxis: {
      type: 'category',
      data: props.one.points.map(({ at }) => at),
      axisLine: { lineStyle: { color: palette('line-strong') } },
      axisTick: { show: false },
      axisLabel: { ...axisText, hideOverlap: true, margin: 10, formatter: (at: string) => formatDay(at.slice(0, 10)) },
    },
    yAxis: {
      type: 'value',
      min: 0,
      splitNumber: 3,
      splitLine: { lineStyle: { color: palette('line') } },
      axisLabel: { ...axisText, formatter: (value: number) => formatAxis(props, value) },
    },
  };
}

function drawSeries(props: ChartProps, palette: Palette): EChartsCoreOption {
  const { one, grain, currency } = props;
  const { points, metric } = one;
  const still = { type: 'line', symbol: 'none', silent: true, emphasis: { disabled: true }, lineStyle: { opacity: 0 } };
  return {
    ...axesOf(props, palette),
    tooltip: {
      trigger: 'axis',
      backgroundColor: palette('raised'),
      borderColor: palette('line'),
      textStyle: { color: palette('ink'), fontSize: 13 },
      confine: true,
      formatter: (hits: { dataIndex: number }[]) => {
        const point = points[hits[0]?.dataIndex ?? 0];
        const lines = [
          { name: words.measured, value: formatFigure(metric, point.value, currency), colour: palette('accent') },
          { name: words.expected, value: bandOf(point, props), colour: palette('unattributed') },
          ...(stateOf(point) === '' ? [] : [{ name: stateOf(point), value: '', colour: palette('danger') }]),
        ];
        return buildTip(formatMoment(grain, point.at), lines);
      },
    },
    series: [
      { ...still, name: 'low', stack: 'band', data: points.map(({ low }) => low) },
      {
        ...still,
        name: 'high',
        stack: 'band',
        data: points.map(({ low, high }) => (low === null || high === null ? null : high - low)),
        areaStyle: { color: palette('unattributed'), opacity: 0.28 },
      },
      {
        type: 'line',
        name: words.measured,
        symbol: 'none',
        data: points.map(({ value }) => value),
        lineStyle: { color: palette('accent'), width: 2 },
        itemStyle: { color: palette('accent') },
        emphasis: { disabled: true },
      },
      {
        type: 'scatter',
        name: words.unusual,
        symbolSize: 11,
        data: points.map((point) => ({
          value: markAt(point),
          itemStyle: {
            color: point.value === null ? palette('surface') : palette('danger'),
            borderColor: palette('danger'),
            borderWidth: 2,
          },
        })),
      },
    ],
  };
}

function Mark({ className, children }: { className: string; children: string }) {
  return (
    <li className="flex items-center gap-2">
      <span className={`size-2.5 ${className}`} />
      {children}
    </li>
  );
}

function Legend({ points, grain }: { points: readonly AnomalyPoint[]; grain: AnomalySeries['grain'] }) {
  const isMissing = points.some(({ alert, value }) => alert !== null && value === null);
  return (
    <ul className="flex flex-wrap gap-x-5 gap-y-1 px-5 text-small text-muted">
      <Mark className="rounded-[3px] bg-accent">{words.measured}</Mark>
      <Mark className="rounded-[3px] bg-unattributed/30">{grain === 'day' ? words.band : words.bandHours}</Mark>
      <Mark className="rounded-full bg-danger">{words.unusual}</Mark>
      {isMissing && <Mark className="rounded-full border-2 border-danger">{words.missing}</Mark>}
    </ul>
  );
}

function figuresOf({ points, metric }: WatchedSeries): Figures {
  return {
    columns: ['at', metric, 'expectedLow', 'expectedHigh', 'alert', 'isLeftOut'],
    rows: points.map(({ at, value, low, high, alert, isLeftOut }) => [at, value, low, high, alert, String(isLeftOut)]),
  };
}

/** One series with what was expected of it, and what of it was unusual; the same figures as a table behind a disclosure. */
export function AnomalyChart(props: ChartProps) {
  const { one, grain, currency } = props;
  const draw = useCallback((palette: Palette) => drawSeries({ one, grain, currency }, palette), [one, grain, currency]);
  const label = words.chart(words.metrics[one.metric], subjectName(one.subject));
  const columns: Column<AnomalyPoint>[] = [
    { id: 'when', header: words.when, cell: ({ at }) => formatMoment(grain, at) },
    { id: 'value', ...figure(words.value, meanings.seen), cell: ({ value }) => formatFigure(one.metric, value, currency) },
    { id: 'expected', ...figure(words.expected, meanings.expected), cell: (point) => bandOf(point, props) },
    { id: 'state', header: words.kind, cell: stateOf },
  ];
  return (
    <>
      <Legend points={one.points} grain={grain} />
      <div className="px-3 pt-1 pb-3 sm:px-4">
        <Chart label={label} height={232} draw={draw} />
      </div>
      <ChartFigures
        caption={label}
        columns={columns}
        rows={one.points.toReversed()}
        rowKey={({ at }) => at}
        figures={() => figuresOf(one)}
      />
    </>
  );
}
