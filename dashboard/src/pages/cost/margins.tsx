import { meanings } from '../../definitions-of-columns.ts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { CampaignMargin } from '../../allocation-api.ts';
import { Known } from '../../components/amount.tsx';
import { Empty } from '../../components/empty.tsx';
import { ListFailure } from '../../components/failure.tsx';
import { RoomHead } from '../../components/room-head.tsx';
import { WhatIsThis } from '../../ui/what-is-this.tsx';
import { formatDay, formatMoney, formatShare } from '../../format.ts';
import { paths } from '../../paths.ts';
import { marginTexts as words } from '../../texts-allocation.ts';
import { texts } from '../../texts.ts';
import { Notice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { type Column, figure, Table } from '../../ui/table.tsx';
import { marginsQuery, recentMonths } from './allocation-queries.ts';
import { MonthChoice } from './month-choice.tsx';

function Money({ minor, currency }: { minor: number | null; currency: string | null }) {
  return <Known text={formatMoney(minor === null ? null : Math.round(minor), currency)} />;
}

const COLUMNS: readonly Column<CampaignMargin>[] = [
  {
    id: 'campaign',
    header: words.campaign,
    cell: ({ campaign, name, missing }) => (
      <span className="flex min-w-48 flex-col">
        <span className="font-medium wrap-anywhere">{name ?? campaign}</span>
        {missing.length > 0 && <span className="text-small text-muted">{missing.map((one) => words.missing[one]).join('; ')}</span>}
      </span>
    ),
  },
  {
    id: 'spend',
    ...figure(words.spend, meanings.marginSpend),
    cell: ({ spendOfPeriodMinor, spendMinor, spendBasis, currency }) =>
      spendBasis === 'whole' ? (
        <span className="text-small text-muted">{words.whole(formatMoney(spendMinor, currency))}</span>
      ) : (
        <Money minor={spendOfPeriodMinor} currency={currency} />
      ),
  },
  {
    id: 'cost',
    ...figure(words.cost, meanings.marginCost),
    cell: ({ deliveryCostMinor, currency }) => <Money minor={deliveryCostMinor} currency={currency} />,
  },
  {
    id: 'margin',
    ...figure(words.margin, meanings.margin),
    cell: ({ marginMinor, currency }) => (
      <strong>
        <Money minor={marginMinor} currency={currency} />
      </strong>
    ),
  },
  {
    id: 'percent',
    ...figure(words.percent, meanings.marginPercent),
    cell: ({ marginPercent }) => <Known text={formatShare(marginPercent === null ? null : marginPercent / 100)} />,
  },
  {
    id: 'thousand',
    ...figure(words.thousand, meanings.costPerThousand),
    wraps: true,
    cell: ({ costPerThousandMinor, currency }) => <Money minor={costPerThousandMinor} currency={currency} />,
  },
  {
    id: 'conversion',
    ...figure(words.conversion, meanings.costPerConversion),
    wraps: true,
    cell: ({ costPerConversionMinor, currency }) => <Money minor={costPerConversionMinor} currency={currency} />,
  },
];

/** What campaigns' spend leaves after what they cost to deliver. */
export function CostMargins() {
  const [month, choose] = useState(() => recentMonths(Date.now())[0]);
  const { data, error, refetch, isPlaceholderData } = useQuery(marginsQuery(month));
  const isUnsplit = data?.months.some(({ isBooked, allocation }) => isBooked && allocation === null) === true;
  return (
    <>
      <RoomHead title={words.room}>{words.lead}</RoomHead>
      <Panel
        id="margins"
        title={words.list}
        beside={<WhatIsThis definition={words.definition} />}
        busy={isPlaceholderData}
        aside={<MonthChoice month={month} onChoose={choose} />}
      >
        {data ? (
          <>
            <p className="px-4 pb-2 text-small text-muted sm:px-5">
              {words.until(formatDay(`${data.from}-01`, 'full'), formatDay(data.until, 'full'))}
            </p>
            {isUnsplit && (
              <div className="px-4 pb-3 sm:px-5">
                <Notice tone="notice">
                  {words.unsplit}{' '}
                  <Link to={paths.costAllocation} className="font-medium underline">
                    {words.split}
                  </Link>
                </Notice>
              </div>
            )}
            {data.items.length === 0 ? (
              <Empty title={words.empty} help={words.emptyHelp} />
            ) : (
              <Table caption={words.list} columns={COLUMNS} rows={data.items} rowKey={({ campaign }) => campaign} />
            )}
            {data.unborne.map(({ currency, idleMinor, unassignedMinor }) => (
              <p key={currency} className="border-t border-line px-4 py-3 text-small text-muted sm:px-5">
                {words.unborne(formatMoney(idleMinor, currency), formatMoney(unassignedMinor, currency))}
              </p>
            ))}
          </>
        ) : error ? (
          <ListFailure error={error} onRetry={() => void refetch()} />
        ) : (
          <SkeletonLines count={8} label={texts.loading} />
        )}
      </Panel>
    </>
  );
}
