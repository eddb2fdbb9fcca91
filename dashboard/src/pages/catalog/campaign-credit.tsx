import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { lagQuery } from '../attribution/analytics-queries.ts';
import { CREDIT_GROUPINGS, type CampaignCredit, type CampaignCreditRow, type CreditGrouping } from '../../campaign-credit-api.ts';
import { Few, Known } from '../../components/amount.tsx';
import { EstimateCell } from '../../components/estimate-cell.tsx';
import { Failure, FailurePanel } from '../../components/failure.tsx';
import { Figure, THREE_FIGURES } from '../../components/figure.tsx';
import { ChoiceFilter, useSelection } from '../../components/filters.tsx';
import { OtherCurrencies } from '../../components/other-currencies.tsx';
import { WhatIs, WhatIsThis } from '../../components/what-is.tsx';
import { useWindowDefaults } from '../../components/window-defaults.ts';
import { formatCount, formatCredit, formatMoney, UNKNOWN } from '../../format.ts';
import { paths } from '../../paths.ts';
import { carriedSelection, reportQuery, utcToday } from '../../selection.ts';
import { readSort, writeSort } from '../../sort.ts';
import { analyticsTexts } from '../../texts-analytics.ts';
import { campaignTexts as words } from '../../texts-campaign.ts';
import { texts } from '../../texts.ts';
import { Panel } from '../../ui/panel.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { cellClass, type Column, sortRows, Table } from '../../ui/table.tsx';
import { ShareBar } from '../attribution/share-bar.tsx';
import { CampaignChoices } from './campaign-choices.tsx';
import { useCampaignCredit } from './campaign-credit-query.ts';
import { CampaignNothing } from './campaign-nothing.tsx';
import { CampaignNotices } from './campaign-notices.tsx';
import { useCampaignPage } from './campaign-of-page.ts';
import { LINK } from './named.tsx';

const WAY = 'font-medium text-accent-strong underline underline-offset-4';

/** A row's part of the campaign's credit: of the money, or of the conversions where there is no money. */
function partOf({ conversions, valueMinor }: CampaignCreditRow, { totals }: CampaignCredit): number | null {
  if (totals.valueMinor > 0) return valueMinor / totals.valueMinor;
  return totals.conversions > 0 ? conversions / totals.conversions : null;
}

function RowName({ row: { key, label, conversions }, by }: { row: CampaignCreditRow; by: CreditGrouping }) {
  return (
    <span className="flex items-center gap-2">
      {key !== null && by === 'show' ? (
        <Link to={paths.show} params={{ key }} search={{}} className={LINK} title={key}>
          {label}
        </Link>
      ) : (
        <span className={`truncate ${key === null ? 'text-muted italic' : 'font-medium'}`} title={key ?? undefined}>
          {label}
        </span>
      )}
      <Few conversions={conversions} />
    </span>
  );
}

function columnsOf(credit: CampaignCredit, by: CreditGrouping): Column<CampaignCreditRow>[] {
  const largest = credit.rows.reduce((most, row) => Math.max(most, partOf(row, credit) ?? 0), 0);
  return [
    {
      id: 'label',
      header: words.groupings[by],
      sortValue: ({ label }) => label.toLowerCase(),
      className: 'min-w-36 max-w-72',
      cell: (row) => <RowName row={row} by={by} />,
    },
    {
      id: 'conversions',
      header: texts.overview.credited,
      beside: <WhatIs of="creditedConversions" />,
      numeric: true,
      sortValue: ({ conversions }) => conversions,
      cell: ({ conversions }) => formatCredit(conversions),
    },
    {
      id: 'value',
      header: texts.overview.creditedRevenue,
      beside: <WhatIs of="creditedRevenue" />,
      numeric: true,
      sortValue: ({ valueMinor }) => valueMinor,
      cell: ({ valueMinor }) => <Known text={formatMoney(valueMinor, credit.currency)} />,
    },
    {
      id: 'share',
      header: texts.overview.share,
      numeric: true,
      sortValue: (row) => partOf(row, credit),
      cell: (row) => <ShareBar share={partOf(row, credit)} largest={largest} />,
    },
  ];
}

