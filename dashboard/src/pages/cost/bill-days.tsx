import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { CostReport, CostReportQuery } from '../../bill-api.ts';
import { meanings } from '../../definitions-of-columns.ts';
import { billTexts as words } from '../../texts-bill.ts';
import { Panel } from '../../ui/panel.tsx';
import { costReportQuery } from './bill-queries.ts';
import { formatCharge, formatChargeShort } from './charge-amounts.ts';
import { DayChart } from './day-chart.tsx';
import { everyDay } from './usage-amounts.ts';

function CurrencyDays({ report, currency }: { report: CostReport; currency: string }) {
  const format = useCallback((amount: string) => formatCharge(amount, currency), [currency]);
  const short = useCallback((value: number) => formatChargeShort(value, currency), [currency]);
  const rows = report.currencies.find((one) => one.currency === currency)?.rows ?? [];
  return (
    <DayChart
      label={words.byDay(currency)}
      name={words.amount}
      meaning={meanings.dayAmount}
      days={everyDay(report.from, report.to, new Map(rows.map(({ key, amount }) => [key ?? '', amount])))}
      format={format}
      short={short}
    />
  );
}

/** What was charged day by day, in each currency. */
export function BillDays({ query }: { query: CostReportQuery }) {
  const { data } = useQuery(costReportQuery({ ...query, groupBy: 'day' }));
  if (!data || data.currencies.length === 0) return null;
  return (
    <Panel id="charge-days" title={words.dayPanel}>
      {data.currencies.map(({ currency }) => (
        <CurrencyDays key={currency} report={data} currency={currency} />
      ))}
    </Panel>
  );
}
