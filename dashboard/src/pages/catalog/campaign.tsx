import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import type { Campaign } from '../../catalog-api.ts';
import { Known } from '../../components/amount.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { useMay } from '../../components/may.ts';
import { RoomHead } from '../../components/room-head.tsx';
import { formatCount, formatMoney, UNKNOWN } from '../../format.ts';
import { paths } from '../../paths.ts';
import { catalogTexts } from '../../texts-catalog.ts';
import { Panel } from '../../ui/panel.tsx';
import { PredictionsOf } from '../ai/predictions-of.tsx';
import { Facts } from '../tenants/facts.tsx';
import { Said } from '../tenants/said.tsx';
import { Back } from './back.tsx';
import { CampaignCodes } from './campaign-codes.tsx';
import { CampaignForm } from './campaign-form.tsx';
import { CampaignLinks } from './campaign-links.tsx';
import { CampaignPlacements } from './campaign-placements.tsx';
import { campaignQuery, CATALOG } from './catalog-queries.ts';
import type { Changing } from './changing.ts';
import { Flight } from './flight.tsx';
import { type NameOf, useAdvertiserNames } from './names.ts';
import { One } from './one.tsx';

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

/** One campaign: what was booked, where it runs, and the codes and links that lead to it. */
export function CampaignRoom() {
  const { key } = useParams({ from: '/signed-in/catalog/campaigns/$key' });
  const queryClient = useQueryClient();
  const query = useQuery(campaignQuery(key));
  const mayChange = useMay('analyse');
  const [said, say] = useState('');
  const tell = (text: string) => {
    say(text);
    void queryClient.invalidateQueries({ queryKey: CATALOG });
  };
  const above = <Back to={paths.campaigns}>{catalogTexts.tabs.campaigns}</Back>;
  return (
    <One what={catalogTexts.campaign.what} of={key} above={above} query={query}>
      {(campaign) => (
        <>
          <RoomHead title={campaign.name ?? key} above={above}>
            <code className="font-mono text-small break-all">{key}</code>
          </RoomHead>
          <Said text={said} />
          <Booking campaign={campaign} mayChange={mayChange} tell={tell} />
          <CampaignPlacements campaign={key} mayChange={mayChange} tell={tell} />
          <PredictionsOf of={{ campaign: key }} />
          <CampaignCodes campaign={key} mayChange={mayChange} tell={tell} />
          <CampaignLinks campaign={key} mayChange={mayChange} tell={tell} />
        </>
      )}
    </One>
  );
}
