import type { Schemas } from '../../client/src/index.ts';
import { bodyOf, client, settle } from './api.ts';
import { everyPage } from './settings-api.ts';

export type Brief = Schemas['Brief'];
export type BriefDetails = Schemas['BriefDetails'];
export type Aircheck = Schemas['Aircheck'];
export type AircheckSummary = Schemas['AircheckSummary'];

const PATH = '/api/v1/ai/airchecks';
const BRIEFS = '/api/v1/ai/briefs';

/** Every brief of the tenant's placements. */
export const listBriefs = (signal: AbortSignal): Promise<Brief[]> =>
  everyPage((query) => bodyOf(client.GET(BRIEFS, { params: { query }, signal })));

export const putBrief = (placement: string, body: BriefDetails): Promise<Brief> =>
  bodyOf(client.PUT(`${BRIEFS}/{placement}`, { params: { path: { placement } }, body }));

/** Forgets what is asked of a placement's read; airchecks that were done keep theirs. */
export const removeBrief = (placement: string) => settle(client.DELETE(`${BRIEFS}/{placement}`, { params: { path: { placement } } }));

/** Every aircheck; only those of a placement, when one is named. */
export const listAirchecks = (placement: string | undefined, signal: AbortSignal): Promise<AircheckSummary[]> =>
  everyPage((page) => bodyOf(client.GET(PATH, { params: { query: { ...page, placement } }, signal })));

export const getAircheck = (id: string, signal: AbortSignal): Promise<Aircheck> =>
  bodyOf(client.GET(`${PATH}/{id}`, { params: { path: { id } }, signal }));

export const createAircheck = (placement: string, transcript: string): Promise<Aircheck> =>
  bodyOf(client.POST(PATH, { body: { placement, transcript } }));

export const removeAircheck = (id: string) => settle(client.DELETE(`${PATH}/{id}`, { params: { path: { id } } }));

/** The page to send to the sponsor. */
export const evidenceAddress = (id: string): string => `${PATH}/${encodeURIComponent(id)}/evidence`;
