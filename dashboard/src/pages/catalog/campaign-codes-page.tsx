import { Said } from '../tenants/said.tsx';
import { CampaignCodes } from './campaign-codes.tsx';
import { CampaignLinks } from './campaign-links.tsx';
import { useCampaignPage } from './campaign-of-page.ts';

/** The codes and links that lead to a campaign. */
export function CampaignCodesPage() {
  const { key, mayChange, said, tell } = useCampaignPage();
  return (
    <>
      <Said text={said} />
      <CampaignCodes campaign={key} mayChange={mayChange} tell={tell} />
      <CampaignLinks campaign={key} mayChange={mayChange} tell={tell} />
    </>
  );
}
