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

/** The rooms of what was found, foreseen and advised. */
export const insightsTree = insightsRoute.addChildren([insightsStart, findingsRoute]);
