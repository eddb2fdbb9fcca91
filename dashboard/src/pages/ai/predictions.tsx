import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Empty } from '../../components/empty.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { useMay } from '../../components/may.ts';
import { RoomHead } from '../../components/room-head.tsx';
import { WhatIsThis } from '../../components/what-is.tsx';
import { formatDay } from '../../format.ts';
import { paths } from '../../paths.ts';
import { type PredictionSummary, removePrediction } from '../../predictions-api.ts';
import { predictionTexts as words } from '../../texts-predictions.ts';
import { settingsTexts } from '../../texts-settings.ts';
import { Panel } from '../../ui/panel.tsx';
import type { Column } from '../../ui/table.tsx';
import { FoundList } from '../catalog/found-table.tsx';
import { LINK, Named } from '../catalog/named.tsx';
import { AskFirst } from '../tenants/ask-first.tsx';
import { Said } from '../tenants/said.tsx';
import { CameCell, intervalText, NoHistory, subjectOf } from './predicted.tsx';
import { PredictionForm } from './prediction-form.tsx';
import { PREDICTIONS, predictionsQuery } from './prediction-queries.ts';

const COLUMNS: readonly Column<PredictionSummary>[] = [
  {
    id: 'subject',
    header: words.subject,
    sortValue: (one) => subjectOf(one).toLowerCase(),
    cell: (one) => (
      <Named name={one.subject.key === null ? words.plan : one.subject.name} of={one.subject.key ?? ''}>
        {(text) => (
          <Link to={paths.prediction} params={{ id: one.id }} search={{}} className={LINK}>
            {text}
          </Link>
        )}
      </Named>
    ),
  },
  { id: 'kind', header: words.kind, sortValue: ({ kind }) => kind, cell: ({ kind }) => words.kinds[kind] },
  {
    id: 'asOf',
    header: words.asOf,
    sortValue: ({ asOf }) => asOf,
    cell: ({ asOf }) => <span className="whitespace-nowrap">{formatDay(asOf, 'full')}</span>,
  },
  {
    id: 'interval',
    header: words.interval,
    beside: <WhatIsThis definition={words.definitions.interval} />,
    cell: (one) => (
      <span className="whitespace-nowrap">
        {intervalText(one.headline, 80, one.currency)}{' '}
        <span className="text-small text-muted">{words.measures[one.headline.measure].toLowerCase()}</span> <NoHistory label={one.label} />
      </span>
    ),
  },
  {
    id: 'came',
    header: words.came,
    sortValue: ({ headline }) => headline.outcome,
    cell: ({ headline, currency, dueOn }) =>
      headline.outcome === null && dueOn !== null ? (
        <span className="text-small whitespace-nowrap text-muted">{words.notYet(formatDay(dueOn, 'full'))}</span>
      ) : (
        <CameCell one={headline} currency={currency} />
      ),
  },
];

function columnsFor(onRemoved: () => void): readonly Column<PredictionSummary>[] {
  const actions = {
    id: 'actions',
    header: settingsTexts.actions,
    numeric: true,
    cell: (one: PredictionSummary) => (
      <AskFirst
        label={words.remove}
        name={words.removeWho(subjectOf(one))}
        title={words.removeTitle}
        lead={words.removeLead}
        change={() => removePrediction(one.id)}
        onDone={onRemoved}
      />
    ),
  };
  return [...COLUMNS, actions];
}

/** Everything that was predicted, with what came of it. */
export function Predictions() {
  const queryClient = useQueryClient();
  const list = useQuery(predictionsQuery);
  const mayChange = useMay('analyse');
  const [said, say] = useState('');
  const tell = (text: string) => {
    say(text);
    void queryClient.invalidateQueries({ queryKey: PREDICTIONS });
  };
  const add = (
    <FormDialog label={words.add} lead={words.addLead}>
      {(close) => (
        <PredictionForm
          onMade={(prediction) => {
            close();
            tell(words.made(subjectOf(prediction)));
          }}
        />
      )}
    </FormDialog>
  );
  return (
    <>
      <RoomHead title={words.room}>{words.lead}</RoomHead>
      <Said text={said} />
      <Panel id="predictions" title={words.list} aside={list.data && mayChange && add}>
        <FoundList
          list={list}
          what={words.what}
          caption={words.list}
          columns={mayChange ? columnsFor(() => tell(words.removed)) : COLUMNS}
          rowKey={({ id }) => id}
          textOf={(one) => `${subjectOf(one)} ${one.subject.key ?? ''} ${words.kinds[one.kind]}`}
          empty={<Empty title={words.empty} help={mayChange ? words.emptyHelp : words.emptyRead} />}
        />
      </Panel>
    </>
  );
}
