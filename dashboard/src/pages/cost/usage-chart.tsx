import type { EChartsCoreOption } from 'echarts/core';
import { useCallback } from 'react';
import { Chart, type Palette } from '../../components/chart.tsx';
import { buildTip } from '../../components/chart-tip.ts';
import { formatBytes, formatCountShort, formatDay } from '../../format.ts';
import { costTexts as words } from '../../texts-cost.ts';
import { ChevronDown } from '../../ui/icons.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { formatQuantity } from './usage-amounts.ts';

interface UsageDay {
  day: string;
  quantity: string;
}

interface UsageChartProps {
  meter: string;
  unit: string;
  days: readonly UsageDay[];
}

function drawDays({ days, unit }: UsageChartProps, palette: Palette): EChartsCoreOption {
  const axisText = { color: palette('faint'), fontSize: 11 };
  const short = unit === 'bytes' ? formatBytes : formatCountShort;
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
      min: 0,
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
        const value = `${formatQuantity(quantity, unit)} ${unit === 'bytes' ? '' : unit}`;
        return buildTip(formatDay(day, 'full'), [{ name: words.quantity, value, colour: palette('accent') }]);
      },
    },
    series: [
      {
        type: 'bar',
        name: words.quantity,
        barMaxWidth: 28,
        data: days.map(({ quantity }) => Number(quantity)),
        itemStyle: { color: palette('accent') },
        emphasis: { disabled: true },
      },
    ],
  };
}

const DAY: Column<UsageDay> = {
  id: 'day',
  header: words.day,
  cell: ({ day }) => <time dateTime={day}>{formatDay(day, 'full')}</time>,
};

function columnsIn(unit: string): readonly Column<UsageDay>[] {
  return [DAY, { id: 'quantity', header: words.quantity, numeric: true, cell: ({ quantity }) => formatQuantity(quantity, unit) }];
}

/** What was used on a meter day by day, as bars and as a table behind them. */
export function UsageChart({ meter, unit, days }: UsageChartProps) {
  const draw = useCallback((palette: Palette) => drawDays({ meter, unit, days }, palette), [meter, unit, days]);
  const columns = columnsIn(unit);
  return (
    <>
      <div className="px-4 pb-2 sm:px-5">
        <Chart label={words.chart(meter)} height={220} draw={draw} />
      </div>
      <details className="group border-t border-line">
        <summary className="flex min-h-11 list-none items-center justify-between gap-4 px-4 text-muted sm:px-5">
          {words.figures}
          <ChevronDown className="size-4 text-faint transition-transform group-open:rotate-180" />
        </summary>
        <Table caption={words.chart(meter)} columns={columns} rows={days} rowKey={({ day }) => day} />
      </details>
    </>
  );
}
