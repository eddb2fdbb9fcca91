import type { Schemas } from '../../client/src/index.ts';
import { bodyOf, client, settle } from './api.ts';
import { everyPage } from './settings-api.ts';

export type EpisodeTranscript = Schemas['EpisodeTranscript'];
export type NewTranscript = Schemas['NewTranscript'];
export type Copy = EpisodeTranscript['copy'];
export type TranscriptSegment = Schemas['TranscriptSegment'];
export type TranscriptAnalysis = Schemas['TranscriptAnalysis'];
export type FoundAd = NonNullable<TranscriptAnalysis['adReads']>['ads'][number];
export type FoundFlag = NonNullable<TranscriptAnalysis['brandSafety']>['flags'][number];
export type FoundTopic = NonNullable<TranscriptAnalysis['topics']>['topics'][number];
export type FoundEntity = NonNullable<TranscriptAnalysis['entities']>['entities'][number];

const PATH = '/api/v1/ai/transcripts';
const SEGMENTS_AT_ONCE = 100;

export const listTranscripts = (signal: AbortSignal): Promise<EpisodeTranscript[]> =>
  everyPage((query) => bodyOf(client.GET(PATH, { params: { query }, signal })));

export const getTranscript = (id: string, signal: AbortSignal): Promise<EpisodeTranscript> =>
  bodyOf(client.GET(`${PATH}/{id}`, { params: { path: { id } }, signal }));

export const getTranscriptAnalysis = (id: string, signal: AbortSignal): Promise<TranscriptAnalysis> =>
  bodyOf(client.GET(`${PATH}/{id}/analysis`, { params: { path: { id } }, signal }));

/** Segments in their order, 100 at a time. */
export const listSegments = (id: string, cursor: string | undefined, signal: AbortSignal) =>
  bodyOf(client.GET(`${PATH}/{id}/segments`, { params: { path: { id }, query: { limit: SEGMENTS_AT_ONCE, cursor } }, signal }));

export const addTranscript = (body: NewTranscript): Promise<EpisodeTranscript> => bodyOf(client.POST(PATH, { body }));

export const removeTranscript = (id: string) => settle(client.DELETE(`${PATH}/{id}`, { params: { path: { id } } }));
