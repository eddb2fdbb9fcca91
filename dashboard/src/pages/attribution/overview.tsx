import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Grouping, Report } from '../../api.ts';
import { DateFilter } from '../../components/date-filter.tsx';
import { Empty } from '../../components/empty.tsx';
import { Failure } from '../../components/failure.tsx';
import { FilterBar, GroupingFilter, KindFilter, LookbackFilter, ModelFilter, titleOf, useSelection } from '../../components/filters.tsx';
import { HalfLifeFilter } from '../../components/window-sliders.tsx';
import { RoomHead } from '../../components/room-head.tsx';
import { formatMoney, formatPlural, formatShare } from '../../format.ts';
import { modelsQuery, reportQueryOptions } from '../../queries.ts';
import { DEFAULTS, reportQuery, type Selection, utcToday } from '../../selection.ts';
import { readSort, writeSort } from '../../sort.ts';
import { texts } from '../../texts.ts';
import { Button } from '../../ui/button.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { SkeletonLines, SkeletonWave } from '../../ui/skeleton.tsx';
import { BreakdownTable } from './breakdown-table.tsx';
import { OverviewChart, type TimeMeasure } from './overview-chart.tsx';
import { OverviewFigures } from './overview-figures.tsx';
import { buildTimeline } from './timeline.ts';

const MEASURES = [
  { value: 'conversions', label: texts.measures.conversions },
  { value: 'value', label: texts.measures.value },
] as const;

function FiguresSkeleton() {
  return (
    <div
      role="status"
      className="grid grid-cols-1 gap-px overflow-hidden rounded-panel border border-line bg-line min-[26rem]:grid-cols-2 xl:grid-cols-4"
    >
      <span className="sr-only">{texts.loading}</span>
      {[0, 1, 2, 3].map((figure) => (
        <div key={figure} aria-hidden="true" className="space-y-3 bg-surface px-5 py-5">
          <div className="skeleton h-3 w-20" />
          <div className="skeleton h-7 w-32" />
          <div className="skeleton h-3 w-24" />
        </div>
      ))}
    </div>
  );
}

function OtherCurrencies({ report, onChoose }: { report: Report; onChoose: (currency: string) => void }) {
  const others = report.otherCurrencies ?? [];
  if (others.length === 0) return null;
  const list = others.map((other) =>
    texts.overview.otherCurrency(formatPlural(other.conversions, texts.conversions.counted), formatMoney(other.valueMinor, other.currency)),
  );
  return (
    <p className="flex flex-wrap items-center gap-x-3 gap-y-1 px-1 text-small text-muted">
      {texts.overview.otherCurrencies(list.join(' · '))}
      {others.map((other) => (
        <button
          key={other.currency}
          type="button"
          className="font-medium text-accent underline underline-offset-4"
          onClick={() => onChoose(other.currency)}
        >
          {texts.overview.showCurrency(other.currency)}
        </button>
      ))}
    </p>
  );
}

function TimePanel({ selection }: { selection: Selection }) {
  const [chosen, choose] = useState<TimeMeasure>();
  const model = selection.model ?? DEFAULTS.model;
  const report = useQuery(reportQueryOptions({ model, groupBy: 'day', ...reportQuery(selection, utcToday()) }));
  const measure = chosen ?? (report.data && report.data.totals.valueMinor === 0 ? 'conversions' : 'value');
  const timeline = report.data && buildTimeline(report.data.rows);
  const title = timeline
    ? `${texts.overview.overTime}, ${timeline.bucketDays === 7 ? texts.overview.byWeek : texts.overview.byDay}`
    : texts.overview.overTime;
  return (
    <Panel
      id="over-time"
      title={title}
      busy={report.isPlaceholderData}
      aside={<Segmented label={texts.compare.measure} choices={MEASURES} value={measure} onChoose={choose} />}
    >
      {report.error ? (
        <Failure error={report.error} onRetry={() => void report.refetch()} />
      ) : timeline && report.data ? (
        <OverviewChart timeline={timeline} measure={measure} currency={report.data.currency} />
      ) : (
        <SkeletonWave height={300} label={texts.loading} />
      )}
    </Panel>
  );
}

function isNarrowed(selection: Selection): boolean {
  return Boolean(selection.days ?? selection.from ?? selection.to ?? selection.kinds ?? selection.currency);
}

function Nothing({ selection, onReset }: { selection: Selection; onReset: () => void }) {
  const narrowed = isNarrowed(selection);
  return (
    <div className="rounded-panel border border-line bg-surface">
      <Empty
        title={narrowed ? texts.overview.empty : texts.overview.emptyAll}
        help={narrowed ? texts.overview.emptyHelp : texts.overview.emptyAllHelp}
      >
        {narrowed && <Button onClick={onReset}>{texts.overview.showAllTime}</Button>}
      </Empty>
    </div>
  );
}

function Summary({ report, title }: { report: Report; title: string }) {
  const { conversions, attributedConversions } = report.totals;
  if (conversions === 0) return null;
  return texts.overview.summary(
    title,
    formatShare(attributedConversions / conversions),
    formatPlural(conversions, texts.conversions.counted),
  );
}

/** How much was converted, how much of it is credited, when, and to whom. */
export function Overview() {
  const [selection, change] = useSelection();
  const grouping: Grouping = selection.groupBy ?? DEFAULTS.groupBy;
  const model = selection.model ?? DEFAULTS.model;
  const report = useQuery(reportQueryOptions({ model, groupBy: grouping, ...reportQuery(selection, utcToday()) }));
  const { data: models } = useQuery(modelsQuery);
  const sort = readSort(selection.sort) ?? { column: report.data?.totals.valueMinor === 0 ? 'conversions' : 'value', descending: true };
  const reset = () => change({ days: undefined, from: undefined, to: undefined, kinds: undefined, currency: undefined });
  const title = models?.find((candidate) => candidate.name === model)?.title ?? titleOf(model);
  return (
    <>
      <RoomHead title={texts.overview.title}>{report.data && <Summary report={report.data} title={title} />}</RoomHead>
      <FilterBar>
        <ModelFilter />
        {model === 'time_decay' && <HalfLifeFilter />}
        <DateFilter />
        <KindFilter />
        <LookbackFilter />
        <GroupingFilter />
      </FilterBar>
      {report.error && !report.data ? (
        <div className="rounded-panel border border-line bg-surface">
          <Failure error={report.error} onRetry={() => void report.refetch()} />
        </div>
      ) : report.data?.totals.conversions === 0 ? (
        <Nothing selection={selection} onReset={reset} />
      ) : (
        <>
          {report.data ? <OverviewFigures report={report.data} /> : <FiguresSkeleton />}
          {report.data && <OtherCurrencies report={report.data} onChoose={(currency) => change({ currency })} />}
          <TimePanel selection={selection} />
          <Panel id="breakdown" title={texts.overview.breakdown(texts.groupings[grouping])} busy={report.isPlaceholderData}>
            {report.data ? (
              <BreakdownTable report={report.data} grouping={grouping} sort={sort} onSort={(next) => change({ sort: writeSort(next) })} />
            ) : (
              <SkeletonLines count={7} label={texts.loading} />
            )}
          </Panel>
        </>
      )}
    </>
  );
}
