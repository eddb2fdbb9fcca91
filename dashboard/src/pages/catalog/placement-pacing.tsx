import { useQuery } from '@tanstack/react-query';
import type { Pacing } from '../../catalog-api.ts';
import { Known } from '../../components/amount.tsx';
import { ListFailure } from '../../components/failure.tsx';
import { Figure, FIGURES } from '../../components/figure.tsx';
import { formatCount, formatMoney, formatShare, UNKNOWN } from '../../format.ts';
import { catalogTexts } from '../../texts-catalog.ts';
import { texts } from '../../texts.ts';
import { Panel } from '../../ui/panel.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { pacingQuery } from './catalog-queries.ts';
import { PacingBar } from './pacing-bar.tsx';

const words = catalogTexts.pacing;
const rounded = (count: number) => formatCount(Math.round(count));

function projectionText({ projection, state }: Pacing): string {
  if (projection) return texts.overview.interval(formatCount(projection.low), formatCount(projection.high));
  return words.noProjection[state];
}

function MakeGoodFigure({ makeGood, state }: Pacing) {
  return (
    <Figure name={words.makeGood} of="makeGood" value={<Known text={makeGood === null ? UNKNOWN : formatCount(makeGood.impressions)} />}>
      {makeGood === null
        ? words.noMakeGood[state]
        : makeGood.valueMinor === null
          ? null
          : formatMoney(makeGood.valueMinor, makeGood.currency)}
    </Figure>
  );
}

function Figures({ pacing }: { pacing: Pacing }) {
  const { delivered, deliveredOutside, bookedImpressions, expected, paceRatio, projection, counted } = pacing;
  const outside = deliveredOutside > 0 ? words.outside(formatCount(deliveredOutside)) : words.counted[counted];
  return (
    <dl className={FIGURES}>
      <Figure name={words.delivered} of="delivered" value={formatCount(delivered)}>
        {outside}
      </Figure>
      <Figure name={words.expected} of="expectedByNow" value={<Known text={expected === null ? UNKNOWN : rounded(expected)} />}>
        {paceRatio === null ? bookedImpressions === null && words.notBooked : words.pace(formatShare(paceRatio))}
      </Figure>
      <Figure name={words.projected} of="projected" value={<Known text={projection === null ? UNKNOWN : formatCount(projection.total)} />}>
        {projectionText(pacing)}
      </Figure>
      <MakeGoodFigure {...pacing} />
    </dl>
  );
}

/** Where a placement stands against what was booked. */
export function PlacementPacing({ placement }: { placement: string }) {
  const query = useQuery(pacingQuery(placement));
  return (
    <Panel id="pacing" title={words.title}>
      {query.error && !query.data && <ListFailure error={query.error} onRetry={() => void query.refetch()} />}
      {!query.error && !query.data && <SkeletonLines count={3} label={texts.loading} />}
      {query.data && (
        <div className="flex flex-col gap-4 px-4 pb-5 sm:px-5">
          <PacingBar pacing={query.data} />
          <Figures pacing={query.data} />
        </div>
      )}
    </Panel>
  );
}
