import type { Pacing } from '../../catalog-api.ts';
import { BigMoney, Few, Known } from '../../components/amount.tsx';
import { Figure, FigureToCome, THREE_FIGURES } from '../../components/figure.tsx';
import { useModel } from '../../components/models.ts';
import { formatCount, formatCredit, formatMoney, formatMultiple, formatShare, UNKNOWN } from '../../format.ts';
import type { CampaignCredit } from '../../single-credit-api.ts';
import { campaignTexts as words } from '../../texts-campaign.ts';
import { texts } from '../../texts.ts';

/** What the placements of a campaign delivered: undefined while that is on its way, and where it cannot be known. */
interface Delivery {
  pacing: readonly Pacing[] | undefined;
  isPending: boolean;
}

/** What all placements delivered of what is booked of them; what is not booked is not held against it. */
function DeliveredFigure({ pacing, isPending }: Delivery) {
  const booked = pacing?.filter(({ bookedImpressions }) => bookedImpressions !== null) ?? [];
  const delivered = booked.reduce((sum, one) => sum + one.delivered, 0);
  const all = booked.reduce((sum, one) => sum + (one.bookedImpressions ?? 0), 0);
  const value = all === 0 ? UNKNOWN : words.deliveredOf(formatCount(delivered), formatCount(all));
  const help = all > 0 ? words.deliveredHelp(formatShare(delivered / all)) : pacing?.length === 0 ? words.noPlacements : words.notBooked;
  return (
    <Figure name={words.delivered} of="delivered" value={isPending ? <FigureToCome /> : <Known text={value} />}>
      {pacing && help}
    </Figure>
  );
}

/** The figures of a campaign, each with its definition. */
export function CampaignFigures({ credit, delivery }: { credit: CampaignCredit; delivery: Delivery }) {
  const { totals, currency, model, from, to } = credit;
  const { conversions, valueMinor, spendMinor, roas, cpaMinor } = totals;
  const isPart = (from ?? to) !== null;
  return (
    <section aria-label={words.figures} className="flex flex-col gap-4">
      <dl className={THREE_FIGURES}>
        <Figure
          name={words.credited}
          of="creditedConversions"
          value={
            <span className="flex items-center gap-2">
              {formatCredit(conversions)}
              <Few conversions={conversions} />
            </span>
          }
        >
          {words.ofWhole(useModel(model).title)}
        </Figure>
        <Figure name={words.creditedRevenue} of="creditedRevenue" value={<BigMoney valueMinor={valueMinor} currency={currency} />} />
        <Figure name={texts.overview.spend} of="spend" value={<Known text={formatMoney(spendMinor, currency)} />}>
          {spendMinor === null && (isPart ? words.ofPeriod : words.noSpend)}
        </Figure>
      </dl>
      <dl className={THREE_FIGURES}>
        <Figure name={texts.overview.roas} of="roas" value={<Known text={formatMultiple(roas)} />} />
        <Figure name={texts.overview.cpa} of="cpa" value={<Known text={formatMoney(cpaMinor, currency)} />} />
        <DeliveredFigure {...delivery} />
      </dl>
    </section>
  );
}
