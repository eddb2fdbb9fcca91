import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { ListFailure } from '../../components/failure.tsx';
import { ProblemError } from '../../api.ts';
import { Instant } from '../../components/amount.tsx';
import { Empty } from '../../components/empty.tsx';
import { ChoiceFilter, FilterBar, RuleFilter, useSelection } from '../../components/filters.tsx';
import { RoomHead } from '../../components/room-head.tsx';
import { formatInstant, formatPlural } from '../../format.ts';
import { paths } from '../../paths.ts';
import { ruleOf } from '../../selection.ts';
import type { ReceivedShare, Share, ShareGrouping, ShareReport } from '../../shares-api.ts';
import { sharingTexts } from '../../texts-sharing.ts';
import { texts } from '../../texts.ts';
import { Button } from '../../ui/button.tsx';
import { ArrowLeft, Hourglass } from '../../ui/icons.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { ShareFigures } from './share-figures.tsx';
import { givenSharesQuery, receivedSharesQuery, shareReportQuery } from './share-queries.ts';
import { scopeInWords } from './share-scope.tsx';

const words = sharingTexts.figures;
const MOST_COUNTED = 1_000;

/** The share as this tenant knows it, from whichever list has it. */
function useShare(id: string): Share | ReceivedShare | undefined {
  const given = useQuery(givenSharesQuery).data?.find((share) => share.id === id);
  const received = useQuery(receivedSharesQuery).data?.find((share) => share.id === id);
  return given ?? received;
}

function BackToSharing() {
  return (
    <Link to={paths.sharing} search={{}} className="mb-1 flex w-fit items-center gap-1.5 text-small text-muted hover:text-ink">
      <ArrowLeft className="size-3.5" />
      {words.back}
    </Link>
  );
}

function otherSideOf(share: Share | ReceivedShare): string {
  return 'grantor' in share ? words.by(share.grantor) : words.with(share.grantee ?? share.partner);
}

function Waiting({ report, onAgain }: { report: ShareReport; onAgain: () => void }) {
  const { waitingConversions: waiting } = report;
  if (waiting === 0) return <div role="status" className="contents" />;
  const count = formatPlural(waiting, words.waitingCount);
  return (
    <Notice tone="notice" icon={<Hourglass />} live="status">
      <span className="flex flex-wrap items-center justify-between gap-2">
        {words.waiting(waiting >= MOST_COUNTED ? words.atLeast(count) : count)}
        <button type="button" className="min-h-6 font-medium underline underline-offset-4" onClick={onAgain}>
          {words.again}
        </button>
      </span>
    </Notice>
  );
}

/** Under which rules the figures came about, in plain sentences. */
function HowToRead({ report, share }: { report: ShareReport; share: Share | ReceivedShare | undefined }) {
  const { computedAt, minPeople, lookbackDays, exposuresSince, ordersSince, waitingConversions } = report;
  return (
    <div className="border-t border-line px-4 py-4 text-small text-muted sm:px-5">
      <div className="max-w-[80ch] space-y-1.5">
        <p>
          {words.computed}: {computedAt === null ? words.building : <Instant at={computedAt} />}
          {waitingConversions === 0 && computedAt !== null && `; ${words.complete}`}.
        </p>
        <p>{words.floor(formatPlural(minPeople, sharingTexts.scope.people))}</p>
        <p>
          {words.method(lookbackDays)}
          {exposuresSince !== null && ordersSince !== null && ` ${words.since(formatInstant(exposuresSince), formatInstant(ordersSince))}`}
        </p>
        {share && <p>{words.covers(scopeInWords(share).join(', ').replace(/^T/, 't'))}</p>}
      </div>
    </div>
  );
}

function Unreadable({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const isGone = error instanceof ProblemError && error.status === 404;
  return isGone ? <Empty title={words.gone} help={words.goneHelp} /> : <ListFailure error={error} onRetry={onRetry} />;
}

interface ChoicesProps {
  share: Share | ReceivedShare | undefined;
  groupBy: ShareGrouping;
  onGroupBy: (groupBy: ShareGrouping) => void;
  report: ShareReport | undefined;
  onCurrency: (currency: string) => void;
}

function Choices({ share, groupBy, onGroupBy, report, onCurrency }: ChoicesProps) {
  const groupings = ['campaign', ...(share?.breakdowns ?? [])] as const;
  const currencies = report?.currency ? [report.currency, ...report.otherCurrencies] : [];
  return (
    <FilterBar>
      <RuleFilter />
      <ChoiceFilter
        label={words.groupBy}
        value={groupBy}
        options={groupings.map((grouping) => [grouping, sharingTexts.breakdowns[grouping]] as const)}
        onChoose={onGroupBy}
      />
      {report?.currency && currencies.length > 1 && (
        <ChoiceFilter
          label={words.currency}
          value={report.currency}
          options={currencies.sort().map((currency) => [currency, currency] as const)}
          onChoose={onCurrency}
        />
      )}
    </FilterBar>
  );
}

/** The figures of one share, as both sides read them. */
export function ShareReportRoom() {
  const { id } = useParams({ from: '/signed-in/settings/sharing/$id' });
  const [selection] = useSelection();
  const [groupBy, group] = useState<ShareGrouping>('campaign');
  const [currency, count] = useState<string>();
  const share = useShare(id);
  const answer = useQuery(shareReportQuery(id, { model: ruleOf(selection), groupBy, currency }));
  const { data, error, isPlaceholderData, refetch } = answer;
  const report = error ? undefined : data;
  return (
    <>
      <RoomHead title={report?.campaignLabel ?? share?.campaign ?? sharingTexts.report} above={<BackToSharing />}>
        {share && `${otherSideOf(share)} ${words.same}`}
      </RoomHead>
      {report && <Waiting report={report} onAgain={() => void refetch()} />}
      {!error && <Choices share={share} groupBy={groupBy} onGroupBy={group} report={report} onCurrency={count} />}
      <Panel
        id="share-report"
        title={sharingTexts.report}
        busy={isPlaceholderData}
        aside={report && <Button onClick={() => void refetch()}>{words.again}</Button>}
      >
        {error ? (
          <Unreadable error={error} onRetry={() => void refetch()} />
        ) : report ? (
          <>
            <ShareFigures report={report} />
            <HowToRead report={report} share={share} />
          </>
        ) : (
          <SkeletonLines count={4} label={texts.loading} />
        )}
      </Panel>
    </>
  );
}
