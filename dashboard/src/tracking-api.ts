import type { Schemas } from '../../client/src/index.ts';
import type { paths as Addresses } from '../../client/src/schema.ts';
import { asNew, bodyOf, client, settle } from './api.ts';
import { everyPage } from './settings-api.ts';

export type Source = Schemas['Source'];
export type SourceKind = Source['kind'];
export type SourceOptions = Source['options'];
export type SourceWithSecret = Schemas['SourceWithSecret'];
export type SiteTag = Schemas['SiteTag'];
export type SiteTagDetails = Schemas['SiteTagDetails'];
export type HookDelivery = Schemas['HookDelivery'];
export type DeliveryState = HookDelivery['state'];
export type Waterfall = Schemas['Waterfall'];
export type ExposureFall = Waterfall['exposures'][number];
export type HostComparison = NonNullable<Waterfall['host']>;
export type WaterfallQuery = NonNullable<Addresses['/api/v1/tracking/waterfall']['get']['parameters']['query']>;
export type DownloadRow = Schemas['DownloadRow'];
export type DownloadQuery = NonNullable<Addresses['/api/v1/tracking/downloads']['get']['parameters']['query']>;
export type ListVersion = Schemas['ListVersion'];

export const REVENUES = ['gross', 'without_tax', 'without_tax_and_shipping'] as const satisfies readonly SourceOptions['revenue'][];
export const ORDER_IDS = ['number', 'name', 'id'] as const satisfies readonly SourceOptions['orderIdFrom'][];
export const DELIVERY_STATES = [
  'received',
  'waiting',
  'kept',
  'duplicate',
  'set_aside',
  'unknown_topic',
  'refused',
  'failed',
] as const satisfies readonly DeliveryState[];

const at = (key: string) => ({ path: { key } });

export const listSources = (signal: AbortSignal) =>
  everyPage((query) => bodyOf(client.GET('/api/v1/tracking/sources', { params: { query }, signal })));

export const getSource = (key: string, signal: AbortSignal) =>
  bodyOf(client.GET('/api/v1/tracking/sources/{key}', { params: at(key), signal }));

/** Makes a source; a secret that was made for it is told this once. */
export const createSource = (body: Schemas['NewSource']): Promise<SourceWithSecret> =>
  bodyOf(client.POST('/api/v1/tracking/sources', { body }));

export const putSource = (key: string, body: Schemas['SourceTerms']): Promise<Source> =>
  bodyOf(client.PUT('/api/v1/tracking/sources/{key}', { params: at(key), body }));

export const rotateSource = (key: string, body: Schemas['SourceSecretChange']): Promise<SourceWithSecret> =>
  bodyOf(client.POST('/api/v1/tracking/sources/{key}/rotate', { params: at(key), body }));

export const removeSource = (key: string) => settle(client.DELETE('/api/v1/tracking/sources/{key}', { params: at(key) }));

export const listTags = (signal: AbortSignal) =>
  everyPage((query) => bodyOf(client.GET('/api/v1/tracking/tags', { params: { query }, signal })));

export const putTag = (key: string, body: SiteTagDetails): Promise<SiteTag> =>
  bodyOf(client.PUT('/api/v1/tracking/tags/{key}', { params: at(key), body }));

/** Puts a tag under a key that no other has. @throws ProblemError at the field `key`. */
export const createTag = (key: string, body: SiteTagDetails): Promise<SiteTag> =>
  bodyOf(client.PUT('/api/v1/tracking/tags/{key}', { params: asNew(key), body }));

export const removeTag = (key: string) => settle(client.DELETE('/api/v1/tracking/tags/{key}', { params: at(key) }));

/** Downloads by show, episode and day, with the window they are counted by. */
export const listDownloads = (query: DownloadQuery, signal: AbortSignal) =>
  bodyOf(client.GET('/api/v1/tracking/downloads', { params: { query }, signal }));

export interface DeliveryFilter {
  source?: string;
  state?: DeliveryState;
}

const DELIVERIES_AT_ONCE = 50;

export const listDeliveries = (filter: DeliveryFilter, cursor: string | undefined, signal: AbortSignal) =>
  bodyOf(client.GET('/api/v1/tracking/deliveries', { params: { query: { ...filter, limit: DELIVERIES_AT_ONCE, cursor } }, signal }));

/** Works on a delivery once more; what it brought before it does not bring again. */
export const replayDelivery = (id: string): Promise<HookDelivery> =>
  bodyOf(client.POST('/api/v1/tracking/deliveries/{id}/replay', { params: { path: { id } }, body: {} }));

export const getWaterfall = (query: WaterfallQuery, signal: AbortSignal) =>
  bodyOf(client.GET('/api/v1/tracking/waterfall', { params: { query }, signal }));

export const getLists = (signal: AbortSignal) => bodyOf(client.GET('/api/v1/tracking/lists', { signal }));
