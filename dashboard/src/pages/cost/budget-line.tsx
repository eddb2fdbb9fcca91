import type { ReactNode } from 'react';
import type { Budget } from '../../budgets-api.ts';
import { formatDay, formatPlural } from '../../format.ts';
import { budgetTexts as words } from '../../texts-budgets.ts';
import { Tag } from '../../ui/notice.tsx';
import { barOf, formatChance, formatPercent, formatSum, lookOf } from './budget-amounts.ts';

const FILLS = { within: 'fill-accent', likely: 'fill-notice', exceeded: 'fill-danger' } as const;

/** What is used, what is expected and the limit, in one picture; its name says the same. */
function Bar({ budget }: { budget: Budget }) {
  const { used, limit, low, high } = barOf(budget);
  const { amount, currency, state } = budget;
  const sum = (one: string | number) => formatSum(one, currency);
  const expected = state.forecast === null ? '' : words.barForecast(sum(state.forecast.low), sum(state.forecast.high));
  return (
    <svg role="img" aria-label={words.bar(sum(state.used), sum(amount), expected)} className="h-6 w-full" preserveAspectRatio="none">
      <rect x="0" y="8" width="100%" height="8" rx="4" className="fill-line" />
      {low !== undefined && high !== undefined && (
        <rect x={`${low}%`} y="8" width={`${Math.max(high - low, 0.6)}%`} height="8" className="fill-line-strong" />
      )}
      <rect x="0" y="8" width={`${used}%`} height="8" rx="4" className={FILLS[lookOf(budget)]} />
      <rect x={`${Math.min(limit, 99.6)}%`} y="2" width="2" height="20" className="fill-ink" />
    </svg>
  );
}

/** What the parts of the bars mean. */
export function Legend() {
  const parts = [
    ['bg-accent', words.legend.used],
    ['bg-line-strong', words.legend.expected],
    ['bg-ink', words.legend.limit],
  ] as const;
  return (
    <ul className="flex flex-wrap gap-x-5 gap-y-1 px-4 pb-3 text-small text-muted sm:px-5">
      {parts.map(([colour, text]) => (
        <li key={text} className="flex items-center gap-1.5">
          <span aria-hidden="true" className={`h-2 rounded-full ${text === words.legend.limit ? 'w-0.5' : 'w-4'} ${colour}`} />
          {text}
        </li>
      ))}
    </ul>
  );
}

function Expected({ budget: { currency, state } }: { budget: Budget }) {
  const { forecast, withoutForecast, daysOfData, percent } = state;
  if (forecast === null) return <p className="text-small text-muted">{withoutForecast}</p>;
  const { estimate, low, high, chanceOfExceeding, baseline, missing } = forecast;
  const sum = (one: number) => formatSum(one, currency);
  const sentences = [
    words.expected(sum(estimate), sum(low), sum(high)),
    percent < 100 && words.chance(formatChance(chanceOfExceeding)),
    baseline !== null && words.baseline(sum(baseline)),
    words.data(formatPlural(daysOfData, words.days)),
    missing.length > 0 && words.missing(missing.join(', ')),
  ];
  return <p className="text-small text-muted">{sentences.filter((one) => one !== false).join(' ')}</p>;
}

function Told({ budget: { limitVersion, currency, state } }: { budget: Budget }) {
  const present = state.alerts.filter((alert) => alert.limitVersion === limitVersion).toReversed();
  if (present.length === 0) return null;
  const told = present.map(({ kind, threshold }) => {
    return kind === 'anomaly' ? words.kinds.anomaly(formatDay(threshold)) : words.kinds[kind](threshold, currency);
  });
  return <p className="text-small text-muted">{words.toldOf(told.join(', '))}</p>;
}

function whoseText({ type, key }: Budget['scope']): string {
  return words.whose[type](key ?? '');
}

/** One budget: whose, in which period, what is used of how much, what is expected, and what was told. */
export function BudgetLine({ budget, actions }: { budget: Budget; actions: ReactNode }) {
  const { name, scope, counts, currency, amount, state } = budget;
  const look = lookOf(budget);
  const uncounted = state.uncounted.map((one) => formatSum(one.amount, one.currency)).join(', ');
  return (
    <li className="grid gap-x-8 gap-y-3 border-b border-line px-4 py-4 last:border-b-0 sm:px-5 lg:grid-cols-[minmax(14rem,1fr)_2fr]">
      <div className="min-w-0">
        <h3 className="flex flex-wrap items-center gap-2 font-medium wrap-anywhere">
          {name}
          {look === 'exceeded' && <Tag tone="danger">{words.exceeded}</Tag>}
          {look === 'likely' && <Tag tone="notice">{words.likely}</Tag>}
          {state.phase !== 'running' && <Tag>{words.phases[state.phase]}</Tag>}
        </h3>
        <p className="text-small wrap-anywhere text-muted">
          {whoseText(scope)} · {words.counts[counts]}
        </p>
        <p className="text-small text-muted">{words.period(formatDay(state.startsOn, 'full'), formatDay(state.endsOn, 'full'))}</p>
        {actions}
      </div>
      <div className="flex min-w-0 flex-col gap-1">
        <span className="flex flex-wrap items-baseline justify-between gap-x-4">
          <span>
            <span className="font-semibold" title={`${state.used} ${currency}`}>
              {formatSum(state.used, currency)}
            </span>{' '}
            <span className="text-muted">{words.of(formatSum(amount, currency))}</span>
          </span>
          <span className="text-small text-muted">{words.percent(formatPercent(state.percent))}</span>
        </span>
        <Bar budget={budget} />
        <Expected budget={budget} />
        {uncounted !== '' && <p className="text-small text-muted">{words.uncounted(uncounted)}</p>}
        <Told budget={budget} />
      </div>
    </li>
  );
}
