import type { Schemas } from '../../client/src/index.ts';
import type { paths as Addresses } from '../../client/src/schema.ts';
import { bodyOf, client } from './api.ts';

export type StoredRequest = Schemas['StoredEpisodeRequest'];
type Query = NonNullable<Addresses['/api/v1/tracking/requests']['get']['parameters']['query']>;
export type RequestFate = NonNullable<Query['fate']>;
export type RequestQuery = Query;

/** What can have become of a request, in the order in which people look for it. */
export const FATE_NAMES: readonly RequestFate[] = [
  'download',
  'repeat',
  'waiting',
  'partial',
  'below_threshold',
  'bot',
  'datacenter',
  'bad_agent',
  'not_get',
  'not_modified',
  'failed_status',
  'probe_range',
  'watch',
  'excluded_address',
  'implausible_volume',
  'not_counted_by_source',
  'malformed',
];

/** Stored requests for episodes with what became of each, newest first. */
export const listRequests = (query: RequestQuery, signal: AbortSignal) =>
  bodyOf(client.GET('/api/v1/tracking/requests', { params: { query }, signal }));
