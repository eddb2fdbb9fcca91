import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { paths } from './paths.ts';
import { rootRoute } from './routes-frame.tsx';

const platformRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: paths.platform,
  component: lazyRouteComponent(() => import('./pages/platform/platform-frame.tsx'), 'PlatformFrame'),
});

const firstRoute = createRoute({
  getParentRoute: () => platformRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: paths.platformCosts });
  },
});

const costsRoute = createRoute({
  getParentRoute: () => platformRoute,
  path: 'costs',
  component: lazyRouteComponent(() => import('./pages/platform/costs.tsx'), 'PlatformCosts'),
});

const invoicesRoute = createRoute({
  getParentRoute: () => platformRoute,
  path: 'invoices',
  component: lazyRouteComponent(() => import('./pages/platform/invoices.tsx'), 'PlatformInvoices'),
});

const invoiceRoute = createRoute({
  getParentRoute: () => platformRoute,
  path: 'invoices/$id',
  component: lazyRouteComponent(() => import('./pages/platform/invoice.tsx'), 'PlatformInvoice'),
});

const onboardingRoute = createRoute({
  getParentRoute: () => platformRoute,
  path: 'first-steps',
  component: lazyRouteComponent(() => import('./pages/platform/onboarding.tsx'), 'PlatformOnboarding'),
});

const pricesRoute = createRoute({
  getParentRoute: () => platformRoute,
  path: 'tenants/$id/prices',
  component: lazyRouteComponent(() => import('./pages/platform/tenant-prices.tsx'), 'PlatformPrices'),
});

/** The rooms of whoever runs the installation: they know operators alone, and no session of a tenant. */
export const platformTree = platformRoute.addChildren([firstRoute, costsRoute, invoicesRoute, invoiceRoute, pricesRoute, onboardingRoute]);
