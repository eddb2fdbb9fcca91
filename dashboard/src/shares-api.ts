import type { Schemas } from '../../client/src/index.ts';
import type { paths as Addresses } from '../../client/src/schema.ts';
import { bodyOf, client, settle } from './api.ts';
import { everyPage } from './settings-api.ts';

export type Share = Schemas['Share'];
export type NewShare = Schemas['NewShare'];
export type CreatedShare = Schemas['CreatedShare'];
export type ReceivedShare = Schemas['ReceivedShare'];
export type ShareReport = Schemas['ShareReport'];
export type ShareReportRow = ShareReport['rows'][number];
export type ShareGrouping = ShareReport['groupBy'];
export type ShareReportQuery = NonNullable<Addresses['/api/v1/shares/{id}/report']['get']['parameters']['query']>;

export const BREAKDOWNS = ['show', 'episode', 'placement', 'channel', 'day'] as const satisfies readonly Share['breakdowns'][number][];

export const listShares = (signal: AbortSignal) =>
  everyPage((query) => bodyOf(client.GET('/api/v1/shares', { params: { query }, signal })));

export const listReceivedShares = (signal: AbortSignal) => bodyOf(client.GET('/api/v1/shares/received', { signal }));

/** Offers a campaign; the answer holds the invitation code, which is told this once. */
export const createShare = (body: NewShare): Promise<CreatedShare> => bodyOf(client.POST('/api/v1/shares', { body }));

export const revokeShare = (id: string) => settle(client.DELETE('/api/v1/shares/{id}', { params: { path: { id } } }));

export const enterCode = (code: string): Promise<ReceivedShare> => bodyOf(client.POST('/api/v1/shares/received', { body: { code } }));

export const acceptShare = (id: string, body: Schemas['ShareAcceptance']): Promise<ReceivedShare> =>
  bodyOf(client.PUT('/api/v1/shares/received/{id}/acceptance', { params: { path: { id } }, body }));

/** Declines an offer, or gives an accepted share back. */
export const declineShare = (id: string) => settle(client.DELETE('/api/v1/shares/received/{id}', { params: { path: { id } } }));

export const getShareReport = (id: string, query: ShareReportQuery, signal: AbortSignal) =>
  bodyOf(client.GET('/api/v1/shares/{id}/report', { params: { path: { id }, query }, signal }));
