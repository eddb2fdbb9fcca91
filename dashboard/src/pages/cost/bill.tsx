import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { roomDefinitions } from '../../definitions-of-rooms.ts';
import type { CostForecast, CostReport } from '../../bill-api.ts';
import { Empty } from '../../components/empty.tsx';
import { ListFailure } from '../../components/failure.tsx';
import { Figure, THREE_FIGURES } from '../../components/figure.tsx';
import { RoomHead } from '../../components/room-head.tsx';
import { WhatIsThis } from '../../ui/what-is-this.tsx';
import { formatDay } from '../../format.ts';
import { sessionQuery } from '../../queries.ts';
import { billTexts as words } from '../../texts-bill.ts';
import { texts } from '../../texts.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { BillDays } from './bill-days.tsx';
import { BillEntries } from './bill-entries.tsx';
import { type BillFilter, type BillGrouping, type BillPeriod, costForecastQuery, costReportQuery, windowOf } from './bill-queries.ts';
import { BillRows } from './bill-rows.tsx';
import { formatChange, formatCharge } from './charge-amounts.ts';
import { StatementLinks } from './statement-links.tsx';
import { dayIn } from './zone-days.ts';

const PERIODS = (['month', 'last', 'quarter'] as const).map((value) => ({ value, label: words.periods[value] }));
const GROUPS = (['meter', 'campaign', 'advertiser', 'feature', 'kind'] as const).map((value) => ({ value, label: words.groupBy[value] }));
const DAY_MS = 86_400_000;

const lastDay = (to: string) => new Date(Date.parse(to) - DAY_MS).toISOString().slice(0, 10);

function daysText({ from, to, timeZone, compareFrom, compareTo }: CostReport): string {
  const before =
    compareFrom === null || compareTo === null ? '' : `${formatDay(compareFrom, 'full')} to ${formatDay(lastDay(compareTo), 'full')}`;
  return words.days(formatDay(from, 'full'), formatDay(lastDay(to), 'full'), timeZone, before);
}

function Figures({ total, forecast }: { total: CostReport['currencies'][number]; forecast: CostForecast | undefined }) {
  const { currency, amount, compared, changePercent } = total;
  const outlook = forecast?.currencies.find((one) => one.currency === currency);
  const expected = outlook?.forecast;
  return (
    <dl className={THREE_FIGURES}>
      <Figure name={words.chargedOf(currency)} of={words.definition} value={formatCharge(amount, currency)}>
        {compared !== null && `${words.beside(formatCharge(compared, currency))} (${formatChange(changePercent)})`}
      </Figure>
      {forecast && (
        <Figure name={words.expected} of={words.forecastDefinition} value={expected ? formatCharge(expected.estimate, currency) : '–'}>
          {expected ? words.interval(formatCharge(expected.low, currency), formatCharge(expected.high, currency)) : words.tooFew}
        </Figure>
      )}
      {forecast && (
        <Figure name={words.pace} of={roomDefinitions.pace} value={outlook?.baseline ? formatCharge(outlook.baseline, currency) : '–'}>
          {words.paceHelp}
        </Figure>
      )}
    </dl>
  );
}

function Filter({ filter, onClear }: { filter: BillFilter; onClear: () => void }) {
  const named = filter.meter ?? filter.campaign ?? filter.feature;
  if (named === undefined) return null;
  return (
    <p className="flex flex-wrap items-center gap-3">
      <strong className="font-medium wrap-anywhere">{words.only(named)}</strong>
      <Button look="outline" onClick={onClear}>
        {words.all}
      </Button>
    </p>
  );
}

interface ChargesProps {
  report: CostReport;
  forecast: CostForecast | undefined;
  groupBy: BillGrouping;
  filter: BillFilter;
  onDrill: (filter: BillFilter) => void;
}

function Charges({ report, forecast, groupBy, filter, onDrill }: ChargesProps) {
  const isWhole = Object.keys(filter).length === 0;
  return (
    <div className="flex flex-col gap-4">
      <p className="px-4 text-small text-muted sm:px-5">{daysText(report)}</p>
      {report.currencies.length === 0 && <Empty title={words.empty} help={words.emptyHelp} />}
      {report.currencies.map((total) => (
        <div key={total.currency} className="flex flex-col gap-3">
          <div className="px-4 sm:px-5">
            <Figures total={total} forecast={isWhole ? forecast : undefined} />
          </div>
          <BillRows total={total} groupBy={groupBy} onDrill={onDrill} />
        </div>
      ))}
    </div>
  );
}

/** What the tenant is charged, by what it is for, and what the month comes to. */
export function Bill() {
  const { timeZone = 'UTC' } = useSuspenseQuery(sessionQuery).data.tenant ?? {};
  const [today] = useState(() => dayIn(timeZone, Date.now()));
  const [period, choose] = useState<BillPeriod>('month');
  const [groupBy, group] = useState<BillGrouping>('meter');
  const [filter, narrow] = useState<BillFilter>({});
  const query = { ...windowOf(period, today), ...filter };
  const { data, error, refetch, isPlaceholderData } = useQuery(costReportQuery({ ...query, groupBy }));
  const { data: forecast } = useQuery(costForecastQuery);
  return (
    <>
      <RoomHead title={words.room}>{words.lead}</RoomHead>
      <Filter filter={filter} onClear={() => narrow({})} />
      {data && data.unpriced.length > 0 && <Notice>{words.unpriced(data.unpriced.join(', '))}</Notice>}
      <Panel
        id="charges"
        title={words.charged}
        beside={<WhatIsThis definition={words.definition} />}
        busy={isPlaceholderData}
        aside={
          <span className="flex flex-wrap items-center gap-3">
            <Segmented label={words.period} choices={PERIODS} value={period} onChoose={choose} />
            <Segmented label={words.groups} choices={GROUPS} value={groupBy} onChoose={group} />
          </span>
        }
      >
        {data ? (
          <Charges report={data} forecast={period === 'month' ? forecast : undefined} groupBy={groupBy} filter={filter} onDrill={narrow} />
        ) : error ? (
          <ListFailure error={error} onRetry={() => void refetch()} />
        ) : (
          <SkeletonLines count={8} label={texts.loading} />
        )}
      </Panel>
      <BillDays query={query} />
      <StatementLinks today={today} />
      <BillEntries filter={filter} today={today} />
    </>
  );
}
