import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Empty } from '../../components/empty.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { useMay } from '../../components/may.ts';
import { RoomHead } from '../../components/room-head.tsx';
import type { Experiment } from '../../experiments-api.ts';
import { formatDay } from '../../format.ts';
import { paths } from '../../paths.ts';
import { experimentTexts as words } from '../../texts-experiments.ts';
import { Panel } from '../../ui/panel.tsx';
import type { Column } from '../../ui/table.tsx';
import { FoundList } from '../catalog/found-table.tsx';
import { LINK } from '../catalog/named.tsx';
import { type NameOf, useCampaignNames } from '../catalog/names.ts';
import { Said } from '../tenants/said.tsx';
import { ExperimentForm } from './experiment-form.tsx';
import { EXPERIMENTS, experimentsQuery } from './experiment-queries.ts';
import { lastDayOf } from './vendor-days.ts';

const columnsOf = (campaignName: NameOf): readonly Column<Experiment>[] => [
  {
    id: 'name',
    header: words.name,
    sortValue: ({ key }) => key,
    cell: ({ key }) => (
      <Link to={paths.experiment} params={{ key }} search={{}} className={`${LINK} max-w-72`}>
        {key}
      </Link>
    ),
  },
  { id: 'state', header: words.state, sortValue: ({ state }) => state, cell: ({ state }) => words.states[state] },
  { id: 'design', header: words.design, sortValue: ({ design }) => design, cell: ({ design }) => words.designs[design] },
  {
    id: 'campaign',
    header: words.campaign,
    sortValue: ({ campaign }) => campaignName(campaign).toLowerCase(),
    cell: ({ campaign }) => <span title={campaign}>{campaignName(campaign)}</span>,
  },
  {
    id: 'days',
    header: words.days,
    sortValue: ({ from }) => from,
    cell: ({ from, to }) => words.span(formatDay(from, 'full'), formatDay(lastDayOf(to), 'full')),
  },
];

/** The experiments of the tenant. */
export function Experiments() {
  const queryClient = useQueryClient();
  const list = useQuery(experimentsQuery);
  const mayChange = useMay('analyse');
  const campaignName = useCampaignNames();
  const [said, say] = useState('');
  const plan = (
    <FormDialog label={words.plan} lead={words.planLead}>
      {(close) => (
        <ExperimentForm
          onSaved={({ key }) => {
            close();
            say(words.planned(key));
            void queryClient.invalidateQueries({ queryKey: EXPERIMENTS });
          }}
        />
      )}
    </FormDialog>
  );
  return (
    <>
      <RoomHead title={words.room}>{words.lead}</RoomHead>
      <Said text={said} />
      <Panel id="experiments" title={words.list} aside={list.data && mayChange && plan}>
        <FoundList
          list={list}
          what={words.what}
          caption={words.list}
          columns={columnsOf(campaignName)}
          rowKey={({ key }) => key}
          textOf={({ key, campaign, design }) => `${key} ${campaign} ${campaignName(campaign)} ${words.designs[design]}`}
          empty={<Empty title={words.empty} help={words.emptyHelp} />}
        />
      </Panel>
    </>
  );
}
