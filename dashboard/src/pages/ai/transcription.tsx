import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { Instant } from '../../components/amount.tsx';
import { useSensitiveChange } from '../../components/confirm-identity.tsx';
import { FormProblem } from '../../components/form-problem.tsx';
import { useMay } from '../../components/may.ts';
import { RoomHead } from '../../components/room-head.tsx';
import { formatBytes, formatClock, formatInstant, formatPlural } from '../../format.ts';
import { paths } from '../../paths.ts';
import { transcriptTexts } from '../../texts-transcripts.ts';
import { transcriptionTexts as words } from '../../texts-transcriptions.ts';
import { removeTranscription, retryTranscription, type Transcription } from '../../transcriptions-api.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Back } from '../catalog/back.tsx';
import { LINK } from '../catalog/named.tsx';
import { One } from '../catalog/one.tsx';
import { AskFirst } from '../tenants/ask-first.tsx';
import { Facts } from '../tenants/facts.tsx';
import { dollars } from './dollars.ts';
import { Progress } from './progress.tsx';
import { isUnderWay, TRANSCRIPTIONS, transcriptionQuery } from './transcription-queries.ts';
import { TRANSCRIPTS } from './transcript-queries.ts';

const clock = (milliseconds: number) => formatClock(Math.round(milliseconds / 1_000));

function copyText({ copy, capturedAt, copyNote }: Transcription): string {
  const when = capturedAt === null ? [] : [formatInstant(capturedAt)];
  return [[transcriptTexts.copyTags[copy], ...when].join(' '), ...(copyNote === null ? [] : [copyNote])].join(', ');
}

function Standing({ of: { state, failure, transcriptId } }: { of: Transcription }) {
  if (state === 'failed')
    return (
      <Notice tone="danger" live="alert">
        <span className="wrap-anywhere">{words.failed(failure ?? '')}</span>
      </Notice>
    );
  if (state !== 'done')
    return (
      <Notice tone="notice" live="status">
        {words.explained[state]}
      </Notice>
    );
  if (transcriptId === null) return <Notice>{words.gone}</Notice>;
  return (
    <Notice>
      <Link to={paths.transcript} params={{ id: transcriptId }} search={{}} className={LINK}>
        {words.toTranscript}
      </Link>
    </Notice>
  );
}

/** How much of it is heard: by minutes where its length is known, and by pieces. */
function HeardBar({ of: { audioMs, heardMs, pieces, heardPieces } }: { of: Transcription }) {
  const inPieces = pieces === null ? [] : [words.pieces(String(heardPieces ?? 0), formatPlural(pieces, words.piecesCounted))];
  const inMinutes = words.minutes(clock(heardMs), audioMs === null ? words.unknownLength : clock(audioMs));
  return <Progress label={words.progress} part={heardMs} of={audioMs ?? undefined} text={[inMinutes, ...inPieces].join(', ')} />;
}

function About({ of }: { of: Transcription }) {
  const { source, url, bytes, receivedBytes, provider, model, costMicros, calls, createdAt, state } = of;
  const size = bytes === null && receivedBytes === 0 ? words.unknownSize : formatBytes(bytes ?? receivedBytes);
  const isArriving = state === 'expecting' || state === 'fetching';
  const arriving = words.sizeOf(formatBytes(receivedBytes), bytes === null ? words.unknownSize : formatBytes(bytes));
  const facts = [
    { name: words.source, value: <span className="wrap-anywhere">{url ?? words.sources[source]}</span> },
    { name: transcriptTexts.copy, value: copyText(of) },
    {
      name: words.size,
      value: isArriving ? <Progress label={words.size} part={receivedBytes} of={bytes ?? undefined} text={arriving} /> : size,
    },
    ...(state === 'transcribing' ? [{ name: words.heard, value: <HeardBar of={of} /> }] : []),
    { name: words.hearing, value: provider === null || model === null ? words.nobodyYet : words.hearingOf(model, provider) },
    { name: words.cost, value: words.costOf(dollars(costMicros), formatPlural(calls, words.calls)) },
    { name: words.begun, value: <Instant at={createdAt} /> },
  ];
  return <Facts items={facts} />;
}

function Actions({ of }: { of: Transcription }) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const look = () => queryClient.invalidateQueries({ queryKey: TRANSCRIPTIONS });
  const retry = useSensitiveChange(retryTranscription, () => void look());
  const isOpen = isUnderWay(of);
  return (
    <div className="flex flex-wrap items-center gap-2">
      {of.state === 'failed' && (
        <Button look="solid" disabled={retry.isBusy} onClick={() => retry.start(of.id)}>
          {words.retry}
        </Button>
      )}
      <AskFirst
        label={isOpen ? words.giveUp : words.forget}
        look="outline"
        title={isOpen ? words.giveUpTitle : words.forgetTitle}
        lead={isOpen ? words.giveUpLead : words.forgetLead}
        change={() => removeTranscription(of.id)}
        onDone={() => {
          void navigate({ to: paths.transcripts, search: {} });
          void look();
        }}
      />
      <FormProblem error={retry.error} rest={retry.problem} />
      {retry.question}
    </div>
  );
}

/** Leads on to the transcript as soon as what was seen under way has become one. */
function useEnd(transcription: Transcription | undefined): void {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const wasOpen = useRef(false);
  useEffect(() => {
    if (transcription === undefined) return;
    const { state, transcriptId } = transcription;
    if (isUnderWay(transcription)) wasOpen.current = true;
    if (state !== 'done' || transcriptId === null || !wasOpen.current) return;
    void queryClient.invalidateQueries({ queryKey: TRANSCRIPTS });
    void navigate({ to: paths.transcript, params: { id: transcriptId }, search: {}, replace: true });
  }, [transcription, navigate, queryClient]);
}

/** How far audio is on its way to a transcript, which is where it ends. */
export function TranscriptionRoom() {
  const { id } = useParams({ from: '/signed-in/catalog/transcriptions/$id' });
  const mayChange = useMay('analyse');
  const query = useQuery(transcriptionQuery(id));
  useEnd(query.data);
  const above = <Back to={paths.transcripts}>{transcriptTexts.room}</Back>;
  return (
    <One what={words.one} of={id} above={above} query={query}>
      {(transcription) => (
        <>
          <RoomHead title={transcription.episodeName ?? transcription.episode} above={above}>
            {words.room}, {words.states[transcription.state]}
          </RoomHead>
          <Standing of={transcription} />
          <Panel id="transcription" title={words.about} aside={mayChange && <Actions of={transcription} />}>
            <About of={transcription} />
          </Panel>
        </>
      )}
    </One>
  );
}
