import { queryOptions } from '@tanstack/react-query';
import { type AiProvider, listAiProviders } from '../../ai-providers-api.ts';
import { listSomeEpisodes } from '../../catalog-api.ts';
import { getTranscription, listTranscriptions, type Transcription } from '../../transcriptions-api.ts';

const POLL_MS = 1_500;

export const TRANSCRIPTIONS = ['transcriptions'] as const;

export const isUnderWay = ({ state }: Pick<Transcription, 'state'>) => state !== 'done' && state !== 'failed';

/** What is under way is looked at again until it is not. */
export const transcriptionsQuery = queryOptions({
  queryKey: [...TRANSCRIPTIONS, 'list'],
  queryFn: ({ signal }) => listTranscriptions(signal),
  refetchInterval: ({ state }) => (state.data?.some(isUnderWay) ? POLL_MS : false),
});

export const transcriptionQuery = (id: string) =>
  queryOptions({
    queryKey: [...TRANSCRIPTIONS, 'one', id],
    queryFn: ({ signal }) => getTranscription(id, signal),
    refetchInterval: ({ state }) => (state.data && isUnderWay(state.data) ? POLL_MS : false),
  });

/** A model that hears, at its provider. */
export type HearerChoice = AiProvider['audioModels'][number] & { provider: string };

/** Every model that may hear audio, in the order in which its provider is asked. */
export const hearersQuery = queryOptions({
  queryKey: ['ai-providers', 'hearers'],
  queryFn: async ({ signal }): Promise<HearerChoice[]> => {
    const { items } = await listAiProviders(signal);
    return items
      .filter(({ isEnabled }) => isEnabled)
      .flatMap(({ key, audioModels }) => audioModels.map((one) => ({ ...one, provider: key })));
  },
});

export const episodeChoicesQuery = (show: string | undefined) =>
  queryOptions({ queryKey: ['episodes', 'choices', show ?? ''], queryFn: ({ signal }) => listSomeEpisodes(show, signal) });
