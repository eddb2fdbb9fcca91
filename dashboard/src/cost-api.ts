import type { Schemas } from '../../client/src/index.ts';
import type { paths as Addresses } from '../../client/src/schema.ts';
import { bodyOf, client } from './api.ts';

export type Meter = Schemas['Meter'];
export type UsageRow = Schemas['UsageRow'];

type UsageQuery = NonNullable<Addresses['/api/v1/cost/usage']['get']['parameters']['query']>;

export const getUsage = (query: UsageQuery, signal: AbortSignal) => bodyOf(client.GET('/api/v1/cost/usage', { params: { query }, signal }));

export const listMeters = (signal: AbortSignal) => bodyOf(client.GET('/api/v1/cost/meters', { signal }));

export const putMeter = (key: string, body: Schemas['NewMeter']) =>
  bodyOf(client.PUT('/api/v1/cost/meters/{key}', { params: { path: { key } }, body }));
