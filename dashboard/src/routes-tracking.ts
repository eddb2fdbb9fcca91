import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { type PromoSwapChoice, SWAP_WINDOWS } from './pages/attribution/swap-choice.ts';
import { SET_UP_SOURCES, type SetUpSource } from './pages/integrations/set-up-sources.ts';
import { paths } from './paths.ts';
import { rooms } from './rooms.ts';
import { signedInRoute } from './routes-frame.tsx';
import { FATE_NAMES, type RequestFate } from './requests-api.ts';
import { ANSWER_STATES, type AnswerState } from './surveys-api.ts';
import { DELIVERY_STATES, type DeliveryFilter } from './tracking-api.ts';

/** Which campaign and show a waterfall is of; all without. */
interface WaterfallChoice {
  campaign?: string;
  show?: string;
}

/** Which requests are shown; all without. */
interface RequestChoice {
  show?: string;
  episode?: string;
  fate?: RequestFate;
}

const word = (text: unknown) => (typeof text === 'string' && text !== '' && text.length <= 200 ? text : undefined);

function readWaterfallChoice({ campaign, show }: Record<string, unknown>): WaterfallChoice {
  return { campaign: word(campaign), show: word(show) };
}

const trackingRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: paths.tracking,
  component: lazyRouteComponent(rooms.trackingFrame, 'TrackingFrame'),
});

const trackingStart = createRoute({
  getParentRoute: () => trackingRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: paths.waterfall });
  },
});

const setUpRoute = createRoute({
  getParentRoute: () => trackingRoute,
  path: 'set-up',
  validateSearch: ({ source }: Record<string, unknown>): { source?: SetUpSource } => ({
    source: SET_UP_SOURCES.find((one) => one === source),
  }),
  component: lazyRouteComponent(rooms.setUp, 'SetUpRoom'),
});

const waterfallRoute = createRoute({
  getParentRoute: () => trackingRoute,
  path: 'waterfall',
  validateSearch: readWaterfallChoice,
  component: lazyRouteComponent(rooms.waterfall, 'WaterfallRoom'),
});

const requestsRoute = createRoute({
  getParentRoute: () => trackingRoute,
  path: 'requests',
  validateSearch: ({ show, episode, fate }: Record<string, unknown>): RequestChoice => ({
    show: word(show),
    episode: word(episode),
    fate: FATE_NAMES.find((one) => one === fate),
  }),
  component: lazyRouteComponent(rooms.requests, 'Requests'),
});

const tagsRoute = createRoute({
  getParentRoute: () => trackingRoute,
  path: 'tags',
  component: lazyRouteComponent(rooms.tags, 'SiteTags'),
});

const listsRoute = createRoute({
  getParentRoute: () => trackingRoute,
  path: 'lists',
  component: lazyRouteComponent(rooms.lists, 'Lists'),
});

const sourcesRoute = createRoute({
  getParentRoute: () => trackingRoute,
  path: 'sources',
  component: lazyRouteComponent(rooms.sources, 'Sources'),
});

const sourceRoute = createRoute({
  getParentRoute: () => trackingRoute,
  path: 'sources/$key',
  component: lazyRouteComponent(rooms.source, 'SourceRoom'),
});

/** The answers that are shown: those that wait for review unless others were chosen. */
interface AnswerChoice {
  state?: AnswerState | 'all';
}

const surveysRoute = createRoute({
  getParentRoute: () => trackingRoute,
  path: 'surveys',
  validateSearch: ({ state }: Record<string, unknown>): AnswerChoice => ({
    state: (['all', ...ANSWER_STATES] as const).find((one) => one === state),
  }),
  component: lazyRouteComponent(rooms.surveys, 'Surveys'),
});

const promoSwapRoute = createRoute({
  getParentRoute: () => trackingRoute,
  path: 'promo-swap',
  validateSearch: ({ showA, showB, promoOfA, promoOfB, windowDays }: Record<string, unknown>): PromoSwapChoice => ({
    showA: word(showA),
    showB: word(showB),
    promoOfA: word(promoOfA),
    promoOfB: word(promoOfB),
    windowDays: SWAP_WINDOWS.find((days) => days === Number(windowDays)),
  }),
  component: lazyRouteComponent(rooms.promoSwap, 'PromoSwapRoom'),
});

const vendorReportsRoute = createRoute({
  getParentRoute: () => trackingRoute,
  path: 'vendors',
  component: lazyRouteComponent(rooms.vendorReports, 'VendorReports'),
});

const vendorReportRoute = createRoute({
  getParentRoute: () => trackingRoute,
  path: 'vendors/$key',
  component: lazyRouteComponent(rooms.vendorReport, 'VendorReportRoom'),
});

const deliveriesRoute = createRoute({
  getParentRoute: () => trackingRoute,
  path: 'deliveries',
  validateSearch: (search: Record<string, unknown>): DeliveryFilter => ({
    source: word(search.source),
    state: DELIVERY_STATES.find((state) => state === search.state),
  }),
  component: lazyRouteComponent(rooms.deliveries, 'Deliveries'),
});

/** Tracking, with every page of its. */
export const trackingTree = trackingRoute.addChildren([
  trackingStart,
  setUpRoute,
  waterfallRoute,
  requestsRoute,
  tagsRoute,
  listsRoute,
  sourcesRoute,
  sourceRoute,
  surveysRoute,
  promoSwapRoute,
  vendorReportsRoute,
  vendorReportRoute,
  deliveriesRoute,
]);
