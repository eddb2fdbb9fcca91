import type { Schemas } from '../../client/src/index.ts';
import { bodyOf, client } from './api.ts';
import { everyPage } from './settings-api.ts';

export type Recommendation = Schemas['Recommendation'];
export type RecommendationLook = Schemas['RecommendationLook'];

const PATH = '/api/v1/ai/recommendations';

export const listRecommendations = (signal: AbortSignal): Promise<Recommendation[]> =>
  everyPage((query) => bodyOf(client.GET(PATH, { params: { query }, signal })));

export const getRecommendationLook = (signal: AbortSignal): Promise<RecommendationLook> => bodyOf(client.GET(`${PATH}/look`, { signal }));

export const refreshRecommendations = (): Promise<RecommendationLook> => bodyOf(client.POST(`${PATH}/refresh`, {}));

export const decideRecommendation = (id: string, body: Schemas['RecommendationDecision']): Promise<Recommendation> =>
  bodyOf(client.PATCH(`${PATH}/{id}`, { params: { path: { id } }, body }));
