import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Empty } from '../../components/empty.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { useMay } from '../../components/may.ts';
import { RoomHead } from '../../components/room-head.tsx';
import { type PredictionSummary, removePrediction } from '../../predictions-api.ts';
import { predictionTexts as words } from '../../texts-predictions.ts';
import { settingsTexts } from '../../texts-settings.ts';
import { Panel } from '../../ui/panel.tsx';
import type { Column } from '../../ui/table.tsx';
import { FoundList } from '../catalog/found-table.tsx';
import { AskFirst } from '../tenants/ask-first.tsx';
import { Said } from '../tenants/said.tsx';
import { subjectOf } from './predicted.tsx';
import { PREDICTION_COLUMNS } from './prediction-columns.tsx';
import { PredictionForm } from './prediction-form.tsx';
import { PREDICTIONS, predictionsQuery } from './prediction-queries.ts';

function columnsFor(onRemoved: () => void): readonly Column<PredictionSummary>[] {
  const actions = {
    id: 'actions',
    header: settingsTexts.actions,
    atEnd: true,
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
  return [...PREDICTION_COLUMNS, actions];
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
          columns={mayChange ? columnsFor(() => tell(words.removed)) : PREDICTION_COLUMNS}
          rowKey={({ id }) => id}
          textOf={(one) => `${subjectOf(one)} ${one.subject.key ?? ''} ${words.kinds[one.kind]}`}
          empty={<Empty title={words.empty} help={mayChange ? words.emptyHelp : words.emptyRead} />}
        />
      </Panel>
    </>
  );
}
