import type { Schemas } from '../../client/src/index.ts';
import { bodyOf, client } from './api.ts';

export type ConversionHistory = Schemas['ConversionHistory'];
export type PathVersion = ConversionHistory['items'][number];

/** The newest versions of a conversion's path. */
export const getConversionHistory = (id: string, signal: AbortSignal): Promise<ConversionHistory> =>
  bodyOf(client.GET('/api/v1/attribution/conversions/{id}/history', { params: { path: { id }, query: { limit: 50 } }, signal }));
