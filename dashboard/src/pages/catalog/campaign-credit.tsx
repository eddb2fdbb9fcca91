import { roomDefinitions } from '../../definitions-of-rooms.ts';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { lagQuery } from '../attribution/analytics-queries.ts';
import { EstimateCell } from '../../components/estimate-cell.tsx';
import { Failure, FailurePanel } from '../../components/failure.tsx';
import { Figure, THREE_FIGURES } from '../../components/figure.tsx';
import { ChoiceFilter, useSelection } from '../../components/filters.tsx';
import { useChosenModel } from '../../components/models.ts';
import { OtherCurrencies } from '../../components/other-currencies.tsx';
import { WhatIsThis } from '../../ui/what-is-this.tsx';
import { useWindowDefaults } from '../../components/window-defaults.ts';
import { formatCount, formatCredit, UNKNOWN } from '../../format.ts';
import { paths } from '../../paths.ts';
import { carriedSelection, reportQuery, utcToday } from '../../selection.ts';
import { CREDIT_GROUPINGS, type CreditGrouping } from '../../single-credit-api.ts';
import { analyticsTexts } from '../../texts-analytics.ts';
import { campaignTexts as words } from '../../texts-campaign.ts';
import { texts } from '../../texts.ts';
import { Panel } from '../../ui/panel.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { CampaignNothing } from './campaign-nothing.tsx';
import { CampaignNotices } from './campaign-notices.tsx';
import { useCampaignPage } from './campaign-of-page.ts';
import { ShareReport } from '../attribution/share-report.tsx';
import { CreditChoices } from './credit-choices.tsx';
import { useCampaignCredit } from './credit-query.ts';
import { CreditTable } from './credit-table.tsx';

const WAY = 'font-medium text-accent-strong underline underline-offset-4';

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
            <Figure name={analyticsTexts.conversions} of={roomDefinitions.touchedConversions} value={formatCount(row.conversions)} />
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
  const { model } = useChosenModel();
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
      <CreditChoices>
        <ChoiceFilter label={words.by} value={by} options={options} onChoose={choose} />
      </CreditChoices>
      <div className="flex flex-wrap gap-3 empty:hidden">
        <ShareReport
          models={[model]}
          groupBy={by}
          title={words.sharedTitle(campaign?.name ?? key, words.groupings[by].toLowerCase())}
          campaign={key}
        />
      </div>
      {campaign && data && <CampaignNotices campaign={campaign} fit={data.fit} />}
      {error && !data && <FailurePanel error={error} onRetry={() => void credit.refetch()} />}
      {data?.rows.length === 0 && <CampaignNothing campaign={key} />}
      {!error && data?.rows.length !== 0 && (
        <Panel id="divided" title={words.divided(words.groupings[by].toLowerCase())} busy={credit.isPlaceholderData} aside={ways}>
          {data ? <CreditTable credit={data} by={by} all={words.all} /> : <SkeletonLines count={6} label={texts.loading} />}
        </Panel>
      )}
      {data && <OtherCurrencies others={data.otherCurrencies} onChoose={(currency) => change({ currency })} />}
      <LagOf campaign={key} />
    </>
  );
}
