import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type Reach, REACH_GROUPINGS, type ReachQuery } from '../../analytics-api.ts';
import { DateFilter } from '../../components/date-filter.tsx';
import { Empty } from '../../components/empty.tsx';
import { ListFailure } from '../../components/failure.tsx';
import { ChoiceFilter, FilterBar, KindFilter, LookbackFilter, RuleFilter, useSelection } from '../../components/filters.tsx';
import { OtherCurrencies } from '../../components/other-currencies.tsx';
import { RoomHead } from '../../components/room-head.tsx';
import { WhatIsThis } from '../../ui/what-is-this.tsx';
import { useWindowDefaults } from '../../components/window-defaults.ts';
import { formatDay, formatPlural } from '../../format.ts';
import { reportQuery, utcToday, ruleOf } from '../../selection.ts';
import { analyticsTexts } from '../../texts-analytics.ts';
import { texts } from '../../texts.ts';
import { Hourglass } from '../../ui/icons.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { reachQuery } from './analytics-queries.ts';
import { DifferenceTable, ReachTable } from './reach-table.tsx';

const words = analyticsTexts.reach;

/** The period of the same length that ends where this one begins; none for one with an open end. */
function periodBefore({ from, to }: { from?: string; to?: string }): Pick<ReachQuery, 'compareFrom' | 'compareTo'> {
  if (from === undefined || to === undefined) return {};
  const length = Date.parse(to) - Date.parse(from);
  return { compareFrom: new Date(Date.parse(from) - length).toISOString(), compareTo: from };
}

function Choices({ canCompare }: { canCompare: boolean }) {
  const { by = 'campaign', beside } = useSearch({ from: '/signed-in/analytics/reach' });
  const navigate = useNavigate();
  const choose = (part: object) =>
    void navigate({ to: '.', search: (before) => ({ ...before, ...part }), replace: true, resetScroll: false });
  return (
    <FilterBar>
      <ChoiceFilter
        label={words.groupBy}
        value={by}
        options={REACH_GROUPINGS.map((one) => [one, words.groupings[one]] as const)}
        onChoose={(one) => choose({ by: one === 'campaign' ? undefined : one })}
      />
      <DateFilter />
      <ChoiceFilter
        label={words.beside}
        beside={<WhatIsThis definition={words.besideHelp} />}
        value={canCompare ? (beside ?? '') : ''}
        options={[['', words.besideNothing] as const, ...(canCompare ? [['before', words.besideBefore] as const] : [])]}
        onChoose={(one) => choose({ beside: one || undefined })}
      />
      <RuleFilter />
      <KindFilter />
      <LookbackFilter />
    </FilterBar>
  );
}

function Figures({ reach, busy }: { reach: Reach; busy: boolean }) {
  const [, change] = useSelection();
  const { comparedWith, omittedRows } = reach;
  const dayOf = (instant: string | null, offset = 0) =>
    instant === null ? '' : formatDay(new Date(Date.parse(instant) + offset).toISOString().slice(0, 10), 'full');
  return (
    <>
      {!reach.isFullyObserved && (
        <Notice tone="notice" icon={<Hourglass />}>
          {analyticsTexts.young}
        </Notice>
      )}
      <Panel id="reach" title={words.figures} busy={busy}>
        <ReachTable reach={reach} />
        <p className="border-t border-line px-5 py-3 text-small text-muted">
          {words.notAdditive} {analyticsTexts.intervals}{' '}
          {omittedRows > 0 && analyticsTexts.omitted(formatPlural(omittedRows, analyticsTexts.omittedRows))}
        </p>
      </Panel>
      {comparedWith && (
        <Panel id="differences" title={words.differences} busy={busy}>
          <DifferenceTable reach={reach} />
          <p className="border-t border-line px-5 py-3 text-small text-muted">
            {words.differencesLead(dayOf(comparedWith.from), dayOf(comparedWith.to, -1))}
          </p>
        </Panel>
      )}
      <OtherCurrencies others={reach.otherCurrencies} onChoose={(currency) => change({ currency })} />
    </>
  );
}

/** How far exposures reached, what they led to and what they cost. */
export function ReachRoom() {
  const [selection] = useSelection();
  const { by, beside } = useSearch({ from: '/signed-in/analytics/reach' });
  const shared = reportQuery(selection, useWindowDefaults(), utcToday());
  const before = periodBefore(shared);
  const compared = beside === 'before' ? before : {};
  const query = useQuery(reachQuery({ groupBy: by, model: ruleOf(selection), ...shared, ...compared }));
  const { data, error } = query;
  return (
    <>
      <RoomHead title={analyticsTexts.tabs.reach}>{words.lead}</RoomHead>
      <Choices canCompare={before.compareFrom !== undefined} />
      {data && !error && data.rows.length > 0 ? (
        <Figures reach={data} busy={query.isPlaceholderData} />
      ) : (
        <div className="rounded-panel border border-line bg-surface">
          {error ? (
            <ListFailure error={error} onRetry={() => void query.refetch()} />
          ) : data ? (
            <Empty title={words.empty} help={words.emptyHelp} />
          ) : (
            <SkeletonLines count={8} label={texts.loading} />
          )}
        </div>
      )}
    </>
  );
}
