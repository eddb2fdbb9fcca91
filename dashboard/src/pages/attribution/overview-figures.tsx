import type { ReactNode } from 'react';
import type { Report } from '../../api.ts';
import { BigMoney, Few, Known } from '../../components/amount.tsx';
import { WhatIs } from '../../components/what-is.tsx';
import type { DefinitionName } from '../../definitions.ts';
import { formatCount, formatMoney, formatMultiple, formatShare } from '../../format.ts';
import { texts } from '../../texts.ts';
import { wilsonInterval } from './wilson.ts';

function Figure({ name, of, value, children }: { name: string; of: DefinitionName; value: ReactNode; children?: ReactNode }) {
  return (
    <div className="flex min-w-0 flex-col bg-surface px-4 py-4 sm:px-5">
      <dt className="flex items-center gap-1.5 text-small text-muted">
        {name}
        <WhatIs of={of} />
      </dt>
      <dd className="mt-1.5 truncate text-figure font-semibold tracking-[-0.025em]">{value}</dd>
      <dd className="mt-1 text-small text-muted">{children}</dd>
    </div>
  );
}

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

/** The four figures people ask for first, each with its definition. */
export function OverviewFigures({ report }: { report: Report }) {
  const { totals, currency } = report;
  const share = totals.conversions > 0 ? totals.attributedConversions / totals.conversions : null;
  const interval = wilsonInterval(totals.attributedConversions, totals.conversions);
  const spend = summariseSpend(report);
  const roas = spend.spendMinor > 0 ? spend.creditedMinor / spend.spendMinor : null;
  const revenueShare = totals.valueMinor > 0 ? totals.attributedValueMinor / totals.valueMinor : null;
  return (
    <dl className="grid grid-cols-1 gap-px overflow-hidden rounded-panel border border-line bg-line min-[26rem]:grid-cols-2 xl:grid-cols-4">
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
          </>
        )}
      </Figure>
      <Figure name={texts.overview.roas} of="roas" value={<Known text={formatMultiple(roas)} />}>
        {spend.known === 0
          ? texts.overview.unknownSpend
          : `${formatMoney(spend.spendMinor, currency)} ${texts.overview.spend.toLowerCase()}, ${texts.overview.spendOn(formatCount(spend.known), formatCount(report.rows.length))}`}
      </Figure>
    </dl>
  );
}
