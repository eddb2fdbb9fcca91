import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { ListFailure } from '../../components/failure.tsx';
import { RoomHead } from '../../components/room-head.tsx';
import { formatClock, formatInstant, formatPlural } from '../../format.ts';
import { paths } from '../../paths.ts';
import { texts } from '../../texts.ts';
import { transcriptTexts as words } from '../../texts-transcripts.ts';
import type { EpisodeTranscript, TranscriptAnalysis } from '../../transcripts-api.ts';
import { Notice } from '../../ui/notice.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { Back } from '../catalog/back.tsx';
import { One } from '../catalog/one.tsx';
import { Findings } from './transcript-findings.tsx';
import { analysisQuery, transcriptQuery } from './transcript-queries.ts';
import { TranscriptText } from './transcript-text.tsx';

/** Which copy it is of, and who heard it. */
function copyText({ copy, capturedAt, copyNote, provider, model }: EpisodeTranscript): string {
  const when = capturedAt === null ? [] : [formatInstant(capturedAt)];
  const heard = model === null || provider === null ? [] : [words.heardBy(model, provider)];
  return [[words.copyTags[copy], ...when].join(' '), ...(copyNote === null ? [] : [copyNote]), ...heard].join(', ');
}

function Standing({ transcript, analysis }: { transcript: EpisodeTranscript; analysis: TranscriptAnalysis | undefined }) {
  const { timing, warnings } = transcript;
  return (
    <>
      {transcript.analysis === 'waiting' && (
        <Notice tone="notice" live="status">
          {words.waiting}
        </Notice>
      )}
      {transcript.analysis === 'none' && <Notice>{words.notAnalysed}</Notice>}
      {transcript.analysis === 'failed' && <Notice tone="danger">{words.failed(analysis?.failure ?? '')}</Notice>}
      {timing === 'estimated' && <Notice>{words.estimated}</Notice>}
      {warnings.length > 0 && (
        <Notice>
          <details>
            <summary>{words.warnings(formatPlural(warnings.length, words.warningsCounted))}</summary>
            <ul className="mt-1 list-disc pl-5 text-small">
              {warnings.map((warning) => (
                <li key={warning} className="wrap-anywhere">
                  {warning}
                </li>
              ))}
            </ul>
          </details>
        </Notice>
      )}
    </>
  );
}

function About({ transcript }: { transcript: EpisodeTranscript }) {
  const { data, error, refetch } = useQuery(analysisQuery(transcript));
  return (
    <>
      <Standing transcript={transcript} analysis={data} />
      {error && !data && (
        <div className="rounded-panel border border-line bg-surface">
          <ListFailure error={error} onRetry={() => void refetch()} />
        </div>
      )}
      {!error && !data && <SkeletonLines count={4} label={texts.loading} />}
      {data && <Findings analysis={data} />}
      <TranscriptText transcript={transcript} analysis={data} />
    </>
  );
}

/** One transcript: what was found in it, and what was said with ads and flags marked. */
export function TranscriptRoom() {
  const { id } = useParams({ from: '/signed-in/catalog/transcripts/$id' });
  const query = useQuery(transcriptQuery(id));
  const above = <Back to={paths.transcripts}>{words.room}</Back>;
  return (
    <One what={words.one} of={id} above={above} query={query}>
      {(transcript) => (
        <>
          <RoomHead title={transcript.episodeName ?? transcript.episode} above={above}>
            {words.sources[transcript.source]}, {words.version(transcript.version)},{' '}
            {formatClock(Math.round(transcript.durationMs / 1_000))}, {formatPlural(transcript.segmentCount, words.segments)},{' '}
            {copyText(transcript)}
          </RoomHead>
          <About transcript={transcript} />
        </>
      )}
    </One>
  );
}
