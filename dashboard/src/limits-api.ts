import type { Schemas } from '../../client/src/index.ts';
import { bodyOf, client, settle } from './api.ts';

export type Limit = Schemas['Limit'];
type NewLimit = Schemas['NewLimit'];

export const listLimits = (signal: AbortSignal) => bodyOf(client.GET('/api/v1/cost/limits', { signal }));

export const putLimit = (key: string, body: NewLimit) =>
  bodyOf(client.PUT('/api/v1/cost/limits/{key}', { params: { path: { key } }, body }));

export const removeLimit = (key: string) => settle(client.DELETE('/api/v1/cost/limits/{key}', { params: { path: { key } } }));
