import { meanings } from '../../definitions-of-columns.ts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Campaign } from '../../catalog-api.ts';
import { Known } from '../../components/amount.tsx';
import { Empty } from '../../components/empty.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { useMay } from '../../components/may.ts';
import { RoomHead } from '../../components/room-head.tsx';
import { formatCount, formatMoney, UNKNOWN } from '../../format.ts';
import { paths } from '../../paths.ts';
import { catalogTexts } from '../../texts-catalog.ts';
import { Panel } from '../../ui/panel.tsx';
import { type Column, figure } from '../../ui/table.tsx';
import { Said } from '../tenants/said.tsx';
import { CampaignForm } from './campaign-form.tsx';
import { campaignsQuery, CATALOG } from './catalog-queries.ts';
import { Flight } from './flight.tsx';
import { FoundList } from './found-table.tsx';
import { LINK, Named } from './named.tsx';
import { type NameOf, useAdvertiserNames } from './names.ts';

const words = catalogTexts.campaigns;

function isStub({ name, advertiser, startsOn, endsOn, budgetMinor, spendMinor, goal }: Campaign): boolean {
  return [name, advertiser, startsOn, endsOn, budgetMinor, spendMinor, goal].every((value) => value === null);
}

function CampaignName({ campaign }: { campaign: Campaign }) {
  const { key, name } = campaign;
  return (
    <Named name={name} of={key} isStub={isStub(campaign)}>
      {(text) => (
        <Link to={paths.campaign} params={{ key }} search={{}} className={LINK}>
          {text}
        </Link>
      )}
    </Named>
  );
}

const columnsFor = (advertiserName: NameOf): readonly Column<Campaign>[] => [
  {
    id: 'name',
    header: words.name,
    sortValue: ({ name, key }) => (name ?? key).toLowerCase(),
    cell: (campaign) => <CampaignName campaign={campaign} />,
  },
  {
    id: 'advertiser',
    header: words.advertiser,
    sortValue: ({ advertiser }) => (advertiser === null ? null : advertiserName(advertiser).toLowerCase()),
    cell: ({ advertiser }) => (
      <span className="block max-w-40 truncate">
        <Known text={advertiser === null ? UNKNOWN : advertiserName(advertiser)} />
      </span>
    ),
  },
  { id: 'flight', header: catalogTexts.flight.name, sortValue: ({ startsOn }) => startsOn, cell: (campaign) => <Flight days={campaign} /> },
  {
    id: 'budget',
    ...figure(words.budget, meanings.budget),
    cell: ({ budgetMinor, currency }) => <Known text={formatMoney(budgetMinor, currency)} />,
  },
  {
    id: 'goal',
    ...figure(words.goal, meanings.goal),
    cell: ({ goal }) => <Known text={goal ? `${formatCount(goal.count)} ${words.goals[goal.kind].toLowerCase()}` : UNKNOWN} />,
  },
];

/** What is booked, by campaign. */
export function Campaigns() {
  const queryClient = useQueryClient();
  const list = useQuery(campaignsQuery);
  const advertiserName = useAdvertiserNames();
  const mayChange = useMay('analyse');
  const [said, say] = useState('');
  const created = ({ key, name }: Campaign) => {
    say(words.created(name ?? key));
    void queryClient.invalidateQueries({ queryKey: CATALOG });
  };
  const create = (
    <FormDialog label={words.create} lead={words.createLead}>
      {(close) => (
        <CampaignForm
          onSaved={(campaign) => {
            close();
            created(campaign);
          }}
        />
      )}
    </FormDialog>
  );
  return (
    <>
      <RoomHead title={catalogTexts.tabs.campaigns}>{words.lead}</RoomHead>
      <Said text={said} />
      <Panel id="campaigns" title={words.list} aside={list.data && mayChange && create}>
        <FoundList
          list={list}
          what={words.what}
          caption={words.list}
          columns={columnsFor(advertiserName)}
          rowKey={({ key }) => key}
          textOf={({ key, name, advertiser }) => `${key} ${name ?? ''} ${advertiser === null ? '' : advertiserName(advertiser)}`}
          empty={<Empty title={words.empty} help={words.emptyHelp} />}
        />
      </Panel>
    </>
  );
}
