import type { EChartsCoreOption } from 'echarts/core';
import { useCallback, useMemo } from 'react';
import { buildTip } from '../../components/chart-tip.ts';
import { SaveCsv } from '../../components/chart-figures.tsx';
import { Chart, type Palette } from '../../components/chart.tsx';
import type { Figures } from '../../csv.ts';
import type { TenantCosts } from '../../platform-api.ts';
import { platformTexts } from '../../texts-platform.ts';
import { formatCharge, formatChargeShort } from '../cost/charge-amounts.ts';

const words = platformTexts.costs;
const MOST = 12;
const LANE = 40;

interface Lane {
  name: string;
  total: number;
  before: number;
}

/** The dearest tenants, and all others as one. */
function lanesOf(tenants: readonly TenantCosts[]): Lane[] {
  const all = tenants.map(({ name, total, compared }): Lane => ({ name, total: Number(total), before: Number(compared ?? 0) }));
  const rest = all.slice(MOST);
  const sum = (of: (lane: Lane) => number) => rest.reduce((before, lane) => before + of(lane), 0);
  const others = { name: words.rest, total: sum(({ total }) => total), before: sum(({ before }) => before) };
  return rest.length === 0 ? all : [...all.slice(0, MOST), others];
}

interface Series {
  name: string;
  token: string;
  of: (lane: Lane) => number;
}

const optionOf =
  (lanes: readonly Lane[], series: readonly Series[], currency: string) =>
  (palette: Palette): EChartsCoreOption => ({
    grid: { left: 4, right: 12, top: 8, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    yAxis: {
      type: 'category',
      inverse: true,
      data: lanes.map(({ name }) => name),
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: { color: palette('ink'), fontSize: 12, width: 150, overflow: 'truncate' },
    },
    xAxis: {
      type: 'value',
      splitNumber: 4,
      splitLine: { lineStyle: { color: palette('line') } },
      axisLabel: {
        color: palette('faint'),
        fontSize: 11,
        hideOverlap: true,
        formatter: (value: number) => formatChargeShort(value, currency),
      },
    },
    tooltip: {
      trigger: 'axis',
      axisPointer: { type: 'shadow' },
      backgroundColor: palette('raised'),
      borderColor: palette('line'),
      textStyle: { color: palette('ink'), fontSize: 13 },
      confine: true,
      formatter: (hits: { dataIndex: number }[]) => {
        const lane = lanes[hits[0]?.dataIndex ?? 0];
        const rows = series.map(({ name, token, of }) => ({
          name,
          value: formatCharge(String(of(lane)), currency),
          colour: palette(token),
        }));
        return buildTip(lane.name, rows);
      },
    },
    series: series.map(({ name, token, of }) => ({
      type: 'bar',
      name,
      barMaxWidth: 12,
      data: lanes.map(of),
      itemStyle: { color: palette(token) },
      emphasis: { disabled: true },
    })),
  });

interface CostChartProps {
  tenants: readonly TenantCosts[];
  currency: string;
  /** How the two months are called. */
  months: readonly [now: string, before: string];
}

/** Bills of tenants as bars, each beside that of the month before. */
export function CostChart({ tenants, currency, months: [now, before] }: CostChartProps) {
  const lanes = useMemo(() => lanesOf(tenants), [tenants]);
  const series = useMemo(
    (): Series[] => [
      { name: now, token: 'accent', of: ({ total }) => total },
      { name: before, token: 'unattributed', of: (lane) => lane.before },
    ],
    [now, before],
  );
  const drawn = useCallback((palette: Palette) => optionOf(lanes, series, currency)(palette), [lanes, series, currency]);
  const figures = (): Figures => ({
    columns: ['tenant', now, before, 'currency'],
    rows: tenants.map(({ name, total, compared }) => [name, Number(total), compared === null ? null : Number(compared), currency]),
  });
  return (
    <div className="px-4 pb-2 sm:px-5">
      <ul className="mb-1 flex flex-wrap gap-x-5 gap-y-1 text-small text-muted">
        {series.map(({ name, token }) => (
          <li key={token} className="flex items-center gap-1.5">
            <span className="size-2.5 rounded-[2px]" style={{ background: `var(--color-${token})` }} />
            {name}
          </li>
        ))}
      </ul>
      <Chart label={words.chart(currency)} height={40 + lanes.length * LANE} draw={drawn} />
      <div className="flex justify-end">
        <SaveCsv title={words.chart(currency)} figures={figures} />
      </div>
    </div>
  );
}
