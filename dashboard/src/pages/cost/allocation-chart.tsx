import type { EChartsCoreOption } from 'echarts/core';
import { useCallback, useMemo } from 'react';
import { SaveCsv } from '../../components/chart-figures.tsx';
import { Chart, type Palette } from '../../components/chart.tsx';
import { buildTip } from '../../components/chart-tip.ts';
import type { Figures } from '../../csv.ts';
import { formatMoney, formatMoneyShort } from '../../format.ts';
import { allocationTexts as words } from '../../texts-allocation.ts';
import type { OwnerSum } from './allocation-sums.ts';

const MOST = 12;
const LANE = 30;

/** The dearest owners, all others as one, and what nobody bears. */
function lanesOf(sums: readonly OwnerSum[]): OwnerSum[] {
  const owners = sums.filter(({ kind }) => kind === 'owner');
  const rest = owners.slice(MOST);
  const sum = (of: (one: OwnerSum) => number) => rest.reduce((all, one) => all + of(one), 0);
  const [directMinor, sharedMinor] = [sum((one) => one.directMinor), sum((one) => one.sharedMinor)];
  const others: OwnerSum = {
    owner: null,
    kind: 'owner',
    name: words.rest,
    directMinor,
    sharedMinor,
    totalMinor: directMinor + sharedMinor,
  };
  return [...owners.slice(0, MOST), ...(rest.length > 0 ? [others] : []), ...sums.filter(({ kind }) => kind !== 'owner')];
}

const nameOf = ({ kind, name, owner }: OwnerSum) => (kind === 'owner' ? (name ?? owner ?? '') : words.parts[kind]);

interface Series {
  name: string;
  token: string;
  of: (sum: OwnerSum) => number;
}

const SERIES: readonly Series[] = [
  { name: words.direct, token: 'accent', of: ({ directMinor }) => directMinor },
  { name: words.shared, token: 'markov', of: ({ kind, sharedMinor }) => (kind === 'owner' ? sharedMinor : 0) },
  { name: words.nobody, token: 'unattributed', of: ({ kind, sharedMinor }) => (kind === 'owner' ? 0 : sharedMinor) },
];

function draw(lanes: readonly OwnerSum[], currency: string, palette: Palette): EChartsCoreOption {
  const axisText = { color: palette('faint'), fontSize: 11 };
  return {
    grid: { left: 4, right: 12, top: 8, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    yAxis: {
      type: 'category',
      inverse: true,
      data: lanes.map(nameOf),
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: { color: palette('ink'), fontSize: 12, width: 150, overflow: 'truncate' },
    },
    xAxis: {
      type: 'value',
      splitNumber: 4,
      splitLine: { lineStyle: { color: palette('line') } },
      axisLabel: { ...axisText, hideOverlap: true, formatter: (value: number) => formatMoneyShort(value, currency) },
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
        const parts = SERIES.filter(({ of }) => of(lane) !== 0);
        return buildTip(
          nameOf(lane),
          parts.map(({ name, token, of }) => ({ name, value: formatMoney(of(lane), currency), colour: palette(token) })),
        );
      },
    },
    series: SERIES.map(({ name, token, of }) => ({
      type: 'bar',
      stack: 'cost',
      name,
      barMaxWidth: 16,
      data: lanes.map(of),
      itemStyle: { color: palette(token) },
      emphasis: { disabled: true },
    })),
  };
}

function figuresOf(sums: readonly OwnerSum[], currency: string): Figures {
  return {
    columns: ['kind', 'owner', 'name', 'directMinor', 'sharedMinor', 'totalMinor', 'currency'],
    rows: sums.map(({ kind, owner, name, directMinor, sharedMinor, totalMinor }) => [
      kind,
      owner,
      name,
      directMinor,
      sharedMinor,
      totalMinor,
      currency,
    ]),
  };
}

/** Cost by owner as bars: direct, shared, and what nobody bears. */
export function AllocationChart({ sums, currency }: { sums: readonly OwnerSum[]; currency: string }) {
  const lanes = useMemo(() => lanesOf(sums), [sums]);
  const drawn = useCallback((palette: Palette) => draw(lanes, currency, palette), [lanes, currency]);
  return (
    <div className="px-4 pb-2 sm:px-5">
      <ul className="mb-1 flex flex-wrap gap-x-5 gap-y-1 text-small text-muted">
        {SERIES.filter(({ of }) => lanes.some((lane) => of(lane) !== 0)).map(({ name, token }) => (
          <li key={token} className="flex items-center gap-1.5">
            <span className="size-2.5 rounded-[2px]" style={{ background: `var(--color-${token})` }} />
            {name}
          </li>
        ))}
      </ul>
      <Chart label={words.chart} height={40 + lanes.length * LANE} draw={drawn} />
      <div className="flex justify-end">
        <SaveCsv title={words.chart} figures={() => figuresOf(sums, currency)} />
      </div>
    </div>
  );
}
