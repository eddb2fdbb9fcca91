import { meanings } from '../../definitions-of-columns.ts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { Instant } from '../../components/amount.tsx';
import { formatClock } from '../../format.ts';
import { paths } from '../../paths.ts';
import { transcriptTexts } from '../../texts-transcripts.ts';
import { transcriptionTexts as words } from '../../texts-transcriptions.ts';
import type { Transcription } from '../../transcriptions-api.ts';
import { Tag } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { type Column, figure, Table } from '../../ui/table.tsx';
import { LINK, Named } from '../catalog/named.tsx';
import { dollars } from './dollars.ts';
import { isUnderWay, transcriptionsQuery } from './transcription-queries.ts';
import { TRANSCRIPTS } from './transcript-queries.ts';

const clock = (milliseconds: number) => formatClock(Math.round(milliseconds / 1_000));

const COLUMNS: readonly Column<Transcription>[] = [
  {
    id: 'episode',
    header: transcriptTexts.episode,
    cell: ({ id, episode, episodeName }) => (
      <Named name={episodeName} of={episode}>
        {(text) => (
          <Link to={paths.transcription} params={{ id }} search={{}} className={LINK}>
            {text}
          </Link>
        )}
      </Named>
    ),
  },
  {
    id: 'state',
    header: words.state,
    cell: ({ state }) => <Tag tone={state === 'failed' ? 'danger' : 'notice'}>{words.states[state]}</Tag>,
  },
  {
    id: 'heard',
    header: words.heard,
    cell: ({ heardMs, audioMs }) => words.minutes(clock(heardMs), audioMs === null ? words.unknownLength : clock(audioMs)),
  },
  { id: 'cost', ...figure(words.cost, meanings.transcriptionCost), cell: ({ costMicros }) => dollars(costMicros) },
  { id: 'begun', header: words.begun, cell: ({ createdAt }) => <Instant at={createdAt} /> },
];

/** Audio that is on its way to a transcript, or came to nothing; not there where there is none. */
export function TranscriptionsUnderWay() {
  const queryClient = useQueryClient();
  const shown = useQuery(transcriptionsQuery).data?.filter(({ state }) => state !== 'done') ?? [];
  const open = shown.filter(isUnderWay).length;
  const before = useRef(open);
  useEffect(() => {
    // What is under way no more may have become a transcript.
    if (open < before.current) void queryClient.invalidateQueries({ queryKey: TRANSCRIPTS });
    before.current = open;
  }, [open, queryClient]);
  if (shown.length === 0) return null;
  return (
    <Panel id="transcriptions" title={words.underWay}>
      <Table caption={words.underWay} columns={COLUMNS} rows={shown} rowKey={({ id }) => id} />
    </Panel>
  );
}
