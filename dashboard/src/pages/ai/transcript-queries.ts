import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { type EpisodeTranscript, getTranscript, getTranscriptAnalysis, listSegments, listTranscripts } from '../../transcripts-api.ts';

const POLL_MS = 2_000;

export const TRANSCRIPTS = ['transcripts'] as const;

const isWaiting = ({ analysis }: EpisodeTranscript) => analysis === 'waiting';

/** What waits to be analysed is looked at again until it is. */
export const transcriptsQuery = queryOptions({
  queryKey: [...TRANSCRIPTS, 'list'],
  queryFn: ({ signal }) => listTranscripts(signal),
  refetchInterval: ({ state }) => (state.data?.some(isWaiting) ? POLL_MS : false),
});

export const transcriptQuery = (id: string) =>
  queryOptions({
    queryKey: [...TRANSCRIPTS, 'one', id],
    queryFn: ({ signal }) => getTranscript(id, signal),
    refetchInterval: ({ state }) => (state.data && isWaiting(state.data) ? POLL_MS : false),
  });

/** By the state of the analysis, so that what was found before it is not taken for what is found then. */
export const analysisQuery = ({ id, analysis, version }: EpisodeTranscript) =>
  queryOptions({
    queryKey: [...TRANSCRIPTS, 'analysis', id, version, analysis],
    queryFn: ({ signal }) => getTranscriptAnalysis(id, signal),
  });

export const segmentsQuery = ({ id, analysis, version }: EpisodeTranscript) =>
  infiniteQueryOptions({
    queryKey: [...TRANSCRIPTS, 'segments', id, version, analysis],
    queryFn: ({ pageParam, signal }) => listSegments(id, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
