import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { paths } from './paths.ts';
import { rooms } from './rooms.ts';
import { signedInRoute } from './routes-frame.tsx';

const insightsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: paths.insights,
  component: lazyRouteComponent(rooms.insightsFrame, 'InsightsFrame'),
});

const insightsStart = createRoute({
  getParentRoute: () => insightsRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: paths.findings });
  },
});

const findingsRoute = createRoute({
  getParentRoute: () => insightsRoute,
  path: 'findings',
  component: lazyRouteComponent(rooms.findings, 'Findings'),
});

const recommendationsRoute = createRoute({
  getParentRoute: () => insightsRoute,
  path: 'recommendations',
  component: lazyRouteComponent(rooms.recommendations, 'Recommendations'),
});

const anomaliesRoute = createRoute({
  getParentRoute: () => insightsRoute,
  path: 'anomalies',
  component: lazyRouteComponent(rooms.anomalies, 'Anomalies'),
});

const anomalyRoute = createRoute({
  getParentRoute: () => insightsRoute,
  path: 'anomalies/$id',
  component: lazyRouteComponent(rooms.anomaly, 'AnomalyRoom'),
});

const predictionsRoute = createRoute({
  getParentRoute: () => insightsRoute,
  path: 'predictions',
  component: lazyRouteComponent(rooms.predictions, 'Predictions'),
});

const predictionRoute = createRoute({
  getParentRoute: () => insightsRoute,
  path: 'predictions/$id',
  component: lazyRouteComponent(rooms.prediction, 'PredictionRoom'),
});

/** The rooms of what was found, foreseen and advised. */
export const insightsTree = insightsRoute.addChildren([
  insightsStart,
  findingsRoute,
  recommendationsRoute,
  anomaliesRoute,
  anomalyRoute,
  predictionsRoute,
  predictionRoute,
]);
