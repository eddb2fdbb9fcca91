import { meanings } from '../../definitions-of-columns.ts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { Instant } from '../../components/amount.tsx';
import { Empty } from '../../components/empty.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { useMay } from '../../components/may.ts';
import { RoomHead } from '../../components/room-head.tsx';
import { formatClock } from '../../format.ts';
import { paths } from '../../paths.ts';
import { settingsTexts } from '../../texts-settings.ts';
import { transcriptTexts as words } from '../../texts-transcripts.ts';
import { transcriptionTexts } from '../../texts-transcriptions.ts';
import { type EpisodeTranscript, removeTranscript } from '../../transcripts-api.ts';
import { Tag } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { type Column, figure } from '../../ui/table.tsx';
import { FoundList } from '../catalog/found-table.tsx';
import { LINK, Named } from '../catalog/named.tsx';
import { AskFirst } from '../tenants/ask-first.tsx';
import { Said } from '../tenants/said.tsx';
import { TranscriptForm } from './transcript-form.tsx';
import { TRANSCRIPTS, transcriptsQuery } from './transcript-queries.ts';
import { TranscriptionForm } from './transcription-form.tsx';
import { TranscriptionsUnderWay } from './transcriptions-under-way.tsx';

const TONES = { none: 'plain', waiting: 'notice', done: 'plain', failed: 'danger' } as const;

function CopyCell({ of: { copy, capturedAt, copyNote } }: { of: EpisodeTranscript }) {
  return (
    <span className="block max-w-56">
      {words.copyTags[copy]}
      {capturedAt !== null && (
        <>
          {' '}
          <Instant at={capturedAt} />
        </>
      )}
      {copyNote !== null && <span className="block truncate text-caption text-faint">{copyNote}</span>}
    </span>
  );
}

const COLUMNS: readonly Column<EpisodeTranscript>[] = [
  {
    id: 'episode',
    header: words.episode,
    sortValue: ({ episode, episodeName }) => (episodeName ?? episode).toLowerCase(),
    cell: ({ id, episode, episodeName }) => (
      <Named name={episodeName} of={episode}>
        {(text) => (
          <Link to={paths.transcript} params={{ id }} search={{}} className={LINK}>
            {text}
          </Link>
        )}
      </Named>
    ),
  },
  {
    id: 'source',
    header: words.source,
    sortValue: ({ source }) => words.sources[source],
    cell: ({ source, version }) => (
      <span className="whitespace-nowrap">
        {words.sources[source]} <span className="text-small text-muted">{words.version(version)}</span>
      </span>
    ),
  },
  { id: 'copy', header: words.copy, sortValue: ({ copy, capturedAt }) => `${copy} ${capturedAt}`, cell: (one) => <CopyCell of={one} /> },
  {
    id: 'length',
    ...figure(words.length, meanings.transcriptLength),
    sortValue: ({ durationMs }) => durationMs,
    cell: ({ durationMs }) => formatClock(Math.round(durationMs / 1_000)),
  },
  {
    id: 'state',
    header: words.state,
    sortValue: ({ analysis }) => analysis,
    cell: ({ analysis }) => <Tag tone={TONES[analysis]}>{words.states[analysis]}</Tag>,
  },
  { id: 'changed', header: words.changed, sortValue: ({ changedAt }) => changedAt, cell: ({ changedAt }) => <Instant at={changedAt} /> },
];

const nameOf = ({ episode, episodeName }: EpisodeTranscript) => episodeName ?? episode;

function columnsFor(onRemoved: () => void): readonly Column<EpisodeTranscript>[] {
  const actions = {
    id: 'actions',
    header: settingsTexts.actions,
    atEnd: true,
    cell: (transcript: EpisodeTranscript) => (
      <AskFirst
        label={words.remove}
        name={words.removeWho(nameOf(transcript))}
        title={words.removeTitle}
        lead={words.removeLead}
        change={() => removeTranscript(transcript.id)}
        onDone={onRemoved}
      />
    ),
  };
  return [...COLUMNS, actions];
}

/** The two ways to a transcript: as a text, or as audio that is heard. */
function Begin({ onAdded }: { onAdded: (transcript: EpisodeTranscript) => void }) {
  const navigate = useNavigate();
  return (
    <div className="flex flex-wrap gap-2">
      <FormDialog label={transcriptionTexts.begin} lead={transcriptionTexts.beginLead} look="outline">
        {() => <TranscriptionForm onBegun={({ id }) => void navigate({ to: paths.transcription, params: { id }, search: {} })} />}
      </FormDialog>
      <FormDialog label={words.add} lead={words.addLead}>
        {(close) => (
          <TranscriptForm
            onAdded={(transcript) => {
              close();
              onAdded(transcript);
            }}
          />
        )}
      </FormDialog>
    </div>
  );
}

/** The transcripts of episodes, with how far their analysis is. */
export function Transcripts() {
  const queryClient = useQueryClient();
  const list = useQuery(transcriptsQuery);
  const mayChange = useMay('analyse');
  const [said, say] = useState('');
  const tell = (text: string) => {
    say(text);
    void queryClient.invalidateQueries({ queryKey: TRANSCRIPTS });
  };
  return (
    <>
      <RoomHead title={words.room}>{words.lead}</RoomHead>
      <Said text={said} />
      <TranscriptionsUnderWay />
      <Panel
        id="transcripts"
        title={words.list}
        aside={list.data && mayChange && <Begin onAdded={(added) => tell(words.added(nameOf(added)))} />}
      >
        <FoundList
          list={list}
          what={words.what}
          caption={words.list}
          columns={mayChange ? columnsFor(() => tell(words.removed)) : COLUMNS}
          rowKey={({ id }) => id}
          textOf={({ episode, episodeName }) => `${episode} ${episodeName ?? ''}`}
          empty={<Empty title={words.empty} help={mayChange ? words.emptyHelp : words.emptyRead} />}
        />
      </Panel>
    </>
  );
}
