import type { Schemas } from '../../client/src/index.ts';
import { bodyOf, client } from './api.ts';

export type SurveyAnswer = Schemas['SurveyAnswer'];
export type AnswerState = SurveyAnswer['state'];
export type SurveySummary = Schemas['SurveySummary'];

export const ANSWER_STATES = ['waiting', 'unmapped', 'mapped', 'confirmed', 'rejected'] as const satisfies readonly AnswerState[];
const AT_ONCE = 50;

/** Answers of one state, or of all, newest first. */
export const listAnswers = (state: AnswerState | undefined, cursor: string | undefined, signal: AbortSignal) =>
  bodyOf(client.GET('/api/v1/tracking/survey-answers', { params: { query: { state, limit: AT_ONCE, cursor } }, signal }));

/** Says which show an answer means, or with null that it means none. */
export const mapAnswer = (id: string, body: Schemas['SurveyMapping']): Promise<SurveyAnswer> =>
  bodyOf(client.PUT('/api/v1/tracking/survey-answers/{id}/mapping', { params: { path: { id } }, body }));

export const getSurveySummary = (query: { from: string; to: string }, signal: AbortSignal) =>
  bodyOf(client.GET('/api/v1/tracking/surveys/summary', { params: { query }, signal }));
