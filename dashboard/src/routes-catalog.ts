import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { paths } from './paths.ts';
import { rooms } from './rooms.ts';
import { signedInRoute } from './routes-frame.tsx';
import { CREDIT_GROUPINGS, type CreditGrouping, SHOW_CREDIT_GROUPINGS, type ShowCreditGrouping } from './single-credit-api.ts';

const catalogRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: paths.catalog,
  component: lazyRouteComponent(rooms.catalogFrame, 'CatalogFrame'),
});

const catalogStart = createRoute({
  getParentRoute: () => catalogRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: paths.campaigns });
  },
});

const campaignsRoute = createRoute({
  getParentRoute: () => catalogRoute,
  path: 'campaigns',
  component: lazyRouteComponent(rooms.campaigns, 'Campaigns'),
});

const campaignRoute = createRoute({
  getParentRoute: () => catalogRoute,
  path: 'campaigns/$key',
  component: lazyRouteComponent(rooms.campaignFrame, 'CampaignFrame'),
});

const campaignStart = createRoute({
  getParentRoute: () => campaignRoute,
  path: '/',
  component: lazyRouteComponent(rooms.campaign, 'CampaignRoom'),
});

const campaignDelivery = createRoute({
  getParentRoute: () => campaignRoute,
  path: 'delivery',
  component: lazyRouteComponent(rooms.campaignDelivery, 'CampaignDelivery'),
});

const campaignCredit = createRoute({
  getParentRoute: () => campaignRoute,
  path: 'credit',
  validateSearch: ({ by }: Record<string, unknown>): { by?: CreditGrouping } => ({
    by: CREDIT_GROUPINGS.find((one) => one === by && one !== 'show'),
  }),
  component: lazyRouteComponent(rooms.campaignCredit, 'CampaignCreditPage'),
});

const campaignCodes = createRoute({
  getParentRoute: () => campaignRoute,
  path: 'codes',
  component: lazyRouteComponent(rooms.campaignCodes, 'CampaignCodesPage'),
});

const placementRoute = createRoute({
  getParentRoute: () => catalogRoute,
  path: 'placements/$key',
  component: lazyRouteComponent(rooms.placement, 'PlacementRoom'),
});

const showsRoute = createRoute({
  getParentRoute: () => catalogRoute,
  path: 'shows',
  component: lazyRouteComponent(rooms.shows, 'Shows'),
});

const showRoute = createRoute({
  getParentRoute: () => catalogRoute,
  path: 'shows/$key',
  validateSearch: ({ by }: Record<string, unknown>): { by?: ShowCreditGrouping } => ({
    by: SHOW_CREDIT_GROUPINGS.find((one) => one === by && one !== 'campaign'),
  }),
  component: lazyRouteComponent(rooms.show, 'ShowRoom'),
});

const advertisersRoute = createRoute({
  getParentRoute: () => catalogRoute,
  path: 'advertisers',
  component: lazyRouteComponent(rooms.advertisers, 'Advertisers'),
});

const transcriptsRoute = createRoute({
  getParentRoute: () => catalogRoute,
  path: 'transcripts',
  component: lazyRouteComponent(rooms.transcripts, 'Transcripts'),
});

const transcriptRoute = createRoute({
  getParentRoute: () => catalogRoute,
  path: 'transcripts/$id',
  component: lazyRouteComponent(rooms.transcript, 'TranscriptRoom'),
});

const transcriptionRoute = createRoute({
  getParentRoute: () => catalogRoute,
  path: 'transcriptions/$id',
  component: lazyRouteComponent(rooms.transcription, 'TranscriptionRoom'),
});

const airchecksRoute = createRoute({
  getParentRoute: () => catalogRoute,
  path: 'airchecks',
  component: lazyRouteComponent(rooms.airchecks, 'Airchecks'),
});

const aircheckRoute = createRoute({
  getParentRoute: () => catalogRoute,
  path: 'airchecks/$id',
  component: lazyRouteComponent(rooms.aircheck, 'AircheckRoom'),
});

const filesRoute = createRoute({
  getParentRoute: () => catalogRoute,
  path: 'files',
  component: lazyRouteComponent(rooms.files, 'Files'),
});

/** The catalogue, with every page of its. */
export const catalogTree = catalogRoute.addChildren([
  catalogStart,
  campaignsRoute,
  campaignRoute.addChildren([campaignStart, campaignDelivery, campaignCredit, campaignCodes]),
  placementRoute,
  showsRoute,
  showRoute,
  advertisersRoute,
  transcriptsRoute,
  transcriptRoute,
  transcriptionRoute,
  airchecksRoute,
  aircheckRoute,
  filesRoute,
]);
