import { useQuery } from '@tanstack/react-query';
import type { Campaign } from '../../catalog-api.ts';
import { Known } from '../../components/amount.tsx';
import { FailurePanel } from '../../components/failure.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { OtherCurrencies } from '../../components/other-currencies.tsx';
import { useSelection } from '../../components/filters.tsx';
import { formatCount, formatMoney, UNKNOWN } from '../../format.ts';
import { campaignTexts } from '../../texts-campaign.ts';
import { catalogTexts } from '../../texts-catalog.ts';
import { texts } from '../../texts.ts';
import { Panel } from '../../ui/panel.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { PredictionsOf } from '../ai/predictions-of.tsx';
import { Facts } from '../tenants/facts.tsx';
import { Said } from '../tenants/said.tsx';
import { CampaignCost } from './campaign-cost.tsx';
import { CampaignFigures } from './campaign-figures.tsx';
import { CampaignForm } from './campaign-form.tsx';
import { CampaignNothing } from './campaign-nothing.tsx';
import { useCampaignPage } from './campaign-of-page.ts';
import { CampaignNotices } from './campaign-notices.tsx';
import { campaignPacingQuery } from './catalog-queries.ts';
import type { Changing } from './changing.ts';
import { CreditChoices } from './credit-choices.tsx';
import { CreditDays } from './credit-days.tsx';
import { useCampaignCredit } from './credit-query.ts';
import { Flight } from './flight.tsx';
import { type NameOf, useAdvertiserNames } from './names.ts';

const words = catalogTexts.campaigns;

function factsOf(campaign: Campaign, advertiserName: NameOf) {
  const { advertiser, budgetMinor, spendMinor, currency, goal } = campaign;
  return [
    { name: catalogTexts.flight.name, value: <Flight days={campaign} /> },
    { name: words.advertiser, value: <Known text={advertiser === null ? UNKNOWN : advertiserName(advertiser)} /> },
    { name: words.budget, value: <Known text={formatMoney(budgetMinor, currency)} /> },
    { name: words.spend, value: <Known text={formatMoney(spendMinor, currency)} />, help: words.spendHelp },
    { name: words.goal, value: <Known text={goal ? `${formatCount(goal.count)} ${words.goals[goal.kind].toLowerCase()}` : UNKNOWN} /> },
  ];
}

function Booking({ campaign, mayChange, tell }: Changing & { campaign: Campaign }) {
  const advertiserName = useAdvertiserNames();
  const edit = (
    <FormDialog label={catalogTexts.edit} title={campaign.name ?? campaign.key} lead={words.editLead} look="outline">
      {(close) => (
        <CampaignForm
          campaign={campaign}
          onSaved={() => {
            close();
            tell(words.saved);
          }}
        />
      )}
    </FormDialog>
  );
  return (
    <Panel id="booking" title={catalogTexts.campaign.facts} aside={mayChange && edit}>
      <Facts items={factsOf(campaign, advertiserName)} />
    </Panel>
  );
}

/** How it does: figures, and credit over time; what to do next where there is none. */
function Performance({ campaign }: { campaign: Campaign }) {
  const credit = useCampaignCredit(campaign.key, 'day');
  const { data: pacing, isPending } = useQuery(campaignPacingQuery(campaign.key));
  const [, change] = useSelection();
  const { data, error } = credit;
  if (error && !data) return <FailurePanel error={error} onRetry={() => void credit.refetch()} />;
  if (!data) {
    return (
      <div className="rounded-panel border border-line bg-surface pt-4">
        <SkeletonLines count={6} label={texts.loading} />
      </div>
    );
  }
  return (
    <>
      <CampaignNotices campaign={campaign} fit={data.fit} />
      <CampaignFigures credit={data} delivery={{ pacing, isPending }} />
      {data.rows.length === 0 ? (
        <CampaignNothing campaign={campaign.key} />
      ) : (
        <CreditDays credit={data} busy={credit.isPlaceholderData} of={campaignTexts.thisCampaign} />
      )}
      <OtherCurrencies others={data.otherCurrencies} onChoose={(currency) => change({ currency })} />
    </>
  );
}

/** The first page of a campaign: how it does, what was booked, what is likely to come of it, and what it costs. */
export function CampaignRoom() {
  const { key, campaign, mayChange, said, tell } = useCampaignPage();
  if (!campaign) return null;
  return (
    <>
      <Said text={said} />
      <CreditChoices />
      <Performance campaign={campaign} />
      <Booking campaign={campaign} mayChange={mayChange} tell={tell} />
      <PredictionsOf of={{ campaign: key }} />
      <CampaignCost campaign={key} />
    </>
  );
}
