import { meanings } from '../../definitions-of-columns.ts';
import { useCallback } from 'react';
import { buildTip } from '../../components/chart-tip.ts';
import { ChartFigures } from '../../components/chart-figures.tsx';
import { Chart, type Palette } from '../../components/chart.tsx';
import { useSelection } from '../../components/filters.tsx';
import type { Figures } from '../../csv.ts';
import { formatCountShort, formatCredit, formatDay, formatMoney, formatMoneyShort } from '../../format.ts';
import type { SingleCredit } from '../../single-credit-api.ts';
import { campaignTexts as words } from '../../texts-campaign.ts';
import { texts } from '../../texts.ts';
import { Panel } from '../../ui/panel.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { type Column, figure } from '../../ui/table.tsx';
import { type Bucket, buildTimeline, type Timeline } from '../attribution/timeline.ts';

const MEASURES = ['conversions', 'value'] as const;
type Measure = (typeof MEASURES)[number];

interface Drawn {
  timeline: Timeline;
  measure: Measure;
  currency: string | null;
}

const amountOf = (bucket: Bucket, measure: Measure) => (measure === 'value' ? bucket.attributedValueMinor : bucket.attributedConversions);

function nameOf({ day }: Bucket, { bucketDays }: Timeline): string {
  return bucketDays === 7 ? texts.overview.weekOf(formatDay(day, 'full')) : formatDay(day, 'full');
}

function amountText(amount: number, { measure, currency }: Drawn): string {
  return measure === 'value' ? formatMoney(amount, currency) : formatCredit(amount);
}

function draw(drawn: Drawn, palette: Palette) {
  const { timeline, measure, currency } = drawn;
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
        const bucket = timeline.buckets[hits[0]?.dataIndex ?? 0];
        const value = amountText(amountOf(bucket, measure), drawn);
        return buildTip(nameOf(bucket, timeline), [{ name: words.amount, value, colour: palette('accent') }]);
      },
    },
    xAxis: {
      type: 'category',
      data: timeline.buckets.map(({ day }) => day),
      axisLine: { lineStyle: { color: palette('line-strong') } },
      axisTick: { show: false },
      axisLabel: { ...axisText, hideOverlap: true, margin: 10, formatter: (day: string) => formatDay(day) },
    },
    yAxis: {
      type: 'value',
      splitNumber: 3,
      splitLine: { lineStyle: { color: palette('line') } },
      axisLabel: {
        ...axisText,
        formatter: (amount: number) => (measure === 'value' ? formatMoneyShort(amount, currency) : formatCountShort(amount)),
      },
    },
    series: [
      {
        type: 'bar',
        name: words.amount,
        data: timeline.buckets.map((bucket) => amountOf(bucket, measure)),
        barCategoryGap: '22%',
        barMaxWidth: 22,
        itemStyle: { color: palette('accent'), borderRadius: [2, 2, 0, 0] },
        emphasis: { disabled: true },
      },
    ],
  };
}

function figuresOf({ timeline: { buckets, bucketDays }, currency }: Omit<Drawn, 'measure'>): Figures {
  return {
    columns: ['from', 'days', 'conversions', 'valueMinor', 'currency'],
    rows: buckets.map((bucket) => [bucket.day, bucketDays, amountOf(bucket, 'conversions'), amountOf(bucket, 'value'), currency]),
  };
}

function Days({ timeline, measure, currency, of }: Drawn & { of: string }) {
  const picture = useCallback((palette: Palette) => draw({ timeline, measure, currency }, palette), [timeline, measure, currency]);
  const by = timeline.bucketDays === 7 ? texts.overview.byWeek : texts.overview.byDay;
  const label = words.chart(texts.measures[measure], by, of);
  const columns: Column<Bucket>[] = [
    { id: 'day', header: words.day, cell: (bucket) => nameOf(bucket, timeline) },
    ...MEASURES.map((one) => ({
      id: one,
      ...figure(texts.measures[one], meanings.measure),
      cell: (bucket: Bucket) => amountText(amountOf(bucket, one), { timeline, measure: one, currency }),
    })),
  ];
  return (
    <>
      <div className="px-3 pt-1 pb-3 sm:px-4">
        <Chart label={label} height={240} draw={picture} />
      </div>
      <ChartFigures
        caption={label}
        columns={columns}
        rows={timeline.buckets}
        rowKey={({ day }) => day}
        figures={() => figuresOf({ timeline, currency })}
      />
    </>
  );
}

/** What a campaign or a show, `of` in words, was credited with over time. */
export function CreditDays({ credit, busy, of }: { credit: SingleCredit; busy: boolean; of: string }) {
  const [selection, change] = useSelection();
  const hasMoney = credit.totals.valueMinor > 0;
  const measure: Measure = selection.measure === 'conversions' || !hasMoney ? 'conversions' : 'value';
  const choices = MEASURES.filter((one) => one !== 'value' || hasMoney).map((value) => ({ value, label: texts.measures[value] }));
  return (
    <Panel
      id="days"
      title={words.days}
      busy={busy}
      aside={<Segmented label={texts.compare.measure} choices={choices} value={measure} onChoose={(next) => change({ measure: next })} />}
    >
      <Days timeline={buildTimeline(credit.rows)} measure={measure} currency={credit.currency} of={of} />
    </Panel>
  );
}
