import { meanings } from '../../definitions-of-columns.ts';
import { useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { useState } from 'react';
import { Empty } from '../../components/empty.tsx';
import { ListFailure } from '../../components/failure.tsx';
import { useMay } from '../../components/may.ts';
import { formatCount, formatInstant, formatShareShort } from '../../format.ts';
import { deleteImport, type Import } from '../../imports-api.ts';
import { dataTexts } from '../../texts-data.ts';
import { texts } from '../../texts.ts';
import { Button } from '../../ui/button.tsx';
import { Panel } from '../../ui/panel.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { type Column, figure, Table } from '../../ui/table.tsx';
import { AskFirst } from '../tenants/ask-first.tsx';
import { Said } from '../tenants/said.tsx';
import { IMPORTS } from './import-queries.ts';
import { RejectList } from './import-rejects.tsx';

const words = dataTexts.earlier;

function columnsOf({ onForgotten, onShow }: { onForgotten?: () => void; onShow: (id: string) => void }): Column<Import>[] {
  const stateOf = ({ state, takenBytes, bytes }: Import) =>
    state === 'done' ? words.finished : words.unfinished(formatShareShort(takenBytes / bytes));
  return [
    { id: 'file', header: words.file, cell: ({ fileName }) => <span className="block max-w-64 min-w-28 wrap-anywhere">{fileName}</span> },
    { id: 'when', header: words.when, cell: ({ createdAt }) => formatInstant(createdAt) },
    { id: 'state', header: words.state, cell: (row) => <span className="block min-w-32">{stateOf(row)}</span> },
    { id: 'accepted', ...figure(dataTexts.progress.accepted, meanings.importAccepted), cell: ({ accepted }) => formatCount(accepted) },
    {
      id: 'duplicates',
      ...figure(dataTexts.progress.duplicates, meanings.importDuplicates),
      cell: ({ duplicates }) => formatCount(duplicates),
    },
    { id: 'rejected', ...figure(dataTexts.progress.rejected, meanings.importRejected), cell: ({ rejected }) => formatCount(rejected) },
    {
      id: 'do',
      header: '',
      cell: ({ id, fileName, rejected }) => (
        <span className="flex justify-end gap-1">
          {rejected > 0 && (
            <Button look="quiet" aria-label={dataTexts.rejects.showOf(fileName)} onClick={() => onShow(id)}>
              {dataTexts.rejects.show}
            </Button>
          )}
          {onForgotten && (
            <AskFirst
              label={words.forget}
              name={words.forgetOf(fileName)}
              title={words.forgetTitle}
              lead={words.forgetHelp}
              change={() => deleteImport(id)}
              onDone={onForgotten}
            />
          )}
        </span>
      ),
    },
  ];
}

/** The files that were imported, what came of them, and which of them are unfinished. */
export function EarlierImports({ list }: { list: UseQueryResult<Import[]> }) {
  const queryClient = useQueryClient();
  const mayChange = useMay('analyse');
  const [shownId, show] = useState<string>();
  const [said, say] = useState('');
  const forgotten = () => {
    say(words.forgotten);
    void queryClient.invalidateQueries({ queryKey: IMPORTS });
  };
  const shown = list.data?.find(({ id }) => id === shownId);
  const columns = columnsOf({ onShow: show, ...(mayChange ? { onForgotten: forgotten } : {}) });
  return (
    <Panel id="earlier" title={words.title}>
      <div className="px-4 sm:px-5">
        <Said text={said} />
      </div>
      {list.error && !list.data && <ListFailure error={list.error} onRetry={() => void list.refetch()} />}
      {!list.error && !list.data && <SkeletonLines count={4} label={texts.loading} />}
      {list.data?.length === 0 && <Empty title={words.none} help={words.noneHelp} />}
      {list.data && list.data.length > 0 && <Table caption={words.table} columns={columns} rows={list.data} rowKey={({ id }) => id} />}
      {shown && (
        <div className="flex flex-col gap-3 px-4 py-4 sm:px-5">
          <RejectList of={shown} />
          <div>
            <Button onClick={() => show(undefined)}>{dataTexts.rejects.hide}</Button>
          </div>
        </div>
      )}
    </Panel>
  );
}
