import { meanings } from '../../definitions-of-columns.ts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Empty } from '../../components/empty.tsx';
import { ListFailure } from '../../components/failure.tsx';
import { RoomHead } from '../../components/room-head.tsx';
import { WhatIsThis } from '../../ui/what-is-this.tsx';
import { paths } from '../../paths.ts';
import type { PlatformCosts as Costs, TenantCosts } from '../../platform-api.ts';
import { platformTexts } from '../../texts-platform.ts';
import { texts } from '../../texts.ts';
import { Notice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { cellClass, type Column, figure, Table } from '../../ui/table.tsx';
import { formatMonth, recentMonths } from '../cost/allocation-queries.ts';
import { formatChange, formatCharge } from '../cost/charge-amounts.ts';
import { MonthChoice } from '../cost/month-choice.tsx';
import { CostChart } from './cost-chart.tsx';
import { totalOf } from './cost-sums.ts';
import { costsQuery, monthBefore } from './platform-queries.ts';

const words = platformTexts.costs;
const PARTS = ['usage', 'purchases', 'credits', 'taxes'] as const;
const LINK = 'font-medium text-accent underline-offset-4 hover:underline';

function columnsOf(currency: string): readonly Column<TenantCosts>[] {
  const money = (id: (typeof PARTS)[number]): Column<TenantCosts> => ({
    id,
    ...figure(words[id], meanings.platformPart),
    cell: (row) => formatCharge(row[id], currency),
  });
  return [
    { id: 'tenant', header: words.tenant, cell: ({ name }) => <span className="block min-w-28 font-medium wrap-anywhere">{name}</span> },
    { id: 'total', ...figure(words.total, meanings.platformTotal), cell: ({ total }) => <strong>{formatCharge(total, currency)}</strong> },
    { id: 'before', ...figure(words.before, meanings.monthBefore), cell: ({ compared }) => formatCharge(compared ?? '0', currency) },
    { id: 'change', ...figure(words.change, meanings.change), cell: ({ changePercent }) => formatChange(changePercent) },
    ...PARTS.map(money),
    {
      id: 'prices',
      header: '',
      cell: ({ tenantId, name }) => (
        <Link to={paths.platformPrices} params={{ id: tenantId }} className={LINK} aria-label={words.prices(name)}>
          {words.pricesLink}
        </Link>
      ),
    },
  ];
}

/** What all tenants come to, below them. */
function Total({ tenants, currency }: { tenants: readonly TenantCosts[]; currency: string }) {
  const money = (of: (row: TenantCosts) => string) => formatCharge(totalOf(tenants.map(of)), currency);
  return (
    <tr className="font-semibold">
      <th scope="row" className={cellClass(false)}>
        {words.all}
      </th>
      <td className={cellClass(true)}>{money(({ total }) => total)}</td>
      <td className={cellClass(true)}>{money(({ compared }) => compared ?? '0')}</td>
      <td className={cellClass(true)} />
      {PARTS.map((part) => (
        <td key={part} className={cellClass(true)}>
          {money((row) => row[part])}
        </td>
      ))}
      <td className={cellClass(false)} />
    </tr>
  );
}

function CurrencyPanel({ currency, tenants, costs, busy }: { currency: string; tenants: TenantCosts[]; costs: Costs; busy: boolean }) {
  const months = [formatMonth(costs.month), formatMonth(costs.compareMonth ?? monthBefore(costs.month))] as const;
  return (
    <Panel
      id={`costs-${currency}`}
      title={words.list(currency)}
      beside={<WhatIsThis definition={words.definition} />}
      busy={busy}
      aside={<span className="text-small text-muted">{words.beside(months[1])}</span>}
    >
      <CostChart tenants={tenants} currency={currency} months={months} />
      <Table
        caption={words.list(currency)}
        columns={columnsOf(currency)}
        rows={tenants}
        rowKey={({ tenantId }) => tenantId}
        footer={<Total tenants={tenants} currency={currency} />}
      />
    </Panel>
  );
}

/** What was used without a price: nobody knows what it costs, and so it is named. */
function Unpriced({ unpriced }: Pick<Costs, 'unpriced'>) {
  if (unpriced.length === 0) return null;
  return (
    <Notice tone="notice">
      <p className="font-medium">{words.unpriced}</p>
      <ul className="mt-1 flex flex-col gap-0.5">
        {unpriced.map(({ tenantId, name, meters }) => (
          <li key={tenantId}>
            {words.unpricedOf(name, meters.join(', '))}{' '}
            <Link to={paths.platformPrices} params={{ id: tenantId }} className="font-medium underline" aria-label={words.prices(name)}>
              {words.pricesLink}
            </Link>
          </li>
        ))}
      </ul>
    </Notice>
  );
}

/** Bills of all tenants of a month, beside the month before. */
export function PlatformCosts() {
  const [month, choose] = useState(() => recentMonths(Date.now())[0]);
  const { data, error, refetch, isPlaceholderData } = useQuery(costsQuery(month));
  const currencies = [...Map.groupBy(data?.tenants ?? [], ({ currency }) => currency)].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return (
    <>
      <RoomHead title={words.room}>{words.lead}</RoomHead>
      <div>
        <MonthChoice month={month} onChoose={choose} label={words.month} />
      </div>
      {data && <Unpriced unpriced={data.unpriced} />}
      {data &&
        currencies.map(([currency, tenants]) => (
          <CurrencyPanel key={currency} currency={currency} tenants={tenants} costs={data} busy={isPlaceholderData} />
        ))}
      {currencies.length === 0 && (
        <Panel id="costs" title={formatMonth(month)} busy={isPlaceholderData}>
          {data ? (
            <Empty title={words.empty} help={words.emptyHelp} />
          ) : error ? (
            <ListFailure error={error} onRetry={() => void refetch()} />
          ) : (
            <SkeletonLines count={8} label={texts.loading} />
          )}
        </Panel>
      )}
    </>
  );
}
