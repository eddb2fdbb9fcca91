import { meanings } from '../../definitions-of-columns.ts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Instant } from '../../components/amount.tsx';
import { Actor } from '../../components/actor.tsx';
import { useActorNames } from '../../components/actor-names.ts';
import { Empty } from '../../components/empty.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { useMay } from '../../components/may.ts';
import { ModelMark } from '../../components/model-mark.tsx';
import { useModels } from '../../components/models.ts';
import { RoomHead } from '../../components/room-head.tsx';
import { formatCount, UNKNOWN } from '../../format.ts';
import { paths } from '../../paths.ts';
import type { Run } from '../../runs-api.ts';
import { runTexts as words } from '../../texts-runs.ts';
import { Panel } from '../../ui/panel.tsx';
import { type Column, figure } from '../../ui/table.tsx';
import { FoundList } from '../catalog/found-table.tsx';
import { LINK } from '../catalog/named.tsx';
import { Said } from '../tenants/said.tsx';
import { RunForm } from './run-form.tsx';
import { coveredBy, modelOf, stateOf } from './run-says.ts';
import { RUNS, runsQuery } from './work-queries.ts';

function columnsOf(titleOf: (model: string) => string): Column<Run>[] {
  return [
    {
      id: 'created',
      header: words.started,
      sortValue: ({ createdAt }) => createdAt,
      cell: ({ id, createdAt }) => (
        <Link to={paths.run} params={{ id }} search={{}} className={LINK}>
          <Instant at={createdAt} />
        </Link>
      ),
    },
    {
      id: 'model',
      header: words.model,
      sortValue: modelOf,
      cell: (run) => (
        <span className="flex items-center gap-2 whitespace-nowrap">
          <ModelMark model={modelOf(run)} />
          {titleOf(modelOf(run))}
        </span>
      ),
    },
    { id: 'covers', header: words.covers, cell: coveredBy, className: 'min-w-56' },
    { id: 'state', header: words.state, sortValue: ({ state }) => state, cell: stateOf },
    {
      id: 'conversions',
      ...figure(words.conversions, meanings.runConversions),
      sortValue: ({ outcome }) => outcome?.conversions ?? null,
      cell: ({ outcome }) => (outcome === null ? UNKNOWN : formatCount(outcome.conversions)),
    },
    { id: 'by', header: words.by, cell: ({ createdBy }) => <Actor name={createdBy} /> },
  ];
}

/** The runs of the tenant. */
export function RunsRoom() {
  const queryClient = useQueryClient();
  const list = useQuery(runsQuery);
  const mayChange = useMay('analyse');
  const models = useModels();
  const actorName = useActorNames();
  const titleOf = (name: string) => models.find((model) => model.name === name)?.title ?? name;
  const [said, say] = useState('');
  const start = (
    <FormDialog label={words.start} lead={words.startLead}>
      {(close) => (
        <RunForm
          onStarted={() => {
            close();
            say(words.startedNow);
            void queryClient.invalidateQueries({ queryKey: RUNS });
          }}
        />
      )}
    </FormDialog>
  );
  return (
    <>
      <RoomHead title={words.room}>{words.lead}</RoomHead>
      <Said text={said} />
      <Panel id="runs" title={words.list} aside={list.data && mayChange && start}>
        <FoundList
          list={list}
          what={words.what}
          caption={words.list}
          columns={columnsOf(titleOf)}
          rowKey={({ id }) => id}
          textOf={(run) => `${titleOf(modelOf(run))} ${coveredBy(run)} ${actorName(run.createdBy)}`}
          empty={<Empty title={words.empty} help={words.emptyHelp} />}
        />
      </Panel>
    </>
  );
}
