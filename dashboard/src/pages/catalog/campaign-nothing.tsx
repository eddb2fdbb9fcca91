import { Link } from '@tanstack/react-router';
import { Empty } from '../../components/empty.tsx';
import { useSelection } from '../../components/filters.tsx';
import { paths } from '../../paths.ts';
import { carriedSelection } from '../../selection.ts';
import { campaignTexts as words } from '../../texts-campaign.ts';
import { CreditNothing } from './credit-nothing.tsx';

const WAY = 'font-medium text-accent underline underline-offset-4';

/** No credit of a campaign, and what to do next where there is none yet. */
export function CampaignNothing({ campaign: key }: { campaign: string }) {
  const [selection] = useSelection();
  const search = carriedSelection(selection);
  return (
    <CreditNothing>
      <Empty title={words.empty} help={words.emptyHelp}>
        <span className="flex flex-wrap justify-center gap-x-6 gap-y-2">
          <Link to={paths.campaignDelivery} params={{ key }} search={search} className={WAY}>
            {words.toPlacements}
          </Link>
          <Link to={paths.campaignCodes} params={{ key }} search={search} className={WAY}>
            {words.toCodes}
          </Link>
        </span>
      </Empty>
    </CreditNothing>
  );
}
