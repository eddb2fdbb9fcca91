import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { roomDefinitions } from '../../definitions-of-rooms.ts';
import type { CampaignMargin } from '../../allocation-api.ts';
import { Known } from '../../components/amount.tsx';
import { ListFailure } from '../../components/failure.tsx';
import { Figure, THREE_FIGURES } from '../../components/figure.tsx';
import { WhatIsThis } from '../../ui/what-is-this.tsx';
import { formatMoney, formatShare } from '../../format.ts';
import { paths } from '../../paths.ts';
import { marginTexts } from '../../texts-allocation.ts';
import { campaignTexts as words } from '../../texts-campaign.ts';
import { texts } from '../../texts.ts';
import { Panel } from '../../ui/panel.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { marginsQuery, recentMonths } from '../cost/allocation-queries.ts';
import { MonthChoice } from '../cost/month-choice.tsx';

function Figures({ margin }: { margin: CampaignMargin }) {
  const { spendOfPeriodMinor, spendMinor, spendBasis, deliveryCostMinor, marginMinor, marginPercent, missing, currency } = margin;
  const money = (minor: number | null) => <Known text={formatMoney(minor === null ? null : Math.round(minor), currency)} />;
  return (
    <div className="flex flex-col gap-3 px-4 pb-5 sm:px-5">
      <dl className={THREE_FIGURES}>
        <Figure name={marginTexts.spend} of={roomDefinitions.spendOfPeriod} value={money(spendOfPeriodMinor)}>
          {spendBasis === 'whole' && marginTexts.whole(formatMoney(spendMinor, currency))}
        </Figure>
        <Figure name={marginTexts.cost} of={roomDefinitions.deliveryCost} value={money(deliveryCostMinor)} />
        <Figure name={marginTexts.margin} of={marginTexts.definition} value={money(marginMinor)}>
          {marginPercent !== null && formatShare(marginPercent / 100)}
        </Figure>
      </dl>
      {missing.length > 0 && <p className="text-small text-muted">{missing.map((one) => marginTexts.missing[one]).join('; ')}</p>}
    </div>
  );
}

/** A campaign's spend of a month beside its part of the platform's bill. */
export function CampaignCost({ campaign }: { campaign: string }) {
  const [month, choose] = useState(() => recentMonths(Date.now())[0]);
  const { data, error, refetch, isPlaceholderData } = useQuery(marginsQuery(month));
  const margin = data?.items.find((one) => one.campaign === campaign);
  return (
    <Panel
      id="cost"
      title={words.cost}
      beside={<WhatIsThis definition={marginTexts.definition} />}
      busy={isPlaceholderData}
      aside={
        <span className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <Link to={paths.costMargins} search={{}} className="text-accent-strong underline underline-offset-2">
            {words.toMargins}
          </Link>
          <MonthChoice month={month} onChoose={choose} />
        </span>
      }
    >
      {error && !data && <ListFailure error={error} onRetry={() => void refetch()} />}
      {!error && !data && <SkeletonLines count={3} label={texts.loading} />}
      {margin && <Figures margin={margin} />}
      {data && !margin && <p className="px-4 pb-5 text-muted sm:px-5">{words.costMissing}</p>}
    </Panel>
  );
}
