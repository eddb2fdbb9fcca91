import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import {
  drawLink,
  getCampaign,
  getPacing,
  getPlacement,
  getShow,
  listAdvertisers,
  listCampaigns,
  listCodes,
  listEpisodes,
  listLinks,
  listPacing,
  listPlacements,
  listShows,
} from '../../catalog-api.ts';

/** What every list of the catalogue is filed under: a change of one thing may show in another. */
export const CATALOG = ['catalog'] as const;

export const campaignsQuery = queryOptions({ queryKey: [...CATALOG, 'campaigns'], queryFn: ({ signal }) => listCampaigns(signal) });

export const campaignQuery = (key: string) =>
  queryOptions({ queryKey: [...CATALOG, 'campaign', key], queryFn: ({ signal }) => getCampaign(key, signal) });

export const placementsQuery = (of: { campaign?: string; show?: string }) =>
  queryOptions({ queryKey: [...CATALOG, 'placements', of], queryFn: ({ signal }) => listPlacements(of, signal) });

export const placementQuery = (key: string) =>
  queryOptions({ queryKey: [...CATALOG, 'placement', key], queryFn: ({ signal }) => getPlacement(key, signal) });

export const codesQuery = (campaign: string) =>
  queryOptions({ queryKey: [...CATALOG, 'codes', campaign], queryFn: ({ signal }) => listCodes(campaign, signal) });

export const advertisersQuery = queryOptions({ queryKey: [...CATALOG, 'advertisers'], queryFn: ({ signal }) => listAdvertisers(signal) });

export const showsQuery = queryOptions({ queryKey: [...CATALOG, 'shows'], queryFn: ({ signal }) => listShows(signal) });

export const showQuery = (key: string) =>
  queryOptions({ queryKey: [...CATALOG, 'show', key], queryFn: ({ signal }) => getShow(key, signal) });

export const episodesQuery = (show: string) =>
  infiniteQueryOptions({
    queryKey: [...CATALOG, 'episodes', show],
    queryFn: ({ pageParam, signal }) => listEpisodes(show, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });

export const linksQuery = (campaign: string) =>
  queryOptions({ queryKey: [...CATALOG, 'links', campaign], queryFn: ({ signal }) => listLinks(campaign, signal) });

export const qrQuery = (link: string) =>
  queryOptions({ queryKey: [...CATALOG, 'qr', link], queryFn: ({ signal }) => drawLink(link, signal), staleTime: Infinity });

const LIVE_MS = 20_000;

export const campaignPacingQuery = (campaign: string) =>
  queryOptions({
    queryKey: [...CATALOG, 'pacing', 'of', campaign],
    queryFn: ({ signal }) => listPacing(campaign, signal),
    refetchInterval: LIVE_MS,
  });

export const pacingQuery = (placement: string) =>
  queryOptions({
    queryKey: [...CATALOG, 'pacing', placement],
    queryFn: ({ signal }) => getPacing(placement, signal),
    refetchInterval: LIVE_MS,
  });
