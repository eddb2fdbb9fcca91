import { useQuery } from '@tanstack/react-query';
import type { Report } from '../../api.ts';
import { BigMoney, Few, Known } from '../../components/amount.tsx';
import { Figure, FIGURES } from '../../components/figure.tsx';
import { useSelection } from '../../components/filters.tsx';
import { WhatIs } from '../../components/what-is.tsx';
import { formatCount, formatMoney, formatMultiple, formatShare } from '../../format.ts';
import { useWindowDefaults } from '../../components/window-defaults.ts';
import { placeboQueryOptions } from '../../queries.ts';
import { reportQuery, utcToday } from '../../selection.ts';
import { texts } from '../../texts.ts';
import { wilsonInterval } from './wilson.ts';

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

/** How much of the attributed share may be chance; nothing while it is not known. */
function ByChance() {
  const [selection] = useSelection();
  const { conversionKind, from, to, lookbackDays } = reportQuery(selection, useWindowDefaults(), utcToday());
  const placebo = useQuery(placeboQueryOptions({ conversionKind, from, to, lookbackDays })).data?.placebo;
  if (!placebo || placebo.rate === null) return null;
  return (
    <span className="flex items-center gap-1.5">
      {texts.overview.placebo(formatShare(placebo.rate), formatShare(placebo.low), formatShare(placebo.high))}
      <WhatIs of="placebo" />
    </span>
  );
}

/** The four figures people ask for first, each with its definition. */
export function OverviewFigures({ report }: { report: Report }) {
  const { totals, currency } = report;
  const share = totals.conversions > 0 ? totals.attributedConversions / totals.conversions : null;
  const interval = wilsonInterval(totals.attributedConversions, totals.conversions);
  const spend = summariseSpend(report);
  const roas = spend.spendMinor > 0 ? spend.creditedMinor / spend.spendMinor : null;
  const revenueShare = totals.valueMinor > 0 ? totals.attributedValueMinor / totals.valueMinor : null;
  return (
    <dl className={FIGURES}>
      <Figure name={texts.overview.conversions} of="conversions" value={formatCount(totals.conversions)}>
        {texts.overview.attributedOf(formatCount(totals.attributedConversions))}
      </Figure>
      <Figure name={texts.overview.revenue} of="revenue" value={<BigMoney valueMinor={totals.valueMinor} currency={currency} />}>
        {revenueShare === null ? null : (
          <>
            {formatMoney(totals.attributedValueMinor, currency)} {texts.overview.attributed.toLowerCase()} <WhatIs of="creditedRevenue" />
          </>
        )}
      </Figure>
      <Figure
        name={texts.overview.attributedShare}
        of="attributedShare"
        value={
          <span className="flex items-center gap-2">
            {formatShare(share)}
            {totals.conversions > 0 && <Few conversions={totals.conversions} />}
          </span>
        }
      >
        {share !== null && interval && (
          <>
            <IntervalBar share={share} {...interval} />
            {texts.overview.interval(formatShare(interval.low), formatShare(interval.high))}
            <ByChance />
          </>
        )}
      </Figure>
      <Figure name={texts.overview.roas} of="roas" value={<Known text={formatMultiple(roas)} />}>
        {spendText(spend, report)}
      </Figure>
    </dl>
  );
}
