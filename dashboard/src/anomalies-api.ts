import type { Schemas } from '../../client/src/index.ts';
import { bodyOf, client } from './api.ts';

export type Anomaly = Schemas['Anomaly'];
export type AnomalyMember = Anomaly['members'][number];
export type AnomalySeries = Schemas['AnomalySeries'];
export type WatchedSeries = AnomalySeries['series'][number];
export type AnomalyPoint = WatchedSeries['points'][number];
export type AnomalyWatch = Schemas['AnomalyWatch'];
export type Verdict = NonNullable<Schemas['AnomalyFeedback']['verdict']>;

export const VERDICTS = ['useful', 'expected', 'wrong'] as const satisfies readonly Verdict[];

const PATH = '/api/v1/ai/anomalies';
const SHOWN = 200;

/** The last 200 anomalies, what began last first. */
export const listAnomalies = async (signal: AbortSignal): Promise<Anomaly[]> =>
  (await bodyOf(client.GET(PATH, { params: { query: { limit: SHOWN } }, signal }))).items;

export const getAnomalyWatch = (signal: AbortSignal): Promise<AnomalyWatch> => bodyOf(client.GET(`${PATH}/watch`, { signal }));

export const getAnomaly = (id: string, signal: AbortSignal): Promise<Anomaly> =>
  bodyOf(client.GET(`${PATH}/{id}`, { params: { path: { id } }, signal }));

export const getAnomalySeries = (id: string, signal: AbortSignal): Promise<AnomalySeries> =>
  bodyOf(client.GET(`${PATH}/{id}/series`, { params: { path: { id } }, signal }));

export const judgeAnomaly = (id: string, verdict: Verdict | null): Promise<Anomaly> =>
  bodyOf(client.PUT(`${PATH}/{id}/feedback`, { params: { path: { id } }, body: { verdict } }));
