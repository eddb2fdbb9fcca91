import type { Schemas } from '../../client/src/index.ts';
import { bodyOf, client } from './api.ts';

export type Arrival = Schemas['Arrival'];

export const listArrivals = (since: string, signal: AbortSignal) =>
  bodyOf(client.GET('/api/v1/tracking/arrivals', { params: { query: { since } }, signal }));
