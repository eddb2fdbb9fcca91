import type { EChartsCoreOption } from 'echarts/core';
import { useCallback } from 'react';
import { ChartFigures } from '../../components/chart-figures.tsx';
import { type Palette, Chart } from '../../components/chart.tsx';
import { buildTip } from '../../components/chart-tip.ts';
import type { Figures } from '../../csv.ts';
import {
  formatCount,
  formatCountShort,
  formatCredit,
  formatDay,
  formatMoney,
  formatMoneyShort,
  formatShare,
  formatShareShort,
} from '../../format.ts';
import type { Measure } from '../../selection.ts';
import { texts } from '../../texts.ts';
import { type Column, figure } from '../../ui/table.tsx';
import { attributedShare, type Bucket, type Timeline } from './timeline.ts';

interface ChartProps {
  timeline: Timeline;
  measure: Measure;
  currency: string | null;
}

interface Part {
  id: 'attributed' | 'unattributed';
  name: string;
  token: string;
}

const PARTS: readonly Part[] = [
  { id: 'attributed', name: texts.overview.attributed, token: 'accent' },
  { id: 'unattributed', name: texts.overview.unattributed, token: 'unattributed' },
];

function amountOf(bucket: Bucket, part: Part, measure: Measure): number | null {
  if (measure === 'share') {
    const share = attributedShare(bucket);
    return share === null || part.id === 'attributed' ? share : 1 - share;
  }
  return bucket[`${part.id}${measure === 'value' ? 'ValueMinor' : 'Conversions'}`];
}

function bucketName(bucket: Bucket, timeline: Timeline): string {
  const day = formatDay(bucket.day, 'full');
  return timeline.bucketDays === 7 ? texts.overview.weekOf(day) : day;
}

function formatAmount(amount: number | null, { measure, currency }: ChartProps): string {
  if (measure === 'share' || amount === null) return formatShare(amount);
  if (measure === 'value') return formatMoney(amount, currency);
  return Number.isInteger(Math.round(amount * 1e6) / 1e6) ? formatCount(amount) : formatCredit(amount);
}

function formatAxis(amount: number, { measure, currency }: ChartProps): string {
  if (measure === 'share') return formatShareShort(amount);
  return measure === 'value' ? formatMoneyShort(amount, currency) : formatCountShort(amount);
}

function drawTimeline(props: ChartProps, palette: Palette): EChartsCoreOption {
  const { timeline, measure } = props;
  const { buckets } = timeline;
  const axisText = { color: palette('faint'), fontSize: 11 };
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
        const bucket = buckets[hits[0]?.dataIndex ?? 0];
        const lines = PARTS.map((part) => ({
          name: part.name,
          value: formatAmount(amountOf(bucket, part, measure), props),
          colour: palette(part.token),
        }));
        return buildTip(bucketName(bucket, timeline), lines);
      },
    },
    xAxis: {
      type: 'category',
      data: buckets.map((bucket) => bucket.day),
      axisLine: { lineStyle: { color: palette('line-strong') } },
      axisTick: { show: false },
      axisLabel: { ...axisText, hideOverlap: true, margin: 10, formatter: (day: string) => formatDay(day) },
    },
    yAxis: {
      type: 'value',
      splitNumber: 3,
      ...(measure === 'share' ? { max: 1, interval: 0.25 } : {}),
      splitLine: { lineStyle: { color: palette('line') } },
      axisLabel: {
        ...axisText,
        formatter: (amount: number) => formatAxis(amount, props),
      },
    },
    series: PARTS.map((part, index) => ({
      type: 'bar',
      name: part.name,
      stack: 'all',
      data: buckets.map((bucket) => amountOf(bucket, part, measure)),
      barCategoryGap: '22%',
      barMaxWidth: 22,
      itemStyle: { color: palette(part.token), borderRadius: index === PARTS.length - 1 ? [2, 2, 0, 0] : 0 },
      emphasis: { disabled: true },
    })),
  };
}

function Legend() {
  return (
    <ul className="flex flex-wrap gap-x-5 gap-y-1 px-5 text-small text-muted">
      {PARTS.map((part) => (
        <li key={part.id} className="flex items-center gap-2">
          <span className="size-2.5 rounded-[3px]" style={{ background: `var(--color-${part.token})` }} />
          {part.name}
        </li>
      ))}
    </ul>
  );
}

function figuresOf({ buckets, bucketDays }: Timeline, currency: string | null): Figures {
  return {
    columns: [
      'from',
      'days',
      'attributedConversions',
      'unattributedConversions',
      'attributedValueMinor',
      'unattributedValueMinor',
      'currency',
    ],
    rows: buckets.map((bucket) => [
      bucket.day,
      bucketDays,
      bucket.attributedConversions,
      bucket.unattributedConversions,
      bucket.attributedValueMinor,
      bucket.unattributedValueMinor,
      currency,
    ]),
  };
}

/** Conversions or money over time, attributed below and unattributed on top; the same figures as a table behind a disclosure. */
export function OverviewChart(props: ChartProps) {
  const { timeline, measure, currency } = props;
  const draw = useCallback((palette: Palette) => drawTimeline({ timeline, measure, currency }, palette), [timeline, measure, currency]);
  const bucketWords = timeline.bucketDays === 7 ? texts.overview.byWeek : texts.overview.byDay;
  const columns: Column<Bucket>[] = [
    { id: 'day', header: texts.overview.day, cell: (bucket) => bucketName(bucket, timeline) },
    ...PARTS.map((part) => ({
      id: part.id,
      ...figure(part.name, texts.overview.partMeanings[part.id]),
      cell: (bucket: Bucket) => formatAmount(amountOf(bucket, part, measure), props),
    })),
  ];
  const label = texts.overview.chart(texts.measures[measure], bucketWords);
  return (
    <>
      <Legend />
      <div className="px-3 pt-1 pb-3 sm:px-4">
        <Chart label={label} height={264} draw={draw} />
      </div>
      <ChartFigures
        caption={label}
        columns={columns}
        rows={timeline.buckets}
        rowKey={(bucket) => bucket.day}
        figures={() => figuresOf(timeline, currency)}
      />
    </>
  );
}
