import type { Schemas } from '../../client/src/index.ts';
import type { paths as Addresses } from '../../client/src/schema.ts';
import { bodyOf, client } from './api.ts';

type QueryOf<Name extends string> = `/api/v1/attribution/analytics/${Name}` extends keyof Addresses
  ? NonNullable<Addresses[`/api/v1/attribution/analytics/${Name}`]['get']['parameters']['query']>
  : never;

export type Reach = Schemas['Reach'];
export type ReachRow = Reach['rows'][number];
export type ReachQuery = QueryOf<'reach'>;
export type Lag = Schemas['Lag'];
export type LagRow = Lag['rows'][number];
export type LagQuery = QueryOf<'lag'>;
export type Journeys = Schemas['Journeys'];
export type JourneyQuery = QueryOf<'paths'>;
export type Estimate = Schemas['Estimate95'];

export const REACH_GROUPINGS = ['campaign', 'show', 'episode', 'placement', 'day', 'country', 'player'] as const;
export type ReachGrouping = (typeof REACH_GROUPINGS)[number];

export const getReach = (query: ReachQuery, signal: AbortSignal): Promise<Reach> =>
  bodyOf(client.GET('/api/v1/attribution/analytics/reach', { params: { query }, signal }));

export const LAG_GROUPINGS = ['campaign', 'channel', 'show', 'episode', 'placement'] as const;
export type LagGrouping = (typeof LAG_GROUPINGS)[number];

export const getLag = (query: LagQuery, signal: AbortSignal): Promise<Lag> =>
  bodyOf(client.GET('/api/v1/attribution/analytics/lag', { params: { query }, signal }));

export const JOURNEY_UNITS = ['show', 'campaign', 'channel'] as const;
export type JourneyUnit = (typeof JOURNEY_UNITS)[number];

export const getJourneys = (query: JourneyQuery, signal: AbortSignal): Promise<Journeys> =>
  bodyOf(client.GET('/api/v1/attribution/analytics/paths', { params: { query }, signal }));

export type Overlap = Schemas['Overlap'];
export type OverlapQuery = QueryOf<'overlap'>;
export const OVERLAP_GROUPINGS = ['show', 'campaign'] as const;
export type OverlapGrouping = (typeof OVERLAP_GROUPINGS)[number];

export const getOverlap = (query: OverlapQuery, signal: AbortSignal): Promise<Overlap> =>
  bodyOf(client.GET('/api/v1/attribution/analytics/overlap', { params: { query }, signal }));

export type Cohorts = Schemas['Cohorts'];
export type CohortQuery = QueryOf<'cohorts'>;
export const COHORT_GROUPINGS = ['all', 'show'] as const;
export type CohortGrouping = (typeof COHORT_GROUPINGS)[number];

export const getCohorts = (query: CohortQuery, signal: AbortSignal): Promise<Cohorts> =>
  bodyOf(client.GET('/api/v1/attribution/analytics/cohorts', { params: { query }, signal }));

/** What a table of cohorts can show of each month. */
export const COHORT_MEASURES = ['converters', 'convertersSoFar', 'newCustomers', 'valueMinor'] as const;
export type CohortMeasure = (typeof COHORT_MEASURES)[number];

export type CodeLeaks = Schemas['CodeLeaks'];
export type CodeLeakQuery = QueryOf<'leakage'>;

export const getCodeLeaks = (query: CodeLeakQuery, signal: AbortSignal): Promise<CodeLeaks> =>
  bodyOf(client.GET('/api/v1/attribution/analytics/leakage', { params: { query }, signal }));

export type SurveyCredits = Schemas['SurveyCredits'];
export type SurveyCreditQuery = QueryOf<'surveys'>;

export const getSurveyCredits = (query: SurveyCreditQuery, signal: AbortSignal): Promise<SurveyCredits> =>
  bodyOf(client.GET('/api/v1/attribution/analytics/surveys', { params: { query }, signal }));
