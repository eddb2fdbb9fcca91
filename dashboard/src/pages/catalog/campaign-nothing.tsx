import { Link } from '@tanstack/react-router';
import { Empty } from '../../components/empty.tsx';
import { useSelection } from '../../components/filters.tsx';
import { paths } from '../../paths.ts';
import { carriedSelection } from '../../selection.ts';
import { campaignTexts as words } from '../../texts-campaign.ts';
import { Button } from '../../ui/button.tsx';

const WAY = 'font-medium text-accent underline underline-offset-4';

/** No credit: because of what was chosen, which can be undone here, or because there is none yet, and then what to do next. */
export function CampaignNothing({ campaign: key }: { campaign: string }) {
  const [selection, change] = useSelection();
  const { days, from, to, kinds, currency, lookback, asOf } = selection;
  const isNarrowed = [days, from, to, kinds, currency, lookback, asOf].some((one) => one !== undefined);
  const reset = () =>
    change({
      days: undefined,
      from: undefined,
      to: undefined,
      kinds: undefined,
      currency: undefined,
      lookback: undefined,
      asOf: undefined,
    });
  const search = carriedSelection(selection);
  return (
    <div className="rounded-panel border border-line bg-surface">
      {isNarrowed ? (
        <Empty title={words.emptyPart} help={words.emptyPartHelp}>
          <Button onClick={reset}>{words.showAll}</Button>
        </Empty>
      ) : (
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
      )}
    </div>
  );
}
