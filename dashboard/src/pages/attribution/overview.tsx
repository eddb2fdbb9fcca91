import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Grouping, Report } from '../../api.ts';
import { AsOfFilter, AsOfNotice, NothingKnown } from '../../components/as-of.tsx';
import { DateFilter } from '../../components/date-filter.tsx';
import { Failure, FailurePanel } from '../../components/failure.tsx';
import { FilterBar, GroupingFilter, KindFilter, LookbackFilter, ModelFilter, UnitFilter, useSelection } from '../../components/filters.tsx';
import { FIGURES } from '../../components/figure.tsx';
import { MeasureChoice } from '../../components/measure-choice.tsx';
import { useChosenModel, useModel } from '../../components/models.ts';
import { Nothing } from '../../components/nothing.tsx';
import { OtherCurrencies } from '../../components/other-currencies.tsx';
import { RoomHead } from '../../components/room-head.tsx';
import { useReportQuery } from '../../components/report-query.ts';
import { HalfLifeFilter } from '../../components/window-sliders.tsx';
import { formatPlural, formatShare } from '../../format.ts';
import { reportQueryOptions } from '../../queries.ts';
import { DEFAULTS, type Selection } from '../../selection.ts';
import { readSort, writeSort } from '../../sort.ts';
import { onboardingTexts } from '../../texts-onboarding.ts';
import { texts } from '../../texts.ts';
import { Panel } from '../../ui/panel.tsx';
import { SkeletonLines, SkeletonWave } from '../../ui/skeleton.tsx';
import { BreakdownTable } from './breakdown-table.tsx';
import { withEvidenceNames } from './delivery-names.ts';
import { DeliveryPanel } from './delivery-panel.tsx';
import { OrganicNotice } from './organic-notice.tsx';
import { OverviewChart } from './overview-chart.tsx';
import { OverviewFigures } from './overview-figures.tsx';
import { Lead, Unfinished, useLead } from './nothing-yet.tsx';
import { buildTimeline } from './timeline.ts';
import { ShareReport } from './share-report.tsx';

function FiguresSkeleton() {
  return (
    <div role="status" className={FIGURES}>
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

function Waiting({ grouping }: { grouping: Grouping }) {
  return (
    <>
      <FiguresSkeleton />
      <Panel id="over-time" title={texts.overview.overTime}>
        <SkeletonWave height={300} label={texts.loading} />
      </Panel>
      <Panel id="breakdown" title={texts.overview.breakdown(texts.groupings[grouping])}>
        <SkeletonLines count={7} label={texts.loading} />
      </Panel>
    </>
  );
}

function TimePanel({ selection }: { selection: Selection }) {
  const { model } = useChosenModel();
  const report = useQuery(reportQueryOptions({ model, groupBy: 'day', ...useReportQuery([model]) }));
  const hasMoney = report.data?.totals.valueMinor !== 0;
  const chosen = selection.measure ?? DEFAULTS.measure;
  const measure = chosen === 'value' && !hasMoney ? 'conversions' : chosen;
  const timeline = report.data && buildTimeline(report.data.rows);
  const title = timeline
    ? `${texts.overview.overTime}, ${timeline.bucketDays === 7 ? texts.overview.byWeek : texts.overview.byDay}`
    : texts.overview.overTime;
  return (
    <Panel id="over-time" title={title} busy={report.isPlaceholderData} aside={<MeasureChoice measure={measure} hasMoney={hasMoney} />}>
      {report.error ? (
        <Failure error={report.error} onRetry={() => void report.refetch()} />
      ) : timeline && report.data ? (
        <>
          <OverviewChart timeline={timeline} measure={measure} currency={report.data.currency} />
          {report.data.totals.organicConversions > 0 && (
            <p className="border-t border-line px-4 py-2.5 text-small text-muted sm:px-5">{texts.overview.organicNotice.notDrawn}</p>
          )}
        </>
      ) : (
        <SkeletonWave height={300} label={texts.loading} />
      )}
    </Panel>
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
  const { model, base } = useChosenModel();
  const { title } = useModel(model);
  const report = useQuery(reportQueryOptions({ model, groupBy: grouping, ...useReportQuery([model]) }));
  const named = useMemo(() => report.data && withEvidenceNames(report.data), [report.data]);
  const sort = readSort(selection.sort) ?? { column: report.data?.totals.valueMinor === 0 ? 'conversions' : 'value', descending: true };
  const { isLed, leave } = useLead(report.data);
  if (isLed)
    return (
      <>
        <RoomHead title={texts.overview.title}>{onboardingTexts.lead}</RoomHead>
        <Lead onLeave={leave} />
      </>
    );
  return (
    <>
      <RoomHead title={texts.overview.title} aside={<ShareReport models={[model]} groupBy={grouping} title={title} />}>
        {report.data && <Summary report={report.data} title={title} />}
      </RoomHead>
      <FilterBar>
        <ModelFilter />
        {base === 'time_decay' && <HalfLifeFilter models={[model]} />}
        <UnitFilter models={[model]} />
        <DateFilter />
        <AsOfFilter />
        <KindFilter />
        <LookbackFilter models={[model]} />
        <GroupingFilter />
      </FilterBar>
      {report.error && <FailurePanel error={report.error} onRetry={() => void report.refetch()} />}
      {report.data?.totals.conversions === 0 && selection.asOf !== undefined ? (
        <NothingKnown asOf={selection.asOf} />
      ) : report.data?.totals.conversions === 0 ? (
        <Nothing others={report.data.otherCurrencies} />
      ) : report.data ? (
        <>
          <Unfinished />
          <AsOfNotice settledAt={report.data.asOf} />
          <OrganicNotice report={report.data} />
          <OverviewFigures report={report.data} />
          <OtherCurrencies others={report.data.otherCurrencies} onChoose={(currency) => change({ currency })} />
          <TimePanel selection={selection} />
          <Panel id="breakdown" title={texts.overview.breakdown(texts.groupings[grouping])} busy={report.isPlaceholderData}>
            <BreakdownTable
              report={named ?? report.data}
              grouping={grouping}
              sort={sort}
              onSort={(next) => change({ sort: writeSort(next) })}
            />
          </Panel>
          {grouping !== 'delivery_evidence' && <DeliveryPanel report={report.data} busy={report.isPlaceholderData} />}
        </>
      ) : (
        !report.error && <Waiting grouping={grouping} />
      )}
    </>
  );
}
