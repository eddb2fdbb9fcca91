import type { Schemas } from '../../client/src/index.ts';
import type { paths as Addresses } from '../../client/src/schema.ts';
import { bodyOf, client } from './api.ts';

export type Insight = Schemas['Insight'];

type InsightQuery = NonNullable<Addresses['/api/v1/ai/insights']['get']['parameters']['query']>;

const PATH = '/api/v1/ai/insights';

export const listInsights = (query: InsightQuery, signal: AbortSignal) => bodyOf(client.GET(PATH, { params: { query }, signal }));

export const changeInsight = (id: string, body: Schemas['InsightChange']) =>
  bodyOf(client.PATCH(`${PATH}/{id}`, { params: { path: { id } }, body }));
