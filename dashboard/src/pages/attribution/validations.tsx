import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type SubmitEvent, useState } from 'react';
import { Instant } from '../../components/amount.tsx';
import { useSensitiveChange } from '../../components/confirm-identity.tsx';
import { Actor } from '../../components/actor.tsx';
import { useActorNames } from '../../components/actor-names.ts';
import { Empty } from '../../components/empty.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { useMay } from '../../components/may.ts';
import { RoomHead } from '../../components/room-head.tsx';
import { faultsOf } from '../../faults.ts';
import { paths } from '../../paths.ts';
import { validationTexts as words } from '../../texts-validations.ts';
import { SelectField, TextField } from '../../ui/field.tsx';
import { Tag } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import type { Column } from '../../ui/table.tsx';
import { typedIn } from '../../ui/typed.ts';
import { createValidation, type ValidationSummary } from '../../validations-api.ts';
import { FormEnd } from '../catalog/form-end.tsx';
import { FoundList } from '../catalog/found-table.tsx';
import { LINK } from '../catalog/named.tsx';
import { Said } from '../tenants/said.tsx';
import { optionsText, progressText } from './validation-says.ts';
import { VALIDATIONS, validationsQuery } from './work-queries.ts';

const NUMBERS = [
  ['seed', words.seed, words.seedHelp, '1'],
  ['households', words.householdsField, words.householdsHelp, '1000'],
  ['days', words.days, undefined, '84'],
  ['runs', words.runs, words.runsHelp, '1'],
  ['replicates', words.replicates, words.replicatesHelp, '40'],
] as const;

const CHOICES = [
  ['worlds', words.onWorlds, {}],
  ['campaign', words.onCampaigns, { on: 'own_data', unit: 'campaign' }],
  ['show', words.onShows, { on: 'own_data', unit: 'show' }],
] as const;

function ValidationForm({ onStarted }: { onStarted: () => void }) {
  const change = useSensitiveChange(async (form: HTMLFormElement) => {
    const typed = typedIn(form);
    const countOf = (name: string) => typed.count(name) ?? 0;
    const chosen = CHOICES.find(([value]) => value === typed.text('on')) ?? CHOICES[0];
    const details = {
      ...chosen[2],
      seed: countOf('seed'),
      households: countOf('households'),
      days: countOf('days'),
      runs: countOf('runs'),
      replicates: countOf('replicates'),
    };
    typed.settle();
    return createValidation(details);
  }, onStarted);
  const faults = faultsOf(
    change.error,
    NUMBERS.map(([name]) => name),
  );
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    change.start(event.currentTarget);
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <SelectField name="on" label={words.on} help={words.onHelp} options={CHOICES.map(([value, text]) => [value, text] as const)} />
      {NUMBERS.map(([name, label, help, first]) => (
        <TextField key={name} name={name} label={label} help={help} inputMode="numeric" defaultValue={first} problem={faults.at(name)} />
      ))}
      <FormEnd change={change} rest={faults.rest} submit={words.submit} />
    </form>
  );
}

const COLUMNS: readonly Column<ValidationSummary>[] = [
  {
    id: 'created',
    header: words.created,
    sortValue: ({ createdAt }) => createdAt,
    cell: ({ id, createdAt }) => (
      <Link to={paths.validation} params={{ id }} search={{}} className={LINK}>
        <Instant at={createdAt} />
      </Link>
    ),
  },
  { id: 'options', header: words.options, cell: ({ options }) => optionsText(options), className: 'min-w-64' },
  { id: 'state', header: words.state, sortValue: ({ state }) => state, cell: progressText },
  { id: 'by', header: words.by, cell: ({ createdBy }) => <Actor name={createdBy} /> },
];

/** The validations of the models. */
export function ValidationsRoom() {
  const queryClient = useQueryClient();
  const list = useQuery(validationsQuery);
  const actorName = useActorNames();
  const mayChange = useMay('analyse');
  const [said, say] = useState('');
  const start = (
    <FormDialog label={words.start} lead={words.startLead}>
      {(close) => (
        <ValidationForm
          onStarted={() => {
            close();
            say(words.startedNow);
            void queryClient.invalidateQueries({ queryKey: VALIDATIONS });
          }}
        />
      )}
    </FormDialog>
  );
  return (
    <>
      <RoomHead title={words.room}>{words.lead}</RoomHead>
      <Said text={said} />
      <Panel
        id="validations"
        title={words.list}
        beside={<Tag title={words.simulatedHelp}>{words.simulated}</Tag>}
        aside={list.data && mayChange && start}
      >
        <FoundList
          list={list}
          what={words.what}
          caption={words.list}
          columns={COLUMNS}
          rowKey={({ id }) => id}
          textOf={({ options, createdBy }) => `${optionsText(options)} ${actorName(createdBy)}`}
          empty={<Empty title={words.empty} help={words.emptyHelp} />}
        />
      </Panel>
    </>
  );
}
