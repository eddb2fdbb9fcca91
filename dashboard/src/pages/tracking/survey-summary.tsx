import { meanings } from '../../definitions-of-columns.ts';
import { useQuery } from '@tanstack/react-query';
import { Known } from '../../components/amount.tsx';
import { ListFailure } from '../../components/failure.tsx';
import { Figure, FIGURES } from '../../components/figure.tsx';
import { useSelection } from '../../components/filters.tsx';
import { ShareFigure } from '../../components/share-figure.tsx';
import { formatCount, formatMultiple, formatPlural, UNKNOWN } from '../../format.ts';
import { timeQuery, utcToday } from '../../selection.ts';
import type { SurveySummary } from '../../surveys-api.ts';
import { surveyTexts as words } from '../../texts-surveys.ts';
import { texts } from '../../texts.ts';
import { Panel } from '../../ui/panel.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { type Column, figure, Table } from '../../ui/table.tsx';
import { surveySummaryQuery } from './tracking-queries.ts';

/** Before any answer; the summary asks for both ends where none was chosen. */
const BEFORE_ALL = '2000-01-01T00:00:00.000Z';
const ALL_UNTIL_TODAY = { days: 1 };

const COLUMNS: readonly Column<SurveySummary['shows'][number]>[] = [
  { id: 'show', header: words.show, cell: ({ show }) => show },
  { id: 'answers', ...figure(words.answers, meanings.surveyAnswers), cell: ({ answers }) => formatCount(answers) },
];

function rangeOf({ low, high }: { low: number | null; high: number | null }, format: (value: number) => string): string | null {
  return low === null || high === null ? null : texts.interval95(format(low), format(high));
}

const orUnknown = (value: number | null) => (value === null ? UNKNOWN : formatCount(Math.round(value)));

function Figures({ summary: { podcastShare, projected, customers, direct, multiplier } }: { summary: SurveySummary }) {
  return (
    <dl className={`${FIGURES} m-4 mt-0 sm:m-5 sm:mt-0`}>
      <Figure name={words.multiplier} of="surveyMultiplier" value={<Known text={formatMultiple(multiplier.value)} />}>
        {direct === 0 ? words.noDirect : rangeOf(multiplier, formatMultiple)}
      </Figure>
      <ShareFigure
        name={words.share}
        of="surveyShare"
        share={podcastShare}
        counted={words.answersOf(formatCount(podcastShare.count), formatPlural(podcastShare.of, words.counted))}
      />
      <Figure name={words.projected} of="surveyProjected" value={<Known text={orUnknown(projected.value)} />}>
        <span className="block">{words.ofCustomers(formatPlural(customers, words.customers))}</span>
        {rangeOf(projected, (value) => formatCount(Math.round(value)))}
      </Figure>
      <Figure name={words.direct} of="surveyDirect" value={formatCount(direct)}>
        {words.ofCustomers(formatPlural(customers, words.customers))}
      </Figure>
    </dl>
  );
}

/** What the answers of the chosen days say together. */
export function SurveySummaryPanel() {
  const [selection] = useSelection();
  const chosen = timeQuery(selection, utcToday());
  const to = chosen.to ?? timeQuery(ALL_UNTIL_TODAY, utcToday()).to ?? '';
  const query = useQuery(surveySummaryQuery({ from: chosen.from ?? BEFORE_ALL, to }));
  const { data, error } = query;
  return (
    <Panel id="survey-summary" title={words.summary} busy={query.isPlaceholderData}>
      {error && !data && <ListFailure error={error} onRetry={() => void query.refetch()} />}
      {!error && !data && <SkeletonLines count={3} label={texts.loading} />}
      {data?.podcastShare.of === 0 && <p className="px-4 pb-5 text-muted sm:px-5">{words.noAnswers}</p>}
      {data && data.podcastShare.of > 0 && (
        <>
          <Figures summary={data} />
          {data.shows.length > 0 && <Table caption={words.byShow} columns={COLUMNS} rows={data.shows} rowKey={({ show }) => show} />}
        </>
      )}
    </Panel>
  );
}