function CreditTable({ credit, by }: { credit: CampaignCredit; by: CreditGrouping }) {
  const [selection, change] = useSelection();
  const hasMoney = credit.totals.valueMinor > 0;
  const sort = readSort(selection.sort) ?? { column: hasMoney ? 'value' : 'conversions', descending: true };
  const columns = columnsOf(credit, by);
  const { conversions, valueMinor } = credit.totals;
  return (
    <Table
      caption={words.divided(words.groupings[by].toLowerCase())}
      columns={columns}
      rows={sortRows(credit.rows, columns, sort)}
      rowKey={({ key }) => key ?? ''}
      sort={sort}
      onSort={(next) => change({ sort: writeSort(next) })}
      footer={
        <tr className="font-semibold [&>*]:border-t [&>*]:border-line-strong">
          <th scope="row" className={`${cellClass(false)} font-semibold`}>
            {words.all}
          </th>
          <td className={cellClass(true)}>{formatCredit(conversions)}</td>
          <td className={cellClass(true)}>
            <Known text={formatMoney(valueMinor, credit.currency)} />
          </td>
          <td />
        </tr>
      }
    />
  );
}

/** How long conversions came after this campaign's touches. */
function LagOf({ campaign }: { campaign: string }) {
  const [selection] = useSelection();
  const query = useQuery(lagQuery({ ...reportQuery(selection, useWindowDefaults(), utcToday()), groupBy: 'campaign', limit: 50 }));
  const row = query.data?.rows.find(({ key }) => key === campaign);
  const { lag } = analyticsTexts;
  const days = (count: number | null) => (count === null ? UNKNOWN : lag.days(formatCredit(count)));
  const way = (
    <Link to={paths.lag} search={carriedSelection(selection)} className={WAY}>
      {words.closer}: {words.toLag}
    </Link>
  );
  return (
    <Panel id="lag" title={words.lag} beside={<WhatIsThis definition={lag.median} />} busy={query.isPlaceholderData} aside={way}>
      {query.error && !query.data && <Failure error={query.error} onRetry={() => void query.refetch()} />}
      {!query.error && !query.data && <SkeletonLines count={3} label={texts.loading} />}
      {query.data && !row && <p className="px-4 pb-5 text-muted sm:px-5">{words.noLag}</p>}
      {row && (
        <div className="flex flex-col gap-3 px-4 pb-5 sm:px-5">
          <p className="text-muted">{words.lagLead}</p>
          <dl className={THREE_FIGURES}>
            <Figure name={analyticsTexts.conversions} of="conversions" value={formatCount(row.conversions)} />
            <Figure name={lag.medianFirst} of={lag.median} value={<EstimateCell estimate={row.sinceFirst.medianDays} format={days} />} />
            <Figure name={lag.medianLast} of={lag.median} value={<EstimateCell estimate={row.sinceLast.medianDays} format={days} />} />
          </dl>
        </div>
      )}
    </Panel>
  );
}

/** What a campaign is credited with, divided, and how long conversions came after its touches. */
export function CampaignCreditPage() {
  const { key, campaign } = useCampaignPage();
  const { by = 'show' } = useSearch({ from: '/signed-in/catalog/campaigns/$key/credit' });
  const navigate = useNavigate();
  const [selection, change] = useSelection();
  const credit = useCampaignCredit(key, by);
  const { data, error } = credit;
  const choose = (one: CreditGrouping) =>
    void navigate({
      to: '.',
      search: (before) => ({ ...before, by: one === 'show' ? undefined : one }),
      replace: true,
      resetScroll: false,
    });
  const ways = (
    <span className="flex flex-wrap gap-x-4 gap-y-1">
      <Link to={paths.overview} search={carriedSelection(selection)} className={WAY}>
        {words.toOverview}
      </Link>
      <Link to={paths.compare} search={carriedSelection(selection)} className={WAY}>
        {words.toCompare}
      </Link>
    </span>
  );
  const options = CREDIT_GROUPINGS.map((one) => [one, words.groupings[one]] as const);
  return (
    <>
      <CampaignChoices>
        <ChoiceFilter label={words.by} value={by} options={options} onChoose={choose} />
      </CampaignChoices>
      {campaign && data && <CampaignNotices campaign={campaign} fit={data.fit} />}
      {error && !data && <FailurePanel error={error} onRetry={() => void credit.refetch()} />}
      {data?.rows.length === 0 && <CampaignNothing campaign={key} />}
      {!error && data?.rows.length !== 0 && (
        <Panel id="divided" title={words.divided(words.groupings[by].toLowerCase())} busy={credit.isPlaceholderData} aside={ways}>
          {data ? <CreditTable credit={data} by={by} /> : <SkeletonLines count={6} label={texts.loading} />}
        </Panel>
      )}
      {data && <OtherCurrencies others={data.otherCurrencies} onChoose={(currency) => change({ currency })} />}
      <LagOf campaign={key} />
    </>
  );
}
