import { useQuery } from '@tanstack/react-query';
import { Outlet, useParams } from '@tanstack/react-router';
import { RoomHead } from '../../components/room-head.tsx';
import { Tabs } from '../../components/tabs.tsx';
import { paths } from '../../paths.ts';
import { campaignTexts as words } from '../../texts-campaign.ts';
import { catalogTexts } from '../../texts-catalog.ts';
import { Back } from './back.tsx';
import { campaignQuery } from './catalog-queries.ts';
import { One } from './one.tsx';

const TABS = [
  { to: paths.campaign, name: words.tabs.overview, exact: true },
  { to: paths.campaignDelivery, name: words.tabs.delivery },
  { to: paths.campaignCredit, name: words.tabs.credit },
  { to: paths.campaignCodes, name: words.tabs.codes },
];

/** What surrounds every page of a campaign: which campaign, and which page. */
export function CampaignFrame() {
  const { key } = useParams({ from: '/signed-in/catalog/campaigns/$key' });
  const query = useQuery(campaignQuery(key));
  const above = <Back to={paths.campaigns}>{catalogTexts.tabs.campaigns}</Back>;
  return (
    <One what={catalogTexts.campaign.what} of={key} above={above} query={query}>
      {(campaign) => (
        <>
          <RoomHead title={campaign.name ?? key} above={above}>
            <code className="font-mono text-small break-all">{key}</code>
          </RoomHead>
          <Tabs label={words.label} tabs={TABS} of={key} />
          <Outlet />
        </>
      )}
    </One>
  );
}
