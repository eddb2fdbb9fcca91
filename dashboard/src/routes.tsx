import type { QueryClient } from '@tanstack/react-query';
import { createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { paths } from './paths.ts';
import { rooms } from './rooms.ts';
import { modelsTree } from './routes-models.ts';
import { analyticsTree } from './routes-analytics.ts';
import { costTree } from './routes-cost.ts';
import { insightsTree } from './routes-insights.ts';
import { catalogTree } from './routes-catalog.ts';
import { rootRoute, signedInRoute } from './routes-frame.tsx';
import { platformTree } from './routes-platform.ts';
import { settingsTree } from './routes-settings.ts';
import { dataTree } from './routes-data.ts';
import { trackingTree } from './routes-tracking.ts';
import { readSearch, writeSearch } from './selection.ts';

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: paths.signIn,
  validateSearch: (search: Record<string, unknown>): { next?: string } => (typeof search.next === 'string' ? { next: search.next } : {}),
  component: lazyRouteComponent(() => import('./pages/security/sign-in.tsx'), 'SignIn'),
});

const forgottenPasswordRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: paths.forgottenPassword,
  component: lazyRouteComponent(() => import('./pages/security/forgotten-password.tsx'), 'ForgottenPassword'),
});

const choosePasswordRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: paths.choosePassword,
  component: lazyRouteComponent(() => import('./pages/security/choose-password.tsx'), 'ChoosePassword'),
});

const verifyEmailRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: paths.verifyEmail,
  component: lazyRouteComponent(() => import('./pages/security/verify-email.tsx'), 'VerifyEmail'),
});

const accountRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: paths.account,
  component: lazyRouteComponent(rooms.account, 'Account'),
});

const overviewRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: paths.overview,
  component: lazyRouteComponent(rooms.overview, 'Overview'),
});

const guideRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: paths.guide,
  component: lazyRouteComponent(rooms.guide, 'GuideRoom'),
});

const compareRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: paths.compare,
  component: lazyRouteComponent(rooms.compare, 'Compare'),
});

const experimentsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: paths.experiments,
  component: lazyRouteComponent(rooms.experiments, 'Experiments'),
});

const experimentRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: paths.experiment,
  component: lazyRouteComponent(rooms.experiment, 'ExperimentRoom'),
});

const conversionsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: paths.conversions,
  component: lazyRouteComponent(rooms.conversions, 'Conversions'),
});

const conversionRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: paths.conversion,
  component: lazyRouteComponent(rooms.conversion, 'ConversionRoom'),
});

const invitationRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: paths.invitation,
  component: lazyRouteComponent(() => import('./pages/tenants/invitation.tsx'), 'InvitationRoom'),
});

const routeTree = rootRoute.addChildren([
  signInRoute,
  forgottenPasswordRoute,
  choosePasswordRoute,
  verifyEmailRoute,
  invitationRoute,
  platformTree,
  signedInRoute.addChildren([
    overviewRoute,
    guideRoute,
    compareRoute,
    experimentsRoute,
    experimentRoute,
    conversionsRoute,
    conversionRoute,
    accountRoute,
    analyticsTree,
    insightsTree,
    costTree,
    modelsTree,
    catalogTree,
    trackingTree,
    dataTree,
    settingsTree,
  ]),
]);

/** The rooms and their addresses. Every room but sign-in needs a session and keeps its selection in the address. */
export function createDashboardRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree,
    context: { queryClient },
    parseSearch: readSearch,
    stringifySearch: writeSearch,
    defaultPreload: 'intent',
    scrollRestoration: true,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createDashboardRouter>;
  }
}
