import { meanings } from '../../definitions-of-columns.ts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Pacing, Placement, PriceBasis } from '../../catalog-api.ts';
import { Known } from '../../components/amount.tsx';
import { Empty } from '../../components/empty.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { formatMoney, UNKNOWN } from '../../format.ts';
import { paths } from '../../paths.ts';
import { catalogTexts } from '../../texts-catalog.ts';
import { Panel } from '../../ui/panel.tsx';
import { type Column, figure } from '../../ui/table.tsx';
import { campaignPacingQuery, placementsQuery } from './catalog-queries.ts';
import type { Changing } from './changing.ts';
import { Flight } from './flight.tsx';
import { FoundList } from './found-table.tsx';
import { LINK, Named } from './named.tsx';
import { type NameOf, useShowNames } from './names.ts';
import { PacingCell } from './pacing-bar.tsx';
import { PlacementForm } from './placement-form.tsx';

const words = catalogTexts.placements;

/** What a position is called; one of the tenant's own goes by its own text. */
export function positionName(position: string): string {
  return words.positions[position] ?? position;
}

/** A placement's price in words. */
export function priceText(price: Placement['price'], bases: Record<PriceBasis, string>): string {
  return price === null ? UNKNOWN : `${formatMoney(price.amountMinor, price.currency)} ${bases[price.basis]}`;
}

function PlacementName({ placement: { key, position } }: { placement: Placement }) {
  return (
    <Named name={positionName(position)} of={key}>
      {(text) => (
        <Link to={paths.placement} params={{ key }} search={{}} className={LINK}>
          {text}
        </Link>
      )}
    </Named>
  );
}

function columnsFor(showName: NameOf, pacingOf: (key: string) => Pacing | undefined): readonly Column<Placement>[] {
  return [
    {
      id: 'placement',
      header: words.placement,
      sortValue: ({ position }) => positionName(position),
      cell: (placement) => <PlacementName placement={placement} />,
    },
    {
      id: 'show',
      header: words.show,
      sortValue: ({ show }) => showName(show).toLowerCase(),
      cell: ({ show, episode }) => (
        <span className="block max-w-48">
          <span className="block truncate">{showName(show)}</span>
          <span className="block truncate text-caption text-faint">{episode ?? words.anyEpisode}</span>
        </span>
      ),
    },
    { id: 'kind', header: words.kind, cell: ({ kind }) => <span className="whitespace-nowrap">{words.kinds[kind]}</span> },
    {
      id: 'flight',
      header: catalogTexts.flight.name,
      sortValue: ({ startsOn }) => startsOn,
      cell: (placement) => <Flight days={placement} />,
    },
    { id: 'pacing', header: catalogTexts.pacing.deliveredOfBooked, cell: ({ key }) => <PacingCell pacing={pacingOf(key)} /> },
    {
      id: 'price',
      ...figure(words.price, meanings.placementPrice),
      cell: ({ price }) => <Known text={priceText(price, words.shortBases)} />,
    },
  ];
}

/** Where a campaign runs. */
export function CampaignPlacements({ campaign, mayChange, tell }: Changing & { campaign: string }) {
  const list = useQuery(placementsQuery({ campaign }));
  const showName = useShowNames();
  const pacing = new Map(useQuery(campaignPacingQuery(campaign)).data?.map((one) => [one.placement, one]));
  const create = (
    <FormDialog label={words.create} lead={words.createLead}>
      {(close) => (
        <PlacementForm
          campaign={campaign}
          onSaved={() => {
            close();
            tell(words.created);
          }}
        />
      )}
    </FormDialog>
  );
  return (
    <Panel id="placements" title={words.list} aside={list.data && mayChange && create}>
      <FoundList
        list={list}
        what={words.what}
        caption={words.list}
        columns={columnsFor(showName, (key) => pacing.get(key))}
        rowKey={({ key }) => key}
        textOf={({ key, show, position }) => `${key} ${showName(show)} ${positionName(position)}`}
        empty={<Empty title={words.empty} help={mayChange ? words.emptyHelp : words.emptyRead} />}
      />
    </Panel>
  );
}
