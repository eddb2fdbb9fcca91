import type { EChartsCoreOption } from 'echarts/core';
import { useCallback } from 'react';
import { ChartFigures } from '../../components/chart-figures.tsx';
import { Chart, type Palette } from '../../components/chart.tsx';
import { buildTip } from '../../components/chart-tip.ts';
import { formatDay } from '../../format.ts';
import { costTexts as words } from '../../texts-cost.ts';
import { type Column, figure } from '../../ui/table.tsx';

export interface DayFigure {
  day: string;
  /** Exact decimal. */
  quantity: string;
}

interface DayChartProps {
  /** What the chart shows. */
  label: string;
  /** What a day's figure is. */
  name: string;
  meaning: string;
  days: readonly DayFigure[];
  /** A figure for people, and one in a few characters. Both must stay the same functions from one drawing to the next. */
  format: (quantity: string) => string;
  short: (value: number) => string;
}

function drawDays({ days, name, format, short }: DayChartProps, palette: Palette): EChartsCoreOption {
  const axisText = { color: palette('faint'), fontSize: 11 };
  return {
    grid: { left: 4, right: 8, top: 14, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    xAxis: {
      type: 'category',
      data: days.map(({ day }) => day),
      axisLine: { lineStyle: { color: palette('line-strong') } },
      axisTick: { show: false },
      axisLabel: { ...axisText, hideOverlap: true, margin: 10, formatter: (day: string) => formatDay(day) },
    },
    yAxis: {
      type: 'value',
      splitNumber: 3,
      splitLine: { lineStyle: { color: palette('line') } },
      axisLabel: { ...axisText, formatter: (value: number) => short(value) },
    },
    tooltip: {
      trigger: 'axis',
      backgroundColor: palette('raised'),
      borderColor: palette('line'),
      textStyle: { color: palette('ink'), fontSize: 13 },
      confine: true,
      formatter: (hits: { dataIndex: number }[]) => {
        const { day, quantity } = days[hits[0]?.dataIndex ?? 0];
        return buildTip(formatDay(day, 'full'), [{ name, value: format(quantity), colour: palette('accent') }]);
      },
    },
    series: [
      {
        type: 'bar',
        name,
        barMaxWidth: 28,
        data: days.map(({ quantity }) => Number(quantity)),
        itemStyle: { color: palette('accent') },
        emphasis: { disabled: true },
      },
    ],
  };
}

const DAY: Column<DayFigure> = {
  id: 'day',
  header: words.day,
  cell: ({ day }) => <time dateTime={day}>{formatDay(day, 'full')}</time>,
};

/** A figure day by day, as bars and as a table behind them. */
export function DayChart({ label, name, meaning, days, format, short }: DayChartProps) {
  const draw = useCallback(
    (palette: Palette) => drawDays({ label, name, meaning, days, format, short }, palette),
    [label, name, meaning, days, format, short],
  );
  const columns = [DAY, { id: 'quantity', ...figure(name, meaning), cell: ({ quantity }: DayFigure) => format(quantity) }];
  return (
    <>
      <div className="px-4 pb-2 sm:px-5">
        <Chart label={label} height={220} draw={draw} />
      </div>
      <ChartFigures
        caption={label}
        columns={columns}
        rows={days}
        rowKey={({ day }) => day}
        figures={() => ({ columns: ['day', name], rows: days.map(({ day, quantity }) => [day, Number(quantity)]) })}
      />
    </>
  );
}
