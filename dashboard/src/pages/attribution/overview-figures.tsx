import { useQuery } from '@tanstack/react-query';
import type { Report } from '../../api.ts';
import { BigMoney, Few, Known } from '../../components/amount.tsx';
import { Figure, FIGURES } from '../../components/figure.tsx';
import { useSelection } from '../../components/filters.tsx';
import { WhatIs } from '../../components/what-is.tsx';
import { formatCount, formatCredit, formatMoney, formatMultiple, formatShare } from '../../format.ts';
import { useWindowDefaults } from '../../components/window-defaults.ts';
import { placeboQueryOptions } from '../../queries.ts';
import { reportQuery, utcToday } from '../../selection.ts';
import { texts } from '../../texts.ts';
import { creditedShare } from './credited-share.ts';

/** The share on a scale from 0 to 100 %: a tick for what was observed, a band for the interval around it. */
function IntervalBar({ share, low, high }: { share: number; low: number; high: number }) {
  const percent = (part: number) => `${part * 100}%`;
  return (
    <span className="relative mt-2 mb-1.5 block h-1.5 rounded-full bg-line" aria-hidden="true">
      <span className="absolute inset-y-0 left-0 rounded-full bg-accent opacity-35" style={{ width: percent(share) }} />
      <span className="absolute inset-y-0 rounded-full bg-accent opacity-60" style={{ left: percent(low), width: percent(high - low) }} />
      <span className="absolute -inset-y-1 -ml-px w-0.5 rounded-full bg-accent-strong" style={{ left: percent(share) }} />
    </span>
  );
}

interface SpendSummary {
  spendMinor: number;
  creditedMinor: number;
  known: number;
}

function summariseSpend(report: Report): SpendSummary {
  const known = report.rows.filter((row) => row.spendMinor !== null);
  return {
    spendMinor: known.reduce((sum, row) => sum + (row.spendMinor ?? 0), 0),
    creditedMinor: known.reduce((sum, row) => sum + row.valueMinor, 0),
    known: known.length,
  };
}

function spendText({ spendMinor, known }: SpendSummary, { rows, currency, from, to, groupBy }: Report): string {
  if (known === 0 && groupBy !== 'campaign') return texts.overview.spendByCampaign;
  if (known === 0) return (from ?? to) === null ? texts.overview.unknownSpend : texts.overview.spendOfAllTime;
  const amount = `${formatMoney(spendMinor, currency)} ${texts.overview.spend.toLowerCase()}`;
  return `${amount}, ${texts.overview.spendOn(formatCount(known), formatCount(rows.length))}`;
}

/** How many conversions match exposures that came after them; nothing while it is not known. */
function Placebo() {
  const [selection] = useSelection();
  const { conversionKind, from, to, lookbackDays } = reportQuery(selection, useWindowDefaults(), utcToday());
  // It is told of the present alone.
  const isPast = selection.asOf !== undefined;
  const placebo = useQuery({ ...placeboQueryOptions({ conversionKind, from, to, lookbackDays }), enabled: !isPast }).data?.placebo;
  if (isPast || !placebo || placebo.rate === null) return null;
  return (
    <span className="mt-1 block">
      {texts.overview.placebo(formatShare(placebo.rate), formatShare(placebo.low), formatShare(placebo.high))} <WhatIs of="placebo" />
    </span>
  );
}

/** The share of all conversions that is credited: counted under a rule, estimated where a model gives a part to no ad. */
function ShareFigure({ totals }: Pick<Report, 'totals'>) {
  const found = creditedShare(totals);
  const isEstimate = found?.matched !== undefined;
  return (
    <Figure
      name={isEstimate ? texts.overview.creditedShare : texts.overview.attributedShare}
      of={isEstimate ? 'creditedShare' : 'attributedShare'}
      value={
        <span className="flex items-center gap-2">
          {formatShare(found?.share ?? null)}
          {totals.conversions > 0 && <Few conversions={totals.conversions} />}
        </span>
      }
    >
      {found?.interval && (
        <>
          <IntervalBar share={found.share} {...found.interval} />
          <span className="block">
            {(isEstimate ? texts.overview.fitInterval : texts.interval95)(
              formatShare(found.interval.low),
              formatShare(found.interval.high),
            )}
          </span>
        </>
      )}
      {found?.matched !== undefined && <span className="block">{texts.overview.ofMatched(formatShare(found.matched))}</span>}
      {found && <Placebo />}
    </Figure>
  );
}

/** The four figures people ask for first, each with its definition. */
export function OverviewFigures({ report }: { report: Report }) {
  const { totals, currency } = report;
  const { attributedConversions: attributed } = totals;
  const spend = summariseSpend(report);
  const roas = spend.spendMinor > 0 ? spend.creditedMinor / spend.spendMinor : null;
  const revenueShare = totals.valueMinor > 0 ? totals.attributedValueMinor / totals.valueMinor : null;
  return (
    <dl className={FIGURES}>
      <Figure name={texts.overview.conversions} of="conversions" value={formatCount(totals.conversions)}>
        {texts.overview.attributedOf(Number.isInteger(attributed) ? formatCount(attributed) : formatCredit(attributed))}
      </Figure>
      <Figure name={texts.overview.revenue} of="revenue" value={<BigMoney valueMinor={totals.valueMinor} currency={currency} />}>
        {revenueShare === null ? null : (
          <>
            {formatMoney(totals.attributedValueMinor, currency)} {texts.overview.attributed.toLowerCase()} <WhatIs of="creditedRevenue" />
          </>
        )}
      </Figure>
      <ShareFigure totals={totals} />
      <Figure name={texts.overview.roas} of="roas" value={<Known text={formatMultiple(roas)} />}>
        {spendText(spend, report)}
      </Figure>
    </dl>
  );
}
