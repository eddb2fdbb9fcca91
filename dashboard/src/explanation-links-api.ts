import type { Schemas } from '../../client/src/index.ts';
import { bodyOf, client, settle } from './api.ts';
import { everyPage } from './settings-api.ts';

export type ExplanationLink = Schemas['ExplanationLink'];
export type CreatedExplanationLink = Schemas['CreatedExplanationLink'];
export type NewExplanationLink = Schemas['NewExplanationLink'];

export const listExplanationLinks = (conversion: string, signal: AbortSignal) =>
  everyPage((page) => bodyOf(client.GET('/api/v1/attribution/explanation-links', { params: { query: { ...page, conversion } }, signal })));

export const createExplanationLink = (id: string, body: NewExplanationLink) =>
  bodyOf(client.POST('/api/v1/attribution/conversions/{id}/explanation-links', { params: { path: { id } }, body }));

export const revokeExplanationLink = (id: string) =>
  settle(client.DELETE('/api/v1/attribution/explanation-links/{id}', { params: { path: { id } } }));
