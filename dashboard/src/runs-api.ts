import type { Schemas } from '../../client/src/index.ts';
import { bodyOf, client, settle } from './api.ts';
import { everyPage } from './settings-api.ts';

export type Run = Schemas['Run'];
export type NewRun = Schemas['NewRun'];
export type RunOutcome = NonNullable<Run['outcome']>;
export type RunComparison = Schemas['RunComparison'];
export type RunVerification = Schemas['RunVerification'];
export type ChangedConversion = RunComparison['examples'][number];

const at = (id: string) => ({ path: { id } });
const PATH = '/api/v1/attribution/runs';

export const listRuns = (signal: AbortSignal): Promise<Run[]> =>
  everyPage((query) => bodyOf(client.GET(PATH, { params: { query }, signal })));

export const getRun = (id: string, signal: AbortSignal): Promise<Run> => bodyOf(client.GET(`${PATH}/{id}`, { params: at(id), signal }));

export const createRun = (body: NewRun): Promise<Run> => bodyOf(client.POST(PATH, { body }));

export const removeRun = (id: string) => settle(client.DELETE(`${PATH}/{id}`, { params: at(id) }));

/** Computes a run anew and compares. */
export const verifyRun = (id: string): Promise<RunVerification> => bodyOf(client.GET(`${PATH}/{id}/verification`, { params: at(id) }));

/** What changed from one run to a later one. */
export const compareRuns = (earlier: string, later: string, signal: AbortSignal): Promise<RunComparison> =>
  bodyOf(client.GET(`${PATH}/{id}/comparison`, { params: { ...at(earlier), query: { with: later } }, signal }));

/** Where a browser gets every credit of a run. */
export const creditsAddress = (id: string, format: 'csv' | 'ndjson') => `${PATH}/${id}/credits?format=${format}`;
