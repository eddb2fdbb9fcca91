import { Known } from '../../components/amount.tsx';
import { formatCount, formatMoney, formatMoneyShort, formatCountShort, UNKNOWN } from '../../format.ts';
import type { PredictionMeasure, PredictionSummary } from '../../predictions-api.ts';
import { predictionTexts as words } from '../../texts-predictions.ts';
import { Tag } from '../../ui/notice.tsx';

type Measure = PredictionMeasure['measure'];

const MONEY: ReadonlySet<Measure> = new Set(['revenue', 'spend', 'cpa']);

/** A number of a measure, in full or in a few characters. */
export function amountText(value: number | null, measure: Measure, currency: string | null, isShort = false): string {
  if (value === null) return UNKNOWN;
  if (MONEY.has(measure)) return isShort ? formatMoneyShort(value, currency) : formatMoney(Math.round(value), currency);
  return isShort ? formatCountShort(value) : formatCount(Math.round(value));
}

/** Both ends of an interval of a measure. */
export function intervalText(
  { measure, intervals }: Pick<PredictionMeasure, 'measure' | 'intervals'>,
  level: number,
  currency: string | null,
) {
  const found = intervals?.find((one) => one.level === level);
  if (found === undefined) return UNKNOWN;
  const low = amountText(found.low, measure, currency);
  return found.high === null ? `${low} ${words.orMore}` : `${low} – ${amountText(found.high, measure, currency)}`;
}

/** What came, and how narrow an interval holds it; before it is known, from when it will be. */
export function CameCell({
  one,
  currency,
}: {
  one: Pick<PredictionMeasure, 'measure' | 'outcome' | 'insideLevels'>;
  currency: string | null;
}) {
  if (one.outcome === null) return <Known text={UNKNOWN} />;
  const narrowest = one.insideLevels === null ? undefined : Math.min(...one.insideLevels);
  return (
    <span className="whitespace-nowrap">
      {amountText(one.outcome, one.measure, currency)}{' '}
      {narrowest !== undefined && (
        <Tag tone={Number.isFinite(narrowest) ? 'plain' : 'notice'}>
          {Number.isFinite(narrowest) ? words.inside(words.levels[narrowest]) : words.outside}
        </Tag>
      )}
    </span>
  );
}

/** That there was nothing to predict from but a prior. */
export function NoHistory({ label }: Pick<PredictionSummary, 'label'>) {
  return label === 'no_history' ? (
    <Tag tone="notice" title={words.noHistoryTitle}>
      {words.noHistory}
    </Tag>
  ) : null;
}

export const subjectOf = ({ subject }: Pick<PredictionSummary, 'subject'>) => subject.name ?? subject.key ?? words.plan;
