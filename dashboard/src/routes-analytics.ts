import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import {
  COHORT_GROUPINGS,
  type CohortGrouping,
  COHORT_MEASURES,
  type CohortMeasure,
  OVERLAP_GROUPINGS,
  type OverlapGrouping,
  JOURNEY_UNITS,
  type JourneyUnit,
  LAG_GROUPINGS,
  type LagGrouping,
  REACH_GROUPINGS,
  type ReachGrouping,
} from './analytics-api.ts';
import { paths } from './paths.ts';
import { rooms } from './rooms.ts';
import { signedInRoute } from './routes-frame.tsx';

/** How reach is shown; by campaign and beside nothing without. */
interface ReachChoice {
  by?: ReachGrouping;
  beside?: 'before';
}

const analyticsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: paths.analytics,
  component: lazyRouteComponent(rooms.analyticsFrame, 'AnalyticsFrame'),
});

const analyticsStart = createRoute({
  getParentRoute: () => analyticsRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: paths.reach });
  },
});

const reachRoute = createRoute({
  getParentRoute: () => analyticsRoute,
  path: 'reach',
  validateSearch: ({ by, beside }: Record<string, unknown>): ReachChoice => ({
    by: REACH_GROUPINGS.find((one) => one === by && one !== 'campaign'),
    beside: beside === 'before' ? 'before' : undefined,
  }),
  component: lazyRouteComponent(rooms.reach, 'ReachRoom'),
});

const lagRoute = createRoute({
  getParentRoute: () => analyticsRoute,
  path: 'lag',
  validateSearch: ({ by }: Record<string, unknown>): { by?: LagGrouping } => ({
    by: LAG_GROUPINGS.find((one) => one === by && one !== 'campaign'),
  }),
  component: lazyRouteComponent(rooms.lag, 'LagRoom'),
});

const journeysRoute = createRoute({
  getParentRoute: () => analyticsRoute,
  path: 'paths',
  validateSearch: ({ by }: Record<string, unknown>): { by?: JourneyUnit } => ({
    by: JOURNEY_UNITS.find((one) => one === by && one !== 'show'),
  }),
  component: lazyRouteComponent(rooms.journeys, 'JourneysRoom'),
});

const overlapRoute = createRoute({
  getParentRoute: () => analyticsRoute,
  path: 'overlap',
  validateSearch: ({ by }: Record<string, unknown>): { by?: OverlapGrouping } => ({
    by: OVERLAP_GROUPINGS.find((one) => one === by && one !== 'show'),
  }),
  component: lazyRouteComponent(rooms.overlap, 'OverlapRoom'),
});

const cohortsRoute = createRoute({
  getParentRoute: () => analyticsRoute,
  path: 'cohorts',
  validateSearch: ({ rows, shown }: Record<string, unknown>): { rows?: CohortGrouping; shown?: CohortMeasure } => ({
    rows: COHORT_GROUPINGS.find((one) => one === rows && one !== 'all'),
    shown: COHORT_MEASURES.find((one) => one === shown && one !== 'converters'),
  }),
  component: lazyRouteComponent(rooms.cohorts, 'CohortsRoom'),
});

const codeLeaksRoute = createRoute({
  getParentRoute: () => analyticsRoute,
  path: 'codes',
  component: lazyRouteComponent(rooms.codeLeaks, 'CodeLeaksRoom'),
});

/** The analyses, each on a page. */
export const analyticsTree = analyticsRoute.addChildren([
  analyticsStart,
  reachRoute,
  lagRoute,
  journeysRoute,
  overlapRoute,
  cohortsRoute,
  codeLeaksRoute,
]);
