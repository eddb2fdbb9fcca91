import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { DateFilter } from '../../components/date-filter.tsx';
import { Empty } from '../../components/empty.tsx';
import { ListFailure } from '../../components/failure.tsx';
import { Figure, FIGURES } from '../../components/figure.tsx';
import { ChoiceFilter, FilterBar, useSelection } from '../../components/filters.tsx';
import { RoomHead } from '../../components/room-head.tsx';
import { ShareFigure } from '../../components/share-figure.tsx';
import { UnknownFilters } from '../../components/unknown-filters.tsx';
import { WhatIsThis } from '../../ui/what-is-this.tsx';
import { formatCount, formatInstant, formatPlural, zoneName } from '../../format.ts';
import { type Direction, getPromoSwap, type PromoSwap, type PromoSwapQuery } from '../../promo-swap-api.ts';
import { timeQuery, utcToday } from '../../selection.ts';
import { promoSwapTexts as words } from '../../texts-promo-swap.ts';
import { trackingTexts } from '../../texts-tracking.ts';
import { texts } from '../../texts.ts';
import { Panel } from '../../ui/panel.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { campaignsQuery, showsQuery } from '../catalog/catalog-queries.ts';
import { labelOf } from '../catalog/named.tsx';
import { type PromoSwapChoice, SWAP_WINDOWS } from './swap-choice.ts';

const USUAL_WINDOW = 14;

const swapQuery = (query: PromoSwapQuery) =>
  queryOptions({
    queryKey: ['figures', 'promo-swap', query],
    queryFn: ({ signal }) => getPromoSwap(query, signal),
    placeholderData: keepPreviousData,
  });

function Choices() {
  const choice = useSearch({ from: '/signed-in/tracking/promo-swap' });
  const navigate = useNavigate();
  const shows = useQuery(showsQuery).data ?? [];
  const campaigns = useQuery(campaignsQuery).data ?? [];
  const choose = (part: PromoSwapChoice) =>
    void navigate({ to: '.', search: (before) => ({ ...before, ...part }), replace: true, resetScroll: false });
  const none = ['', words.none] as const;
  const showOptions = [none, ...shows.map((one) => [one.key, labelOf(one)] as const)];
  const campaignOptions = [none, ...campaigns.map((one) => [one.key, labelOf(one)] as const)];
  const field = (name: 'showA' | 'showB' | 'promoOfA' | 'promoOfB', options: typeof showOptions) => (
    <ChoiceFilter
      label={words[name]}
      value={choice[name] ?? ''}
      options={options}
      onChoose={(key) => choose({ [name]: key || undefined })}
    />
  );
  return (
    <FilterBar>
      {field('showA', showOptions)}
      {field('showB', showOptions)}
      {field('promoOfA', campaignOptions)}
      {field('promoOfB', campaignOptions)}
      <ChoiceFilter
        label={words.window}
        beside={<WhatIsThis definition={words.windowHelp} />}
        value={String(choice.windowDays ?? USUAL_WINDOW)}
        options={SWAP_WINDOWS.map((days) => [String(days), texts.filters.days(days)] as const)}
        onChoose={(days) => choose({ windowDays: Number(days) === USUAL_WINDOW ? undefined : Number(days) })}
      />
      <DateFilter />
    </FilterBar>
  );
}

const counted = ({ count, of }: { count: number; of: number }) => words.countOf(formatCount(count), formatPlural(of, words.households));

function DirectionPanel({ direction, busy }: { direction: Direction; busy: boolean }) {
  const { campaign, ranIn, promoted, exposedHouseholds, arrived, newListeners, before, unobservedBefore } = direction;
  const beforehand = (share: Direction['before']) => (share.of === 0 && unobservedBefore > 0 ? words.notEnough : counted(share));
  return (
    <Panel id={`to-${promoted}`} title={words.direction(promoted, ranIn)} busy={busy}>
      <dl className={`${FIGURES} m-4 mt-0 sm:m-5 sm:mt-0`}>
        <Figure name={words.exposed} of="swapExposed" value={formatCount(exposedHouseholds)}>
          <span className="block">{words.campaign(campaign)}</span>
          {exposedHouseholds === 0 && words.noneExposed}
        </Figure>
        <ShareFigure name={words.arrived} of="swapArrived" share={arrived} counted={counted(arrived)} />
        <ShareFigure name={words.newListeners} of="swapNew" share={newListeners} counted={beforehand(newListeners)} />
        <ShareFigure name={words.before} of="swapBefore" share={before} counted={beforehand(before)} />
      </dl>
      {unobservedBefore > 0 && (
        <p className="max-w-3xl px-4 pb-4 text-small text-muted sm:px-5">
          {words.unobserved(formatPlural(unobservedBefore, words.households), promoted)}
        </p>
      )}
    </Panel>
  );
}

function Directions({ swap, busy }: { swap: PromoSwap; busy: boolean }) {
  return (
    <>
      <UnknownFilters unknown={swap.unknown} />
      {swap.directions.map((direction) => (
        <DirectionPanel key={direction.promoted} direction={direction} busy={busy} />
      ))}
      <p className="text-small text-muted">{words.counted(formatInstant(swap.to), zoneName())}</p>
    </>
  );
}

function Swap({ query: asked }: { query: PromoSwapQuery }) {
  const query = useQuery(swapQuery(asked));
  const { data, error } = query;
  if (data && !error) return <Directions swap={data} busy={query.isPlaceholderData} />;
  return (
    <div className="rounded-panel border border-line bg-surface">
      {error ? <ListFailure error={error} onRetry={() => void query.refetch()} /> : <SkeletonLines count={6} label={texts.loading} />}
    </div>
  );
}

function Nothing({ isSame }: { isSame: boolean }) {
  return (
    <div className="rounded-panel border border-line bg-surface">
      <Empty title={isSame ? words.same : words.choose} help={isSame ? words.sameHelp : words.chooseHelp} />
    </div>
  );
}

/** What a promo swap brought each of two shows. */
export function PromoSwapRoom() {
  const [selection] = useSelection();
  const { showA, showB, promoOfA, promoOfB, windowDays } = useSearch({ from: '/signed-in/tracking/promo-swap' });
  const isSame = showA !== undefined && showA === showB;
  const isChosen = !isSame && showA && showB && promoOfA && promoOfB;
  return (
    <>
      <RoomHead title={trackingTexts.tabs.promoSwap}>{words.lead}</RoomHead>
      <Choices />
      {isChosen ? (
        <Swap query={{ showA, showB, promoOfA, promoOfB, windowDays, ...timeQuery(selection, utcToday()) }} />
      ) : (
        <Nothing isSame={isSame} />
      )}
    </>
  );
}
