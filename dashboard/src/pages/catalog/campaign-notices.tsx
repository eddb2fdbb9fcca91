import type { FitNote } from '../../api.ts';
import type { Campaign } from '../../catalog-api.ts';
import { useSelection } from '../../components/filters.tsx';
import { useChosenModel, useModel } from '../../components/models.ts';
import { campaignTexts as words } from '../../texts-campaign.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { ToFits } from '../attribution/organic-notice.tsx';

/** That the campaign has a model of its own, while another one is looked at. */
function OwnModelNotice({ model: own }: { model: string }) {
  const [, change] = useSelection();
  const { title } = useModel(own);
  if (useChosenModel().model === own) return null;
  return (
    <Notice>
      <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
        {words.ownModel(title)}
        <Button look="quiet" onClick={() => change({ model: own })}>
          {words.lookAtOwn}
        </Button>
      </span>
    </Notice>
  );
}

/** What a data-driven model rests on, where there is something to keep in mind. */
export function FitNotice({ fit }: { fit: FitNote | null }) {
  if (!fit?.says) return null;
  return (
    <Notice tone="notice">
      {fit.says} {fit.id === null && <ToFits />}
    </Notice>
  );
}

/** What has to be known of the figures: the campaign's own model, and what a data-driven one rests on. */
export function CampaignNotices({ campaign: { defaultModel }, fit }: { campaign: Campaign; fit: FitNote | null }) {
  return (
    <>
      {defaultModel !== null && <OwnModelNotice model={defaultModel} />}
      <FitNotice fit={fit} />
    </>
  );
}
