import type { Schemas } from '../../client/src/index.ts';
import { asNew, bodyOf, client, settle } from './api.ts';
import { everyPage } from './settings-api.ts';

export type Campaign = Schemas['Campaign'];
export type CampaignDetails = Schemas['CampaignDetails'];
export type GoalKind = NonNullable<Campaign['goal']>['kind'];
export type Placement = Schemas['Placement'];
export type PlacementDetails = Schemas['PlacementDetails'];
export type PlacementWithPixels = Schemas['PlacementWithPixels'];
export type PlacementKind = Placement['kind'];
export type PriceBasis = NonNullable<Placement['price']>['basis'];
export type PromoCode = Schemas['PromoCode'];
export type Advertiser = Schemas['Advertiser'];
export type Pacing = Schemas['PlacementPacing'];
export type CatalogImportReport = Schemas['CatalogImportReport'];
export type CatalogNoun = CatalogImportReport['noun'];
export type Link = Schemas['Link'];
export type Show = Schemas['Show'];
export type Episode = Schemas['Episode'];

export const GOALS = ['impressions', 'reach', 'clicks', 'conversions'] as const satisfies readonly GoalKind[];
export const POSITIONS = ['pre_roll', 'mid_roll', 'post_roll'] as const;
export const PLACEMENT_KINDS = ['dynamic', 'baked_in'] as const satisfies readonly PlacementKind[];
export const PRICE_BASES = ['cpm', 'flat'] as const satisfies readonly PriceBasis[];

export const NOUNS = ['advertisers', 'shows', 'campaigns', 'placements', 'promo_codes', 'links'] as const satisfies readonly CatalogNoun[];

const at = (key: string) => ({ path: { key } });

export const listCampaigns = (signal: AbortSignal) =>
  everyPage((query) => bodyOf(client.GET('/api/v1/campaigns', { params: { query }, signal })));

export const getCampaign = (key: string, signal?: AbortSignal) =>
  bodyOf(client.GET('/api/v1/campaigns/{key}', { params: at(key), signal }));

export const putCampaign = (key: string, body: CampaignDetails) => bodyOf(client.PUT('/api/v1/campaigns/{key}', { params: at(key), body }));

/** Like `putCampaign`, for a key that no campaign has. */
export const createCampaign = (key: string, body: CampaignDetails) =>
  bodyOf(client.PUT('/api/v1/campaigns/{key}', { params: asNew(key), body }));

export const listPlacements = (of: { campaign?: string; show?: string }, signal: AbortSignal) =>
  everyPage((page) => bodyOf(client.GET('/api/v1/placements', { params: { query: { ...of, ...page } }, signal })));

export const getPlacement = (key: string, signal?: AbortSignal) =>
  bodyOf(client.GET('/api/v1/placements/{key}', { params: at(key), signal }));

export const putPlacement = (key: string, body: PlacementDetails) =>
  bodyOf(client.PUT('/api/v1/placements/{key}', { params: at(key), body }));

/** Like `putPlacement`, for a key that no placement has. */
export const createPlacement = (key: string, body: PlacementDetails) =>
  bodyOf(client.PUT('/api/v1/placements/{key}', { params: asNew(key), body }));

export const removePlacement = (key: string) => settle(client.DELETE('/api/v1/placements/{key}', { params: at(key) }));

export const listCodes = (campaign: string, signal: AbortSignal) =>
  everyPage((query) => bodyOf(client.GET('/api/v1/campaigns/{key}/codes', { params: { ...at(campaign), query }, signal })));

export const putCode = (campaign: string, code: string, body: Schemas['PromoCodeDetails']) =>
  bodyOf(client.PUT('/api/v1/campaigns/{key}/codes/{code}', { params: { path: { key: campaign, code } }, body }));

/** Takes a code back for the period that holds an instant. */
export const removeCode = (campaign: string, code: string, validAt: string) =>
  settle(client.DELETE('/api/v1/campaigns/{key}/codes/{code}', { params: { path: { key: campaign, code }, query: { validAt } } }));

