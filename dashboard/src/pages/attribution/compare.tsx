import { withEvidenceNames } from './delivery-names.ts';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { type Comparison, RULES } from '../../api.ts';
import { AsOfFilter, AsOfNotice, NothingKnown } from '../../components/as-of.tsx';
import { DateFilter } from '../../components/date-filter.tsx';
import { FailurePanel } from '../../components/failure.tsx';
import { FilterBar, GroupingFilter, KindFilter, UnitFilter, useSelection } from '../../components/filters.tsx';
import { NO_MODELS, useOwnModels } from '../../components/fixed.ts';
import { type KnownModel, useNamed } from '../../components/models.ts';
import { MeasureChoice } from '../../components/measure-choice.tsx';
import { ModelsFilter } from '../../components/models-filter.tsx';
import { Nothing } from '../../components/nothing.tsx';
import { OtherCurrencies } from '../../components/other-currencies.tsx';
import { RoomHead } from '../../components/room-head.tsx';
import { useReportQuery } from '../../components/report-query.ts';
import { HalfLifeFilter, LookbackSlider } from '../../components/window-sliders.tsx';
import { formatMoney, formatPlural } from '../../format.ts';
import { compareQueryOptions } from '../../queries.ts';
import { DEFAULTS, type Measure } from '../../selection.ts';
import { readSort, writeSort } from '../../sort.ts';
import { texts } from '../../texts.ts';
import { Panel } from '../../ui/panel.tsx';
import { SkeletonLines, SkeletonWave } from '../../ui/skeleton.tsx';
import { CompareChart } from './compare-chart.tsx';
import { HeldRow } from './compare-held.tsx';
import { CompareTable } from './compare-table.tsx';
import { buildComparedRows, shownMeasure } from './comparison.ts';
import { ComparedFits } from './organic-notice.tsx';
import { ShareReport } from './share-report.tsx';

function unsharedText({ totals, currency, models }: Comparison): string {
  const [first] = models;
  const { unattributedConversions, unattributedValueMinor } = totals[first];
  const conversions = formatPlural(unattributedConversions, texts.conversions.counted);
  return texts.compare.sharesOf(conversions, unattributedValueMinor > 0 ? formatMoney(unattributedValueMinor, currency) : undefined);
}

interface ComparedProps {
  comparison: Comparison;
  models: readonly KnownModel[];
  measure: Measure;
  busy: boolean;
}

/** The chart and the table of one comparison, and the row that is held. */
function Compared({ comparison, models, measure, busy }: ComparedProps) {
  const [selection, change] = useSelection();
  const rows = useMemo(() => buildComparedRows(comparison, measure), [comparison, measure]);
  const grouping = selection.groupBy ?? DEFAULTS.groupBy;
  const held = selection.focus;
  const hold = (key: string | undefined) => change({ focus: key });
  const sort = readSort(selection.sort) ?? { column: models[0]?.name ?? 'label', descending: true };
  const shared = { rows, models, measure, grouping, held };
  const { currency } = comparison;
  return (
    <>
      <AsOfNotice settledAt={comparison.asOf} />
      <ComparedFits comparison={comparison} models={models} />
      {held !== undefined && (
        <HeldRow
          row={rows.find(({ key }) => key === held)}
          heldKey={held}
          models={models}
          measure={measure}
          currency={currency}
          onClear={() => hold(undefined)}
        />
      )}
      <Panel
        id="disagreement"
        title={texts.compare.chart}
        busy={busy}
        aside={<MeasureChoice measure={measure} hasMoney={shownMeasure(comparison, 'value') === 'value'} />}
      >
        {rows.length > 0 ? (
          <CompareChart {...shared} currency={currency} onHold={(key) => hold(key || undefined)} />
        ) : (
          <p className="px-5 pb-5 text-muted">{texts.overview.noCredit}</p>
        )}
      </Panel>
      <OtherCurrencies others={comparison.otherCurrencies} onChoose={(chosen) => change({ currency: chosen })} />
      <Panel id="side-by-side" title={texts.compare.table} busy={busy}>
        <CompareTable {...shared} comparison={comparison} onHold={hold} sort={sort} onSort={(next) => change({ sort: writeSort(next) })} />
        {measure === 'share' && <p className="border-t border-line px-5 py-3 text-small text-muted">{unsharedText(comparison)}</p>}
      </Panel>
    </>
  );
}

function Waiting() {
  return (
    <>
      <Panel id="disagreement" title={texts.compare.chart}>
        <SkeletonWave height={320} label={texts.loading} />
      </Panel>
      <Panel id="side-by-side" title={texts.compare.table}>
        <SkeletonLines count={8} label={texts.loading} />
      </Panel>
    </>
  );
}

const isEmpty = ({ totals }: Comparison) => Object.values(totals).every(({ conversions }) => conversions === 0);

/** The same conversions under several models side by side, with the options they depend on to play with. */
export function Compare() {
  const [selection] = useSelection();
  const groupBy = selection.groupBy ?? DEFAULTS.groupBy;
  const asked = selection.models ?? RULES;
  const query = { models: selection.models?.join(','), groupBy, ...useReportQuery(asked) };
  const comparison = useQuery(compareQueryOptions(query));
  const named = useMemo(() => comparison.data && withEvidenceNames(comparison.data), [comparison.data]);
  const models = useNamed(named?.models ?? NO_MODELS);
  const own = useOwnModels(asked);
  const usesHalfLife = asked.some((name, place) => (own[place]?.base ?? name) === 'time_decay');
  return (
    <>
      <RoomHead title={texts.compare.title} aside={<ShareReport models={asked} groupBy={groupBy} title={texts.compare.title} />}>
        {texts.compare.lead}
      </RoomHead>
      <FilterBar>
        <ModelsFilter />
        <GroupingFilter />
        <DateFilter />
        <AsOfFilter />
        <KindFilter />
        <LookbackSlider models={asked} />
        {usesHalfLife && <HalfLifeFilter models={asked} />}
        <UnitFilter models={asked} />
      </FilterBar>
      {comparison.error && <FailurePanel error={comparison.error} onRetry={() => void comparison.refetch()} />}
      {!comparison.data ? (
        !comparison.error && <Waiting />
      ) : isEmpty(comparison.data) && selection.asOf !== undefined ? (
        <NothingKnown asOf={selection.asOf} />
      ) : isEmpty(comparison.data) ? (
        <Nothing others={comparison.data.otherCurrencies} />
      ) : (
        <Compared
          comparison={named ?? comparison.data}
          models={models}
          measure={shownMeasure(comparison.data, selection.measure ?? DEFAULTS.measure)}
          busy={comparison.isPlaceholderData}
        />
      )}
    </>
  );
}
