import type { Schemas } from '../../client/src/index.ts';
import { bodyOf, client, settle } from './api.ts';
import { everyPage } from './settings-api.ts';

export type ReportLink = Schemas['ReportLink'];
export type CreatedReportLink = Schemas['CreatedReportLink'];
export type NewReportLink = Schemas['NewReportLink'];
/** So many models stand side by side on a page for others. */
export const MOST_SHARED_MODELS = 8;

/** Which report is shown to others. */
export type ReportChoice = NewReportLink['report'];

export const listReportLinks = (signal: AbortSignal) =>
  everyPage((query) => bodyOf(client.GET('/api/v1/attribution/report-links', { params: { query }, signal })));

export const createReportLink = (body: NewReportLink) => bodyOf(client.POST('/api/v1/attribution/report-links', { body }));

export const revokeReportLink = (id: string) =>
  settle(client.DELETE('/api/v1/attribution/report-links/{id}', { params: { path: { id } } }));