export const listAdvertisers = (signal: AbortSignal) =>
  everyPage((query) => bodyOf(client.GET('/api/v1/advertisers', { params: { query }, signal })));

export const putAdvertiser = (key: string, body: Schemas['AdvertiserDetails']) =>
  bodyOf(client.PUT('/api/v1/advertisers/{key}', { params: at(key), body }));

/** Like `putAdvertiser`, for a key that no advertiser has. */
export const createAdvertiser = (key: string, body: Schemas['AdvertiserDetails']) =>
  bodyOf(client.PUT('/api/v1/advertisers/{key}', { params: asNew(key), body }));

export const removeAdvertiser = (key: string) => settle(client.DELETE('/api/v1/advertisers/{key}', { params: at(key) }));

export const listShows = (signal: AbortSignal) => everyPage((query) => bodyOf(client.GET('/api/v1/shows', { params: { query }, signal })));

export const getShow = (key: string, signal?: AbortSignal) => bodyOf(client.GET('/api/v1/shows/{key}', { params: at(key), signal }));

export const putShow = (key: string, body: Schemas['ShowDetails']) => bodyOf(client.PUT('/api/v1/shows/{key}', { params: at(key), body }));

/** Makes a show of what an RSS feed says, which is read before this answers. */
export const followShow = (body: Schemas['NewShow']): Promise<Show> => bodyOf(client.POST('/api/v1/shows', { body }));

export const changeShow = (key: string, body: Schemas['ShowChange']) =>
  bodyOf(client.PATCH('/api/v1/shows/{key}', { params: at(key), body }));

/** Reads a show's feed now. */
export const refreshShow = (key: string) => bodyOf(client.POST('/api/v1/shows/{key}/refresh', { params: at(key), body: {} }));

export const listLinks = (campaign: string, signal: AbortSignal) =>
  everyPage((page) => bodyOf(client.GET('/api/v1/links', { params: { query: { campaign, ...page } }, signal })));

/** Puts a link under a key that no other has. */
export const createLink = (key: string, body: Schemas['LinkDetails']) =>
  bodyOf(client.PUT('/api/v1/links/{key}', { params: asNew(key), body }));

export const removeLink = (key: string) => settle(client.DELETE('/api/v1/links/{key}', { params: at(key) }));

/** A link's address as a QR code, an SVG picture. */
export const drawLink = (key: string, signal: AbortSignal) =>
  bodyOf(client.GET('/api/v1/links/{key}/qr', { params: at(key), parseAs: 'text', signal }));

export const listPacing = (campaign: string, signal: AbortSignal) =>
  everyPage((page) => bodyOf(client.GET('/api/v1/tracking/pacing', { params: { query: { campaign, ...page } }, signal })));

export const getPacing = (placement: string, signal: AbortSignal) =>
  bodyOf(client.GET('/api/v1/placements/{key}/pacing', { params: at(placement), signal }));

/** Imports a file into the catalogue, all of it or nothing; a dry run says what it would do. */
export const importCatalog = (body: Schemas['CatalogImport']): Promise<CatalogImportReport> =>
  bodyOf(client.POST('/api/v1/catalog/import', { body }));

export const exportCatalog = (noun: CatalogNoun) =>
  bodyOf(client.GET('/api/v1/catalog/export', { params: { query: { noun } }, parseAs: 'text' }));

const EPISODES_AT_ONCE = 50;

/** A page of a show's episodes, the newest first. */
export const listEpisodes = (show: string, cursor: string | undefined, signal: AbortSignal) =>
  bodyOf(client.GET('/api/v1/episodes', { params: { query: { show, limit: EPISODES_AT_ONCE, cursor } }, signal }));

/** Some episodes to choose from: the newest of a show, or, of all, the first by their keys. */
export const listSomeEpisodes = async (show: string | undefined, signal: AbortSignal): Promise<Episode[]> =>
  (await bodyOf(client.GET('/api/v1/episodes', { params: { query: { show, limit: 100 } }, signal }))).items;
