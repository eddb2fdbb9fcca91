import type { EChartsCoreOption } from 'echarts/core';
import { useCallback, useMemo } from 'react';
import type { Grouping } from '../../api.ts';
import { SaveCsv } from '../../components/chart-figures.tsx';
import { Chart, type Palette } from '../../components/chart.tsx';
import { buildTip } from '../../components/chart-tip.ts';
import { modelExtent, modelLook, ModelMark, modelPath } from '../../components/model-mark.tsx';
import type { KnownModel } from '../../components/models.ts';
import type { Figures } from '../../csv.ts';
import { formatCount, formatCountShort, formatMoneyShort, formatShareShort } from '../../format.ts';
import type { Measure } from '../../selection.ts';
import { texts } from '../../texts.ts';
import { useMedia } from '../../ui/media.ts';
import { type ComparedRow, formatMeasure, formatSpread, largestRows } from './comparison.ts';

const MOST_ROWS = 12;
const LANE = 38;
const MARK_SIZE = 12;

interface Picture {
  rows: readonly ComparedRow[];
  models: readonly KnownModel[];
  measure: Measure;
  currency: string | null;
  held: string | undefined;
  isNarrow: boolean;
}

const laneOf = (row: ComparedRow) => row.key ?? '';

function formatAxis(amount: number, { measure, currency }: Picture): string {
  if (measure === 'value') return formatMoneyShort(amount, currency);
  return measure === 'share' ? formatShareShort(amount) : formatCountShort(amount);
}

function tipOf(row: ComparedRow, { models, measure, currency }: Picture, palette: Palette): HTMLElement {
  const lines = models.map(({ name, title }) => ({
    name: title,
    value: formatMeasure(row.amounts[name], measure, currency),
    colour: palette(modelLook(name).token),
  }));
  return buildTip(row.label, [...lines, { name: texts.compare.spread, value: formatSpread(row.spread, measure, currency) }]);
}

interface Drawing {
  value(dimension: number): number;
  coord(point: [number, number]): [number, number];
}

/** The bar from a row's lowest to its highest figure. */
function rangeSeries({ rows, held }: Picture, palette: Palette) {
  return {
    type: 'custom',
    silent: true,
    z: 1,
    encode: { x: [0, 1], y: 2 },
    data: rows.map((row, lane) => [row.lowest?.amount ?? 0, row.highest?.amount ?? 0, lane]),
    renderItem: (_: unknown, drawing: Drawing) => {
      const lane = drawing.value(2);
      const [x1, y1] = drawing.coord([drawing.value(0), lane]);
      const [x2, y2] = drawing.coord([drawing.value(1), lane]);
      const colour = palette(laneOf(rows[lane]) === held ? 'accent' : 'line-strong');
      return { type: 'line', shape: { x1, y1, x2, y2 }, style: { stroke: colour, lineWidth: 3, lineCap: 'round', opacity: 0.7 } };
    },
  };
}

function markSeries({ rows, models }: Picture, palette: Palette) {
  return models.map(({ name, title }) => ({
    type: 'scatter',
    name: title,
    symbol: `path://${modelPath(name)}`,
    symbolSize: modelExtent(name, MARK_SIZE),
    z: 3,
    itemStyle: { opacity: 1, color: palette(modelLook(name).token), borderColor: palette('surface'), borderWidth: 1.25 },
    emphasis: { scale: 1.3 },
    data: rows.flatMap((row) => {
      const amount = row.amounts[name];
      return amount === undefined || amount === null ? [] : [{ name: laneOf(row), value: [amount, laneOf(row)] }];
    }),
  }));
}

function laneAxis({ rows, held, isNarrow }: Picture, palette: Palette) {
  const labels = new Map(rows.map((row) => [laneOf(row), row.label]));
  const width = isNarrow ? 92 : 168;
  const rich = {
    held: { fontWeight: 600, color: palette('accent-strong'), width, overflow: 'truncate' },
    plain: { color: palette('ink'), width, overflow: 'truncate' },
  };
  return {
    type: 'category',
    inverse: true,
    triggerEvent: true,
    data: rows.map(laneOf),
    axisLine: { show: false },
    axisTick: { show: false },
    splitLine: { show: true, lineStyle: { color: palette('line'), type: 'dotted' } },
    axisLabel: {
      fontSize: isNarrow ? 12 : 13,
      margin: 14,
      width,
      overflow: 'truncate',
      rich,
      formatter: (lane: string) => `{${lane === held ? 'held' : 'plain'}|${(labels.get(lane) ?? lane).replaceAll(/[{}|]/g, ' ')}}`,
    },
  };
}

