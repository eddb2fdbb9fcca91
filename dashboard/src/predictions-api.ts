import type { Schemas } from '../../client/src/index.ts';
import { bodyOf, client, settle } from './api.ts';
import { everyPage } from './settings-api.ts';

export type Prediction = Schemas['Prediction'];
export type PredictionSummary = Schemas['PredictionSummary'];
export type PredictionMeasure = Schemas['PredictionMeasure'];
export type NewPrediction = Schemas['NewPrediction'];
export type PredictionKind = Prediction['kind'];
export type BandPoint = Prediction['bands'][number];

const PATH = '/api/v1/ai/predictions';

export const listPredictions = (signal: AbortSignal): Promise<PredictionSummary[]> =>
  everyPage((query) => bodyOf(client.GET(PATH, { params: { query }, signal })));

/** So many stand in the room of what they are about. */
const SHOWN = 10;

/** The newest predictions of a campaign, or of what is in a show. */
export const listPredictionsOf = (of: { campaign: string } | { show: string }, signal: AbortSignal) =>
  bodyOf(client.GET(PATH, { params: { query: { ...of, limit: SHOWN } }, signal }));

export const getPrediction = (id: string, signal: AbortSignal): Promise<Prediction> =>
  bodyOf(client.GET(`${PATH}/{id}`, { params: { path: { id } }, signal }));

export const createPrediction = (body: NewPrediction): Promise<Prediction> => bodyOf(client.POST(PATH, { body }));

export const removePrediction = (id: string) => settle(client.DELETE(`${PATH}/{id}`, { params: { path: { id } } }));