/** The stretch of the axis the marks need, with some air; from zero when they begin near it. */
function reachOf(rows: readonly ComparedRow[]): { min: number; max: number } {
  const low = rows.reduce((least, row) => Math.min(least, row.lowest?.amount ?? least), Infinity);
  const high = rows.reduce((most, row) => Math.max(most, row.highest?.amount ?? most), 0);
  const air = (high - low) * 0.06 || high * 0.06 || 1;
  return { min: low < high * 0.15 ? 0 : low - air, max: high + air };
}

function drawComparison(picture: Picture, palette: Palette): EChartsCoreOption {
  const { rows, isNarrow } = picture;
  return {
    grid: { left: 4, right: 18, top: 8, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    tooltip: {
      trigger: 'axis',
      axisPointer: { type: 'shadow', shadowStyle: { color: palette('ink'), opacity: 0.05 } },
      backgroundColor: palette('raised'),
      borderColor: palette('line'),
      textStyle: { color: palette('ink'), fontSize: 13 },
      confine: true,
      formatter: (hits: { axisValue: string }[]) => {
        const row = rows.find((candidate) => laneOf(candidate) === hits[0]?.axisValue);
        return row ? tipOf(row, picture, palette) : '';
      },
    },
    xAxis: {
      type: 'value',
      ...reachOf(rows),
      splitNumber: isNarrow ? 2 : 5,
      axisLabel: {
        color: palette('faint'),
        fontSize: 11,
        hideOverlap: true,
        showMinLabel: reachOf(rows).min === 0,
        showMaxLabel: false,
        formatter: (amount: number) => formatAxis(amount, picture),
      },
      splitLine: { lineStyle: { color: palette('line') } },
    },
    yAxis: laneAxis(picture, palette),
    series: [rangeSeries(picture, palette), ...markSeries(picture, palette)],
  };
}

function Legend({ models }: { models: readonly KnownModel[] }) {
  return (
    <ul className="flex flex-wrap gap-x-5 gap-y-1 px-5 text-small text-muted">
      {models.map(({ name, title }) => (
        <li key={name} className="flex items-center gap-2">
          <ModelMark model={name} />
          {title}
        </li>
      ))}
    </ul>
  );
}

function figuresOf(
  rows: readonly ComparedRow[],
  models: readonly KnownModel[],
  { measure, currency }: Pick<Picture, 'measure' | 'currency'>,
): Figures {
  return {
    columns: ['key', 'label', 'measure', 'currency', ...models.map(({ name }) => name)],
    rows: rows.map((row) => [
      row.key,
      row.label,
      measure === 'value' ? 'valueMinor' : measure,
      measure === 'value' ? currency : null,
      ...models.map(({ name }) => row.amounts[name] ?? null),
    ]),
  };
}

interface ChartProps {
  rows: readonly ComparedRow[];
  models: readonly KnownModel[];
  measure: Measure;
  currency: string | null;
  grouping: Grouping;
  held: string | undefined;
  onHold: (key: string) => void;
}

/** A lane per row with a mark per model: the longer the bar between the marks, the more the answer depends on the model. */
export function CompareChart({ rows, models, measure, currency, grouping, held, onHold }: ChartProps) {
  const isNarrow = useMedia('(max-width: 40rem)');
  const shown = useMemo(() => largestRows(rows, MOST_ROWS), [rows]);
  const draw = useCallback(
    (palette: Palette) => drawComparison({ rows: shown, models, measure, currency, held, isNarrow }, palette),
    [shown, models, measure, currency, held, isNarrow],
  );
  const label = texts.compare.chartLabel(texts.measures[measure], texts.groupings[grouping]);
  return (
    <>
      <Legend models={models} />
      <div className="px-3 pt-2 pb-3 sm:px-4">
        <Chart label={label} height={shown.length * LANE + 40} draw={draw} onPick={onHold} />
      </div>
      <div className="flex flex-wrap items-center justify-end gap-x-4 gap-y-1 border-t border-line px-2 py-1 sm:px-3">
        {shown.length < rows.length && (
          <p className="mr-auto px-2 text-small text-muted">{texts.compare.topOnly(formatCount(shown.length), formatCount(rows.length))}</p>
        )}
        <SaveCsv title={label} figures={() => figuresOf(rows, models, { measure, currency })} />
      </div>
    </>
  );
}
